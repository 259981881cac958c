"""Metrics of a place, a region and England: who sees them, what stands there, files, targets, few queries."""

import csv
import io
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concordat.metrics import load_all, load_series
from concordat.returns.actions import open_return, save_answer
from concordat.rollups.among_places import place_among, render_among_map

METRICS = "/places/southend-on-sea/metrics/"
DELAYS, REABLEMENT = f"{METRICS}delayed-transfers/", f"{METRICS}reablement/"


class TestMetric:
    def test_it_says_how_it_stands_charts_it_and_sets_it_among_all(self, get, record, cast):
        page = get(cast.lead, DELAYS)
        assert "Delayed transfers of care, Southend-on-Sea: the latest figure, Dec 2019, is 228.1" in page
        assert "Target: none is known." in page
        assert "No target was published for places" in page
        assert "93 of 150 from the highest; much better in comparison with all places." in page
        assert "131 of 150 places lie outside the 99.8% limits." in page
        assert "Southend-on-Sea, with the thick edge, is in fifth 2." in page
        assert "Delayed transfers of care by council, as published by February 2020" in page
        assert "Reason O (other) was not collected before April 2017." in page
        for kind in ("chart", "rank", "funnel", "map"):
            assert f'src="{DELAYS}{kind}.svg"' in page
            assert ElementTree.fromstring(get(cast.lead, f"{DELAYS}{kind}.svg")).tag.endswith("svg")

    def test_a_metric_published_without_numerators_is_ranked_and_has_no_funnel(self, get, record, cast):
        page = get(cast.lead, REABLEMENT)
        assert "Southend-on-Sea in 2023-24: 86.8%, 56 of 152 places from the highest. England: 83.8%." in page
        assert "there is no interval" in page
        assert "funnel.svg" not in page
        get(cast.lead, f"{REABLEMENT}funnel.svg", 404)

    def test_a_number_of_people_is_compared_by_its_rate(self, get, record, cast):
        page = get(cast.lead, f"{METRICS}people-delayed-per-day/")
        assert f'<a class="nhsuk-link" href="{DELAYS}">Delayed transfers of care</a>' in page

    def test_breaks_are_told_and_shown(self, get, record, cast):
        page = get(cast.lead, f"{METRICS}residential-admissions/")
        assert "Values before and after one must not be compared." in page
        assert "Limits begin anew at 2018-19" in page

    def test_a_metric_without_figures_says_why_and_where_to_look(self, get, record, cast):
        page = get(cast.lead, f"{METRICS}falls/")
        assert "There is no figure of this metric for Southend-on-Sea. The definition is not in the documents" in page
        assert 'src="/places' not in page
        for file in ("chart.svg", "rank.svg", "map.svg", "figures.csv", "places.csv"):
            get(cast.lead, f"{METRICS}falls/{file}", 404)

    @pytest.mark.parametrize("path", [METRICS, DELAYS, f"{DELAYS}map.svg", f"{DELAYS}figures.csv"])
    def test_whoever_may_not_see_the_place_is_told_what_is_missing(self, get, record, cast, path):
        assert "You have no role there." in get(cast.outsider, path, 403)
        get(None, path, 302)

    def test_what_there_is_not_is_no_page(self, get, record, cast):
        get(cast.lead, f"{METRICS}no-such-metric/", 404)
        get(cast.administrator, "/places/atlantis/metrics/", 404)
        get(cast.administrator, "/places/dorset-of-old/metrics/reablement/", 404)

    def test_england_and_a_region_have_the_same_page(self, get, record, cast):
        england = get(cast.analyst, "/places/england/metrics/reablement/")
        assert "Still at home 91 days after reablement, England: the latest figure, 2023-24, is 83.8%" in england
        region = get(cast.reviewer, "/places/east-of-england/metrics/delayed-transfers/")
        assert "Delayed transfers of care, East of England" in region

    def test_a_partnership_has_no_figures_of_its_own(self, get, record, cast):
        page = get(cast.administrator, "/places/stp-mid-and-south-essex/metrics/reablement/")
        assert "Look at the places in it, or at England." in page


class TestTarget:
    @pytest.fixture
    def aimed(self, record, cast):
        opened = open_return(place="southend-on-sea", form="2017-19-graduation", by=cast.lead)
        for key, text in (("target", "90"), ("target-by", "2019-03")):
            question = f"c-performance.reablement.{key}"
            save_answer(record=opened, question=question, value=text, expected_version=0, by=cast.lead)
        return opened

    def test_the_places_own_ambition_stands_on_page_chart_list_and_home(self, get, aimed, cast):
        page = get(cast.lead, REABLEMENT)
        assert "Target: 90% by 2019-03." in page
        assert "Better Care Fund graduation, expression of interest." in page
        assert "The target of 90% cannot be judged: there are no limits to compare it with." in page
        assert ">Target 90" in get(cast.lead, f"{REABLEMENT}chart.svg")
        assert "90% by 2019-03" in get(cast.lead, METRICS)
        assert "target: 90% by 2019-03" in get(cast.lead, "/places/southend-on-sea/")

    def test_a_draft_of_it_stays_hidden_from_who_sees_submissions_only(self, get, aimed, cast):
        get(cast.lead, REABLEMENT)
        assert "Target: none is known." in get(cast.analyst, REABLEMENT)
        assert ">Target 90" not in get(cast.analyst, f"{REABLEMENT}chart.svg")

    def test_it_is_not_on_a_metric_that_it_is_not_about(self, get, aimed, cast):
        assert "Target: none is known." in get(cast.lead, DELAYS)


class TestFiles:
    def read(self, text):
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    def test_figures_have_every_period_with_what_it_is_made_of(self, get, record, cast):
        rows = self.read(get(cast.lead, f"{DELAYS}figures.csv"))
        series = load_series("delayed-transfers", "southend-on-sea")
        assert len(rows) == len(series.values)
        last = rows[-1]
        assert (last["period"], last["edition"]) == ("2019-12", "delayed-transfers-2020-02")
        assert float(last["value"]) == pytest.approx(100_000 * float(last["numerator"]) / float(last["denominator"]))
        assert any("Populations are held" in row["missing"] and not row["value"] for row in rows)

    def test_places_have_a_line_each(self, get, record, cast):
        rows = self.read(get(cast.lead, f"{DELAYS}places.csv"))
        assert len(rows) == 150
        assert [float(row["value"]) for row in rows] == sorted((float(row["value"]) for row in rows), reverse=True)
        assert len(self.read(get(cast.lead, f"{REABLEMENT}places.csv"))) == 152


class TestList:
    def test_each_metric_has_its_figure_or_the_reason_for_none(self, get, record, cast):
        page = get(cast.lead, METRICS)
        assert "20 have figures here; 28 have none, and say why." in page
        for said in ("86.8%", "10.5 people per day", "2024-25", "Each place has its own, in its returns."):
            assert said in page

    def test_the_home_of_a_place_leads_there_and_so_does_a_section_on_metrics(self, get, record, cast):
        assert f'href="{METRICS}"' in get(cast.lead, "/places/southend-on-sea/")
        section = get(cast.lead, "/places/southend-on-sea/returns/2016-17-q3/sections/metrics/")
        assert f'<a href="{DELAYS}">Delayed transfers</a>' in section
        assert f'<a href="{METRICS}local/">' in section
        money = get(cast.lead, "/places/southend-on-sea/returns/2016-17-q3/sections/money/")
        assert "Published figures, chart and definition" not in money


class TestCost:
    @pytest.mark.parametrize("path", [METRICS, DELAYS, f"{DELAYS}map.svg"])
    def test_queries_are_few_and_the_same_whether_it_is_kept_or_not(self, get, client, record, cast, path):
        get(cast.lead, path)
        counts = []
        for emptied in (True, False):
            if emptied:
                cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 8

    def test_a_page_is_small_and_so_are_its_pictures(self, get, record, cast):
        assert len(get(cast.lead, DELAYS).encode()) < 60_000
        for kind in ("chart", "rank", "funnel", "map"):
            assert len(get(cast.lead, f"{DELAYS}{kind}.svg").encode()) < 60_000


class TestAmong:
    def test_fifths_are_fifths(self):
        found = place_among(load_series("reablement", "southend-on-sea"))
        fifths = found.fifths()
        values = dict(zip(found.ranked.slugs, found.ranked.values, strict=True))
        inside = [[values[slug] for slug, fifth in fifths.items() if fifth == number] for number in range(1, 6)]
        assert [len(one) for one in inside] == [31, 30, 33, 29, 29]  # of 152; equal figures share a fifth
        assert all(max(lower) < min(higher) for lower, higher in pairwise(inside))
        lowest = found.ranked.slugs[-1]
        assert found.fifths()[lowest] == 1

    def test_the_map_has_every_place_and_the_one_that_is_asked_about_on_top(self):
        found = place_among(load_series("reablement", "southend-on-sea"))
        drawn = render_among_map(found, "southend-on-sea")
        assert drawn.count("<polygon") == 152
        assert drawn.count('stroke-width="4.0"') == 1
        assert drawn.rindex("<polygon") == drawn.index("<polygon", drawn.index("Southend-on-Sea: fifth 4"))

    def test_a_place_without_a_figure_in_that_period_is_compared_with_nobody_and_the_rest_is_shown(self):
        series = load_series("delayed-transfers", "city-of-london")
        found = place_among(series)
        assert found.compared.chosen == found.compared.slugs.index("city-of-london")
        assert [name for name, _ in found.compared.outside] == ["Isles of Scilly"]
        assert len(load_all("delayed-transfers", found.vintage)) == 151
