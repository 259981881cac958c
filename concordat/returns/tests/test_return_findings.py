"""The findings of a return on the site: all, of a section or severity; reasons given, collided over, and refused."""

import pytest

from concordat.findings import Severity
from concordat.returns.access import as_value
from concordat.returns.actions import give_reason, save_answer
from concordat.returns.actions.changing import Closed
from concordat.returns.checks import check_return
from concordat.returns.tests.page_forms import save
from concordat.returns.views.shown.pages import slug_of_question

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

    @pytest.mark.parametrize(
        ("text", "why"), [("Agreed\x00 with it.", "cannot be kept"), ("x" * 200_001, "200,001 characters are too many")]
    )
    def test_what_cannot_be_kept_stands_where_it_was_written_with_why(self, lead, record, finding, text, why):
        response = lead.post(reason_path(finding), {"reason": text, "version": "0"})
        html = response.content.decode()
        assert response.status_code == 422
        assert "<title>Error: " in html
        assert "is not saved. " in html.split("nhsuk-error-summary__list")[1]
        field = html.split(f'id="r-{finding.code}-{slug_of_question(finding.where)}"')[1].split("</textarea>")[0]
        assert text in field
        assert "aria-describedby" in field
        assert why in html.split('class="nhsuk-error-message"')[1]
        assert not record.reasons.exists()

    def test_one_that_cannot_be_kept_does_not_replace_what_came_meanwhile(self, lead, record, finding, cast):
        page = lead.post(reason_path(finding), {"reason": "a\x00b", "version": "0"})
        give_reason(record=record, code=finding.code, where=finding.where, text="Theirs.", by=cast.finance)
        line = next(one for section in page.context["page"].found for one in section.lines if one.error)
        assert lead.post(line.post, {"reason": "ab", "version": line.version}).status_code == 409

    def test_one_to_a_return_that_closed_meanwhile_is_shown_to_be_copied(self, lead, finding, monkeypatch):
        def closed(**_):
            raise Closed("The return closed.")

        monkeypatch.setattr("concordat.returns.access.Filling.is_fixed", lambda *_: True)
        monkeypatch.setattr("concordat.returns.actions.give_reason", closed)
        response = lead.post(reason_path(finding), {"reason": "Agreed with the CCG.", "version": "0"})
        html = response.content.decode()
        assert response.status_code == 422
        for words in ("<title>Error: ", "Not saved", "The return closed.", "Agreed with the CCG."):
            assert words in html, words
        assert "Save the reason" not in html

    def test_one_to_a_finding_that_is_gone_and_was_explained_meanwhile_is_shown_to_be_copied(
        self, lead, record, finding, cast
    ):
        give_reason(record=record, code=finding.code, where=finding.where, text="Theirs.", by=cast.finance)
        for number in range(1, 5):
            save(record, cast.lead, f"money.income.forecast.q{number}", "")
        response = lead.post(reason_path(finding), {"reason": "Agreed with the CCG.", "version": "0"})
        assert response.status_code == 409
        assert [one.text for one in response.context["page"].lost] == ["Agreed with the CCG."]
        assert "Agreed with the CCG." in response.content.decode()
