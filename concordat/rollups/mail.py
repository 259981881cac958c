"""What those who lead are told by e-mail."""

from concordat.accounts.mail import address_of
from concordat.periods import format_date
from concordat.returns.access import PlaceLine
from concordat.rollups.access import Overview


def reminder_letter(found: Overview, line: PlaceLine, who: str, words: str) -> tuple[str, str]:
    """Subject and text: that a place has not submitted a form, and what somebody says about it."""
    place, title = found.area(line).name, found.form.title
    due = f" It is due on {format_date(found.due)}." if found.due else ""
    first = f"{who} reminds you that {place} has not submitted its {title}.{due} An answer to this letter goes to them."
    page = address_of(f"/places/{line.place}/returns/{found.form.id}/")
    parts = [first, *([words.strip()] if words.strip() else []), page]
    return f"Reminder: {place}, {title}", "\n\n".join(parts) + "\n"
