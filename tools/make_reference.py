"""Write the generated pages of docs/reference: `python tools/make_reference.py`, or `--check` to compare them only.

Commands come from the command line's own tree, checks from the code and from examples that are run, questionnaires and
frameworks from their data, places from the tables. The same code and data give the same pages.
"""

import argparse
import ast
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from typer.main import get_command

from concordat.cli.app import app
from concordat.findings import Finding
from concordat.frameworks import forms as framework_forms
from concordat.frameworks.framework import Condition, Framework, Metric
from concordat.frameworks.read_yaml import ENVIRONMENT, framework_ids, load_framework
from concordat.frameworks.sourced import format_figure
from concordat.frameworks.unverified import list_unverified
from concordat.periods import format_date
from concordat.places.area import VINTAGES
from concordat.places.commissioner import MID_YEARS, commissioners
from concordat.places.footprint import footprints, held_kinds
from concordat.places.population import YEARS, Missing, population, population_weights
from concordat.places.read_figures import read_figures, read_footprints
from concordat.places.rules import check_footprints
from concordat.places.sharing import share_money_to_areas, share_to_areas
from concordat.places.vintage import areas
from concordat.questionnaires.definition import FROM_FRAMEWORK, Definition, PartData
from concordat.questionnaires.question_data import LatestDiffers, QuestionData
from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.checks import RULES
from concordat.returns.load import check_files

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
EXAMPLES = ROOT / "examples" / "southend-on-sea"
INVENTED = ROOT / "docs" / "examples"
RULE_EXAMPLES = ROOT / "concordat" / "returns" / "tests" / "examples"
MADE = "<!-- Made by tools/make_reference.py from the code and its data; change those, then run make docs. -->"
MAKERS = {"Finding", "Misfit", "_blocks", "_block", "_note", "_finding"}  # what is called with a finding's code
SEVERITY_OF_MAKER = {
    "Misfit": "blocks",
    "_blocks": "blocks",
    "_block": "blocks",
    "_note": "note",
    "_finding": "explain",
}
SETTINGS = [
    (f"`{ENVIRONMENT}`", "a folder of further policy years, beside those that ship"),
    ("`CONCORDAT_SOURCES`", "for tests only: the folder of the packs that the examples were taken from"),
]
Lines = Iterator[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is out of date")
    given = parser.parse_args()
    os.environ.pop(ENVIRONMENT, None)
    stale = [page for page, text in make_pages().items() if not _is_written(REFERENCE / page, text, given.check)]
    for page in stale:
        print(f"docs/reference/{page} is not what the code says; run make docs.")
    sys.exit(1 if stale else 0)


def make_pages() -> dict[str, str]:
    """Every generated page by its file name."""
    made = {
        "commands.md": describe_commands(),
        "checks.md": describe_checks(),
        "questionnaires.md": describe_questionnaires(),
        "frameworks.md": describe_frameworks(),
        "places.md": describe_places(),
    }
    return {page: re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip()) + "\n" for page, lines in made.items()}


def _is_written(path: Path, text: str, only_check: bool) -> bool:
    """Whether the page says what it should once this is done."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    if not only_check:
        path.write_text(text, encoding="utf-8")
    return not only_check


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Lines:
    cells = [[_cell(cell) for cell in row] for row in rows]
    if cells:
        yield ""
        yield f"| {' | '.join(headings)} |"
        yield f"|{'---|' * len(headings)}"
        yield from (f"| {' | '.join(row)} |" for row in cells)
        yield ""


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return " ".join(text.split()).replace("|", "\\|") or "–"


# Commands


def describe_commands() -> Lines:
    yield from ("# Commands", "", MADE, "")
    yield "Every command says the same with `--help`. Exit codes: 0 all well, 1 something blocks, 2 wrong use."
    yield ""
    yield from _describe_command(get_command(app), ["concordat"])
    yield from ("## Settings", "", "Variables of the environment; nothing else is configured.")
    yield from _table(("Variable", "What"), SETTINGS)


def list_commands() -> Iterator[tuple[str, list[str]]]:
    """Each command with its options, in the order of the page."""
    todo: list[tuple[list[str], Any]] = [(["concordat"], get_command(app))]
    while todo:
        path, command = todo.pop(0)
        yield " ".join(path), [option for param in _params(command) for option in _spellings(param)]
        todo += [([*path, name], inner) for name, inner in getattr(command, "commands", {}).items()]


def _params(command: Any) -> list[Any]:
    return [param for param in command.params if not getattr(param, "hidden", False)]


def _spellings(param: Any) -> list[str]:
    return [option for option in (*param.opts, *param.secondary_opts) if option.startswith("-")]


def _describe_command(command: Any, path: list[str]) -> Lines:
    inner: Mapping[str, Any] = getattr(command, "commands", {})
    usage = [param.metavar or param.name.upper() for param in _params(command) if not _spellings(param)]
    yield f"## `{' '.join(path)}`"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    if not inner:
        yield f"`{' '.join([*path, '[OPTIONS]', *usage])}`"
    yield from _table(("Argument or option", "What", "Default"), [_param(param) for param in _params(command)])
    if command.epilog:
        yield " ".join(command.epilog.split())
        yield ""
    for name, one in inner.items():
        yield from _describe_command(one, [*path, name])


def _param(param: Any) -> tuple[str, str, str]:
    names = ", ".join(f"`{option}`" for option in _spellings(param)) or f"`{param.metavar or param.name.upper()}`"
    kind = param.type_descriptor.annotation
    flag = getattr(param, "is_flag", False)
    what = (param.help or "") + (
        " May be given more than once." if kind == list[str] and "more than" not in str(param.help) else ""
    )
    default = "required" if param.required else "" if flag or param.default in (None, [], ()) else f"`{param.default}`"
    return names, what, default


# Checks


def describe_checks() -> Lines:
    yield from ("# Checks", "", MADE, "")
    yield (
        "Each code that a finding can carry: what it notices, how far it reaches, and a worked example with the words "
        "that the product gives today. What the three severities mean, and why none of them ever stops a person from "
        "saving, stands in [Findings](../explanation/findings.md); how to answer one, in "
        "[Answer a finding](../how-to/answer-a-finding.md)."
    )
    yield from ("", "A rule marked *bound by data* runs where a form's file names it under `checks:`.", "")
    severities, docs, told = find_codes(), _docs_of_rules(), _rule_examples()
    groups = read_plain(REFERENCE / "codes.yaml")
    for code in severities.keys() - {code for group in groups for code in group["codes"]}:
        raise SystemExit(f"docs/reference/codes.yaml says nothing of {code}; add it, with an example.")
    for group in groups:
        yield from (f"## {group['group']}", "")
        for code, entry in group["codes"].items():
            given = entry or {}
            yield from (f"### `{code}`", "")
            yield f"**{' or '.join(severities.get(code, ['no code of the product']))}**" + (
                " · bound by data" if code in RULES else ""
            )
            example = told.get(code, {})
            what = example.get("what") or given.get("what") or docs.get(code, "")
            if not what:
                raise SystemExit(f"Nothing says what {code} notices; give it a `what` in docs/reference/codes.yaml.")
            yield from ("", " ".join(what.split()), "")
            if example.get("source"):
                yield from (f"Where it comes from: {_said_source(str(example['source']))}.", "")
            yield from _worked_example(code, given)
    yield from ("## Rules that a form's data binds", "")
    yield "The keys that `checks:` takes for each rule, besides `rule`, `each` (a list to repeat it over) and `asked`."
    rows = [
        (f"`{name}`", docs[name], ", ".join(f"`{key}`" for key in model.model_fields if key not in ("rule", "item")))
        for name, (model, _) in RULES.items()
    ]
    yield from _table(("Rule", "What it notices", "Keys"), rows)


def _said_source(source: str) -> str:
    return " ".join(source.split()).rstrip(".")


def find_codes() -> dict[str, list[str]]:
    """Each code that stands in the source of the product, with the severities that it is given there."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "concordat").rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = _made_finding(node)
            if made and made[1] not in found.setdefault(made[0], []):
                found[made[0]].append(made[1])
    return found


def _made_finding(node: ast.AST) -> tuple[str, str] | None:
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
        return None
    maker = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if maker not in MAKERS or not isinstance(node.args[0].value, str):
        return None
    named = node.args[1] if len(node.args) > 1 else None
    severity = SEVERITY_OF_MAKER.get(maker) or (named.attr.lower() if isinstance(named, ast.Attribute) else "")
    return node.args[0].value, severity


def _docs_of_rules() -> dict[str, str]:
    """What a rule notices, as its code says: the docstring of the check, or of the model of its binding."""
    docs: dict[str, str] = {}
    for path in sorted((ROOT / "concordat").rglob("*.py")):
        functions = [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
        ]
        for function in functions:
            for node in ast.walk(function):
                if (made := _made_finding(node)) and (doc := ast.get_docstring(function)):
                    docs.setdefault(made[0], doc.partition("\n\n")[0])
    for name, (model, check) in RULES.items():
        docs[name] = (check.__doc__ or model.__doc__ or "").partition("\n\n")[0]
    return docs


def _rule_examples() -> dict[str, dict[str, Any]]:
    """By rule, the examples that stand beside the tests of the returns, where there are any."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(RULE_EXAMPLES.glob("*.yaml")):
        content = read_plain(path)
        for one in content if isinstance(content, list) else [content]:
            if isinstance(one, dict) and "rule" in one:
                found.setdefault(str(one["rule"]), one)
    return found


def _worked_example(code: str, given: Mapping[str, Any]) -> Lines:
    finding = next((one for one in run_example(given) if one.code == code), None)
    if finding is None:
        raise SystemExit(f"docs/reference/codes.yaml: the example of {code} does not give it; mend the example.")
    yield from ("```text", f"{finding.severity}  {finding.message}  [{finding.where}]", f"  {finding.remedy}", "```")
    yield from ("", f"*{_say_example(given)}*", "")


def run_example(given: Mapping[str, Any]) -> Sequence[Finding]:
    """The findings of one example of docs/reference/codes.yaml."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "figure" in given:
            return share_to_areas({"NHS Southend CCG": float(given["figure"])}, 2017).findings
        if text := given.get("share") or given.get("footprints"):
            path = folder / "given.csv"
            path.write_text(text, encoding="utf-8")
            if "share" in given:
                return share_money_to_areas(read_figures(path), 2017).findings
            return check_footprints(read_footprints(path), 2017)
        return _check_changed(folder, given)


def _check_changed(folder: Path, given: Mapping[str, Any]) -> Sequence[Finding]:
    invented = not given["in"].startswith("q")
    files = sorted((INVENTED / "returns" if invented else EXAMPLES).glob("*.yaml"))
    changed = next(file for file in files if file.stem.endswith(given["in"]))
    paths = []
    for file in files[: files.index(changed) + 1]:
        content = read_plain(file)
        if file == changed:
            _change(content, given)
        text = given["text"] if file == changed and "text" in given else json.dumps(content)
        names = [file.name] + ([given["beside"]] if file == changed and "beside" in given else [])
        for written in names:
            paths.append(folder / written)
            paths[-1].write_text(text, encoding="utf-8")
    if invented:
        os.environ[ENVIRONMENT] = str(INVENTED / "frameworks")
    try:
        return next(one for one in check_files(paths) if one.file.path.name == changed.name).findings
    finally:
        os.environ.pop(ENVIRONMENT, None)


def _change(content: dict[str, Any], given: Mapping[str, Any]) -> None:
    for key, value in given.get("set", {}).items():
        node, last = _reach(content, key)
        node[last] = value
    for key, length in given.get("long", {}).items():
        node, last = _reach(content, key)
        node[last] = "word " * (int(length) // 5)
    for key in given.get("drop", []):
        node, last = _reach(content, key)
        node.pop(last, None)


def _reach(content: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """Where a key with dots leads: `printed` and its like hold whole ids."""
    top, _, rest = key.partition(".")
    if top == "answers-whole":
        return content["answers"], rest
    if top != "answers":
        return (content.setdefault(top, {}), rest) if rest else (content, top)
    *path, last = key.split(".")
    node = content
    for step in path:
        node = node.setdefault(step, {})
    return node, last


def _say_example(given: Mapping[str, Any]) -> str:
    if "figure" in given:
        return f"`share_to_areas` of `concordat.places.sharing`, called with the figure `{given['figure']}`."
    for kind in ("share", "footprints"):
        if kind in given:
            return f"`concordat places {kind}` with the lines {_quoted(given[kind].splitlines()[1:])}."
    whose = (
        "The invented return 2032-33-h1"
        if not given["in"].startswith("q")
        else f"Southend-on-Sea, 2016-17-{given['in']}"
    )
    changes = [
        f"`{key.replace('answers-whole.', 'answers: ')}` set to {_quoted([_short(value)])}"
        for key, value in given.get("set", {}).items()
    ]
    changes += [f"`{key}` made {int(length):,} characters long" for key, length in given.get("long", {}).items()]
    changes += [f"`{key}` taken out" for key in given.get("drop", [])]
    changes += ["the file replaced by two lines that say `place` twice"] if "text" in given else []
    changes += [f"with a second file, `{given['beside']}`"] if "beside" in given else []
    return f"{whose}, {'; '.join(changes)}." if changes else f"{whose}, as it stands."


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(ch if ch.isprintable() else "·" for ch in text)


def _quoted(lines: Iterable[str]) -> str:
    return ", ".join(f"`{line}`" for line in lines)


# Questionnaires


def describe_questionnaires() -> Lines:
    yield from ("# Questionnaires", "", MADE, "")
    yield (
        "Each questionnaire that is held, with all its questions. In an id, `{…}` stands for each entry of the list of "
        "that name, `-1` to `-n` for rows that a place adds, and `q1…q4` for the periods that a figure runs over. "
        "How a form is written: [Write a questionnaire](../how-to/write-a-questionnaire.md)."
    )
    yield ""
    for id in framework_ids():
        framework = load_framework(id)
        for definition in framework_forms.read_definitions(framework):
            yield from _describe_definition(framework, definition)


def _describe_definition(framework: Framework, definition: Definition) -> Lines:
    yield from (f"## {definition.title}", "")
    yield f"`{definition.id}`, version {definition.version}, of [{framework.id}](frameworks.md). "
    yield f"Source: {framework.source_title(definition.source)}."
    rows = []
    for id in definition.form_ids():
        form = framework_forms.load_form(id)
        rows.append((f"`{id}`", len(form.sections), len(form.asked), sum(one.counted for one in form.asked)))
    yield from _table(("Form", "Sections", "Questions", "Counted, with rows that may be added"), rows)
    for section in definition.sections:
        yield from (f"### {section.title} (`{section.id}`)", "")
        if section.asked:
            yield from (f"Asked in {', '.join(section.asked)} only.", "")
        for part in section.all_parts():
            if part.rows:
                yield from (
                    f"Rows `{part.rows.id}-1` to `-{part.rows.at_most}` ({part.rows.label}); "
                    f"the first {part.rows.at_least} have to be filled.",
                    "",
                )
            rows_of = [_question_row(definition, section.id, part, question) for question in part.questions]
            yield from _table(("Id", "Question", "Kind", "Asked, applies, counted"), rows_of)
    yield from _describe_lists(framework, definition)


def _question_row(definition: Definition, section: str, part: PartData, question: QuestionData) -> tuple[str, ...]:
    item = f".{{{part.each}}}" if part.each else f".{part.rows.id}-n" if part.rows else ""
    id = f"{section}{item}.{question.id}"
    if question.over:
        id += f".{definition.periods[0]}…" + (definition.periods[-1] if question.over == "periods" else "now")
    if question.kind == "matrix":
        id += f".{{{question.rows}}}.{{{question.columns}}}"
    return f"`{id}`", question.label, _kind(question), "; ".join(_circumstances(question))


def _kind(question: QuestionData) -> str:
    named = f" of [{question.options}](#options)" if isinstance(question.options, str) else ""
    listed = f": {' / '.join(question.options)}" if isinstance(question.options, list) else ""
    limits = [
        f"{word} {value:,}" for word, value in (("from", question.min), ("to", question.max)) if value is not None
    ]
    limits += [f"up to {question.limit:,} characters"] if question.limit else []
    limits += [f"or {' or '.join(question.or_)}"] if question.or_ else []
    return f"{question.kind}{named}{listed}{', ' if limits else ''}{', '.join(limits)}"


def _circumstances(question: QuestionData) -> Iterator[str]:
    if question.asked:
        yield f"asked in {', '.join(question.asked)}"
    for id, words in question.applies.items():
        yield f"applies where {id} is {' or '.join(words)}"
    for wanted in question.wanted:
        when = f" ({', '.join(wanted.asked)})" if wanted.asked else ""
        if isinstance(wanted, LatestDiffers):
            yield f"wanted where the latest {wanted.latest} differs from {' or '.join(wanted.from_)}{when}"
        else:
            yield f"wanted where the total of {' or '.join(wanted.totals)} differs from {wanted.from_}{when}"
    if question.counted == "never":
        yield "not counted"
    elif isinstance(question.counted, list):
        yield f"counted in {', '.join(question.counted)}"
    if question.rate:
        yield f"{question.rate.of} for every {question.rate.per:,} of {question.rate.population}"
    if question.prefill not in (None, "never"):
        yield f"prefilled: {question.prefill}"
    if question.publish == "never":
        yield "never shown"


def _describe_lists(framework: Framework, definition: Definition) -> Lines:
    rows = []
    for name, items in definition.lists.items():
        if items == FROM_FRAMEWORK:
            known: Sequence[Condition | Metric] = framework.conditions if name == "conditions" else framework.metrics
            items = {one.id: one.short or one.label for one in known}
        assert isinstance(items, Mapping)
        rows.append((f"`{name}`", "; ".join(f"`{id}` {label}" for id, label in items.items())))
    if rows:
        yield "### Lists"
        yield from _table(("List", "Entries"), rows)
    if definition.options:
        yield "### Options"
        listed = [
            (
                f"`{name}`",
                "; ".join(one.values) + "".join(f" (in {period}: {'; '.join(few)})" for period, few in one.in_.items()),
                "yes" if one.verified else f"no, other words are taken too. {one.source}",
            )
            for name, one in definition.options.items()
        ]
        yield from _table(("Options", "Words", "Verified"), listed)


# Frameworks


def describe_frameworks() -> Lines:
    yield from ("# Frameworks", "", MADE, "")
    yield (
        "What each policy year asks, as far as it is held, with what is unknown or unverified. Titles are as "
        "published; descriptions are ours. `concordat frameworks compare` follows items from year to year."
    )
    yield ""
    for id in framework_ids():
        yield from _describe_framework(load_framework(id))


def _describe_framework(one: Framework) -> Lines:
    yield from (f"## {one.id}: {one.title}", "", " ".join(one.summary.split()), "")
    yield f"Forms held: {', '.join(f'`{form}`' for form in framework_forms.form_ids(one)) or 'none yet'}."
    yield ""
    yield from _titled(
        "Conditions",
        _table(("Id", "Condition", "Source"), [(f"`{c.id}`", c.label, c.source) for c in one.conditions]),
    )
    yield from _titled(
        "Metrics",
        _table(
            ("Id", "Metric", "Unit", "Good is", "Every", "Source"),
            [(f"`{m.id}`", m.label, m.unit, m.good, m.frequency, m.source) for m in one.metrics],
        ),
    )
    money = [
        (f"`{s.id}`", s.label, s.kind, s.paid_to, "; ".join(_figure(f) for f in s.national), s.source)
        for s in one.streams
    ]
    yield from _titled("Money", _table(("Id", "Stream", "Kind", "Paid to", "National", "Source"), money))
    totals = [(f"`{t.id}`", t.label, format_figure(t.value, t.unit), t.adds_up, t.source) for t in one.totals]
    yield from _table(("Id", "Total", "Value", "Adds up here", "Source"), totals)
    days = [
        (
            d.label,
            format_date(d.day) if d.day else d.printed,
            d.at,
            d.for_,
            "yes" if d.verified else "no",
            d.source,
        )
        for d in one.calendar
    ]
    yield from _titled("Calendar", _table(("What", "Day", "At", "Form", "Verified", "Source"), days))
    signs = [(s.who, ", ".join(s.documents), s.delegable, s.later_ratification, s.source) for s in one.signs]
    yield from _titled("Who signs", _table(("Who", "What", "May delegate", "May ratify later", "Source"), signs))
    yield from _titled(
        "Sources", _table(("Id", "Document", "Note"), [(f"`{s.id}`", s.title, s.note) for s in one.sources])
    )
    doubts = [(d.kind, d.what, d.source, f"`{d.where}`") for d in list_unverified(one)]
    yield from _titled("Unknown or unverified", _table(("", "What", "Where to look", "In the data"), doubts))


def _figure(figure: Any) -> str:
    value = "not known" if figure.value is None else format_figure(figure.value, figure.unit)
    return f"{figure.year}: {value}" if figure.year else value


def _titled(title: str, lines: Lines) -> Lines:
    body = list(lines)
    if body:
        yield f"### {title}"
        yield from body


# Places


def describe_places() -> Lines:
    yield from ("# Places", "", MADE, "")
    yield (
        "What is held for each vintage, which is the boundaries of 1 April of that year. What the tables are made from "
        "stands in `concordat/places/data/README.md`; what they cannot say, in [Places](../explanation/places.md)."
    )
    rows = []
    for vintage in VINTAGES:
        found = areas(vintage)
        weights = population_weights(vintage)
        held = [
            f"{len(footprints(kind, vintage))} {kind.upper()}s"
            for kind in held_kinds(vintage)
            if kind in ("stp", "icb")
        ]
        nhs = f"{len(commissioners(vintage))} {commissioners(vintage)[0].kind}" if vintage in MID_YEARS else "none"
        councils = sum(len(area.councils) for area in found)
        rows.append(
            (
                vintage,
                councils,
                len(found),
                nhs,
                "; ".join(held) or "none",
                f"{sum(weights.people.values()):,}",
                weights.basis,
            )
        )
    yield from _table(
        ("Vintage", "Councils", "Areas", "Commissioners", "Footprints", "People", "Basis of a share of population"),
        rows,
    )
    yield from ("## Regions", "", "Areas in each region, by vintage.")
    names = [region.name for region in footprints("region", VINTAGES[0])]
    by_vintage = {vintage: {one.name: len(one.shares) for one in footprints("region", vintage)} for vintage in VINTAGES}
    yield from _table(
        ("Region", *map(str, VINTAGES)), [(name, *(by_vintage[year][name] for year in VINTAGES)) for name in names]
    )
    yield from ("## Populations held", "")
    lacking = {
        (vintage, year): [area.name for area in areas(vintage) if isinstance(population(area, year), Missing)]
        for vintage in VINTAGES
        for year in YEARS
    }
    yield "Areas without a figure for the middle of a year, because its estimates are on other boundaries."
    yield from _table(
        ("Vintage", *(f"mid-{year}" for year in YEARS)),
        [(vintage, *(", ".join(lacking[vintage, year]) or "none" for year in YEARS)) for vintage in VINTAGES],
    )
    unsure = {area.name: area.note for vintage in VINTAGES for area in areas(vintage) if not area.verified}
    yield from _titled("Not verified", _table(("Area", "Note"), unsure.items()))


if __name__ == "__main__":
    main()
