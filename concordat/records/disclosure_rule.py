"""The named rules by which counts may leave an organisation, as data."""

from functools import cache

from pydantic import Field, model_validator

from concordat.records.data_file import Data, read_data

DEFAULT_RULE = "suppress-under-8-round-5"
INTERNAL = "none"


class UnknownRule(ValueError):
    """No rule has that name; the message names those that there are."""


class DisclosureRule(Data):
    """Counts from 1 to below `suppress_below` are suppressed, the others rounded to the nearest `round_to`."""

    id: str
    version: int = Field(ge=1)
    title: str
    suppress_below: int = Field(ge=1, le=100)
    round_to: int = Field(default=1, ge=1, le=100)
    source: str
    verified: bool
    note: str | None = None

    @property
    def name(self) -> str:
        """Id and version, as it stands in what is released."""
        return f"{self.id} v{self.version}"

    @property
    def protects(self) -> bool:
        """Whether anything is suppressed at all."""
        return self.suppress_below > 1

    @property
    def largest_small(self) -> int:
        """The largest count that is suppressed for being small."""
        return self.suppress_below - 1


class _Rules(Data):
    rules: tuple[DisclosureRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> "_Rules":
        ids = [rule.id for rule in self.rules]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"{', '.join(twice)} stands twice; a rule has one entry")
        return self


@cache
def load_rules() -> dict[str, DisclosureRule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in read_data("disclosure.yaml", _Rules).rules}


def find_rule(named: str) -> DisclosureRule:
    """The rule of that id. Raises UnknownRule."""
    rules = load_rules()
    if named not in rules:
        raise UnknownRule(f"There is no rule {named!r} of disclosure; there are {', '.join(rules)}.")
    return rules[named]
