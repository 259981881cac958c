"""What a made-up place says in its own words: the narrative of a quarter, and what it made of the year."""

from collections.abc import Iterator, Sequence

from concordat.questionnaires.form import Questionnaire
from concordat.synthetic.measures import BELOW_TARGET, MEASURES, NO_BETTER, ON_TARGET
from concordat.synthetic.place_year import Answers, PlaceYear, phrases, shuffled

AGREES = ("Strongly Agree", "Agree")
UNDECIDED, DISAGREES = "Neither Agree Nor Disagree", "Disagree"
COMMENTS = 0.8
RANKS = ("first", "second", "third")
COUNTED = ("None", "One", "Two", "Three", "Four", "Five", "All six")


def write_year_end(year: PlaceYear, form: Questionnaire, answers: Answers) -> Answers:
    """The year-end section of the form that asks for it; how far a place agrees goes by where its metrics ended."""
    if "year-end.joint-working.agree" not in form.questions:
        return {}
    dice, stock = year.dice("year-end"), phrases()
    told: Answers = {}
    for statement, comments in stock["statements"].items():
        ended = answers.get(f"metrics.{statement}.status")
        choices = {BELOW_TARGET: (*AGREES, UNDECIDED), NO_BETTER: (UNDECIDED, DISAGREES)}.get(str(ended), AGREES)
        told[f"year-end.{statement}.agree"] = dice.choice(choices)
        if dice.random() < COMMENTS:
            told[f"year-end.{statement}.comment"] = dice.choice(comments)
    for kind, named in (("success", "successes"), ("challenge", "challenges")):
        for rank, (text, category) in zip(RANKS, shuffled(dice, stock[named]), strict=False):
            told[f"year-end.{rank}.{kind}"] = text
            told[f"year-end.{rank}.{kind}-category"] = category
    return told


def write_narratives(year: PlaceYear, quarters: Sequence[Answers]) -> Iterator[str]:
    """A narrative for each quarter; phrases are drawn without putting them back, so no two quarters are alike."""
    dice, stock = year.dice("narrative"), phrases()
    openings, well, worries, help_wanted = (
        shuffled(dice, stock[f"narrative-{name}"]) for name in ("openings", "well", "worries", "help")
    )
    for number, answers in enumerate(quarters):
        statuses = [answers[f"metrics.{measure.id}.status"] for measure in MEASURES]
        met = COUNTED[statuses.count(ON_TARGET)]
        paragraphs = (
            f"{openings[number]} {met} of the measures {'is' if met == 'One' else 'are'} on track to meet the target.",
            f"What went well: {well[2 * number]} {well[2 * number + 1]}",
            f"What worries us: {worries[2 * number]} {worries[2 * number + 1]}",
            help_wanted[number],
            f"This is a synthetic return: a computer made it up for {year.place.name}, {year.quarter_name(number)}, "
            "and nothing in it happened.",
        )
        yield "\n\n".join(paragraphs)
