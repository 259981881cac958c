"""The pooled fund of a year in three lines: income, expenditure and what is left, as planned, forecast and so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from concordat.money import format_pounds
from concordat.questionnaires.derived import calculate_total, figures, find_series
from concordat.questionnaires.form import Questionnaire, Series
from concordat.returns.place_return import Return
from concordat.web.components import Column, Table

FUND, FLOWS = "funds.total", {"funds.plan": "Plan", "funds.forecast": "Forecast", "funds.actual": "Actual so far"}
PLAN, FORECAST, ACTUAL = FLOWS
SAID = (FORECAST, ACTUAL)  # what each period says anew; the plan is fixed in the first
NONE = "–"


@dataclass(frozen=True, slots=True)
class Bar:
    """One flow of money beside its plan. `done` and `expected` are parts of the bar's length, in hundredths."""

    flow: str
    said: str
    done: str
    expected: str


@dataclass(frozen=True, slots=True)
class FundPanel:
    """The fund on a place's home. Without figures `why_empty` says why there are none."""

    title: str
    source: str = ""
    href: str = ""
    table: Table | None = None
    bars: tuple[Bar, ...] = ()
    why_empty: str = ""


def show_fund(ret: Return) -> Table | None:
    """Income, expenditure and what is left, each as planned, forecast and so far; None for a form without money."""
    amounts = _amounts(ret)
    if len(amounts) < 2:
        return None
    columns = [key for key in FLOWS if any(key in line for line in amounts.values())]
    rows = [(flow, *(_pounds(line.get(key)) for key in columns)) for flow, line in amounts.items()]
    first, second = list(amounts.values())[:2]
    left = [_pounds(_less(first.get(key), second.get(key))) for key in columns]
    rows.append((f"{' less '.join(_lowered(list(amounts)[:2]))}", *left))
    total = _total(ret)
    caption = f"Pooled fund for the year: {format_pounds(total)}" if total is not None else "The pooled fund"
    return Table(caption, (Column("Flow"), *(Column(FLOWS[key], True) for key in columns)), rows, size="s")


def fund_panel(returns: Sequence[Return], forms: Sequence[Questionnaire], hrefs: Mapping[str, str]) -> FundPanel:
    """The fund as the latest of some returns gives it that says anything of it, the latest first.

    `forms` are those of the year, `hrefs` where the page of each return is.
    """
    for ret in returns:
        amounts = _amounts(ret)
        if any(line.get(key) is not None for line in amounts.values() for key in SAID):
            total = _total(ret)
            title = f"The fund: {format_pounds(total)}" if total is not None else "The fund"
            when = "as submitted" if ret.submitted else "as it is being filled"
            href = hrefs.get(ret.form.id, "")
            bars = tuple(_bar(flow, line) for flow, line in amounts.items())
            return FundPanel(title, f"{ret.form.title}, {when}", href, show_fund(ret), bars)
    if not any(question.bound in FLOWS for form in forms for question in form.asked):
        return FundPanel("The fund", why_empty="No form of this year asks for income and expenditure.")
    why = "No income or expenditure is entered yet; once a return of this year has some, it stands here."
    return FundPanel("The fund", why_empty=why)


def _bar(flow: str, line: Mapping[str, Decimal | None]) -> Bar:
    """How far a flow has come beside its plan, or beside its forecast where no plan is known."""
    plan, forecast, actual = (line.get(key) for key in FLOWS)
    whole, called = (plan, "planned") if plan else (forecast, "forecast")
    longest = max((one for one in (plan, forecast, actual) if one), default=Decimal(0))
    done = actual or Decimal(0)
    share = f", {done / whole:.0%}" if whole else ""
    said = f"{flow}: {format_pounds(done)} so far of {_pounds(whole)} {called}{share}"
    return Bar(flow, said, _hundredths(done, longest), _hundredths(forecast or Decimal(0), longest))


def _hundredths(part: Decimal, whole: Decimal) -> str:
    return f"{max(part, Decimal(0)) * 100 / whole:.1f}" if whole > 0 else "0"


def _amounts(ret: Return) -> dict[str, dict[str, Decimal | None]]:
    """The year of each flow of money by what it says."""
    flows = _series_by_flow(ret).items()
    return {flow: {key: _amount(ret, key, one) for key, one in found.items()} for flow, found in flows}


def _total(ret: Return) -> Decimal | None:
    """What the pooled fund is."""
    fund = next((one.id for one in ret.form.asked if one.bound == FUND), "")
    total = ret.answers.known(fund) if fund else None
    return total if isinstance(total, Decimal) else None


def _series_by_flow(ret: Return) -> dict[str, dict[str, Series]]:
    """The series of each flow of money, by what they say; those that only an earlier period was asked for, too."""
    found: dict[str, dict[str, Series]] = {}
    forms = [*(said.form for said in ret.answers.earlier), ret.form]
    for form in forms:
        for series in form.series.values():
            bound = form.questions[series.questions[0]].bound if series.questions else None
            if bound in FLOWS and (known := find_series(ret.answers, series.id)):
                found.setdefault(known.item or known.label, {})[str(bound)] = known
    return found


def _amount(ret: Return, key: str, series: Series) -> Decimal | None:
    """The year of a series; of actuals as far as they go."""
    if key != ACTUAL:
        return calculate_total(ret.answers, series)
    known = [one for one in figures(ret.answers, series) if one is not None]
    return sum(known, Decimal(0)) if known else None


def _lowered(names: list[str]) -> list[str]:
    return [names[0], *(name.lower() for name in names[1:])]


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _pounds(amount: Decimal | None) -> str:
    return NONE if amount is None else format_pounds(amount)
