"""A release out: counts as CSV that carry their own provenance, and the report of the run as JSON."""

import csv
import io
import json

from concordat.records.disclosure import Released

DIGEST_LENGTH = 16  # characters of the digest of all inputs: enough to find the run report that belongs to a file
SYNTHETIC, REAL = "synthetic", "real"
PROVENANCE = ("version", "rule", "inputs", "records")  # after metric, place, period, numerator, denominator


def render_release(released: Released) -> str:
    """CSV: metric, the geography, the period, numerator, denominator, and PROVENANCE in every row.

    A figure is a count, `*` where it is suppressed, empty where it is missing. `version` is that of the metric's
    definition, `inputs` the digest of the files that were counted, `records` says whether people are made up.
    """
    report = released.report
    told = (released.rule.name, released.inputs[:DIGEST_LENGTH], SYNTHETIC if report.synthetic else REAL)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("metric", report.geography, report.by, "numerator", "denominator", *PROVENANCE))
    rows.writerows((*row, report.versions[row[0]], *told) for row in released.counts.iter_rows())
    return text.getvalue()


def render_release_report(released: Released) -> str:
    """The run report with the rule, the digest of all inputs, and the totals that must not be published beside it.

    Notes of the run are left out: they may tell small counts.
    """
    rule = released.rule
    said = {name: value for name, value in released.report.as_dict().items() if name != "notes"}
    said |= {
        "rule": rule.name,
        "rule_title": rule.title,
        "rule_source": rule.source,
        "inputs_digest": released.inputs,
        "withheld_totals": list(released.withheld),
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
