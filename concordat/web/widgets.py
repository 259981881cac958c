"""Controls that the design system has and Django has not: an amount in pounds, a day in three boxes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import TextInput, Widget

PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


class MoneyInput(TextInput):
    """Text with a pound sign before it, and digits first on a phone's keyboard."""

    template_name = "web/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"inputmode": "decimal", "spellcheck": "false", "autocomplete": "off"}
        super().__init__({**given, "class": "nhsuk-input--width-10 app-figure", **(attrs or {})})


class DayInput(Widget):
    """Day, month and year in boxes of their own. Its value is a date, or what was typed: `31 / February / 2017`."""

    template_name = "web/widgets/day.html"
    use_fieldset = True

    def get_context(self, name: str, value: date | str | None, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The three boxes with what stands in them."""
        context = super().get_context(name, value, attrs)
        shared = dict(context["widget"]["attrs"])
        id = shared.pop("id", "") or f"id_{name}"
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "type": "text",
                "label": label,
                "value": typed or None,
                "attrs": {
                    **shared,
                    "id": f"{id}_{part}",
                    "inputmode": "numeric",
                    "autocomplete": "off",
                    "class": f"nhsuk-date-input__input nhsuk-input--width-{width}",
                },
            }
            for (part, label, width), typed in zip(PARTS, split_day(value), strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """What was typed, parts joined by slashes; None where nothing was."""
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part, _, _ in PARTS]
        return "/".join(typed) if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without this field."""
        return all(f"{name}_{part}" not in data for part, _, _ in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box, for a link from the summary of errors."""
        return f"{id_}_day" if id_ else ""


def split_day(value: date | str | None) -> list[str]:
    """What stands in the three boxes."""
    if isinstance(value, date):
        return [str(value.day), str(value.month), str(value.year)]
    parts = (value or "").split("/")
    return [*parts[:3], *[""] * (3 - len(parts))]
