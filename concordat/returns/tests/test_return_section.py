"""The page of a section: shown, saved without scripts, conflicts and what is unreadable come back, nothing is lost."""

import re

import pytest
from page_forms import fields_of, get, save, text_of

from concordat.history.access import verify_chain
from concordat.returns.access import history_of
from concordat.returns.actions import add_remark, assign

BASE = "/places/southend-on-sea/returns/2016-17-q3/"
MONEY, CONDITIONS, METRICS = (f"{BASE}sections/{one}/" for one in ("money", "conditions", "metrics"))
ACTUAL = "money.income.actual.q3"


class TestShown:
    @pytest.mark.parametrize(
        "section", ["cover", "budget", "conditions", "money", "metrics", "additional", "narrative"]
    )
    def test_a_section_is_a_page_that_writes_nothing(self, client, record, cast, section):
        before = verify_chain(record.subject).length
        response = get(client, cast.lead, f"{BASE}sections/{section}/")
        assert response.status_code == 200
        assert verify_chain(record.subject).length == before
        for question in (one for one in response.context["page"].questions if one.kind not in ("derived", "place")):
            assert f'name="answer.{question.id}"' in response.content.decode()

    def test_earlier_answers_stand_beside_and_prefilled_ones_say_where_from(self, client, record, cast):
        html = get(client, cast.lead, MONEY).content.decode()
        assert "Q2: £3,282,763" in html
        assert "Filled in from quarter 2." in html
        assert "as returned in quarter 1" in html
        assert "£13,131,049" in html

    def test_the_place_is_fixed_and_says_why(self, client, record, cast):
        html = get(client, cast.lead, f"{BASE}sections/cover/").content.decode()
        assert "It is the place whose return this is." in html
        assert 'name="answer.cover.place"' not in html

    def test_what_does_not_apply_is_marked(self, client, record, cast):
        save(record, cast.lead, "conditions.1.answer", "Yes")
        html = get(client, cast.lead, CONDITIONS).content.decode()
        assert "Does not apply: “Met” is Yes." in html
        assert "Whether it applies depends on “Met”, which is not answered yet." in html

    def test_a_section_that_there_is_not_is_not_found(self, client, record, cast):
        assert get(client, cast.lead, f"{BASE}sections/nonsense/").status_code == 404

    def test_queries_do_not_grow_with_what_is_there(self, client, record, cast, django_assert_max_num_queries):
        get(client, cast.lead, MONEY)
        with django_assert_max_num_queries(18) as few:
            client.get(MONEY)
        for number in range(10):
            add_remark(record=record, question=ACTUAL, text=f"remark {number}", by=cast.lead)
            save(
                record, cast.lead, f"additional.gp.{'nhs-number-on-letters' if number % 2 else 'api-live'}", f"{number}"
            )
        for target in ("cover", "budget", "narrative", ACTUAL):
            assign(record=record, target=target, to=cast.ccg, by=cast.lead)
        client.get(MONEY)  # from here on the return was read before, as it was for `few`
        with django_assert_max_num_queries(18) as many:
            client.get(MONEY)
        assert len(many) == len(few)


class TestSaved:
    def test_what_was_touched_is_saved_and_nothing_else(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        before = verify_chain(record.subject).length
        response = client.post(MONEY, {**sent, f"answer.{ACTUAL}": "3282762", "do": "continue"})
        assert response.status_code == 302
        assert response.url == METRICS
        assert text_of(record, ACTUAL) == "3282762"
        assert verify_chain(record.subject).length == before + 1

    def test_sending_a_whole_filled_return_untouched_changes_nothing(self, client, filled, cast):
        before = verify_chain(filled.subject).length
        for section in ("cover", "budget", "conditions", "money", "metrics", "additional", "narrative"):
            path = f"{BASE}sections/{section}/"
            assert client.post(path, fields_of(get(client, cast.lead, path))).status_code == 302
        assert verify_chain(filled.subject).length == before

    def test_an_option_of_a_choice_and_a_cell_of_a_matrix(self, client, record, cast):
        path = f"{BASE}sections/additional/"
        sent = fields_of(get(client, cast.lead, path))
        cell, team = "additional.sharing.gp.hospital", "additional.teams-acute"
        sent |= {f"answer.{cell}": "Shared via Open API", f"answer.{team}": "No"}
        client.post(path, sent)
        assert (text_of(record, cell), text_of(record, team)) == ("Shared via Open API", "No")

    def test_a_long_text_with_lines_comes_back_as_it_was(self, client, record, cast):
        path = f"{BASE}sections/narrative/"
        sent = fields_of(get(client, cast.lead, path))
        client.post(path, {**sent, "answer.narrative.text": "\r\n One.\r\n\r\n<b>Two</b> & 'three'.\r\n"})
        assert text_of(record, "narrative.text") == "\n One.\n\n<b>Two</b> & 'three'.\n"
        response = client.get(path)
        assert "&lt;b&gt;Two&lt;/b&gt; &amp; &#x27;three&#x27;." in response.content.decode()
        before = verify_chain(record.subject).length
        client.post(path, fields_of(response))
        assert verify_chain(record.subject).length == before

    def test_what_does_not_fit_is_saved_as_typed_and_named(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        response = client.post(MONEY, {**sent, f"answer.{ACTUAL}": "about 3 million", "do": "continue"}, follow=True)
        html = response.content.decode()
        assert text_of(record, ACTUAL) == "about 3 million"
        assert response.redirect_chain == [(f"{MONEY}?unfit=1", 302)]
        assert 'href="#a-money_income_actual_q3"' in html
        assert re.search(r'id="a-money_income_actual_q3"[^>]*value="about 3 million"[^>]*aria-invalid="true"', html)

    def test_going_on_is_possible_although_something_does_not_fit(self, client, record, cast):
        save(record, cast.lead, ACTUAL, "about 3 million")
        response = client.post(MONEY, {**fields_of(get(client, cast.lead, MONEY)), "do": "continue"})
        assert response.url == METRICS

    def test_what_cannot_be_kept_comes_back_at_its_field_and_the_rest_is_saved(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        sent |= {f"answer.{ACTUAL}": "3282762", "answer.money.commentary": "half\x00a word"}
        response = client.post(MONEY, sent)
        assert response.status_code == 422
        assert text_of(record, ACTUAL) == "3282762"
        assert "holds a character that cannot be kept" in response.content.decode()

    def test_clearing_takes_an_answer_back(self, client, record, cast):
        save(record, cast.lead, ACTUAL, "1")
        client.post(MONEY, {**fields_of(get(client, cast.lead, MONEY)), f"answer.{ACTUAL}": ""})
        assert text_of(record, ACTUAL) == ""

    @pytest.mark.parametrize("seen", ["", "x", "-", "99999999999999999999-", "٣-a", "1"])
    def test_a_token_that_is_none_overwrites_nothing(self, client, record, cast, seen):
        save(record, cast.finance, ACTUAL, "1")
        save(record, cast.finance, ACTUAL, "2")
        client.force_login(cast.lead)
        response = client.post(MONEY, {f"answer.{ACTUAL}": "3", f"seen.{ACTUAL}": seen})
        assert response.status_code == 409
        assert text_of(record, ACTUAL) == "2"


class TestCollision:
    def test_the_second_sees_both_and_chooses(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        save(record, cast.finance, ACTUAL, "3282762")
        both = client.post(MONEY, {**sent, f"answer.{ACTUAL}": "3300000", "answer.money.commentary": "As planned."})
        html = both.content.decode()
        assert both.status_code == 409
        assert text_of(record, "money.commentary") == "As planned."
        assert text_of(record, ACTUAL) == "3282762"
        assert "£3,300,000" in html
        assert "£3,282,762" in html
        assert "Priya Lund" in html
        again = fields_of(both)
        assert again[f"keep.{ACTUAL}"] == "theirs"
        assert again[f"answer.{ACTUAL}"] == "3300000"
        assert client.post(MONEY, {**again, f"keep.{ACTUAL}": "mine"}).status_code == 302
        assert text_of(record, ACTUAL) == "3300000"

    def test_keeping_theirs_writes_what_was_dropped_into_history_only(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        save(record, cast.finance, ACTUAL, "3282762")
        both = client.post(MONEY, {**sent, f"answer.{ACTUAL}": "3300000"})
        client.post(MONEY, fields_of(both))
        assert text_of(record, ACTUAL) == "3282762"
        assert history_of(record, ACTUAL).first().said["dropped"] == "3300000"

    def test_what_others_changed_and_one_did_not_touch_is_no_conflict(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        save(record, cast.finance, ACTUAL, "3282762")
        response = client.post(MONEY, {**sent, "answer.money.commentary": "As planned."})
        assert response.status_code == 302
        assert text_of(record, ACTUAL) == "3282762"

    def test_the_same_value_typed_otherwise_is_no_conflict(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        save(record, cast.finance, ACTUAL, "3282762")
        assert client.post(MONEY, {**sent, f"answer.{ACTUAL}": "£3,282,762"}).status_code == 302
        assert text_of(record, ACTUAL) == "3282762"

    def test_a_third_change_while_deciding_is_shown_again(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        save(record, cast.finance, ACTUAL, "1")
        both = fields_of(client.post(MONEY, {**sent, f"answer.{ACTUAL}": "2"}))
        save(record, cast.finance, ACTUAL, "3")
        again = client.post(MONEY, {**both, f"keep.{ACTUAL}": "mine"})
        assert again.status_code == 409
        assert text_of(record, ACTUAL) == "3"


class TestTakenOver:
    def test_one_answer_on_request(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, CONDITIONS))
        response = client.post(CONDITIONS, {**sent, "do": "copy:conditions.1.answer"})
        assert response.url == f"{CONDITIONS}#a-conditions_1_answer"
        row = record.answers.get(question="conditions.1.answer")
        assert (row.text, row.origin) == ("Yes", "2016-17-q2")

    def test_what_was_typed_beside_it_is_saved_too(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, CONDITIONS))
        client.post(CONDITIONS, {**sent, "answer.conditions.2.why": "words", "do": "copy:conditions.1.answer"})
        assert text_of(record, "conditions.2.why") == "words"

    def test_only_what_is_empty_of_a_table(self, client, record, cast):
        save(record, cast.lead, "money.income.forecast.q4", "1")
        response = get(client, cast.lead, MONEY)
        number = next(block.number for block in response.context["page"].blocks if block.title == "Income")
        client.post(MONEY, {**fields_of(response), "do": f"fill:{number}"})
        texts = [text_of(record, f"money.income.forecast.q{one}") for one in range(1, 5)]
        assert texts == ["£3,282,763", "£3,282,762", "£3,282,762", "1"]
        assert text_of(record, "money.expenditure.forecast.q1") == ""

    @pytest.mark.parametrize("do", ["fill:999", "fill:x", "fill:", "copy:nonsense", "copy:", "nonsense", "fill:-1"])
    def test_a_wish_that_makes_no_sense_changes_nothing(self, client, record, cast, do):
        before = verify_chain(record.subject).length
        sent = fields_of(get(client, cast.lead, MONEY))
        assert client.post(MONEY, {**sent, "do": do}).status_code == 302
        assert verify_chain(record.subject).length == before

    def test_what_the_period_before_did_not_answer_is_told(self, client, record, cast):
        sent = fields_of(get(client, cast.lead, MONEY))
        response = client.post(MONEY, {**sent, "do": f"copy:{ACTUAL}"}, follow=True)
        assert "has no answer to" in response.content.decode()
