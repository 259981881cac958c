"""An assignment ends where the form, issued again, no longer asks it."""

from django.db import migrations, models

KNOWN = "an_assignment_is_in_a_known_state"
STATES = (
    ("asked", "Asked"),
    ("chased", "Chased"),
    ("handed-back", "Handed back"),
    ("done", "Done"),
    ("moved", "Given to somebody else"),
    ("ended", "No longer asked"),
)


class Migration(migrations.Migration):
    dependencies = (("returns", "0003_upload_findings"),)
    operations = (
        migrations.RemoveConstraint("assignment", KNOWN),
        migrations.AlterField(
            "assignment", "state", models.CharField(choices=list(STATES), default="asked", max_length=20)
        ),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(condition=models.Q(("state__in", [one for one, _ in STATES])), name=KNOWN),
        ),
    )
