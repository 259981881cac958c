"""One answer: saved as it is left, collided over and decided, taken over; and its page with what happened to it."""

from html.parser import HTMLParser

import pytest
from page_forms import fields_of

from concordat.history.access import verify_chain
from concordat.returns.actions import save_answer
from concordat.returns.seen import seen_token

BASE = "/places/southend-on-sea/returns/2016-17-q3/"
ACTUAL = "money.income.actual.q3"
PAGE = f"{BASE}answers/{ACTUAL}/"
HTMX = {"HX-Request": "true"}


def leave(client, question, text, seen, **more):
    """Leave a control: what the page sends by itself."""
    sent = {f"answer.{question}": text, f"seen.{question}": seen, **more}
    return client.post(f"{BASE}answers/{question}/", sent, headers=HTMX)


def text_of(record, question):
    row = record.answers.filter(question=question).first()
    return row.text if row else ""


class _Parts(HTMLParser):
    """The elements of an answer that say which one of the page they take the place of."""

    def __init__(self):
        super().__init__()
        self.ids = {}

    def handle_starttag(self, tag, given):
        attrs = dict(given)
        if attrs.get("hx-swap-oob"):
            self.ids[attrs["id"]] = attrs


def parts_of(response):
    parser = _Parts()
    parser.feed(response.content.decode())
    return parser.ids


@pytest.fixture
def lead(client, record, cast):
    client.force_login(cast.lead)
    return client


class TestLeft:
    def test_it_is_saved_and_the_page_is_brought_up_to_date(self, lead, record):
        response = leave(lead, ACTUAL, "3282762", seen_token(0, ""))
        parts = parts_of(response)
        assert response.status_code == 200
        assert text_of(record, ACTUAL) == "3282762"
        assert parts["s-money_income_actual_q3"]["value"] == seen_token(1, "3282762")
        assert {"sections", "stand", "findings", "said-money_income_actual_q3", "total-money_income_actual"} <= set(
            parts
        )
        assert "1 of 17 questions of this section are answered" in response.content.decode()

    def test_no_control_is_replaced_while_one_types(self, lead, record):
        assert not [id for id in parts_of(leave(lead, ACTUAL, "1", seen_token(0, ""))) if id.startswith("c-")]

    def test_every_part_is_on_the_page(self, lead, record):
        html = lead.get(f"{BASE}sections/money/").content.decode()
        for id in parts_of(leave(lead, ACTUAL, "1", seen_token(0, ""))):
            assert f'id="{id}"' in html, id

    def test_a_total_follows_when_it_is_complete(self, lead, record):
        for number in range(1, 5):
            response = leave(lead, f"money.income.forecast.q{number}", f"{number}000", seen_token(0, ""))
        assert "£10,000" in response.content.decode()

    def test_a_rate_follows_from_its_parts(self, lead, record):
        leave(lead, "additional.population", "200,000", seen_token(0, ""))
        response = leave(lead, "additional.budgets-in-place", "24", seen_token(0, ""))
        assert ">12.0</span>" in response.content.decode()

    def test_what_does_not_fit_is_kept_and_told_at_its_field(self, lead, record):
        response = leave(lead, ACTUAL, "£3.3m", seen_token(0, ""))
        assert "data-wrong" in parts_of(response)["said-money_income_actual_q3"]
        assert "is rounded; write it out in pounds" in response.content.decode()
        assert text_of(record, ACTUAL) == "£3.3m"

    def test_questions_that_hang_on_it_come_and_go(self, lead, record):
        response = leave(lead, "conditions.1.answer", "No", seen_token(0, ""))
        assert 'data-opens="if-conditions_1_when" data-open' in response.content.decode()
        response = leave(lead, "conditions.1.answer", "Yes", seen_token(1, "No"))
        assert 'data-opens="if-conditions_1_when" data-open' not in response.content.decode()

    def test_a_question_that_there_is_not(self, lead, record):
        assert leave(lead, "money.nonsense", "1", "0-").status_code == 404
        assert leave(lead, "additional.budgets-rate", "1", "0-").status_code == 404

    def test_what_cannot_be_kept_is_refused_in_words(self, lead, record):
        response = leave(lead, ACTUAL, "1\x00", seen_token(0, ""))
        assert response.status_code == 422
        assert "Not saved." in response.content.decode()

    def test_it_costs_a_constant_number_of_queries(self, lead, record, django_assert_max_num_queries):
        leave(lead, ACTUAL, "1", seen_token(0, ""))
        with django_assert_max_num_queries(14) as few:
            leave(lead, ACTUAL, "2", seen_token(1, "1"))
        for number in range(1, 5):
            leave(lead, f"money.income.forecast.q{number}", "1", seen_token(0, ""))
        with django_assert_max_num_queries(14) as many:
            leave(lead, ACTUAL, "3", seen_token(2, "2"))
        assert len(few) == len(many)

    @pytest.mark.parametrize("who", ["reader", "chair", "reviewer", "administrator", "outsider", "analyst"])
    def test_who_may_not_fill_is_refused(self, client, record, cast, who):
        client.force_login(getattr(cast, who))
        assert leave(client, ACTUAL, "1", seen_token(0, "")).status_code == 403
        assert text_of(record, ACTUAL) == ""

    def test_who_is_assigned_another_section_is_refused(self, client, record, cast):
        client.force_login(cast.finance)
        assert leave(client, "narrative.text", "words", seen_token(0, "")).status_code == 403


class TestCollision:
    @pytest.fixture
    def both(self, lead, record, cast):
        save_answer(record=record, question=ACTUAL, value="3282762", expected_version=0, by=cast.finance)
        return leave(lead, ACTUAL, "3300000", seen_token(0, ""))

    def test_both_are_shown_and_nothing_is_written(self, both, record):
        html = both.content.decode()
        assert both.status_code == 409
        assert "£3,282,762" in html
        assert "£3,300,000" in html
        assert text_of(record, ACTUAL) == "3282762"

    @pytest.mark.parametrize(("keep", "text"), [("mine", "3300000"), ("theirs", "3282762")])
    def test_the_choice_is_kept_and_the_control_shows_it(self, lead, both, record, keep, text):
        more = {f"keep.{ACTUAL}": keep, f"clash.{ACTUAL}": "1-"}
        response = leave(lead, ACTUAL, "3300000", seen_token(0, ""), **more)
        assert response.status_code == 200
        assert text_of(record, ACTUAL) == text
        assert "c-money_income_actual_q3" in parts_of(response)
        assert f'value="{int(text):,}"' in response.content.decode()
        assert "data-acknowledge" in response.content.decode()

    def test_a_choice_that_is_none_is_refused(self, lead, both, record):
        more = {f"keep.{ACTUAL}": "both", f"clash.{ACTUAL}": "1-"}
        assert leave(lead, ACTUAL, "3300000", "", **more).status_code == 422

    def test_without_scripts_the_choice_is_a_page(self, lead, both, record):
        page = lead.post(PAGE, {f"answer.{ACTUAL}": "3300000", f"seen.{ACTUAL}": seen_token(0, "")})
        assert page.status_code == 409
        assert "Two answers to one question" in page.content.decode()
        sent = {f"answer.{ACTUAL}": "3300000", f"keep.{ACTUAL}": "mine", f"clash.{ACTUAL}": "1-"}
        assert lead.post(PAGE, sent).url == PAGE
        assert text_of(record, ACTUAL) == "3300000"


class TestTakenOver:
    def test_it_stands_in_the_control_at_once(self, lead, record):
        question = "conditions.1.answer"
        sent = {"do": f"copy:{question}", f"seen.{question}": seen_token(0, "")}
        response = lead.post(f"{BASE}answers/{question}/", sent, headers=HTMX)
        assert "c-conditions_1_answer" in parts_of(response)
        assert text_of(record, question) == "Yes"

    def test_it_never_goes_over_what_somebody_changed_meanwhile(self, lead, record, cast):
        question = "metrics.local.status"
        status = "No improvement in performance"
        save_answer(record=record, question=question, value=status, expected_version=0, by=cast.lead)
        sent = {"do": f"copy:{question}", f"seen.{question}": seen_token(0, "")}
        response = lead.post(f"{BASE}answers/{question}/", sent, headers=HTMX)
        assert response.status_code == 422
        assert "Nadia Fenn changed it meanwhile to No improvement in performance" in response.content.decode()
        assert text_of(record, question) == status


class TestPage:
    def test_who_when_from_and_to(self, lead, record, cast):
        save_answer(record=record, question=ACTUAL, value="1000", expected_version=0, by=cast.finance)
        save_answer(record=record, question=ACTUAL, value="2000", expected_version=1, by=cast.lead)
        html = lead.get(PAGE).content.decode()
        assert "<strong>Nadia Fenn, Southend-on-Sea Borough Council</strong> answered" in html
        assert "removed: </span>£1,000</del> to <ins>" in html
        assert html.index("Nadia Fenn, Southend") < html.index("Priya Lund, Southend")

    def test_an_earlier_answer_can_be_put_back(self, lead, record, cast):
        save_answer(record=record, question=ACTUAL, value="1000", expected_version=0, by=cast.finance)
        save_answer(record=record, question=ACTUAL, value="2000", expected_version=1, by=cast.lead)
        html = lead.get(PAGE).content.decode()
        assert html.count("Put this answer back") == 1
        sent = {f"answer.{ACTUAL}": "1000", f"seen.{ACTUAL}": seen_token(2, "2000")}
        lead.post(PAGE, sent)
        assert text_of(record, ACTUAL) == "1000"

    def test_an_answer_that_was_taken_back_can_be_empty_again(self, lead, record, cast):
        for version, text in enumerate(("1000", "", "2000")):
            save_answer(record=record, question=ACTUAL, value=text, expected_version=version, by=cast.lead)
        html = lead.get(PAGE).content.decode()
        assert html.count("Leave it empty again") == 1
        form = html.split("Leave it empty again")[0].rpartition("<form")[2]
        assert f'name="answer.{ACTUAL}" value=""' in form
        sent = {f"answer.{ACTUAL}": "", f"seen.{ACTUAL}": seen_token(3, "2000")}
        save_answer(record=record, question=ACTUAL, value="2500", expected_version=3, by=cast.finance)
        assert lead.post(PAGE, sent).status_code == 409
        assert text_of(record, ACTUAL) == "2500"
        lead.post(PAGE, sent | {f"seen.{ACTUAL}": seen_token(4, "2500")})
        assert text_of(record, ACTUAL) == ""
        assert "Leave it empty again" not in lead.get(PAGE).content.decode()

    def test_a_long_text_shows_which_words_changed(self, lead, record, cast):
        for version, text in enumerate(["The plan is on track this quarter.", "The plan is off track this quarter."]):
            save_answer(record=record, question="narrative.text", value=text, expected_version=version, by=cast.lead)
        html = lead.get(f"{BASE}answers/narrative.text/").content.decode()
        assert "removed: </span>on<" in html
        assert "added: </span>off<" in html

    def test_it_writes_nothing_and_readers_change_nothing(self, client, record, cast):
        before = verify_chain(record.subject).length
        client.force_login(cast.reader)
        html = client.get(PAGE).content.decode()
        assert "Put this answer back" not in html
        assert "Write the remark" not in html
        assert verify_chain(record.subject).length == before

    def test_a_remark_is_written_here(self, lead, record):
        sent = {"question": ACTUAL, "text": "Ask the CCG.", "come_back": "on", "next": PAGE}
        response = lead.post(f"{BASE}remarks/", sent)
        assert response.url == PAGE
        assert "Ask the CCG." in lead.get(PAGE).content.decode()
        assert fields_of(lead.get(PAGE)) == {}
