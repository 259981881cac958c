"""A file of data that this room ships: read strictly, a mistake told with the file and the place in it."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

DATA = Path(__file__).resolve().parent / "data"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class WrongData(ValueError):
    """A file of data is not as it should be; the message names the file and the place in it."""


class Data(BaseModel):
    """A mapping in a file: keys with hyphens or underscores as written, none unknown, nothing changed afterwards."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


Model = TypeVar("Model", bound=Data)


def read_data(name: str, model: type[Model], folder: Path = DATA) -> Model:
    """The file `name` of the folder as `model`. Raises WrongData with a line for each mistake."""
    path = folder / name
    try:
        return model.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))
    except yaml.YAMLError as problem:
        raise WrongData(f"{path.name}: {problem}") from None
    except ValidationError as problem:
        said = [f"{path.name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problem.errors()]
        raise WrongData("\n".join(said)) from None
