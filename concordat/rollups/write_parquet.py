"""A roll-up out to Parquet, for those who analyse it further."""

from pathlib import Path

import polars

from concordat.rollups.groups import Report
from concordat.rollups.write_csv import COLUMNS, report_lines


def write_parquet(report: Report, to: Path) -> None:
    """The long table of `render_csv` as Parquet: `value` as a float (null where there is none), `places` as a count."""
    schema = {name: polars.Int64 if name == "places" else polars.String for name in COLUMNS}
    table = polars.DataFrame(list(report_lines(report)), schema=schema, orient="row")
    value = polars.col("value").replace("", None).cast(polars.Float64)
    to.parent.mkdir(parents=True, exist_ok=True)
    table.with_columns(value).write_parquet(to)
