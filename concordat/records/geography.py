"""The column that places are counted by: it has to say where people are, never who they are, when or why."""

from collections.abc import Mapping, Sequence

from concordat.records.folder import RecordsFile
from concordat.records.footer import NotRecords
from concordat.records.schema import load_tables

WHO = ("nhs_number", "nhsnumber", "nhs number")  # what a column of NHS numbers is called


def check_geography(geography: str, files: Mapping[str, Sequence[RecordsFile]]) -> None:
    """Raises NotRecords where the column holds no places, or no file has it though some have others."""
    named = {name for held in files.values() for file in held for name in file.columns}
    places = sorted(name for name in named if is_geography(name))
    if geography in places or not (places or geography in named):
        return
    why = "holds no places to count by" if geography in named else "is in none of the files"
    raise NotRecords(f"The column {geography} {why}; name one of {', '.join(places)} with --geography.")


def is_geography(name: str) -> bool:
    """Whether a column may hold places: one that no schema names, or free text of a schema, such as the area."""
    if name.lower() in WHO:
        return False
    columns = [column for table in load_tables().values() for column in table.columns if column.id == name]
    return all(column.type == "text" and column.pattern is None for column in columns)
