"""Mistakes in words: last quarter's text, fillers, roles for names, figures told anew, too much of it."""

import re
from random import Random

from concordat.places.vintage import areas
from concordat.questionnaires.answers import AnswerSet
from concordat.returns.place_return import Return
from concordat.synthetic.conditions import IN_PROGRESS, NOT_MET
from concordat.synthetic.fault import Change, Pair, kind, previous, quarter_of

STORY = "narrative.text"
SIGNED, COMPLETED, PLACE = "cover.signed-off-by", "cover.completed-by", "cover.place"
MOST_CHARACTERS = 32_767
FILLERS = (
    "n/a",
    "Nothing to report",
    "TBC",
    "As per last quarter.",
    "See above",
    "No further update at this stage",
    "-",
    "Please refer to previous return",
    "Nil return",
    "xxx",
    "No change since Q2",
    "To be completed",
)
SHORT_AND_HONEST = (
    "Two wards closed in May.",
    "On plan: the night team started in July.",
    "Nothing has slipped but the falls clinic.",
    "No change, since the tender was delayed.",
    "Stable, with fewer falls.",
)
ROLES = (
    "Chair of the Health and Wellbeing Board",
    "Director of Adult Social Services",
    "Better Care Fund Manager",
    "BCF Programme Lead",
    "The Leader of the Council",
    "Cllr",
    "Chief Officer, CCG",
    "Portfolio Holder for Health",
)
NAMES = (
    "Cllr Robin Madeup, Chair of the Health and Wellbeing Board",
    "Sam Pretend, Director of Adult Social Services",
    "J. Fabled (Programme Lead)",
    "Pat Head",
    "Dr Kim Storybook",
)
NOBODY, SOMEBODY = ("TBC", "n/a", "To be confirmed", "-"), ("T. B. Fabled", "Ann Other", "Jo Notreal")
SENTENCE = "Since then a second team has begun in the eastern villages, with eleven people on its list."
QUARTER_SAID = re.compile(r"Q([1-4]) (?:20)?16/17 stands at (\d\d(?:\.\d)?)%")  # as places that name it write it


@kind(
    "text-unchanged",
    fault="a commentary is last quarter's, word for word",
    twin="last quarter's commentary, and a sentence on what came since",
)
def text_of_last_quarter(ret: Return, dice: Random) -> Pair | None:
    id, old = _text_to_copy(ret, dice)
    return (Change(id, {id: old}), Change(id, {id: f"{old} {SENTENCE}"})) if id else None


@kind(
    "text-unchanged",
    fault="last quarter's commentary with two words misspelled, or all in capitals",
    twin="last quarter's commentary with a new figure in it",
)
def text_of_last_quarter_mistyped(ret: Return, dice: Random) -> Pair | None:
    id, old = _text_to_copy(ret, dice, with_figure=True)
    if not id:
        return None
    typed = dice.choice((_mistype(old, dice), old.upper(), old.replace(". ", ".  ")))
    renewed = re.sub(r"(\d)([.,]?\d*)$", _bump, old[: _first_figure(old)]) + old[_first_figure(old) :]
    return Change(id, {id: typed}), Change(id, {id: renewed})


@kind(
    "filler",
    fault="the narrative is a filler: n/a, see above",
    twin="the narrative is one short sentence that says something",
)
def narrative_of_nothing(ret: Return, dice: Random) -> Pair | None:
    return Change(STORY, {STORY: dice.choice(FILLERS)}), Change(STORY, {STORY: dice.choice(SHORT_AND_HONEST)})


@kind(
    "filler", fault="a condition is not met, and why is a filler", twin="a condition is not met, and why is five words"
)
def reason_of_nothing(ret: Return, dice: Random) -> Pair | None:
    ids = [question.id for question in ret.form.in_section("conditions") if question.id.endswith(".why")]
    why = dice.choice(ids)
    prefix = why.rpartition(".")[0]
    unmet: dict[str, object] = {f"{prefix}.answer": IN_PROGRESS if quarter_of(ret) < 4 else NOT_MET}
    if f"{prefix}.when" in ret.form.questions:
        unmet[f"{prefix}.when"] = "31/03/2018"
    return (
        Change(why, unmet | {why: dice.choice(FILLERS)}),
        Change(why, unmet | {why: "The supplier is not ready."}),
    )


@kind(
    "role-not-name",
    fault="a role stands where a name is asked",
    twin="a name with its role, or a name that is also a word for one",
)
def role_for_a_name(ret: Return, dice: Random) -> Pair | None:
    who = dice.choice((SIGNED, COMPLETED))
    return Change(who, {who: dice.choice(ROLES)}), Change(who, {who: dice.choice(NAMES)})


@kind("filler", fault="a filler stands where a name is asked", twin="a name in initials, or a short one")
def nobody_signed(ret: Return, dice: Random) -> Pair | None:
    return Change(SIGNED, {SIGNED: dice.choice(NOBODY)}), Change(SIGNED, {SIGNED: dice.choice(SOMEBODY)})


@kind(
    "other-place",
    fault="the cover names another place",
    twin="the cover names the place as people do: in capitals, or its council",
)
def another_place(ret: Return, dice: Random) -> Pair | None:
    if ret.place is None:
        return None
    name = ret.place.name
    other = dice.choice([area.name for area in areas(ret.place.vintage) if area != ret.place])
    council = f"{name} Council" if len(ret.place.councils) == 1 else name
    same = dice.choice((name.upper(), council, name.replace("-", " "), f"{name} Health and Wellbeing Board"))
    return Change(PLACE, {PLACE: other}), Change(PLACE, {PLACE: same})


@kind(
    "figure-restated",
    fault="the commentary gives an earlier quarter's figure, and the earlier return gave another",
    twin="the commentary gives the earlier quarter's figure as it was given",
)
def figure_told_anew(ret: Return, dice: Random) -> Pair | None:
    told = _figures_told(ret)
    fresh = {(id, quarter): figures for (id, quarter), figures in told.items() if len(figures) == 1}
    if not fresh:
        return None
    id, quarter = dice.choice(sorted(fresh))
    text, (figure,) = str(ret.answers.value(id)), fresh[id, quarter]
    wrong = round(figure + dice.choice((-1.4, -0.1, 0.7, 2.3)), 1)
    said = "{text} Q{quarter} 2016/17 stood at {figure:g}%."
    return (
        Change(id, {id: said.format(text=text, quarter=quarter, figure=wrong)}),
        Change(id, {id: said.format(text=text, quarter=quarter, figure=figure)}),
    )


@kind(
    "too-long",
    fault="the narrative is a character over the limit",
    twin="the narrative fills the limit to the last character",
)
def text_over_the_limit(ret: Return, dice: Random) -> Pair | None:
    text = str(ret.answers.value(STORY))
    filled = (f"{text} " * (MOST_CHARACTERS // len(text) + 1))[: MOST_CHARACTERS - 1] + "."
    return Change(STORY, {STORY: f"{filled}."}), Change(STORY, {STORY: filled})


def _figures_told(ret: Return) -> dict[tuple[str, str], set[float]]:
    """Each figure that earlier commentaries give for a quarter that this one does not name."""
    told: dict[tuple[str, str], set[float]] = {}
    for said in ret.answers.earlier:
        for id in _commentaries(ret):
            for match in QUARTER_SAID.finditer(str(said.value(id))):
                if not re.search(rf"Q{match[1]} (?:20)?16/17", str(ret.answers.value(id))):
                    told.setdefault((id, match[1]), set()).add(float(match[2]))
    return told


def _text_to_copy(ret: Return, dice: Random, with_figure: bool = False) -> tuple[str, str]:
    """A text that was written anew this quarter, and what it was before; nothing where there is none."""
    before = previous(ret)
    if before is None:
        return "", ""
    ids = [*_commentaries(ret), *([] if with_figure else [STORY])]
    fit = [id for id in ids if _is_new(before, ret.answers, id)]
    fit = [id for id in fit if not with_figure or _first_figure(str(before.value(id)))]
    if not fit:
        return "", ""
    chosen = dice.choice(fit)
    return chosen, str(before.value(chosen))


def _commentaries(ret: Return) -> list[str]:
    return [question.id for question in ret.form.in_section("metrics") if question.id.endswith(".commentary")]


def _is_new(before: AnswerSet, now: AnswerSet, id: str) -> bool:
    old, new = (str(answers.value(id) or "").lower().split() for answers in (before, now))
    return len(old) > 6 and len(set(old) & set(new)) < 0.7 * len(set(old))


def _first_figure(text: str) -> int:
    """Where the first figure of a text ends, such as 84.1 in 84.1%; 0 where it has none."""
    match = re.search(r"(?<![\w/])\d[\d,]*(?:\.\d+)?(?=%| per)", text)
    return match.end() if match else 0


def _bump(match: re.Match[str]) -> str:
    """A figure whose last digit is another."""
    digits = match[0]
    return digits[:-1] + str((int(digits[-1]) + 3) % 10)


def _mistype(text: str, dice: Random) -> str:
    """Two long words with two inner letters exchanged."""
    long_words = sorted({word for word in re.findall(r"[a-z]{7,}", text) if word[3] != word[4]})
    for word in dice.sample(long_words, min(2, len(long_words))):
        text = text.replace(word, word[:3] + word[4] + word[3] + word[5:])
    return text


KINDS = (
    text_of_last_quarter,
    text_of_last_quarter_mistyped,
    narrative_of_nothing,
    reason_of_nothing,
    role_for_a_name,
    nobody_signed,
    another_place,
    figure_told_anew,
    text_over_the_limit,
)
