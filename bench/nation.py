"""A nation's returns in memory: Southend's four quarters under every other place's name, with figures of its own."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from concordat.places.vintage import areas
from concordat.questionnaires.answers import AnswerSet, read_answers
from concordat.returns.load import load_returns
from concordat.returns.place_return import Return

EXAMPLES = Path(__file__).parent.parent / "examples" / "southend-on-sea"


def make_nation(copies: int = 1, seed: int = 1) -> list[Return]:
    """Four returns for each of 151 places, `copies` times over: 604 each. Figures vary with the seed."""
    rng = Random(seed)
    southend = [ret for _, ret in load_returns(sorted(EXAMPLES.glob("*.yaml"))) if ret]
    nation: list[Return] = []
    for _ in range(copies):
        for area in areas(2017):
            earlier: tuple[Return, ...] = ()
            factor = Decimal(rng.randint(50, 500)) / 100
            for ret in southend:
                given = {id: _vary(answer.raw, factor, rng) for id, answer in ret.answers.answers.items()}
                given["cover.place"] = area.name
                answers = read_answers(ret.form, given, tuple(one.answers for one in earlier))
                earlier = (*earlier, replace(ret, place=area, answers=answers, earlier=earlier))
            nation += earlier
    return nation


def _vary(raw: object, factor: Decimal, rng: Random) -> object:
    text = str(raw)
    if text.startswith("£"):
        return f"{Decimal(text[1:].replace(',', '')) * factor:,.0f}"
    if len(text) > 60:  # a commentary of its own: every place writes its own words
        words = text.split()
        rng.shuffle(words)
        return " ".join(words)
    return raw


def answers_of(nation: list[Return]) -> list[AnswerSet]:
    """The answers alone."""
    return [ret.answers for ret in nation]
