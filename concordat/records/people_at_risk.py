"""Who is at high risk of an emergency on a day, and why: of single people, for use inside the organisation only."""

from datetime import date
from pathlib import Path

import polars as pl

from concordat.records.compute import open_engine, prepare
from concordat.records.metrics.high_risk import JOINT_PLANS, TENTHS, people_at_high_risk
from concordat.records.request import Request

READS = ("admissions", "diagnoses", "deaths")


def list_people_at_risk(folder: Path, on: date, geography: str = "area") -> pl.DataFrame:
    """One row for each person: person (a pseudonym), place, age, admissions, score, and a column for each reason.

    Raises NotRecords where a table is missing.
    """
    request = Request(folder=folder, metrics=(JOINT_PLANS.id,), geography=geography)
    run = prepare(request)
    with open_engine(request) as engine:
        records = {
            table: engine.open_table(run.files[table], geography if table == "admissions" else None) for table in READS
        }
        people = pl.DataFrame(engine.fetch(people_at_high_risk(records, on)))
    return people.with_columns(score=pl.col("score") / TENTHS).sort("place", "person")
