"""A file of data that the product ships: read strictly into its model, every mistake told to whoever wrote it."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from concordat.questionnaires.read_yaml import DataError, read_strict
from concordat.questionnaires.validation import explain

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Data(BaseModel):
    """A mapping in a file: keys with hyphens, none unknown, nothing coerced, nothing changed afterwards."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        arbitrary_types_allowed=True,
    )


_Model = TypeVar("_Model", bound=Data)


def read_data(path: Path, model: type[_Model]) -> _Model:
    """Read one file as `model`. Raises DataError with a line for each mistake: the file, the place and the way out."""
    data = read_strict(path)
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        raise DataError(explain(problem, model, data, before=f"{path}: ")) from None
