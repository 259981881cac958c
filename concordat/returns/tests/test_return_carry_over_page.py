"""A form issued again while it is filled: what changed, who is behind, answers carried over; as pages."""

import shutil

import pytest

from concordat.accounts.actions import add_body, grant_role
from concordat.returns.access import as_value
from concordat.returns.actions import add_remark, assign, carry_over, complete_assignment, open_return, save_answer
from concordat.returns.demo import EXAMPLES
from concordat.returns.models import ReturnRecord
from concordat.returns.tests.page_forms import fields_of, get, save
from concordat.returns.tests.page_forms import text_of as kept
from concordat.returns.tests.signing_steps import text_of

HERE = "/places/kent/returns/2032-33-h1"


@pytest.fixture
def reissued(cast, monkeypatch):
    """Kent's return on version 1 of a form whose version 2 has come, as the guide on reissuing has it."""
    folder = EXAMPLES.parent / "docs" / "examples"
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(folder / "frameworks"))
    grant_role(person=cast.lead, role="lead", place="kent", by=cast.administrator)
    add_body(name="Kent HWB", kind="board", places=["kent"], by=cast.lead)
    record = open_return(place="kent", form="2032-33-h1", by=cast.lead)
    ReturnRecord.objects.filter(pk=record.pk).update(version=1)
    record.version = 1
    for question, text in (("homes.packages", "24"), ("cover.email", "a@kent.example")):
        save_answer(record=record, question=question, value=text, expected_version=0, by=cast.lead)
    return record


def test_what_changed_is_listed_with_what_becomes_of_each_answer(client, reissued, cast):
    client.force_login(cast.lead)
    said = text_of(client.get(f"{HERE}/carry-over/"))
    assert "This return is on version 1; the latest is version 2." in said
    for words in ("Moved", "No longer asked", "Answered now: 24", "Carry the answers over"):
        assert words in said
    assert "It was “Packages of care in place”; its answer, remarks and reasons go with it." in said
    assert "homes.packages" not in said
    assert ReturnRecord.objects.get(pk=reissued.pk).version == 1


def test_answers_are_carried_over(client, reissued, cast):
    client.force_login(cast.lead)
    assert client.post(f"{HERE}/carry-over/").url == f"{HERE}/"
    record = ReturnRecord.objects.get(pk=reissued.pk)
    assert (record.version, as_value(record).answers.text("homes.packages-in-place")) == (2, "24")
    assert "the latest. There is nothing to carry over." in text_of(client.get(f"{HERE}/carry-over/"))


def test_who_is_behind_is_shown_to_those_who_see_drafts_there(client, reissued, cast):
    client.force_login(cast.administrator)
    for scope in ("kent", "england"):
        said = text_of(client.get(f"/places/{scope}/returns/2032-33-h1/old-versions/"))
        assert said.count(f'href="{HERE}/carry-over/">Kent') == 1, scope
        file = client.get(f"/places/{scope}/returns/2032-33-h1/old-versions.csv")
        assert file["Content-Disposition"] == f'attachment; filename="2032-33-h1-{scope}-old-versions.csv"'
        assert file.content.decode().splitlines()[1:] == ["Kent,E10000016,2032-33-h1,1,2,Being filled"]
        assert "old-versions.csv" in said
    client.force_login(cast.analyst)
    assert "Nobody" in text_of(client.get("/places/england/returns/2032-33-h1/old-versions/"))
    client.force_login(cast.outsider)
    for page in ("old-versions/", "old-versions.csv"):
        assert client.get(f"/places/england/returns/2032-33-h1/{page}").status_code == 403
    client.force_login(cast.lead)
    assert client.get("/places/kent/returns/2099-00-q1/old-versions/").status_code == 404


def test_what_was_typed_on_a_page_of_the_version_before_follows_the_question(client, reissued, cast):
    homes, cover = (get(client, cast.lead, f"{HERE}/sections/{one}/") for one in ("homes", "cover"))
    carry_over(record=reissued, by=cast.lead)
    sent = fields_of(homes) | {"answer.homes.packages": "31"}
    assert client.post(f"{HERE}/sections/homes/", sent).status_code == 302
    assert kept(reissued, "homes.packages-in-place") == "31"
    later = client.post(f"{HERE}/sections/homes/", sent | {"answer.homes.packages": "32"})
    assert later.status_code == 409
    assert kept(reissued, "homes.packages-in-place") == "31"
    sent = fields_of(cover) | {"answer.cover.email": "b@kent.example", "answer.cover.signed-by": "Ann Ash"}
    response = client.post(f"{HERE}/sections/cover/", sent)
    assert response.status_code == 422
    for words in ("Not saved", "E-mail", "no longer asks this.", "b@kent.example"):
        assert words in text_of(response), words
    assert kept(reissued, "cover.signed-by") == "Ann Ash"
    assert client.post(f"{HERE}/sections/cover/", fields_of(cover)).status_code == 302


@pytest.fixture
def without_homes(reissued, tmp_path, monkeypatch):
    """The same, where version 2 has no section on homes any more; its first question went to another one."""
    shutil.copytree(EXAMPLES.parent / "docs" / "examples" / "frameworks", tmp_path / "frameworks")
    file = tmp_path / "frameworks" / "2032-33" / "questionnaires" / "half-yearly-2.yaml"
    head, homes = file.read_text().split("  - id: homes\n")
    moved = next(line.strip(" -") for line in homes.splitlines() if "packages-in-place, kind" in line)
    checks = homes.split("\nchecks:")[1]
    file.write_text(f"{head}  - id: care\n    title: Care\n    questions:\n      - {moved.rstrip()}\n\nchecks:{checks}")
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(tmp_path / "frameworks"))
    return reissued


class TestSectionThatIsGone:
    def test_what_was_typed_on_its_page_is_saved_where_it_moved_and_shown_where_it_did_not(
        self, client, without_homes, cast
    ):
        homes = get(client, cast.lead, f"{HERE}/sections/homes/")
        carry_over(record=without_homes, by=cast.lead)
        sent = fields_of(homes) | {"answer.homes.packages": "31"}
        assert client.post(f"{HERE}/sections/homes/", sent | {"do": "continue"}).url == f"{HERE}/"
        assert kept(without_homes, "care.packages-in-place") == "31"
        response = client.post(f"{HERE}/sections/homes/", sent | {"answer.homes.started": "April 2032"})
        assert response.status_code == 422
        said = text_of(response)
        for words in ("<title>Error: ", "Not saved", "Month in which the service began", "April 2032", "Care"):
            assert words in said, words

    def test_an_answer_that_changed_where_it_moved_is_shown_and_not_overwritten(self, client, without_homes, cast):
        homes = get(client, cast.lead, f"{HERE}/sections/homes/")
        carry_over(record=without_homes, by=cast.lead)
        save(without_homes, cast.lead, "care.packages-in-place", "27")
        sent = fields_of(homes) | {"answer.homes.packages": "31"}
        response = client.post(f"{HERE}/sections/homes/", sent)
        assert response.status_code == 409
        assert "somebody changed it while you typed. What you typed:" in text_of(response)
        assert [one.text for one in response.context["lost"]] == ["31"]
        assert kept(without_homes, "care.packages-in-place") == "27"

    def test_one_that_no_version_had_is_not_there(self, client, without_homes, cast):
        carry_over(record=without_homes, by=cast.lead)
        client.force_login(cast.lead)
        assert client.post(f"{HERE}/sections/nowhere/", {"answer.homes.started": "x"}).status_code == 404
        assert client.get(f"{HERE}/sections/homes/").status_code == 404


class TestWhoWasAsked:
    def test_nobody_is_waited_for_where_it_is_no_longer_asked(self, client, without_homes, cast, mailoutbox):
        grant_role(person=cast.finance, role="finance-officer", place="kent", by=cast.administrator)
        asked = {
            target: assign(record=without_homes, target=target, to=cast.finance, by=cast.lead)
            for target in ("homes", "cover.email", "homes.packages", "cover", "homes.started")
        }
        complete_assignment(assignment=asked["homes.started"], by=cast.finance)
        mailoutbox.clear()
        carry_over(record=without_homes, by=cast.lead)
        states = {one.target: one.state for one in without_homes.assignments.all()}
        assert states == {
            "homes": "ended",
            "cover.email": "ended",
            "care.packages-in-place": "asked",
            "cover": "asked",
            "homes.started": "done",
        }
        assert {one.subject for one in mailoutbox} == {
            "Kent, People at home: no longer asked",
            "Kent, E-mail: no longer asked",
        }
        client.force_login(cast.lead)
        history = text_of(client.get(f"{HERE}/history/"))
        assert "ended what Priya Lund was asked" in history
        assert "People at home" in history
        assert "No longer asked" in text_of(client.get(f"{HERE}/assignments/"))


def test_the_history_of_a_moved_question_goes_back_to_when_it_had_another_id(client, reissued, cast):
    client.force_login(cast.lead)
    carry_over(record=reissued, by=cast.lead)
    said = text_of(client.get(f"{HERE}/answers/homes.packages-in-place/"))
    assert "carried the answer over from “Packages of care in place”" in said
    assert "<strong>Nadia Fenn</strong> answered" in said
    client.post(
        f"{HERE}/sections/homes/", {"answer.homes.packages-in-place": "31", "seen.homes.packages-in-place": "1-"}
    )
    page = client.get(f"{HERE}/answers/homes.packages-in-place/")
    assert "Put this answer back" in page.content.decode()
    assert 'name="answer.homes.packages-in-place" value="24"' in page.content.decode()


def test_the_history_names_questions_that_are_no_longer_asked(client, reissued, cast):
    add_remark(record=reissued, question="cover.email", text="Which one?", by=cast.lead)
    carry_over(record=reissued, by=cast.lead)
    client.force_login(cast.lead)
    assert "answered: E-mail" in text_of(client.get(f"{HERE}/history/"))
    said = text_of(client.get(f"{HERE}/remarks/"))
    assert "Which one?" in said
    assert "cover.email" not in said.replace("q-cover.email", "")


def test_an_answer_that_is_no_longer_asked_is_told_of_by_its_name(client, reissued, cast):
    carry_over(record=reissued, by=cast.lead)
    client.force_login(cast.lead)
    said = text_of(client.get(f"{HERE}/findings/"))
    assert "E-mail is no longer asked; what was given there is kept and not used." in said
    assert "concordat return schema" not in said


def test_the_page_of_all_places_leads_to_who_is_behind(client, reissued, cast):
    behind = 'href="/places/england/returns/2032-33-h1/old-versions/"'
    client.force_login(cast.administrator)
    assert behind in client.get("/places/england/returns/2032-33-h1/").content.decode()
    assert "old-versions" not in client.get("/places/england/returns/2016-17-q3/").content.decode()
    client.force_login(cast.analyst)  # who sees no drafts
    assert "old-versions" not in client.get("/places/england/returns/2032-33-h1/").content.decode()


def test_only_leads_carry_over(client, reissued, cast):
    client.force_login(cast.administrator)
    page = client.get(f"{HERE}/carry-over/")
    assert "The place's lead carries the answers over." in page.content.decode()
    assert client.post(f"{HERE}/carry-over/").status_code == 403
    assert ReturnRecord.objects.get(pk=reissued.pk).version == 1


def test_every_page_of_a_draft_on_an_old_version_says_so(client, reissued, cast):
    client.force_login(cast.lead)
    for page in ("", "submit/", "before-signing/", "workbook/"):
        said = text_of(client.get(f"{HERE}/{page}"))
        assert "The form was issued again, as version 2." in said, page
        assert f'href="{HERE}/carry-over/"' in said, page
    assert client.get(f"{HERE}/workbook/download/").content.startswith(b"PK")
