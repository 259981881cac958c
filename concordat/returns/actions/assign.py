"""Who is asked to answer what by when: asked, chased, handed back, done."""

from datetime import date

from concordat.accounts.access import By, letters_to
from concordat.accounts.mail import send
from concordat.accounts.models import Body, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.questionnaires.form import Questionnaire
from concordat.returns.access.values import area_of, form_for
from concordat.returns.actions.changing import Changing, changing
from concordat.returns.former import name_of_any_version
from concordat.returns.mail import asked_letter, handed_back_letter, no_longer_asked_letter
from concordat.returns.models import Assignment, ReturnRecord
from concordat.returns.states import AssignmentState

WAITING = [one for one in AssignmentState if one.is_waiting]


def assign(
    *, record: ReturnRecord, target: str, to: Person | Body, by: By, due: date | None = None, words: str = ""
) -> Assignment:
    """Ask a person or a body to answer a section or a question by a day; whoever was asked before no longer is.

    They are told by e-mail. Raises Refused for a section or question that there is not.
    """
    name = _name_of(record, target)
    with changing(record, by) as change:
        record.assignments.filter(target=target, state__in=WAITING).update(
            state=AssignmentState.MOVED, changed_at=change.at
        )
        assignment = Assignment.objects.create(
            record=record,
            target=target,
            person=to if isinstance(to, Person) else None,
            body=to if isinstance(to, Body) else None,
            due=due,
            words=words.strip(),
            by=change.by.name,
            at=change.at,
            changed_at=change.at,
        )
        change.note("assigned", target, to=to.name, due=f"{due or ''}", words=words.strip())
        letter = asked_letter(area_of(record).name, form_for(record).title, name, change.by.name, due, words, record)
        send(_addresses(assignment), *letter)
    return assignment


def chase(*, assignment: Assignment, by: By) -> Assignment:
    """Remind whoever was asked. Raises Refused where they are done or have handed it back."""
    with changing(assignment.record, by) as change:
        found = _waiting(assignment, "chased")
        _move(found, AssignmentState.CHASED, change, "chased")
        record = found.record
        name, place, title = _name_of(record, found.target), area_of(record).name, form_for(record).title
        letter = asked_letter(place, title, name, change.by.name, found.due, found.words, record, again=True)
        send(_addresses(found), *letter)
    return found


def hand_back(*, assignment: Assignment, by: By, words: str) -> Assignment:
    """Give an assignment back, saying why; those who assign at the place are told by e-mail."""
    if not words.strip():
        raise Refused("Say why you hand it back, so that somebody else can be asked.")
    with changing(assignment.record, by) as change:
        found = _waiting(assignment, "handed back")
        _move(found, AssignmentState.HANDED_BACK, change, "handed-back", words.strip())
        record = found.record
        name, title = _name_of(record, found.target), form_for(record).title
        letter = handed_back_letter(area_of(record).name, title, name, change.by.name, words, record)
        send(letters_to(Verb.ASSIGN, record.place), *letter)
    return found


def complete_assignment(*, assignment: Assignment, by: By) -> Assignment:
    """Say that what was asked is answered."""
    with changing(assignment.record, by) as change:
        found = _waiting(assignment, "done")
        _move(found, AssignmentState.DONE, change, "completed")
    return found


def end_assignments(change: Changing, form: Questionnaire) -> None:
    """End what is waited for and the form, issued again, no longer asks; those who were asked are told by e-mail."""
    record, asked = change.record, {*form.questions, *(section.id for section in form.sections)}
    for found in record.assignments.filter(state__in=WAITING).exclude(target__in=asked):
        _move(found, AssignmentState.ENDED, change, "ended")
        name = name_of_any_version(form, found.target)
        send(_addresses(found), *no_longer_asked_letter(area_of(record).name, form.title, name, record))


def _move(found: Assignment, state: AssignmentState, change: Changing, verb: str, words: str = "") -> None:
    found.state, found.changed_at = state, change.at
    found.save(update_fields=["state", "changed_at"])
    change.note(verb, found.target, to=found.assignee, words=words)


def _waiting(assignment: Assignment, what: str) -> Assignment:
    """The assignment as it stands under the lock. Raises Refused where nobody is asked any more."""
    found = Assignment.objects.select_related("record", "person", "body").get(pk=assignment.pk)
    if not AssignmentState(found.state).is_waiting:
        label = AssignmentState(found.state).label.lower()
        raise Refused(f"This cannot be {what}: the assignment is {label} already.")
    return found


def _name_of(record: ReturnRecord, target: str) -> str:
    form = form_for(record)
    if target not in form.questions and target not in {section.id for section in form.sections}:
        raise Refused(f"{record.form} has no section or question {target!r}.")
    return form.name_of(target)


def _addresses(assignment: Assignment) -> list[str]:
    if assignment.person:
        return [assignment.person.email]
    place = assignment.record.place
    return [one for verb in (Verb.FILL_ASSIGNED, Verb.FILL) for one in letters_to(verb, place, body=assignment.body)]
