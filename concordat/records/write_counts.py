"""Counts out, as CSV, and the report of the run that made them, as JSON."""

import csv
import io
import json

from concordat.records.periods_of_counts import SHOWN
from concordat.records.request import Computed


def render_counts(computed: Computed) -> str:
    """CSV: metric, the geography, the period, numerator, denominator; empty where a figure is missing."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("metric", computed.report.geography, computed.report.by, "numerator", "denominator"))
    rows.writerows(computed.counts.select(SHOWN).iter_rows())
    return text.getvalue()


def render_report(computed: Computed) -> str:
    """The run report: versions of the definitions, digests of the inputs, the rule of release, seconds and memory."""
    return json.dumps(computed.report.as_dict(), ensure_ascii=False, indent=2) + "\n"
