"""Holding the whole site against its own history: every chain, every answer, everything that was submitted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from concordat.history.access import Verified, verify_all
from concordat.history.chain import digest_of_text
from concordat.history.models import Event
from concordat.returns.access import unrecorded, verify_receipt
from concordat.returns.models import ReturnRecord, Snapshot, Submission
from concordat.returns.read_receipt import read_receipt_file

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was recorded: of which subject, and what."""

    subject: str
    text: str

    def as_dict(self) -> dict[str, str]:
        return {"subject": self.subject, "text": self.text}


def find_flaws(told: Told | None = None) -> Iterator[Flaw]:
    """Everything that is not as the history says. `told` hears the name of each chain and return that was looked at."""
    for verified in verify_all():
        if told:
            told(verified.subject)
        yield from _breaks(verified)
    for record in ReturnRecord.objects.order_by("place", "form"):
        if told:
            told(str(record))
        if changed := unrecorded(record):
            yield Flaw(record.subject, f"Answers are not what the history says: {', '.join(changed)}.")
    yield from _check_submissions()


def hold_against(paths: Iterable[Path]) -> Iterator[Flaw]:
    """What of some receipts is not as they say. Raises NoReceipt, naming the file, and OSError."""
    for path in paths:
        receipt = read_receipt_file(path)
        verified, found = verify_receipt(receipt)
        yield from _breaks(verified)
        yield from (Flaw(receipt.subject, text) for text in found)


def _breaks(verified: Verified) -> Iterator[Flaw]:
    yield from (Flaw(verified.subject, f"Event {one.sequence}: {one.what}") for one in verified.breaks)


def _check_submissions() -> Iterator[Flaw]:
    """Every submission against its event, every kept content against its digest."""
    for snapshot in Snapshot.objects.order_by("pk").iterator(chunk_size=100):
        if digest_of_text(snapshot.text) != snapshot.digest:
            yield Flaw(f"content:{snapshot.digest}", "The content is not the one that was signed or submitted.")
    for sent in Submission.objects.select_related("record", "snapshot").order_by("pk").iterator(chunk_size=100):
        event = Event.objects.filter(subject=sent.record.subject, sequence=sent.sequence).first()
        if event is None or event.digest != sent.head or event.said.get("digest") != sent.snapshot.digest:
            yield Flaw(sent.record.subject, f"Submission {sent.number} is not the one that the history records.")
