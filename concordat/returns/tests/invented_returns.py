"""Returns for tests: Southend's, as if another place had sent them, with some answers changed."""

from pathlib import Path

import yaml

EXAMPLES = Path(__file__).parents[3] / "examples" / "southend-on-sea"
NOT_COPIED = ("printed", "remarks", "reasons")


def q(id):
    """The keys under which a return's file nests the answer to a question."""
    return tuple(id.split("."))


def change(keys, value):
    """Set one answer; None takes it out."""

    def apply(answers):
        inner = answers
        for key in keys[:-1]:
            inner = inner.setdefault(key, {})
        if value is None:
            inner.pop(keys[-1], None)
        else:
            inner[keys[-1]] = value

    return apply


def invent(folder, place, quarter, *changes, submitted="2017-03-01"):
    """Write a return of a place, and give its path."""
    data = yaml.safe_load((EXAMPLES / f"2016-17-q{quarter}.yaml").read_text(encoding="utf-8"))
    for key in NOT_COPIED:
        data.pop(key, None)
    data["place"] = place
    data["answers"]["cover"]["place"] = place
    data["submitted"] = submitted
    if submitted is None:
        del data["submitted"]
    for apply in changes:
        apply(data["answers"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{place}-q{quarter}.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
