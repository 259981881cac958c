"""Make the figures of concordat/metrics/data from published files: `python tools/derive_metrics.py SOURCES`.

SOURCES holds the folders `dtoc`, `nea`, `ascof`, `discharge` and `deprivation`. The files are read by the readers of
the product, so that none of them ships with a finding that blocks. Running it twice gives the same files.
"""

import argparse
import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from concordat.metrics.edition import KEY, Edition
from concordat.metrics.published_file import Reading
from concordat.metrics.read_activity import read_activity
from concordat.metrics.read_ascof import read_ascof, read_ascof_mental_health
from concordat.metrics.read_delayed_transfers import read_delayed_transfers
from concordat.metrics.read_delayed_transfers_national import read_delayed_transfers_national
from concordat.metrics.read_deprivation import read_deprivation
from concordat.metrics.read_discharge import read_discharge, read_discharge_year
from concordat.metrics.shelf import LIST, SHIPPED, render_list
from concordat.periods import parse_date

LICENCE = "Open Government Licence v3.0"
NHSE, NHSD = "NHS England", "NHS Digital"


@dataclass(frozen=True)
class Made:
    """One edition: the file that it is read from, what reads it, and what is said of it."""

    id: str
    title: str
    file: str
    read: Callable[[Path], Reading]
    source: str
    via: str = ""
    note: str = ""


# The earlier before the later: where two have the same figure, the later counts.
EDITIONS = (
    Made(
        "delayed-transfers-2020-02",
        "Delayed transfers of care by council, as published by February 2020",
        "dtoc/dtoc_delayed_days_by_la_month.csv",
        read_delayed_transfers,
        f"{NHSE}, Delayed Transfers of Care statistics, monthly situation reports",
        "psychty/DTOC",
        "The files of months to June 2019 were revised later; those from July 2019 on are first issues.",
    ),
    Made(
        "delayed-transfers-national-final",
        "Delayed transfers of care in England, final revision",
        "dtoc/dtoc_england_monthly_2010_08_2020_02.csv",
        read_delayed_transfers_national,
        f"{NHSE}, Delayed Transfers of Care statistics, national time series",
        "sanjayks1330/Delayed-Transfers-of-Care",
        "Issued after the collection ended in February 2020; the day is not known here.",
    ),
    Made(
        "activity-2019-12",
        "Monthly Activity Return by commissioner, to December 2019",
        "nea/mar_by_commissioner_month.csv",
        read_activity,
        f"{NHSE}, Monthly Hospital Activity statistics",
        "psychty/Unplanned_admissions",
        "Primary care trusts until March 2013, then CCGs.",
    ),
    Made(
        "ascof-2023-24",
        "ASCOF measures of the Better Care Fund, 2017-18 to 2023-24",
        "ascof/ascof_bcf_measures.csv",
        read_ascof,
        f"{NHSD}, Measures from the Adult Social Care Outcomes Framework",
        note="Rates only: numerators and denominators are not in these files.",
    ),
    Made(
        "ascof-mental-health-2022-23",
        "ASCOF 1F and 1H, 2017-18 to 2022-23",
        "ascof/ascof_1f_1h.csv",
        read_ascof_mental_health,
        f"{NHSD}, Measures from the Adult Social Care Outcomes Framework",
        note="Rates only: numerators and denominators are not in these files.",
    ),
    Made(
        "discharge-ready-2024-25",
        "Discharge-ready date by month, 2024-25",
        "discharge/drd_2024_25_monthly.csv",
        read_discharge,
        f"{NHSE}, Discharge Ready Date statistics",
        "pelld/population-health-system-explorer",
        "Some trusts are absent by the publisher's rule of acceptance. Months are reissued.",
    ),
    Made(
        "discharge-ready-year-2024-25",
        "Discharge-ready date, the year 2024-25",
        "discharge/drd_2024_25_annual.csv",
        read_discharge_year,
        f"{NHSE}, Discharge Ready Date statistics",
        "pelld/population-health-system-explorer",
        "Some trusts are absent by the publisher's rule of acceptance.",
    ),
    Made(
        "deprivation-2019",
        "Indices of Deprivation 2019, upper-tier summaries",
        "deprivation/imd2019_utla19_official.csv",
        read_deprivation,
        "Ministry of Housing, Communities and Local Government, English Indices of Deprivation 2019, file 11",
        note="On the boundaries of 2019.",
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    given = parser.parse_args()
    derive(given.sources, given.out)


def derive(sources: Path, out: Path) -> None:
    editions = tuple(make(one, sources, out) for one in EDITIONS)
    (out / LIST).write_text(render_list(editions), encoding="utf-8", newline="")


def make(one: Made, sources: Path, out: Path) -> Edition:
    """Write the figures of an edition and say what they are."""
    reading = one.read(sources / one.file)
    if not reading.is_sound:
        raise SystemExit("\n".join(f"{finding.where}: {finding.message}" for finding in reading.findings))
    figures = reading.figures.sort(KEY)
    file = f"{one.id}.parquet"
    figures.write_parquet(out / file, compression="zstd", compression_level=19, row_group_size=figures.height)
    return Edition.model_validate(
        {
            "id": one.id,
            "title": one.title,
            "kind": reading.kind,
            "published": latest_issue(sources) if one.id == "delayed-transfers-2020-02" else None,
            "source": one.source,
            "licence": LICENCE,
            "via": one.via,
            "note": one.note,
            "measures": tuple(sorted(figures["measure"].unique())),
            "file": file,
            "rows": figures.height,
        }
    )


def latest_issue(sources: Path) -> date:
    """The last day on which a monthly file of delayed transfers was published or revised."""
    with (sources / "dtoc" / "source_files.csv").open(encoding="utf-8-sig", newline="") as file:
        days = [row[column] for row in csv.DictReader(file) for column in ("published", "revised")]
    return max(parse_date(day) for day in days if re.match(r"^\d", day))


if __name__ == "__main__":
    main()
