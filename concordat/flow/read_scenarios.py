"""Files of scenarios in: YAML, read as strictly as the parameters that they change."""

from pathlib import Path

from pydantic import ValidationError

from concordat.flow.mistakes import Models, list_mistakes
from concordat.flow.parameters import System
from concordat.flow.read_parameters import ParameterError, read_mapping
from concordat.flow.scenarios import Change, Scenario, Scenarios, check_fit

MODELS: Models = {"": Scenarios, "scenarios": Scenario, "changes": Change}


def read_scenarios(path: Path, system: System | None = None) -> Scenarios:
    """Read a file of scenarios, and check that they fit the system where one is given. Raises ParameterError."""
    data = read_mapping(path)
    try:
        scenarios = Scenarios.model_validate(data)
    except ValidationError as problem:
        raise ParameterError("\n".join(f"{path}: {line}" for line in list_mistakes(problem, data, MODELS))) from None
    if system is not None:
        try:
            check_fit(system, scenarios.scenarios)
        except ValueError as problem:
            raise ParameterError("\n".join(f"{path}: {line}" for line in str(problem).splitlines())) from None
    return scenarios
