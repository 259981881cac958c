"""docs/reference/checks.md: every code of a finding on a return, from the source and from examples that are run."""

from collections.abc import Mapping
from typing import Any

from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.checks import RULES
from reference import pages
from reference.codes import EXCEL_GUIDE, FIGURES_GUIDE, FLOW_GUIDE, MAP_GUIDE, docs_of_rules, find_codes
from reference.pages import MADE, PACKAGE, Lines, table
from reference.worked_examples import tell_example

RULE_EXAMPLES = PACKAGE / "returns" / "tests" / "examples"
GUIDES = {
    MAP_GUIDE: "of maps: what `return map-check` and `return fill` tell",
    EXCEL_GUIDE: "of workbooks: what `return read` tells, and `return check` of a file that is a workbook",
    FIGURES_GUIDE: "of figures: what `metrics load` tells",
    FLOW_GUIDE: "of flow models: what `flow run` tells below its table",
}


def describe_checks() -> Lines:
    yield from ("# Checks", "", MADE, "")
    yield (
        "Each code that a finding can carry: what it notices, how far it reaches, and a worked example with the words "
        "that the product gives today. What the three severities mean, and why none of them ever stops a person from "
        "saving, stands in [Findings](../explanation/findings.md); how to answer one, in "
        "[Answer a finding](../how-to/answer-a-finding.md)."
    )
    yield from ("", "A rule marked *bound by data* runs where a form's file names it under `checks:`.", "")
    severities, docs, told = find_codes(), docs_of_rules(), _rule_examples()
    groups = read_plain(pages.REFERENCE / "codes.yaml")
    for code in severities.keys() - {code for group in groups for code in group["codes"]}:
        raise SystemExit(f"docs/reference/codes.yaml says nothing of {code}; add it, with an example.")
    for group in groups:
        yield from (f"## {group['group']}", "")
        for code, entry in group["codes"].items():
            named = severities.get(code, ["no code of the product"])
            yield from _describe_code(code, named, entry or {}, told.get(code, {}), docs.get(code, ""))
    yield from _list_told_in_guides()
    yield from ("## Rules that a form's data binds", "")
    yield "The keys that `checks:` takes for each rule, besides `rule`, `each` (a list to repeat it over) and `asked`."
    rows = [
        (f"`{name}`", docs[name], ", ".join(f"`{key}`" for key in model.model_fields if key not in ("rule", "item")))
        for name, (model, _) in RULES.items()
    ]
    yield from table(("Rule", "What it notices", "Keys"), rows)


def _describe_code(
    code: str, severities: list[str], given: Mapping[str, Any], example: Mapping[str, Any], doc: str
) -> Lines:
    yield from (f"### `{code}`", "")
    yield f"**{' or '.join(severities)}**" + (" · bound by data" if code in RULES else "")
    what = example.get("what") or given.get("what") or doc
    if not what:
        raise SystemExit(f"Nothing says what {code} notices; give it a `what` in docs/reference/codes.yaml.")
    yield from ("", " ".join(what.split()), "")
    if example.get("source"):
        yield from (f"Where it comes from: {' '.join(str(example['source']).split()).rstrip('.')}.", "")
    yield from tell_example(code, given)


def _list_told_in_guides() -> Lines:
    """The codes that have their tables in guides, so that whoever looks one up here finds it."""
    yield from ("## Maps and workbooks", "", "These are told where they are met.", "")
    for guide, what in GUIDES.items():
        title = (pages.ROOT / "docs" / "how-to" / guide).read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        yield from (f"[{title}](../how-to/{guide}) has the codes {what}.", "")
        yield from table(
            ("Code", "Severity"), [(f"`{code}`", " or ".join(how)) for code, how in sorted(find_codes(guide).items())]
        )


def _rule_examples() -> dict[str, dict[str, Any]]:
    """By rule, the examples that stand beside the tests of the returns, where there are any."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(RULE_EXAMPLES.glob("*.yaml")):
        content = read_plain(path)
        for one in content if isinstance(content, list) else [content]:
            if isinstance(one, dict) and "rule" in one:
                found.setdefault(str(one["rule"]), one)
    return found
