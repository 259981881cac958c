"""What the words give away: fillers, roles in the place of names, texts copied from last time, figures told anew."""

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from concordat.findings import Finding, Severity
from concordat.periods import FinancialYear, Quarter
from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.completion import is_needed
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import fold, shorten
from concordat.questionnaires.read_yaml import read_strict
from concordat.returns.binding import Binding
from concordat.returns.place_return import Return

SPELLED_ALIKE = 0.75  # two spellings of one word share three letters in four: exclate, escalate
HARDLY_CHANGED = 0.8  # four words in five, in the same order, stand as they stood
LONGEST_FILLER = 300  # characters; whoever writes more says something
NEW_SENTENCE = 5  # so many new words in a row are a sentence, however long the text around them
LONG_TEXT = 500  # words; beyond, common words are no anchors, or comparing would take minutes

# The figure of a quarter that is named: "Q1 16/17 stands at 91.2%", "Quarter 2, 2016/17: 93%". Not its target, not a
# rise by so much, and not a figure beyond the next quarter that is named.
_QUARTER_FIGURE = re.compile(
    r"\b(?:Q|quarter )(?P<quarter>[1-4])[ ,(]*(?:20)?(?P<from>\d\d)[/-](?:20)?(?P<to>\d\d)\b"
    r"(?:(?!\b(?:targets?|plan|planned|ambition|goal|by|increas\w+|reduc\w+|improve\w+|rose|fell)\b)[^.%\d]){0,80}?"
    r"(?:\d+ [a-z]+[^.%\d]{0,40}?)?(?<![\d.,])(?P<figure>\d+(?:\.\d+)?) ?(?:%|per ?cent)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"£ ?(?P<digits>\d(?:[\d,]*\d)?(?:\.\d+)?)(?: ?(?P<scale>k|thousand|m|mn|million|bn|billion)s?\b)?", re.IGNORECASE
)
_SCALES = {"": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
_OF_THE_NATION = re.compile(
    r"\b(?:national\w*|nationwide|england|english|country|government|treasury)\b", re.IGNORECASE
)


def is_filler(text: str) -> bool:
    """Whether the words say nothing: n/a, nil comment, as above, see Q2, a dash, a letter over and over."""
    return len(text) <= LONGEST_FILLER and all(
        word in vocabulary()["filler-words"] or len(set(word)) == 1 for word in _plain_words(text)
    )


def is_role(text: str, place: str = "") -> bool:
    """Whether a role stands where a person's name is asked: no word is left without titles, roles and the place.

    A title alone is no name either, nor a role with a filler: Chair (name to be confirmed). A mere filler is no role.
    """
    if is_filler(text):
        return False
    words = _plain_words(text)
    roles = vocabulary()["role-words"] | vocabulary()["titles"]
    return bool(words & roles) and not words - roles - vocabulary()["filler-words"] - _plain_words(place)


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """The lists of `data/vocabulary.yaml`."""
    lists = read_strict(Path(__file__).parent / "data" / "vocabulary.yaml")
    return {name: frozenset(words) for name, words in lists.items()}


def _plain_words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(text)))


def words_of(text: str) -> list[str]:
    """The words of a text, typing aside."""
    return re.findall(r"[a-z0-9%£.,/']*[a-z0-9%]", fold(text))


def is_copy(before: str, after: str) -> bool:
    """Whether a text is the one from before, but for spelling: as many words, each the same or spelled alike.

    Words with a figure in them have to be the same: a new figure is news.
    """
    old, new = words_of(before), words_of(after)
    return len(old) == len(new) and all(_alike(a, b) for a, b in zip(old, new, strict=True))


def has_hardly_changed(before: str, after: str) -> bool:
    """Whether most of a text stands as it stood before, and no sentence was added."""
    old, new = words_of(before), words_of(after)
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > LONG_TEXT)
    if old == new or matcher.ratio() < HARDLY_CHANGED:
        return old == new
    return max(end - start for tag, _, _, start, end in matcher.get_opcodes() if tag != "equal") < NEW_SENTENCE


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if any(ch.isdigit() for ch in a + b) or not 5 <= min(len(a), len(b)) <= max(len(a), len(b)) <= 40 or a[0] != b[0]:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELLED_ALIKE


def check_filler(ret: Return, question: Question) -> Iterator[Finding]:
    """A filler where a sentence is wanted: in a comment that is needed, or where a person is to be named."""
    text = ret.answers.value(question.id)
    if isinstance(text, str) and is_filler(text) and is_needed(ret.answers, question) is not False:
        wanted = "a name" if question.kind == "person" else "an explanation"
        yield Finding(
            "filler",
            Severity.EXPLAIN,
            question.id,
            f"{question.name}: {shorten(text)!r} stands where {wanted} is asked.",
            "Say in a sentence how things stand, even where they stand well."
            if question.kind == "text"
            else "Give the person's name.",
        )


def check_name(ret: Return, question: Question) -> Iterator[Finding]:
    """A role where a name is asked: nobody can be asked afterwards what the Chair of the board meant."""
    text = ret.answers.value(question.id)
    if isinstance(text, str):
        place = f"{ret.place.name} {ret.place.slug}" if ret.place else ""
        if is_role(text, place):
            message = f"{question.name}: {shorten(text)!r} is a role; the form asks for a person."
            yield Finding("role-not-name", Severity.EXPLAIN, question.id, message, "Add the person's name.")


def check_copy(ret: Return, question: Question) -> Iterator[Finding]:
    """A text that is last period's, but for spelling. Short texts that rightly stay the same are marked steady."""
    previous = ret.answers.previous
    if previous is None:
        return
    before, after = previous.value(question.id), ret.answers.value(question.id)
    if isinstance(before, str) and isinstance(after, str) and not is_filler(after) and is_copy(before, after):
        message = f"{question.name}: the text is that of {previous.form.id}: {shorten(after, 60)!r}."
        remedy = "Say what is new this period, or that nothing is and why."
        yield Finding("text-unchanged", Severity.EXPLAIN, question.id, message, remedy)


class FigureRestated(Binding):
    """A commentary that gives a figure for a quarter for which an earlier return gave another."""

    commentary: str


def check_figure_restated(ret: Return, bound: FigureRestated) -> Iterator[Finding]:
    now = _quarter_figures(ret.answers, bound.commentary)
    for said in ret.answers.earlier:
        for quarter, (figure, words) in _quarter_figures(said, bound.commentary).items():
            if quarter in now and now[quarter][0] != figure:
                message = (
                    f"{ret.form.name_of(bound.commentary)}: {now[quarter][1]!r}, "
                    f"but {said.form.id} said {words!r} for the same quarter."
                )
                remedy = "Name the quarter that the figure is for, or say that the earlier one was corrected."
                yield Finding("figure-restated", Severity.EXPLAIN, bound.commentary, message, remedy)
                return


def _quarter_figures(answers: AnswerSet, id: str) -> dict[Quarter, tuple[Decimal, str]]:
    """The percentages that a text gives for named quarters, with its words; the first for each quarter."""
    text = answers.value(id)
    found: dict[Quarter, tuple[Decimal, str]] = {}
    for match in _QUARTER_FIGURE.finditer(text if isinstance(text, str) else ""):
        start = 2000 + int(match["from"])
        if (start + 1) % 100 == int(match["to"]):
            found.setdefault(Quarter(FinancialYear(start), int(match["quarter"])), (Decimal(match["figure"]), match[0]))
    return found


class AmountOutOfScale(Binding):
    """An amount in the words of a return that is a hundred times its whole fund: millions written for thousands.

    A sentence that speaks of the nation may name the nation's amounts.
    """

    fund: str


def check_amount_out_of_scale(ret: Return, bound: AmountOutOfScale) -> Iterator[Finding]:
    fund = ret.answers.known(bound.fund)
    if not isinstance(fund, Decimal) or fund <= 0:
        return
    for question in ret.form.of_kind("text"):
        text = str(ret.answers.value(question.id) or "")
        for match in _AMOUNT.finditer(text):
            amount = Decimal(match["digits"].replace(",", "")).scaleb(_SCALES[(match["scale"] or "").lower()])
            if amount >= 100 * fund and not _OF_THE_NATION.search(_sentence(text, match)):
                times = shorten(f"{amount / fund:,.0f}", 24)
                message = f"{question.name}: {shorten(match[0])!r} is {times} times the whole pooled fund."
                remedy = "Check the unit: thousands, millions or billions."
                yield Finding("amount-out-of-scale", Severity.EXPLAIN, question.id, message, remedy)
                break


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence in which a match stands."""
    before, after = re.split(r"[.;]\s", text[: match.start()])[-1], re.split(r"[.;]\s", text[match.end() :])[0]
    return f"{before}{match[0]}{after}"
