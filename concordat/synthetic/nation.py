"""A nation of made-up returns: every place but one, four quarters, some late and some missing, all from one seed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from concordat.frameworks.forms import form_ids, load_form
from concordat.frameworks.read_yaml import load_framework
from concordat.places.area import Area
from concordat.places.population import population_weights
from concordat.places.vintage import areas
from concordat.questionnaires.answers import read_answers
from concordat.returns.place_return import SYNTHETIC, Return
from concordat.synthetic.additional import print_rate, write_additional
from concordat.synthetic.conditions import write_conditions, write_pooling
from concordat.synthetic.feedback import write_narratives, write_year_end
from concordat.synthetic.measures import write_metrics
from concordat.synthetic.people import write_cover
from concordat.synthetic.place_year import Answers, PlaceYear, begin_year
from concordat.synthetic.pooled_fund import print_totals, write_money

YEARS = ("2016-17",)  # a year needs its own words and figures: the generator answers these forms only
VINTAGE = 2017
REAL = "southend-on-sea"  # its own returns are held


def places_of(year: str = YEARS[0]) -> tuple[Area, ...]:
    """Every place of the year but the one whose own returns are held. Raises ValueError for a year it cannot do."""
    if year not in YEARS:
        raise ValueError(f"No returns can be made up for {year!r}; the years are {', '.join(YEARS)}.")
    return tuple(area for area in areas(VINTAGE) if area.slug != REAL)


def generate_nation(year: str = YEARS[0], seed: int = 1, places: Sequence[Area] | None = None) -> Iterator[Return]:
    """Made-up returns, place by place in the order of the places, each place's by quarter; missing ones left out.

    One place's returns depend on the year, the seed and the place alone. Raises ValueError for a year it cannot do.
    """
    every = places_of(year)
    for place in every if places is None else places:
        yield from generate_place(place, year, seed)


def generate_place(place: Area, year: str = YEARS[0], seed: int = 1) -> Iterator[Return]:
    """One place's returns, each with the earlier ones."""
    framework = load_framework(year)
    forms = [load_form(id) for id in form_ids(framework)]
    begun = begin_year(place, population_weights(VINTAGE).people[place.slug], framework, forms, seed)
    quarters = _answer(begun)
    made = (_make(begun, number, answers) for number, answers in enumerate(quarters) if not begun.missing[number])
    yield from chain(made)


def chain(returns: Iterable[Return]) -> Iterator[Return]:
    """Returns of one place in order, each anew after the earlier ones."""
    earlier: tuple[Return, ...] = ()
    for ret in returns:
        answers = replace(ret.answers, earlier=tuple(one.answers for one in earlier))
        chained = replace(ret, answers=answers, earlier=earlier)
        earlier = (*earlier, chained)
        yield chained


def _answer(year: PlaceYear) -> list[Answers]:
    """The raw answers of each quarter, the year-end and the narrative last as they tell of the others."""
    parts = zip(
        write_cover(year),
        write_pooling(year),
        write_conditions(year),
        write_money(year),
        write_metrics(year),
        write_additional(year),
        strict=True,
    )
    quarters: list[Answers] = []
    for form, sections in zip(year.forms, parts, strict=True):
        answers: Answers = {}
        for section in sections:
            answers |= section
        quarters.append(answers | write_year_end(year, form, answers))
    return [
        answers | {"narrative.text": text}
        for answers, text in zip(quarters, write_narratives(year, quarters), strict=True)
    ]


def _make(year: PlaceYear, number: int, answers: Answers) -> Return:
    said = f"{SYNTHETIC}, made up from seed {year.seed}"
    return Return(
        place=year.place,
        framework=year.framework,
        answers=read_answers(year.forms[number], answers),
        submitted=year.submitted[number],
        source=f"{said}: no council wrote it and nothing in it happened",
        printed=print_totals(answers) | print_rate(answers),
        remarks={
            "cover.place": f"{said}: {year.place.name} did not send this return.",
            "cover.completed-by": "Nobody of this name is known to exist; address and number reach nobody.",
            "additional.population": "ONS mid-2017 estimate, in every quarter.",
        },
    )
