"""Nothing typed is lost: saving fails, the browser is closed, and what was typed is there again."""

import re

import pytest
from playwright.sync_api import expect

NAME, WORDS = "#id_name", "#id_words"
SAVED, UNSAVED = "[data-saved]", "[data-unsaved]"


@pytest.fixture
def gallery(site, page):
    page.goto(site.url("gallery/"))
    return page


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('concordat:'))")


def answer(page, *answers):
    """Have saves be answered so, one after the other, and then by the site itself; None cuts the line."""
    left = list(answers)

    def handle(route):
        if not left:
            return route.fallback()
        status = left.pop(0)
        if status is None:
            return route.abort()
        return route.fulfill(status=status, headers={"Retry-After": "1"}, body="You have been signed out.")

    page.route("**/gallery/save", handle)


def type_and_leave(page, field, text):
    page.fill(field, text)
    page.press(field, "Tab")


def test_a_save_says_when_and_keeps_nothing(gallery):
    type_and_leave(gallery, NAME, "Jo")
    expect(gallery.locator(SAVED)).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    assert drafts(gallery) == []


def test_a_save_that_fails_says_so_and_a_reload_restores_what_was_typed(gallery):
    answer(gallery, None, None)
    type_and_leave(gallery, NAME, "Jo")
    expect(gallery.locator(SAVED)).to_contain_text("Not saved: the site cannot be reached.")
    gallery.on("dialog", lambda dialog: dialog.accept())
    gallery.reload()
    expect(gallery.locator(NAME)).to_have_value("Jo")
    expect(gallery.locator(UNSAVED)).to_contain_text("One thing that you typed")
    type_and_leave(gallery, NAME, "Jo F.")
    expect(gallery.locator(SAVED)).to_contain_text("Not saved")
    gallery.unroute("**/gallery/save")
    type_and_leave(gallery, NAME, "Jo Fairclough")
    expect(gallery.locator(SAVED)).to_contain_text("Saved at")
    gallery.reload()
    expect(gallery.locator(NAME)).to_have_value("")  # the gallery's server keeps nothing
    expect(gallery.locator(UNSAVED)).to_be_hidden()


def test_a_save_is_tried_again_by_itself_once_the_site_is_back(gallery):
    answer(gallery, 503)
    type_and_leave(gallery, NAME, "Jo")
    expect(gallery.locator(SAVED)).to_contain_text("trying again in 1 second")
    expect(gallery.locator(SAVED)).to_contain_text("Saved at")
    assert drafts(gallery) == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_question_that_went_away_is_told_and_what_was_typed_stays(gallery, status):
    answer(gallery, status)
    type_and_leave(gallery, NAME, "Jo")
    expect(gallery.locator(SAVED)).to_contain_text("the form, or your part in it, changed while this page was open")
    assert len(drafts(gallery)) == 1


def test_a_session_that_ended_is_told_and_what_was_typed_stays(gallery):
    answer(gallery, 401)
    type_and_leave(gallery, NAME, "Jo")
    expect(gallery.locator(SAVED)).to_contain_text("You have been signed out.")
    expect(gallery.locator(NAME)).to_have_value("Jo")
    assert len(drafts(gallery)) == 1


def test_what_was_restored_can_be_given_up(gallery):
    gallery.fill(WORDS, "half a thought")
    gallery.on("dialog", lambda dialog: dialog.accept())
    gallery.reload()
    expect(gallery.locator(WORDS)).to_have_value("half a thought")
    gallery.get_by_role("button", name="go back to what is saved").click()
    expect(gallery.locator(WORDS)).to_have_value("")
    assert drafts(gallery) == []


def test_leaving_warns_only_while_something_is_unsaved(site, gallery):
    asked = []
    gallery.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    gallery.goto(site.url(""))
    assert asked == []
    gallery.goto(site.url("gallery/"))
    gallery.click(WORDS)
    gallery.keyboard.type("half a thought")
    gallery.goto(site.url(""))
    assert asked == ["beforeunload"]


def test_a_form_sent_in_vain_is_restored_and_one_that_arrived_is_forgotten(gallery):
    fill_all(gallery)
    gallery.route("**/gallery/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    gallery.get_by_role("button", name="Save and continue").click()
    gallery.unroute("**/gallery/")
    gallery.goto(gallery.url if "gallery" in gallery.url else gallery.evaluate("document.referrer"))
    expect(gallery.locator(WORDS)).to_have_value("All of it")
    fill_all(gallery)
    gallery.get_by_role("button", name="Save and continue").click()
    expect(gallery.get_by_text("All of it was understood.")).to_be_visible()
    expect(gallery.locator(WORDS)).to_have_value("")
    assert not [name for name in drafts(gallery) if name.endswith("gallery.words")]


def test_without_scripts_the_form_tells_its_errors_and_takes_what_is_right(site, page_without_scripts):
    page = page_without_scripts
    page.goto(site.url("gallery/"))
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".nhsuk-error-summary li")).to_have_count(7)
    fill_all(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("All of it was understood.")).to_be_visible()


def fill_all(page):
    page.fill(NAME, "Jo Fairclough")
    page.fill(WORDS, "All of it")
    page.get_by_role("radio", name="Partly").check()
    page.select_option("#id_one", "q2")
    page.get_by_role("checkbox", name="I have read it").check()
    for part, value in (("day", "3"), ("month", "March"), ("year", "2017")):
        page.fill(f"#id_on_{part}", value)
    page.fill("#id_amount", "£3,282,763")
