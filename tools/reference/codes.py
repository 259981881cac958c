"""The codes that a finding can carry, read from the source: which there are, how grave, and what their rules say.

A finding is made by `Finding(code, severity, …)`, by `Misfit(code, …)`, which blocks, or by a function that passes its
own `code` on to one of them. Every call is followed; one whose code cannot be read stops the making of the page.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from concordat.findings import Severity
from concordat.returns.checks import RULES
from reference.pages import PACKAGE

# Codes of files that check no return have their table in a guide, beside the work that they belong to.
MAP_GUIDE, EXCEL_GUIDE = "map-the-official-workbook.md", "work-in-excel.md"
FIGURES_GUIDE = "load-published-figures.md"
FLOW_GUIDE = "run-a-flow-model.md"
GUIDES = {
    "flow/rules.py": FLOW_GUIDE,
    "metrics/published_file.py": FIGURES_GUIDE,
    "metrics/read_counts.py": FIGURES_GUIDE,
    "metrics/read_own_figures.py": FIGURES_GUIDE,
    "questionnaires/foreign/check_map.py": MAP_GUIDE,
    "questionnaires/foreign/fill_workbook.py": MAP_GUIDE,
    "questionnaires/foreign/read_cells.py": MAP_GUIDE,
    "questionnaires/workbook/read_workbook.py": EXCEL_GUIDE,
    "questionnaires/workbook/answers.py": EXCEL_GUIDE,
    "questionnaires/workbook/parts.py": EXCEL_GUIDE,
    "returns/take_workbook.py": EXCEL_GUIDE,
    "returns/update_return.py": EXCEL_GUIDE,
}
Makers = Mapping[str, frozenset[str]]  # by name, the severities that it gives; none where the call says it
MISFIT = {"Misfit": frozenset({"blocks"})}


@dataclass(frozen=True)
class Made:
    """One call that makes a finding: its code, its severities, the file and what the function around it says."""

    code: str
    severities: frozenset[str]
    file: str
    doc: str


def find_codes(guide: str | None = None) -> dict[str, list[str]]:
    """Each code with its severities, the gravest first: of docs/reference/checks.md, or of a guide."""
    found: dict[str, set[str]] = {}
    for one in all_made():
        if GUIDES.get(one.file) == guide:
            found.setdefault(one.code, set()).update(one.severities)
    return {code: [str(one) for one in Severity if str(one) in named] for code, named in found.items()}


def docs_of_rules() -> dict[str, str]:
    """What a rule notices, as its code says: the docstring of the check, or of the model of its binding."""
    docs: dict[str, str] = {}
    for one in all_made():
        if one.doc:
            docs.setdefault(one.code, one.doc)
    for name, (model, check) in RULES.items():
        docs[name] = (check.__doc__ or model.__doc__ or "").partition("\n\n")[0]
    return docs


@cache
def all_made() -> tuple[Made, ...]:
    """Every call in the source of the product that makes a finding with a code of its own."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts)
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    own = {_module(path): _find_makers(tree) for path, tree in trees.items()}
    return tuple(
        made for path, tree in trees.items() for made in _list_made(path, tree, {**_imported(tree, own), **MISFIT})
    )


def _list_made(path: Path, tree: ast.Module, imported: Makers) -> Iterator[Made]:
    makers = {**imported, **_find_makers(tree, imported)}
    seen: set[int] = set()
    for function in _functions(tree):
        for call in _calls(function, makers):
            if id(call) in seen:
                continue
            seen.add(id(call))
            codes = [node.value for node in ast.walk(_code_of(call)) if isinstance(node, ast.Constant)]
            if not codes and not _is_passed_on(call):
                raise SystemExit(f"{path}:{call.lineno}: the code of this finding cannot be read; write it there.")
            for code in codes:
                doc = (ast.get_docstring(function) or "").partition("\n\n")[0]
                severities = _severities(call, function, makers)
                yield Made(str(code), severities, path.relative_to(PACKAGE).as_posix(), doc)


def _find_makers(tree: ast.Module, imported: Makers = MISFIT) -> dict[str, frozenset[str]]:
    """The functions of a file that pass their `code` on to a finding, or to another such function."""
    found: dict[str, frozenset[str]] = {"Finding": frozenset()}
    for _ in range(2):  # a method may pass its code on to a function
        for function in _functions(tree):
            if "code" in [one.arg for one in function.args.args]:
                makers = {**imported, **found}
                for call in _calls(function, makers):
                    if isinstance(_code_of(call), ast.Name):
                        found[function.name] = _severities(call, function, makers)
    return found


def _imported(tree: ast.Module, own: Mapping[str, Makers]) -> dict[str, frozenset[str]]:
    return {
        alias.asname or alias.name: own[node.module][alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in own
        for alias in node.names
        if alias.name in own[node.module]
    }


def _module(path: Path) -> str:
    return ".".join(("concordat", *path.relative_to(PACKAGE).with_suffix("").parts))


def _functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _calls(function: ast.FunctionDef, makers: Iterable[str]) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and node.args and _name(node) in makers:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _code_of(call: ast.Call) -> ast.expr:
    return call.args[0]


def _is_passed_on(call: ast.Call) -> bool:
    """Whether the code is the function's own argument, or that of a misfit, which is read where it is raised."""
    code = _code_of(call)
    passed = code.id if isinstance(code, ast.Name) else code.attr if isinstance(code, ast.Attribute) else None
    return passed == "code"


def _severities(call: ast.Call, function: ast.FunctionDef, makers: Makers) -> frozenset[str]:
    """What the maker always gives; else what the call names, in itself or in a name that the function gives a value."""
    if fixed := makers[_name(call)]:
        return fixed
    named = call.args[1]
    given = [node.value for node in ast.walk(function) if isinstance(node, ast.Assign) and _assigns(node, named)]
    attributes = [node for one in (named, *given) for node in ast.walk(one) if isinstance(node, ast.Attribute)]
    return frozenset(one.attr.lower() for one in attributes if one.attr in Severity.__members__)


def _assigns(node: ast.Assign, named: ast.expr) -> bool:
    return isinstance(named, ast.Name) and any(isinstance(one, ast.Name) and one.id == named.id for one in node.targets)
