"""National conditions of a made-up place: mostly met, some not yet, more of them as the year goes on."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from concordat.questionnaires.form import Questionnaire
from concordat.synthetic.place_year import Answers, PlaceYear, phrases, shuffled, write_day

MET, NOT_MET, IN_PROGRESS = "Yes", "No", "No - In Progress"
AT_FIRST = {"4-ii": 0.65, "3-ii": 0.75, "4-i": 0.8, "4-iii": 0.85}  # digital ones and seven days were the hard ones
ELSE_AT_FIRST = 0.93
BECOMES_MET, FALLS_BACK = 0.35, 0.006
NOT_POOLED_AT_FIRST, IS_POOLED_NEXT = 0.08, 0.6
AHEAD = (40, 250)  # days from the return to the day by which a thing is promised


def write_conditions(year: PlaceYear) -> Iterator[Answers]:
    """Yes, or in progress with a date ahead and a reason that is new each quarter."""
    stories = [_Story(year, id) for id in _condition_ids(year.forms[0])]
    for number, form in enumerate(year.forms):
        answers: Answers = {}
        for story in stories:
            answers |= story.tell(form, number)
        yield answers


def write_pooling(year: PlaceYear) -> Iterator[Answers]:
    """Whether the money is in a section 75 agreement; a few places sign late."""
    dice = year.dice("pooling")
    pooled, when = dice.random() >= NOT_POOLED_AT_FIRST, None
    for sent in year.submitted:
        pooled = pooled or (when is not None and dice.random() < IS_POOLED_NEXT)
        when = keep_ahead(dice, when, sent)
        yield {"budget.pooled": MET} if pooled else {"budget.pooled": NOT_MET, "budget.pooled-when": write_day(when)}


def keep_ahead(dice: Random, promised: date | None, sent: date) -> date:
    """The day promised before, or a new one at a month's end where that day has come too near."""
    if promised is not None and promised > sent + timedelta(days=AHEAD[0] // 2):
        return promised
    near = sent + timedelta(days=dice.randint(*AHEAD))
    return date(near.year + near.month // 12, near.month % 12 + 1, 1) - timedelta(days=1)


class _Story:
    """How it goes with one condition over the year."""

    def __init__(self, year: PlaceYear, id: str) -> None:
        self.year, self.id, self.dice = year, id, year.dice(f"condition {id}")
        self.is_met = self.dice.random() < AT_FIRST.get(id, ELSE_AT_FIRST)
        self.promised: date | None = None
        stock = phrases()
        self.causes, self.actions, self.openings = (
            shuffled(self.dice, stock[name]) for name in ("condition-causes", "condition-actions", "condition-openings")
        )

    def tell(self, form: Questionnaire, number: int) -> Answers:
        if number:
            self.is_met = self.dice.random() >= FALLS_BACK if self.is_met else self.dice.random() < BECOMES_MET
        answer = form.questions[f"conditions.{self.id}.answer"]
        if self.is_met:
            return {answer.id: MET}
        assert answer.options is not None
        why = self.openings[number].format(item=answer.item.removeprefix(f"{self.id} "), cause=self.causes[number])
        told: Answers = {answer.id: IN_PROGRESS if IN_PROGRESS in answer.options.values else NOT_MET}
        if f"conditions.{self.id}.when" in form.questions:
            self.promised = keep_ahead(self.dice, self.promised, self.year.submitted[number])
            told[f"conditions.{self.id}.when"] = write_day(self.promised)
        return told | {f"conditions.{self.id}.why": f"{why} {self.actions[number]}"}


def _condition_ids(form: Questionnaire) -> list[str]:
    return [q.id.split(".")[1] for q in form.in_section("conditions") if q.id.endswith(".answer")]
