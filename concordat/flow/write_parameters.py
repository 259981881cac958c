"""Parameter files out: a system as YAML that reads back as the same system."""

from typing import Any

import yaml

from concordat.flow.parameters import System


def render_system(system: System) -> str:
    """The YAML of a system, with the keys that were given, in the order of the reference."""
    data = system.model_dump(by_alias=True, exclude_unset=True)
    return yaml.dump(
        _plain({"version": system.version} | data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110
    )


class _Dumper(yaml.SafeDumper):
    """Lists of numbers on one line, as a person would write twelve factors; a value that recurs is written out."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_list(dumper: Any, items: list[Any]) -> Any:
    short = all(isinstance(one, int | float) for one in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


_Dumper.add_representer(list, _write_list)


def _plain(value: Any) -> Any:
    """Tuples as lists: YAML has no word for the former."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
