"""The organisations that people act for, the places that these serve, and the days on which boards meet."""

from django.db import models


class Body(models.Model):
    """An organisation. It serves places; what it has decided or delegated stands in its mandates."""

    class Kind(models.TextChoices):
        BOARD = "board", "Health and Wellbeing Board"
        COUNCIL = "council", "Council"
        COMMISSIONER = "commissioner", "NHS commissioner"
        PROVIDER = "provider", "Provider of care"
        REGION = "region", "Regional team"
        NATION = "nation", "National team"

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=("board", "council", "commissioner", "provider", "region", "nation"),
                ),
                name="a_body_is_of_a_known_kind",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """That a body serves a place: an area, or a footprint such as a region."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="services")
    place = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "place"), name="a_body_serves_a_place_once"),)

    def __str__(self) -> str:
        return f"{self.body} at {self.place}"


class BoardDate(models.Model):
    """A day on which a board meets, and the day by which its papers have to be in."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="dates")
    held = models.DateField()
    papers_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("held",)
        constraints = (
            models.UniqueConstraint(fields=("body", "held"), name="a_board_meets_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(papers_due__isnull=True) | models.Q(papers_due__lte=models.F("held")),
                name="papers_come_before_the_meeting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}, {self.held}"
