"""The cover of a made-up return: people who do not exist, at addresses and numbers that reach nobody."""

from collections.abc import Iterator

from concordat.synthetic.place_year import Answers, PlaceYear, phrases

CHANGES_HANDS = 0.06  # of a quarter in which another officer fills in the form


def write_cover(year: PlaceYear) -> Iterator[Answers]:
    """Names that nobody bears, `.example` addresses, and Ofcom's range of telephone numbers for drama."""
    dice = year.dice("people")
    first, last = phrases()["first-names"], phrases()["surnames"]
    chair = f"Cllr {dice.choice(first)} {dice.choice(last)}"
    signs = dice.choice(("{}", "{}, Chair of the Health and Wellbeing Board", "{} (Chair)"))
    officer = f"{dice.choice(first)} {dice.choice(last)}"
    post = dice.choice(("", f", {dice.choice(phrases()['posts'])}"))
    telephone = f"01632 960 {dice.randrange(1000):03d}"
    for _ in year.forms:
        if dice.random() < CHANGES_HANDS:
            officer = f"{dice.choice(first)} {dice.choice(last)}"
        yield {
            "cover.place": year.place.name,
            "cover.completed-by": officer + post,
            "cover.email": f"better.care@{year.place.slug}.example",
            "cover.telephone": telephone,
            "cover.signed-off-by": signs.format(chair),
        }
