"""docs/reference/commands.md: the command line's own tree, as its help tells it."""

from collections.abc import Iterator, Mapping
from typing import Any

from typer.main import get_command

from concordat.cli.app import app
from concordat.frameworks.read_yaml import ENVIRONMENT
from reference.pages import MADE, Lines, table

SETTINGS = [
    (f"`{ENVIRONMENT}`", "a folder of further policy years, beside those that ship"),
    ("`CONCORDAT_METRICS`", "a folder of editions of figures that you loaded, beside those that ship"),
    ("`CONCORDAT_RECORDS_KEY`", "the key of pseudonyms of `concordat records load`, where no file is named"),
    ("`CONCORDAT_SOURCES`", "for tests only: the folder of the packs that the examples were taken from"),
]


def describe_commands() -> Lines:
    yield from ("# Commands", "", MADE, "")
    yield "Every command says the same with `--help`. Exit codes: 0 all well, 1 something blocks, 2 wrong use."
    yield ""
    yield from _describe_command(get_command(app), ["concordat"])
    yield from ("## Settings", "", "Variables of the environment. Those of the site stand in [Settings](settings.md).")
    yield from table(("Variable", "What"), SETTINGS)


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
    yield from table(("Argument or option", "What", "Default"), [_param(param) for param in _params(command)])
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
