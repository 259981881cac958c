"""What people are told by e-mail, as subject and text."""

from datetime import date

from concordat.accounts.mail import address_of
from concordat.periods import format_date
from concordat.returns.models import ReturnRecord

Letter = tuple[str, str]


def page_of(record: ReturnRecord, page: str = "") -> str:
    """The address of a return, or of one of its pages."""
    return address_of(f"/places/{record.place}/returns/{record.form}/{page}")


def asked_letter(
    place: str,
    title: str,
    name: str,
    who: str,
    due: date | None,
    words: str,
    record: ReturnRecord,
    *,
    again: bool = False,
) -> Letter:
    """That somebody is asked to answer something, or reminded of it."""
    by_when = f" by {format_date(due)}" if due else ""
    first = f"{who} {'reminds you' if again else 'asks you'} to answer {name!r} of {place}'s {title}{by_when}."
    parts = [first, *([words.strip()] if words.strip() else []), page_of(record)]
    return f"{'Reminder: ' if again else ''}{place}, {name}{by_when}", "\n\n".join(parts) + "\n"


def handed_back_letter(place: str, title: str, name: str, who: str, words: str, record: ReturnRecord) -> Letter:
    """That somebody hands back what they were asked to answer."""
    parts = [f"{who} hands back {name!r} of {place}'s {title}:", words.strip(), page_of(record)]
    return f"{place}, {name}: handed back", "\n\n".join(parts) + "\n"


def no_longer_asked_letter(place: str, title: str, name: str, record: ReturnRecord) -> Letter:
    """To whoever was asked to answer something that the form, issued again, no longer asks."""
    said = f"{place}'s {title} is on a new version of the form, which no longer asks {name!r}."
    parts = [said, "You were asked to answer it; there is nothing left for you to do there.", page_of(record)]
    return f"{place}, {name}: no longer asked", "\n\n".join(parts) + "\n"


def signed_letter(place: str, title: str, who: str, body: str, provisional: bool, record: ReturnRecord) -> Letter:
    """That a signature was given."""
    said = f"{who} signed {place}'s {title} for {body}."
    if provisional:
        said += " The signature is provisional until the body ratifies it; record its decision when it has."
    return f"{place}: signed for {body}", f"{said}\n\n{page_of(record, 'signatures/')}\n"


def awaited_letter(place: str, title: str, who: str, body: str, record: ReturnRecord) -> Letter:
    """To those who sign jointly with somebody who has, that their signature is awaited."""
    said = (
        f"{who} signed {place}'s {title} for {body}, on a delegation to several people together, of whom you are one."
    )
    page = page_of(record, "before-signing/")
    return f"{place}: your signature is awaited", f"{said}\n\nWhat there is to read, and to sign:\n{page}\n"


def sign_letter(place: str, title: str, who: str, body: str, closes: str, record: ReturnRecord) -> Letter:
    """To those who sign for a body, that a return is ready and waits for them; `closes` is empty where nobody knows."""
    said = f"{who} asks you to sign {place}'s {title} for {body}. It is answered, and nothing else bars a signature."
    parts = [said, *([f"It closes {closes}."] if closes else [])]
    page = page_of(record, "before-signing/")
    return f"{place}: {title} waits for your signature", "\n\n".join(
        [*parts, f"What there is to read, and to sign:\n{page}\n"]
    )


def ratified_letter(place: str, title: str, who: str, body: str, said: str, record: ReturnRecord) -> Letter:
    """To whoever signed provisionally, that the body ratified it."""
    words = f"{who} recorded that {body} ratified your signature on {place}'s {title}: {said}."
    return f"{place}: your signature is ratified", f"{words}\n\n{page_of(record, 'signatures/')}\n"


def voided_letter(place: str, title: str, who: str, record: ReturnRecord) -> Letter:
    """That a signature fell because something was changed after it."""
    said = f"{who} changed {place}'s {title} after you signed it. Your signature no longer stands on it."
    what = "What changed since, and where you can sign again:"
    return f"{place}: your signature no longer stands", f"{said}\n\n{what}\n{page_of(record, 'signatures/')}\n"


def submitted_letter(place: str, title: str, who: str, number: str, digest: str, record: ReturnRecord) -> Letter:
    """That a return was submitted, with its receipt's number and digest."""
    said = f"{who} submitted {place}'s {title}.\n\nReceipt {number}\nDigest {digest}"
    page = page_of(record, f"receipt/{record.submissions}/")
    return f"{place}: {title} submitted", f"{said}\n\nThe receipt, to keep:\n{page}\n"


def extended_letter(place: str, title: str, who: str, until: str, reason: str, record: ReturnRecord) -> Letter:
    """That a deadline was extended."""
    said = f"{who} lets {place} submit its {title} until the end of {until}. The reason given:\n\n{reason}"
    return f"{place}: {title} may be submitted until {until}", f"{said}\n\n{page_of(record, 'submit/')}\n"
