"""The task list of a return, opening one, what waits, who is asked for what, remarks and history."""

from datetime import date

import pytest

from concordat.history.access import verify_chain
from concordat.returns.actions import assign, complete_assignment, save_answer
from concordat.returns.models import ReturnRecord
from concordat.returns.tests.page_forms import save

PLACE = "/places/southend-on-sea/returns/"
BASE = f"{PLACE}2016-17-q3/"
NEXT = f"{PLACE}2016-17-q4/"


@pytest.fixture
def lead(client, record, cast):
    client.force_login(cast.lead)
    return client


def html_of(client, who, path):
    client.force_login(who)
    return client.get(path).content.decode()


class TestTasks:
    def test_sections_have_states_and_counts(self, lead, record):
        page = lead.get(BASE).context["page"]
        states = {task.text: (task.tag.text, task.hint) for task in page.tasks}
        assert states["Budget arrangements"] == ("Complete", "1 of 1 answered")
        assert states["Cover"] == ("In progress", "1 of 5 answered")
        assert states["Income and expenditure"] == (
            "Not started",
            "0 of 17 answered · Priya Lund is asked until 24 February 2017",
        )
        assert (page.answered, page.asked) == (2, 140)

    def test_what_is_missing_agrees_with_what_is_not_answered(self, lead, record):
        page = lead.get(BASE).context["page"]
        unanswered = next(int(text.split()[0]) for _, text, _ in page.counts if "not answered yet" in text)
        assert page.asked - page.answered == unanswered + page.depending
        assert f"138 answers are missing, {138 - unanswered} of which depend on other answers." in page.progress
        assert 0 < unanswered < 138

    def test_go_on_leads_to_the_first_section_of_theirs_that_is_not_complete(self, client, record, cast):
        client.force_login(cast.finance)
        assert client.get(BASE).context["page"].go_on.id == "money"
        client.force_login(cast.lead)
        assert client.get(BASE).context["page"].go_on.id == "cover"
        client.force_login(cast.reader)
        assert client.get(BASE).context["page"].go_on is None

    def test_a_filled_return_has_nothing_left(self, client, filled, cast):
        html = html_of(client, cast.lead, BASE)
        assert "140 of 140 questions answered" in html
        assert "Every question is answered." in html

    def test_queries_are_few_and_constant(self, lead, record, cast, django_assert_max_num_queries):
        lead.get(BASE)
        with django_assert_max_num_queries(18) as few:
            lead.get(BASE)
        for target in ("cover", "budget", "narrative", "conditions.1.answer"):
            assign(record=record, target=target, to=cast.finance, by=cast.lead)
        lead.get(BASE)  # from here on the return was read before, as it was for `few`
        with django_assert_max_num_queries(18) as many:
            lead.get(BASE)
        assert len(few) == len(many)

    def test_an_assignment_that_names_no_section_of_the_form_breaks_nothing(self, lead, record):
        record.assignments.filter(target="money").update(target="gone.away")
        assert lead.get(BASE).status_code == 200
        assert lead.get(f"{BASE}assignments/").status_code == 200


class TestWhatIsLeft:
    @pytest.fixture
    def finance(self, client, record, cast):
        record.assignments.all().delete()
        client.force_login(cast.finance)
        return client

    def test_it_is_counted_until_it_is_answered(self, finance, record, cast):
        assign(record=record, target="conditions.1.answer", to=cast.finance, by=cast.lead)
        for path in (BASE, f"{BASE}waiting/"):
            assert "1 to answer" in finance.get(path).content.decode()
        save(record, cast.lead, "conditions.1.answer", "Yes")
        for path in (BASE, f"{BASE}waiting/"):
            html = finance.get(path).content.decode()
            assert "0 to answer" not in html
            assert "answered" in html.split("#a-conditions_1_answer")[-1].split("</li>")[0].split("Asked by")[0]

    def test_what_is_no_longer_asked_is_not_called_answered(self, finance, record, cast):
        assign(record=record, target="cover", to=cast.finance, by=cast.lead)
        record.assignments.update(target="gone.away", state="ended")
        assert "; answered" not in finance.get(f"{BASE}assignments/").content.decode()


class TestOpening:
    def test_nobody_opened_it_yet(self, lead, record):
        html = lead.get(NEXT).content.decode()
        assert "Nobody has opened this return yet" in html
        assert "Open this return" in html
        assert not ReturnRecord.objects.filter(form="2016-17-q4").exists()

    def test_who_may_opens_it_prefilled(self, lead, record):
        response = lead.post(f"{NEXT}open/", follow=True)
        assert response.redirect_chain == [(NEXT, 302)]
        assert "answers are filled in from what is known already" in response.content.decode()

    def test_who_may_not_is_told_who_can(self, client, record, cast):
        html = html_of(client, cast.finance, NEXT)
        assert "Open this return" not in html
        assert "It takes the role of lead" in html
        assert client.post(f"{NEXT}open/").status_code == 403

    @pytest.mark.parametrize("path", ["2016-17-q9/", "nonsense/"])
    def test_a_form_that_there_is_not(self, lead, path):
        assert lead.get(f"{PLACE}{path}").status_code == 404
        assert lead.post(f"{PLACE}{path}open/", follow=True).status_code == 404

    def test_a_place_that_there_is_not_is_not_found(self, lead):
        assert lead.get("/places/nowhere/returns/2016-17-q3/").status_code == 404

    @pytest.mark.parametrize("who", ["outsider", "analyst"])
    def test_who_sees_no_drafts_sees_no_empty_one_either(self, client, record, cast, who):
        client.force_login(getattr(cast, who))
        assert client.get(NEXT).status_code == 403
        assert client.get(BASE).status_code == 403


class TestAssignments:
    def ask(self, client, cast, **changed):
        sent = {"target": "narrative", "to": f"person-{cast.contributor.pk}", "words": "Please write two pages."}
        sent |= {"due_day": "1", "due_month": "March", "due_year": "2017", **changed}
        return client.post(f"{BASE}assignments/", sent)

    def test_somebody_is_asked_until_a_day_and_told(self, lead, record, cast, mailoutbox):
        mailoutbox.clear()
        assert self.ask(lead, cast).status_code == 302
        assert [letter.to for letter in mailoutbox] == [[cast.contributor.email]]
        assert "Tom Achterberg, until 1 March 2017, in 10 days" in lead.get(f"{BASE}assignments/").content.decode()

    @pytest.mark.parametrize(("day", "is_late"), [("3", False), ("4", True)])
    def test_a_day_after_the_deadline_is_told(self, lead, record, cast, day, is_late):
        self.ask(lead, cast, due_day=day)
        html = lead.get(f"{BASE}assignments/").content.decode()
        assert ("The day that you named is after the return is due, 3 March 2017." in html) is is_late

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"target": ""}, "Choose the section or the question that is to be answered."),
            ({"to": ""}, "Choose the person or the body that is asked."),
            ({"to": "person-999999"}, "Who is asked"),
            ({"due_year": "2016"}, "That day is over"),
            ({"due_month": "13"}, "not a day of any calendar"),
            ({"target": "nonsense"}, "What is to be answered"),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_is_lost(self, lead, record, cast, changed, said):
        before = record.assignments.count()
        response = self.ask(lead, cast, **changed)
        html = response.content.decode()
        assert response.status_code == 422
        assert said in html[html.index("nhsuk-error-summary") :]
        assert "Please write two pages." in html
        assert record.assignments.count() == before

    def test_done_handed_back_and_chased(self, client, record, cast):
        money = record.assignments.get(target="money")
        client.force_login(cast.finance)
        done = client.post(f"{BASE}assignments/{money.pk}/done/", {"next": f"{BASE}waiting/"})
        assert done.url == f"{BASE}waiting/"
        money.refresh_from_db()
        assert money.state == "done"
        metrics = record.assignments.get(target="metrics")
        client.force_login(cast.contributor)
        client.post(f"{BASE}assignments/{metrics.pk}/hand-back/", {"words": ""})
        metrics.refresh_from_db()
        assert metrics.state == "asked"
        client.post(f"{BASE}assignments/{metrics.pk}/hand-back/", {"words": "On leave."})
        metrics.refresh_from_db()
        assert metrics.state == "handed-back"

    def test_chasing_twice_and_what_is_over(self, lead, record, cast):
        money = record.assignments.get(target="money")
        path = f"{BASE}assignments/{money.pk}/chase/"
        assert lead.post(path).status_code == 302
        complete_assignment(assignment=money, by=cast.finance)
        assert "This cannot be chased" in lead.post(path, follow=True).content.decode()

    def test_what_is_not_theirs(self, client, record, cast):
        money = record.assignments.get(target="money")
        client.force_login(cast.contributor)
        assert client.post(f"{BASE}assignments/{money.pk}/done/").status_code == 404
        assert client.post(f"{BASE}assignments/{money.pk}/chase/").status_code == 403
        assert client.post(f"{BASE}assignments/{money.pk}/nonsense/").status_code == 404
        assert self.ask(client, cast).status_code == 403
        assert client.get(f"{BASE}assignments/{money.pk}/chase/").status_code == 405

    def test_a_form_never_leads_elsewhere(self, lead, record, cast):
        money = record.assignments.get(target="money")
        for evil in ("https://example.org/", "//example.org", f"{BASE}../../../evil", "javascript:alert(1)"):
            response = lead.post(f"{BASE}assignments/{money.pk}/chase/", {"next": evil})
            assert response.url.startswith(BASE), evil


class TestWaiting:
    def test_what_waits_for_whom(self, client, record, cast):
        assert "Income and expenditure" in html_of(client, cast.finance, f"{BASE}waiting/")
        assert "Supporting metrics" in html_of(client, cast.contributor, f"{BASE}waiting/")
        assert "Is the forecast still the plan" in html_of(client, cast.lead, f"{BASE}waiting/")
        assert "Nothing of this return waits for you." in html_of(client, cast.reader, f"{BASE}waiting/")

    def test_findings_to_explain_wait_for_who_may(self, client, record, cast):
        for question in ("conditions.1.answer", "conditions.2.answer"):
            save_answer(record=record, question=question, value="No", expected_version=0, by=cast.lead)
        save_answer(record=record, question="conditions.1.why", value="n/a", expected_version=0, by=cast.lead)
        client.force_login(cast.lead)
        waiting = client.get(f"{BASE}waiting/").context["page"]["waiting"]
        assert waiting.findings
        assert all(one.may_explain and one.is_open for one in waiting.findings)


class TestRemarks:
    def test_one_is_written_shown_and_resolved(self, lead, record):
        lead.post(f"{BASE}remarks/", {"question": "money", "text": "Check with Finance."})
        remark = record.remarks.get(question="money")
        assert "Check with Finance." in lead.get(f"{BASE}remarks/").content.decode()
        lead.post(f"{BASE}remarks/{remark.pk}/resolve/")
        assert "Resolved by Nadia Fenn" in lead.get(f"{BASE}remarks/").content.decode()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"question": "money", "text": " "}, "Write what you want to remark."),
            ({"question": "", "text": "x"}, "Choose what the remark is about."),
            ({"question": "x.y", "text": "x"}, "What was chosen is not on offer."),
        ],
    )
    def test_what_is_wrong_is_told(self, lead, record, sent, said):
        response = lead.post(f"{BASE}remarks/", sent)
        html = response.content.decode()
        assert response.status_code == 422
        assert said in html[html.index("nhsuk-error-summary") :]

    def test_readers_only_read(self, client, record, cast):
        assert "Write the remark" not in html_of(client, cast.reader, f"{BASE}remarks/")
        assert client.post(f"{BASE}remarks/", {"question": "money", "text": "x"}).status_code == 403
        assert client.post(f"{BASE}remarks/{record.remarks.get().pk}/resolve/").status_code == 403

    def test_a_remark_of_another_return_is_not_found(self, lead, record):
        assert lead.post(f"{BASE}remarks/999999/resolve/").status_code == 404


class TestHistory:
    def test_the_latest_stands_first_and_what_was_filled_in_stands_together(self, lead, record, cast):
        save_answer(record=record, question="narrative.text", value="Good.", expected_version=0, by=cast.lead)
        page = lead.get(f"{BASE}history/").context["page"]
        assert page["groups"][0].lines[0].after == "Good."
        assert [len(group.lines) for group in page["groups"] if not group.is_single] == [3]

    @pytest.mark.parametrize("page", ["1", "2", "999", "x", "-1"])
    def test_pages_and_wishes_for_pages_that_there_are_not(self, lead, record, cast, page):
        for number in range(60):
            save_answer(
                record=record, question="narrative.text", value=f"{number}", expected_version=number, by=cast.lead
            )
        before = verify_chain(record.subject).length
        assert lead.get(f"{BASE}history/?page={page}").status_code == 200
        assert verify_chain(record.subject).length == before

    def test_every_verb_has_a_sentence(self, client, filled, cast):
        client.force_login(cast.lead)
        for number in range(1, 9):
            response = client.get(f"{BASE}history/?page={number}")
            for group in response.context["page"]["groups"]:
                assert all(line.what != line.what.upper() and " " in f"{line.what} " for line in group.lines)
                assert not [line for line in group.lines if "…" in line.what]

    def test_late_is_late(self, client, record, cast, settings):
        settings.STARTS_ON = date(2017, 3, 1)
        client.force_login(cast.lead)
        assert ">Late<" in client.get(f"{BASE}assignments/").content.decode()
