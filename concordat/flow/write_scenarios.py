"""Files of scenarios out: YAML that reads back as the same scenarios."""

import yaml

from concordat.flow.scenarios import Scenarios


def render_scenarios(scenarios: Scenarios) -> str:
    """The YAML of a file of scenarios, with the keys that were given."""
    every = [one.model_dump(by_alias=True, exclude_none=True) for one in scenarios.scenarios]
    made = [{**one, "changes": list(one["changes"])} for one in every]
    data = {"version": scenarios.version, "scenarios": made}
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
