"""A receipt as a page and as paper show it: the same lines in the same order."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from concordat.periods import format_date
from concordat.questionnaires.form import Questionnaire
from concordat.returns.receipt import Receipt
from concordat.returns.write_receipt_pdf import Paper
from concordat.web.components import SummaryRow


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A receipt in words. `rows` say what was submitted, `proof` what it can be held against."""

    number: str
    place: str
    title: str
    rows: tuple[SummaryRow, ...]
    proof: tuple[SummaryRow, ...]
    signed: tuple[tuple[str, str], ...]
    verify: tuple[str, ...]

    def on_paper(self, site: str) -> Paper:
        """The same for the PDF."""
        return Paper(
            number=self.number,
            site=site,
            title=self.title,
            place=self.place,
            rows=tuple((row.label, str(row.value)) for row in self.rows),
            signed=self.signed,
            proof=tuple((row.label, str(row.value)) for row in self.proof),
            verify=self.verify,
        )


def show_receipt(receipt: Receipt, place: str, form: Questionnaire) -> ReceiptShown:
    """A receipt in words, for somebody who has to keep it, and hold it against the site one day."""
    rows = (
        SummaryRow("Receipt", receipt.number),
        SummaryRow("Place", place),
        SummaryRow("Form", f"{form.title}, {form.id}, version {receipt.version}"),
        SummaryRow("Submitted", f"{said_receipt_moment(receipt.moment)} by {receipt.by}"),
    )
    proof = (
        SummaryRow("Digest of the content (SHA-256)", receipt.digest),
        SummaryRow("Event in the history", f"{receipt.sequence} of {receipt.subject}"),
        SummaryRow("Head of the chain (SHA-256)", receipt.head),
    )
    signed = tuple(
        (
            f"{one.name}, {one.role}, for {one.body}",
            f"{said_receipt_moment(one.moment)}; "
            + (f"rests on {one.rests_on}" if one.rests_on else "provisional until the body ratifies it"),
        )
        for one in receipt.signed
    )
    return ReceiptShown(receipt.number, place, form.title, rows, proof, signed, said_verify())


def said_verify() -> tuple[str, ...]:
    """How a receipt is held against the site, step by step."""
    return (
        "The digest is the SHA-256 of what was submitted, which the site gives out as JSON: whoever holds both can "
        "tell that not a letter of it was changed.",
        "The head of the chain stands for every event in the history up to the submission. Take this receipt as JSON "
        "and run concordat history verify --against RECEIPT.json: it names every event that was changed, removed or "
        "written anew.",
    )


def said_receipt_moment(moment: str) -> str:
    """`3 March 2017, 11:32:05 GMT`, from the moment in UTC that a receipt has."""
    local = localtime(datetime.fromisoformat(moment))
    return f"{format_date(local.date())}, {local:%H:%M:%S %Z}"
