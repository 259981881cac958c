"""The workbook that a lead fills: its sheets, their columns, the hints, and a made-up example."""

from collections.abc import Sequence
from dataclasses import dataclass

QUESTION, ARRIVALS, STAYS, CAPACITY = "Question", "Arrivals", "Stays", "Capacity"
START, COSTS, SCENARIOS, ASSUMPTIONS = "Start", "Costs", "Scenarios", "Assumptions"
READ_ME = "Read me"
ACUTE_BED = "Acute bed"

ITEMS = ("Title", "First day", "Days", "Warm-up days", "Acute beds", "Seed")
CHANGES = {
    "add places": "add_places",
    "places": "places",
    "arrivals times": "arrivals_factor",
    "stays times": "stay_factor",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the columns that it must have, those that it may have, and what to write in it."""

    name: str
    columns: Sequence[str]
    hint: str
    may: Sequence[str] = ()
    needed: bool = True


SHEETS = (
    Sheet(
        QUESTION,
        ("Item", "Value"),
        "What the model is about: its title, the first day and how many days to look at. Warm-up days at the beginning "
        "are left out of the figures. Acute beds are those that people wait in, for a share of them.",
    ),
    Sheet(
        ARRIVALS,
        ("Month",),
        "A row for each month, a column for each pathway: people who became ready to leave hospital for it. Give past "
        "months (24 or more, better 48) and the coming ones are forecast; coming months that you fill are taken as "
        "they are.",
    ),
    Sheet(
        STAYS,
        ("Pathway", "Days"),
        "A row for each stay: how many days a place was taken. Yes under Still in marks a stay that has lasted so long "
        "and goes on. 20 stays that ended or more for each pathway.",
        ("Still in",),
    ),
    Sheet(
        CAPACITY,
        ("Pathway", "From", "Places"),
        "How many people each pathway can serve at once, from which day on. Leave From empty for what holds at first.",
    ),
    Sheet(
        START,
        ("Pathway", "In a place", "Waiting"),
        "How things stand on the first day. A queue limit only where people are truly turned away.",
        ("Queue limit", "Unit"),
    ),
    Sheet(
        COSTS,
        ("What", "Pounds a day"),
        f"{ACUTE_BED} and the pathways, where costs matter: a day of an acute bed, a place for a day, used or not.",
        needed=False,
    ),
    Sheet(
        SCENARIOS,
        ("Scenario", "Pathway", "Change", "Amount"),
        f"What might be different. Change is one of: {', '.join(CHANGES)}. Rows with one name belong together.",
        ("From", "Until"),
        needed=False,
    ),
    Sheet(
        ASSUMPTIONS,
        ("What", "Reason", "Source"),
        "Why the figures are what they are, and where they are from. Verified is yes where somebody confirmed it.",
        ("Verified",),
        needed=False,
    ),
)
