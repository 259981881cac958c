"""From rows to `Return` values, so that checks, completion, workbooks and roll-ups run on them as on files.

However many returns are asked for, the queries are the same few. What was submitted never changes, so that earlier
returns are read once and then kept, under the digests of everything that they are made of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import is_not

from django.utils import timezone

from concordat.frameworks.forms import framework_of, load_form
from concordat.frameworks.framework import Framework
from concordat.places.area import Area
from concordat.places.vintage import area_by_slug
from concordat.prepared import PreparedRows, Slot
from concordat.questionnaires.answers import Answer, AnswerSet, read_answer
from concordat.questionnaires.form import Questionnaire
from concordat.returns.models import AnswerRow, Assignment, ReasonRow, Remark, ReturnRecord, Snapshot, Submission
from concordat.returns.place_return import Reason, Return
from concordat.returns.read_contents import read_contents
from concordat.returns.states import AssignmentState

SHORT = 100  # characters of an answer whose reading is kept; longer ones are rare, and would fill the memory
MOST_KEPT = 5_000  # contents of earlier returns; each is some tens of kilobytes once read


@dataclass(frozen=True, slots=True)
class Sent:
    """Which content a place submitted to a form last: as much as is needed to find it again."""

    place: str
    form: str
    digest: str
    day: date


def as_value(record: ReturnRecord, *, notes: bool = True) -> Return:
    """A return as the library has it: with what the place submitted before, and the same as if read from a file.

    Without `notes` remarks and assignments are left out, which no check looks at: two queries less.
    """
    return as_values([record], notes=notes)[0]


def as_values(records: Sequence[ReturnRecord], *, notes: bool = True) -> list[Return]:
    """Many returns, in order, with as many queries as for one."""
    given = _answers(records)
    reasons = _reasons(records)
    remarks, assigned = (_remarks(records), _assigned(records)) if notes else ({}, {})
    earlier = earlier_returns(records)
    return [
        replace(
            _value(record, given.get(record.pk, {}), reasons.get(record.pk, ()), earlier[record.pk]),
            remarks={id: "\n".join(texts) for id, texts in remarks.get(record.pk, {}).items()},
            assigned=assigned.get(record.pk, {}),
        )
        for record in records
    ]


def as_value_with(record: ReturnRecord, texts: Mapping[str, str], reasons: Iterable[Reason]) -> Return:
    """A return of whose answers and reasons the texts were read already, without remarks and assignments.

    One query or two, for what the place submitted before.
    """
    return _value(record, texts, reasons, earlier_returns([record])[record.pk])


def with_changes(
    ret: Return, record: ReturnRecord, texts: Mapping[str, str], reasons: tuple[Reason, ...]
) -> Return | None:
    """A return with some answers given anew and other reasons; an empty text takes an answer back. One query or two.

    None where more than that changed: another version of the form, an earlier return, a question that is not asked.
    """
    form, earlier = form_for(record), earlier_returns([record])[record.pk]
    if form is not ret.form or len(earlier) != len(ret.earlier) or any(map(is_not, earlier, ret.earlier)):
        return None
    given = _read(form, {id: text for id, text in texts.items() if text}, earlier)
    if given.unplaced:
        return None
    standing = {id: one for id, one in ret.answers.answers.items() if id not in texts}
    return replace(ret, answers=replace(ret.answers, answers={**standing, **given.answers}), reasons=reasons)


def _value(
    record: ReturnRecord, texts: Mapping[str, str], reasons: Iterable[Reason], earlier: tuple[Return, ...]
) -> Return:
    return Return(
        place=area_of(record),
        framework=framework_for(record),
        answers=_read(form_for(record), texts, earlier),
        earlier=earlier,
        reasons=tuple(reasons),
        printed=dict(record.printed),
        source=record.source,
    )


def form_for(record: ReturnRecord) -> Questionnaire:
    """The form of a return, in the version that its answers are given to."""
    return load_form(record.form, record.version)


def framework_for(record: ReturnRecord) -> Framework:
    """The framework whose form it is."""
    return framework_of(record.form)


def area_of(record: ReturnRecord) -> Area:
    """The place of a return, on the boundaries of its year."""
    return area_by_slug(record.vintage)[record.place]


def as_submitted(submission: Submission) -> Return:
    """What was submitted, as the library has it: the content alone, with the day on which it was sent."""
    record = submission.record
    earlier = earlier_returns([record])[record.pk]
    return read_contents(submission.snapshot.text, earlier, area_of(record), timezone.localdate(submission.at))


def as_submitted_many(records: Sequence[ReturnRecord]) -> list[Return]:
    """What was submitted last to some returns of which each was, in order; with as many queries as for one."""
    sent = last_sent({record.place for record in records}, {record.form for record in records}) if records else {}
    _fetch({one.digest for one in sent.values()})
    earlier = earlier_returns(records)
    found = []
    for record in records:
        one = sent[record.place, record.form]
        before = earlier[record.pk]
        found.append(read_contents(_texts[one.digest], before, area_of(record), one.day))
    return found


def as_signed(record: ReturnRecord, snapshot: Snapshot) -> Return:
    """A content of a return that was signed or submitted, as the library has it."""
    return read_contents(snapshot.text, earlier_returns([record])[record.pk], area_of(record), None)


def earlier_returns(records: Sequence[ReturnRecord]) -> dict[int, tuple[Return, ...]]:
    """What each place submitted last to the forms of the periods before, by record; each with those before it.

    One query, and a second one for contents that were not read before.
    """
    wanted = {form for record in records for form in form_for(record).earlier}
    sent = last_sent({record.place for record in records}, wanted) if wanted else {}
    _fetch({one.digest for one in sent.values()})
    found = {}
    for record in records:
        line: tuple[Return, ...] = ()
        made_of: tuple[tuple[str, date], ...] = ()
        for form in form_for(record).earlier:
            if one := sent.get((record.place, form)):
                made_of = (*made_of, (one.digest, one.day))
                line = (*line, _kept(made_of, line, record, one))
        found[record.pk] = line
    return found


def last_sent(places: Iterable[str], forms: Iterable[str]) -> dict[tuple[str, str], Sent]:
    """What places submitted last to some forms, by place and form. One query."""
    at, to = sorted(set(places)), sorted(set(forms))
    rows = _sent(len(at), len(to))(*at, *to)
    return {(place, form): Sent(place, form, digest, timezone.localdate(at)) for place, form, digest, at in rows}


@lru_cache(maxsize=100)
def _sent(places: int, forms: int) -> PreparedRows:
    slots = [Slot(number) for number in range(places + forms)]
    return PreparedRows(
        lambda: (
            Submission.objects.filter(record__place__in=slots[:places], record__form__in=slots[places:])
            .order_by("number")
            .values_list("record__place", "record__form", "snapshot__digest", "at")
        )
    )


_Made = tuple[tuple[str, date], ...]
_texts: dict[str, str] = {}
_made: dict[tuple[_Made, str, Questionnaire], Return] = {}


def _fetch(digests: set[str]) -> None:
    if missing := digests - _texts.keys():
        if len(_texts) > MOST_KEPT:
            _texts.clear()
            _made.clear()
            missing = digests
        _texts.update(Snapshot.objects.filter(digest__in=missing).values_list("digest", "text"))


def _kept(made_of: _Made, earlier: tuple[Return, ...], record: ReturnRecord, one: Sent) -> Return:
    key = (made_of, record.place, load_form(one.form))
    if key not in _made:
        _made[key] = read_contents(_texts[one.digest], earlier, area_of(record), one.day)
    return _made[key]


def _read(form: Questionnaire, given: Mapping[str, str], earlier: tuple[Return, ...]) -> AnswerSet:
    """The same as `read_answers`, for texts by whole ids; what is short was mostly read before, for an earlier save."""
    asked = {id: text for id, text in given.items() if id in form.questions and form.questions[id].kind != "derived"}
    answers = {
        id: _short_answer(form, id, text) if len(text) <= SHORT else read_answer(form.questions[id], text)
        for id, text in asked.items()
    }
    unplaced = {id: text for id, text in given.items() if id not in asked}
    return AnswerSet(form, answers, unplaced, tuple(ret.answers for ret in earlier))


@lru_cache(maxsize=50_000)
def _short_answer(form: Questionnaire, id: str, text: str) -> Answer:
    return read_answer(form.questions[id], text)


def _answers(records: Sequence[ReturnRecord]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = AnswerRow.objects.filter(record__in=_ids(records)).values_list("record_id", "question", "text")
    for record, question, text in rows:
        if text:
            found[record][question] = text
    return found


def _reasons(records: Sequence[ReturnRecord]) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = defaultdict(list)
    rows = ReasonRow.objects.filter(record__in=_ids(records)).values_list("record_id", "code", "where", "text")
    for record, code, where, text in rows:
        if text:
            found[record].append(Reason(code, where, text))
    return found


def _remarks(records: Sequence[ReturnRecord]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Remark.objects.filter(record__in=_ids(records), resolved_at__isnull=True)
    for record, question, text in rows.values_list("record_id", "question", "text"):
        found[record][question].append(text)
    return found


def _assigned(records: Sequence[ReturnRecord]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    sections = {record.pk: {section.id for section in form_for(record).sections} for record in records}
    states = (AssignmentState.ASKED, AssignmentState.CHASED, AssignmentState.DONE)
    rows = Assignment.objects.filter(record__in=_ids(records), state__in=states)
    for record, target, person, body in rows.values_list("record_id", "target", "person__name", "body__name"):
        if target in sections[record]:
            found[record][target] = person or body
    return found


def _ids(records: Sequence[ReturnRecord]) -> list[int]:
    return [record.pk for record in records]
