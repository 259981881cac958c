"""The findings of a return on the site: all, of a section or severity; reasons given, collided over, and refused."""

import pytest

from concordat.findings import Severity
from concordat.returns.access import as_value
from concordat.returns.actions import give_reason, save_answer
from concordat.returns.checks import check_return

BASE = "/places/southend-on-sea/returns/2016-17-q3/"
PAGE = f"{BASE}findings/"


@pytest.fixture
def finding(record, cast):
    """A finding that asks for a reason: the fund for the year and the forecast differ."""
    for number in range(1, 5):
        question = f"money.income.forecast.q{number}"
        save_answer(record=record, question=question, value="4000000", expected_version=0, by=cast.lead)
    found = [one for one in check_return(as_value(record)) if one.severity is Severity.EXPLAIN]
    assert found
    return found[0]


@pytest.fixture
def lead(client, record, cast):
    client.force_login(cast.lead)
    return client


def reason_path(finding):
    return f"{PAGE}{finding.code}/{finding.where}/"


class TestShown:
    def test_all_are_listed_by_section_with_their_fields(self, lead, finding):
        html = lead.get(PAGE).content.decode()
        assert finding.message in html.replace("&#x27;", "'").replace("&quot;", '"')
        assert 'href="/places/southend-on-sea/returns/2016-17-q3/sections/money/#a-money_' in html
        assert "questions not answered yet" in html

    def test_one_section_one_severity(self, lead, finding):
        assert [one.title for one in lead.get(f"{PAGE}?section=money").context["page"].found] == [
            "Income and expenditure"
        ]
        explain = lead.get(f"{PAGE}?severity=explain").context["page"]
        assert {line.severity for section in explain.found for line in section.lines} == {Severity.EXPLAIN}
        assert explain.unanswered == 0

    @pytest.mark.parametrize(
        "query", ["?section=x&severity=y", "?section=&severity=", "?section=%00", "?severity=BLOCKS"]
    )
    def test_a_filter_that_names_nothing_shows_all(self, lead, finding, query):
        shown = lead.get(f"{PAGE}{query}")
        assert shown.status_code == 200
        assert shown.context["page"].unanswered > 50

    def test_a_filled_return_has_nothing_open(self, client, filled, cast):
        client.force_login(cast.lead)
        page = client.get(PAGE).context["page"]
        assert page.unanswered == 0
        assert not [line for section in page.found for line in section.lines if line.is_open]

    def test_each_severity_is_explained(self, lead, record):
        html = lead.get(PAGE).content.decode()
        assert all(word in html for word in ("Blocks", "Explain", "Note", "Nothing of it stops anybody"))


class TestReasons:
    def test_one_is_saved_with_who_and_when(self, lead, record, finding):
        response = lead.post(reason_path(finding), {"reason": "Agreed with the CCG.", "version": "0"}, follow=True)
        html = response.content.decode()
        assert "The reason is saved." in html
        assert "Given by Nadia Fenn, today" in html
        assert record.reasons.get(code=finding.code, where=finding.where).text == "Agreed with the CCG."

    def test_one_that_changes_nothing_or_is_taken_back_says_so(self, lead, record, finding):
        def sent(reason, version):
            given = {"reason": reason, "version": version}
            return lead.post(reason_path(finding), given, follow=True).content.decode()

        assert "There is no reason yet: write one, then save it." in sent(" ", "0")
        sent("Agreed with the CCG.", "0")
        assert "The reason stands as it was saved before." in sent("Agreed with the CCG.", "1")
        assert "The reason is taken back." in sent("", "1")
        assert record.reasons.get(code=finding.code, where=finding.where).text == ""

    def test_beside_a_section_it_is_shown_at_once(self, lead, finding):
        sent = {"reason": "Agreed with the CCG.", "version": "0"}
        response = lead.post(reason_path(finding), sent, headers={"HX-Request": "true"})
        assert 'id="findings"' in response.content.decode()
        assert "Explained" in response.content.decode()

    def test_two_who_give_one_see_both(self, lead, record, finding, cast):
        give_reason(record=record, code=finding.code, where=finding.where, text="Theirs.", by=cast.finance)
        response = lead.post(reason_path(finding), {"reason": "Mine.", "version": "0"})
        html = response.content.decode()
        assert response.status_code == 409
        assert "Theirs." in html
        assert "Mine." in html
        again = lead.post(reason_path(finding), {"reason": "Mine.", "version": "1"})
        assert again.status_code == 302
        assert record.reasons.get(code=finding.code, where=finding.where).text == "Mine."

    @pytest.mark.parametrize("who", ["reader", "chair", "contributor", "outsider"])
    def test_who_may_not_is_refused_and_sees_no_place_for_it(self, client, record, finding, cast, who):
        client.force_login(getattr(cast, who))
        assert client.post(reason_path(finding), {"reason": "x", "version": "0"}).status_code == 403
        assert "Save the reason" not in client.get(PAGE).content.decode()

    @pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
    def test_a_version_that_is_none_overwrites_nothing(self, lead, record, finding, cast, version):
        give_reason(record=record, code=finding.code, where=finding.where, text="Theirs.", by=cast.finance)
        assert lead.post(reason_path(finding), {"reason": "Mine.", "version": version}).status_code == 409

    def test_what_cannot_be_kept_is_told(self, lead, finding):
        response = lead.post(reason_path(finding), {"reason": "a\x00b", "version": "0"}, follow=True)
        assert "cannot be kept" in response.content.decode()
