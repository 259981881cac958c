"""Performance reports: the example's figures as its document has them, judged; spoiled files; the page."""

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from concordat.metrics.performance.judged import judge_report
from concordat.metrics.performance.report import read_report
from concordat.metrics.performance.write_html import render_html, say_period
from concordat.periods import FinancialYear, Month, Quarter
from concordat.questionnaires.read_yaml import DataError

EXAMPLE = Path(__file__).parents[3] / "examples" / "central-bedfordshire" / "performance-2013.yaml"
ROW = "{ref: A1, indicator: Stays, good: low, target: 10, current: [{value: 12}]}"
HEAD = "title: T\nplace: central-bedfordshire\nperiod: 2013-10\nsource: S\nindicators:\n"


@pytest.fixture(scope="module")
def judged():
    return judge_report(read_report(EXAMPLE))


def positions(judged, ref):
    found = next(one for one in judged.indicators if one.indicator.ref == ref)
    return [(one.shown, str(one.rag), str(one.travel)) for one in found.judged]


def read(tmp_path, text):
    path = tmp_path / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return read_report(path)


# 5% of 95 is 4.75: 90.9% is amber; 46.6 is more than 5% under the 59 due; 58.5 more than 5% under 70
@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("NI132", [("104 of 104 (100%)", "green", "same")]),
        ("NI133", [("10 of 11 (90.9%)", "amber", "worse")]),
        ("NI135", [("62 (46.6%)", "red", "better")]),
        ("NI130", [("186 (66.2%)", "green", "better")]),
        ("D40", [("172 (62.3%)", "green", "worse")]),
        ("NI149", [("93%", "amber", "same")]),
        ("NI150", [("9%", "red", "same")]),
        ("Safeguarding 1", [("31 of 53 (58.5%)", "red", "unknown"), ("48 of 53 (90.6%)", "green", "worse")]),
        ("Safeguarding 2", [("25 of 28 (89.3%)", "green", "unknown"), ("28 of 28 (100%)", "green", "same")]),
        ("Safeguarding 3", [("0", "none", "better"), ("3", "none", "unknown")]),
    ],
)
def test_judge_report_of_the_example(judged, ref, expected):
    assert positions(judged, ref) == expected


def test_two_definitions_of_safeguarding_are_both_shown(judged):
    """31 of 53 in time is 58%; 31 and 17 late with reason, 48 of 53, is the 91% that was printed beside the 31."""
    first, second = next(one for one in judged.indicators if one.indicator.ref == "Safeguarding 1").judged
    assert (round(first.position.share), round(second.position.share)) == (58, 91)
    assert second.position.numerator == 31 + 17
    assert first.position.denominator == 31 + 17 + 5


def test_exception_of_the_example(judged):
    exception, measures = judged.exceptions[0]
    assert [str(one.rag) for one in measures] == ["red", "green", "red"]
    assert measures[0].target == "2.5% (a quarter of the local 10%)"
    assert exception.lead == "A director of the CCG"


def test_json_holds_what_the_page_shows(judged):
    told = json.loads(json.dumps(judged.as_dict()))
    assert told["place"] == "Central Bedfordshire"
    assert told["rag_rule"]["name"] == "tolerance-5"
    assert [one["ref"] for one in told["indicators"]][:2] == ["NI132", "NI133"]
    assert told["exceptions"][0]["figures"][0]["rag"] == "red"


@pytest.mark.skipif("CONCORDAT_SOURCES" not in os.environ, reason="the papers are not here")
def test_the_example_has_the_figures_of_its_document():
    papers = [path.read_text(encoding="utf-8") for path in Path(os.environ["CONCORDAT_SOURCES"]).glob("*.txt")]
    paper = next((text for text in papers if "NI133" in text and "Appendix 3" in text), None)
    if paper is None:
        pytest.skip("the papers of January 2014 are not among those that are here")
    lines = {line.split("\t")[0]: line for line in paper.splitlines() if "\t" in line}
    for one in read_report(EXAMPLE).indicators:
        printed = [position.printed for position in one.current if position.printed]
        row = lines.get(one.ref)
        if row:
            assert all(text in row for text in [*printed, one.target_printed, one.said.printed])
            assert f"{one.target:g}%" in row
            assert one.outturn is None or f"{one.outturn.value:g}%" in row
        else:
            assert all(text in paper for text in printed)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_page_is_whole_and_its_tables_can_be_read_aloud(judged):
    page = render_html(judged)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    names = [tag for tag, _ in tags.tags]
    assert names.count("table") == names.count("caption") == 2
    assert all(attrs.get("scope") in ("col", "row", "rowgroup") for tag, attrs in tags.tags if tag == "th")
    assert ("html", {"lang": "en-GB"}) in tags.tags
    text = " ".join(" ".join(tags.text).split())
    for words in ("58.5%", "held within 5 days", "printed: 31 (91%)", "Amber", "tolerance-5", "9 January 2014"):
        assert words in text
    assert "http" not in page


def test_page_escapes_what_was_typed(tmp_path):
    page = render_html(judge_report(read(tmp_path, HEAD.replace("T\n", "'<script>x</script>'\n") + f"  - {ROW}\n")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_percentage_that_does_not_follow_from_its_counts_is_remarked(tmp_path):
    row = ROW.replace("{value: 12}", "{numerator: 31, denominator: 53, value: 91}")
    one = judge_report(read(tmp_path, f"{HEAD}  - {row}\n")).indicators[0].judged[0]
    assert one.remark == "91% is printed; 31 of 53 is 58.5%."
    assert (one.shown, one.rag) == ("31 of 53 (58.5%)", "red")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + f"  - {ROW}\n  - {ROW}\n", "has A1 twice; give each indicator a reference of its own"),
        (HEAD + f"  - {ROW}\nrag-rule: traffic\n", "names the rule 'traffic'; the rules are tolerance-5,"),
        (HEAD + f"  - {ROW.replace('low', 'down')}\n", "indicators[0].good: 'down' does not fit: write 'high', 'low'"),
        (HEAD + f"  - {ROW.replace('{value: 12}', '{}')}\n", "current[0]: has no figure; give value, or numerator"),
        (HEAD + f"  - {ROW.replace('value: 12', 'denominator: 5, value: 3')}\n", "denominator without a numerator"),
        (
            HEAD + f"  - {ROW.replace('value: 12', 'numerator: 6, denominator: 5')}\n",
            "has 6 of 5; a part is no more than its whole",
        ),
        (
            HEAD + f"  - {ROW.replace('value: 12', 'numerator: -6')}\n",
            "numerator: -6 does not fit: 0.0 or more is wanted.",
        ),
        (HEAD + f"  - {ROW.replace('[{value: 12}]', '[]')}\n", "has no current position for A1"),
        (HEAD + f"  - {ROW.replace('value: 12', 'value: .nan')}\n", "value: nan does not fit"),
        (HEAD + f"  - {ROW.replace('target: 10', 'target: ten')}\n", "target: 'ten' does not fit: a number is wanted"),
        (HEAD + f"  - {ROW.replace('target', 'targte')}\n", "targte: is not a key here; did you mean 'target'?"),
        (HEAD.replace("central-bedfordshire", "Bedrock") + f"  - {ROW}\n", "place: There is no place called 'Bedrock'"),
        (HEAD.replace("2013-10", "autumn") + f"  - {ROW}\n", "period: 'autumn' is not a period"),
        (HEAD + "  []\n", "has no indicator; give at least one"),
        (HEAD.replace("title", "titel") + f"  - {ROW}\n", "titel: is not a key here; did you mean 'title'?"),
        ("- a list\n", "a mapping is wanted"),
        ("title: [\n", "not valid YAML"),
    ],
)
def test_read_report_of_a_spoiled_file(text, message, tmp_path):
    with pytest.raises(DataError, match=re.escape(message)):
        read(tmp_path, text)


def test_read_report_of_another_kind_of_file(tmp_path):
    with pytest.raises(DataError, match=r"read from \.yaml files"):
        read_report(tmp_path / "report.docx")
    with pytest.raises(DataError, match="there is no such file"):
        read_report(tmp_path / "gone.yaml")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Month(2013, 10), "October 2013"),
        (Quarter(FinancialYear(2013), 2), "quarter 2 of 2013-14"),
        (FinancialYear(2013), "2013-14"),
    ],
)
def test_say_period(period, words):
    assert say_period(period) == words
