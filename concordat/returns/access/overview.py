"""How it stands with a form at many places: one line for each, with as many queries as for one place.

A line follows from the history of the return and from what was submitted before, and from nothing else, so that lines
are kept under the heads of their chains and only what changed since is worked out anew.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from concordat.findings import Severity
from concordat.frameworks.forms import load_form
from concordat.questionnaires.completion import calculate_completion
from concordat.returns.access.values import as_submitted_many, as_values, last_sent
from concordat.returns.checks import check_return
from concordat.returns.models import ReturnRecord, Signature, Submission
from concordat.returns.place_return import Return
from concordat.returns.states import ReturnState

MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a content has come: (answered, asked) by section, findings by severity, and how many of them are open."""

    completion: Mapping[str, tuple[int, int]]
    findings: Mapping[Severity, int]
    open: int

    @property
    def answered(self) -> int:
        return sum(answered for answered, _ in self.completion.values())

    @property
    def asked(self) -> int:
        return sum(asked for _, asked in self.completion.values())


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place's line. `state` and `standing` are None where no return was opened, or the reader may not see it.

    `number` counts submissions, `last_change` is the moment of the last event, `extended_until` the end of the latest
    extension of its deadline.
    """

    place: str
    state: ReturnState | None = None
    standing: Standing | None = None
    number: int = 0
    submitted_at: datetime | None = None
    version: int | None = None
    last_change: datetime | None = None
    form: str = ""
    extended_until: datetime | None = None


def stand_of(ret: Return) -> Standing:
    """How far a return has come."""
    findings = check_return(ret)
    counts = {severity: sum(1 for one in findings if one.severity is severity) for severity in Severity}
    return Standing(calculate_completion(ret.answers), counts, sum(1 for one in findings if one.is_open))


def list_places(
    form: str, places: Sequence[str], visible: "QuerySet[ReturnRecord]", *, drafts: bool
) -> list[PlaceLine]:
    """A line for each place, in order. `visible` are the returns that the reader may see (`returns_for`); `drafts` says
    whether they see them while they are being filled, or what was submitted last. At most eight queries.
    """
    lines = {line.place: line for line in _lines(visible.filter(form=form, place__in=places), drafts=drafts)}
    return [lines.get(place) or PlaceLine(place, form=form) for place in places]


def list_forms(place: str, forms: Sequence[str], visible: "QuerySet[ReturnRecord]", *, drafts: bool) -> list[PlaceLine]:
    """A line for each form at one place, in order; otherwise as `list_places`, with as many queries."""
    lines = {line.form: line for line in _lines(visible.filter(form__in=forms, place=place), drafts=drafts)}
    return [lines.get(form) or PlaceLine(place, form=form) for form in forms]


def list_begun(visible: "QuerySet[ReturnRecord]", places: Sequence[str], forms: Sequence[str]) -> list[PlaceLine]:
    """A line for each return to some forms that was opened at some places, drafts as they stand; as many queries."""
    return _lines(visible.filter(form__in=forms, place__in=places), drafts=True)


def list_submitted(form: str, places: Sequence[str], visible: "QuerySet[ReturnRecord]") -> list[Return]:
    """What each of some places submitted last to a form, of those that did; the same few queries for any number."""
    return as_submitted_many(list(visible.filter(form=form, place__in=places, submissions__gte=1).order_by("place")))


def count_signatures(form: str, places: Sequence[str]) -> dict[str, int]:
    """How many signatures stand on the return of each place to a form. One query."""
    standing = Signature.objects.filter(record__form=form, record__place__in=places, voided_at__isnull=True)
    return dict(Counter(standing.values_list("record__place", flat=True)))


def _lines(found: "QuerySet[ReturnRecord]", *, drafts: bool) -> list[PlaceLine]:
    """The lines of the returns of which the reader sees anything."""
    records = list(found)
    sent = _last_submissions(records)
    shown = [record for record in records if drafts or record.pk in sent]
    standings = _standings(shown, drafts=drafts)
    return [_line(record, sent, standings[record.pk], drafts=drafts) for record in shown]


def _last_submissions(records: Sequence[ReturnRecord]) -> dict[int, tuple[int, datetime]]:
    """Number and moment of the last submission of each return that has one."""
    rows = Submission.objects.filter(record__in=records).order_by("number")
    return {record: (number, at) for record, number, at in rows.values_list("record_id", "number", "at")}


def _line(
    record: ReturnRecord, sent: Mapping[int, tuple[int, datetime]], standing: Standing, *, drafts: bool
) -> PlaceLine:
    number, moment = sent.get(record.pk, (0, None))
    return PlaceLine(
        record.place,
        ReturnState(record.state) if drafts else ReturnState.SUBMITTED,
        standing,
        number,
        moment,
        record.version,
        record.chain.at if drafts else None,
        record.form,
        record.extended_until,
    )


_Key = tuple[object, ...]
_kept: dict[_Key, Standing] = {}


def _standings(records: Sequence[ReturnRecord], *, drafts: bool) -> dict[int, Standing]:
    keys = _keys(records, drafts=drafts)
    missing = [record for record in records if keys[record.pk] not in _kept]
    if len(_kept) + len(missing) > MOST_KEPT:
        _kept.clear()
        missing = list(records)
    values = as_values(missing, notes=False) if drafts else as_submitted_many(missing)
    for record, ret in zip(missing, values, strict=True):
        _kept[keys[record.pk]] = stand_of(ret)
    return {record.pk: _kept[keys[record.pk]] for record in records}


def _keys(records: Sequence[ReturnRecord], *, drafts: bool) -> dict[int, _Key]:
    """What a standing follows from: the content of the return and of those before it."""
    forms = {one: load_form(one) for one in {record.form for record in records}}
    asked = {id for form in forms.values() for id in (*form.earlier, form.id)}
    before = last_sent([record.place for record in records], asked) if records else {}
    found: dict[int, _Key] = {}
    for record in records:
        form = forms[record.form]
        own = record.chain.head if drafts else before[record.place, form.id].digest
        earlier = tuple(before.get((record.place, one)) for one in form.earlier)
        found[record.pk] = (form, record.place, drafts, own, earlier)
    return found
