"""What pages show, worked out without a page: every question once, words that changed, what was touched."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.frameworks.forms import form_ids, load_form
from concordat.frameworks.read_yaml import framework_folders, load_framework
from concordat.returns.access import as_value, form_for
from concordat.returns.checks import check_return
from concordat.returns.seen import Seen, read_seen, seen_token
from concordat.returns.views.shown.blocks import cells_of, is_grid, layouts, questions_of_grid
from concordat.returns.views.shown.said_times import said_days, say_periods
from concordat.returns.views.shown.standing import SectionStand
from concordat.returns.views.shown.words_changed import compare_words

FORMS = [id for folder in framework_folders(None) for id in form_ids(load_framework(folder))]


@pytest.mark.parametrize("id", FORMS)
def test_every_question_of_every_form_is_laid_out_once(id):
    form = load_form(id)
    for section in form.sections:
        shown = [one.id for layout in layouts(form, section) for row in layout.rows for one in row.questions]
        assert shown == [one for one in section.questions if one in shown]
        assert set(shown) == set(section.questions)


@pytest.mark.parametrize("id", FORMS)
def test_a_question_is_a_cell_where_its_table_says_so(id):
    form = load_form(id)
    for section in form.sections:
        for number, layout in enumerate(layouts(form, section)):
            for question in questions_of_grid(form, section, number):
                assert (question in cells_of(form, section)) is is_grid(layout)


@pytest.mark.parametrize("number", [-1, 99])
def test_a_table_that_there_is_not_has_no_questions(number):
    form = load_form("2016-17-q3")
    assert questions_of_grid(form, form.sections[3], number) == ()


@given(st.text())
def test_a_text_is_not_touched_by_coming_back(text):
    assert not read_seen(seen_token(3, text)).is_touched(text)
    assert not read_seen(seen_token(3, text)).is_touched(text.replace("\r\n", "\n").replace("\n", "\r\n"))
    assert read_seen(seen_token(3, text)).version == 3


@given(st.text(), st.text())
def test_another_text_is_touched(one, other):
    same = " ".join(one.split()) == " ".join(other.split())
    assert same or read_seen(seen_token(1, one)).is_touched(other)


@pytest.mark.parametrize("token", ["", "-", "x-1", "1.5-a", "-1-a", "٣-a", "9" * 30 + "-a"])
def test_a_token_that_is_none_has_seen_nothing(token):
    assert read_seen(token).version == 0
    assert read_seen(token) == Seen(0, "")


SOME = ("the", "plan", "is", "on", "off", "track", "this", "last", "quarter", "and", "next")
WORDS = st.lists(st.sampled_from(SOME), max_size=30)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_their_difference(before, after):
    parts = compare_words(" ".join(before), " ".join(after))
    if parts:
        assert " ".join(one.text for one in parts if one.kind != "added").split() == before
        assert " ".join(one.text for one in parts if one.kind != "removed").split() == after


def test_texts_that_share_little_are_shown_one_after_the_other():
    assert compare_words("one two three four five", "six seven eight nine ten") == ()
    assert compare_words("one two", "one three") == ()
    assert compare_words("word " * 2000, "other " * 2000) == ()


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "tomorrow"), (12, "in 12 days"), (-1, "1 day ago"), (-2, "2 days ago")]
)
def test_said_days(days, said):
    today = date(2017, 2, 19)
    assert said_days(today + timedelta(days=days), today) == said


@pytest.mark.parametrize(
    ("answered", "asked", "waiting", "state"),
    [
        (0, 0, 0, "Optional"),
        (5, 5, 0, "Complete"),
        (0, 5, 0, "Not started"),
        (0, 5, 4, "Not started"),
        (1, 5, 3, "In progress"),
        (1, 5, 4, "Waiting"),
        (0, 5, 5, "Waiting"),
    ],
)
def test_state_of_a_section(answered, asked, waiting, state):
    stand = SectionStand("money", "Money", "/", answered, asked, waiting, mine=True, findings=0)
    assert stand.state == state
    assert stand.as_task().tag.text == state


def test_a_form_is_named_by_its_period_where_a_check_names_it_by_its_id():
    assert say_periods("Income: the text is that of 2016-17-q2: 'as before'.") == (
        "Income: the text is that of quarter 2 of 2016-17: 'as before'."
    )
    assert say_periods("2016-17, 2016-17-q5 and 12016-17-q2 stay.") == "2016-17, 2016-17-q5 and 12016-17-q2 stay."


def test_no_page_names_a_form_by_its_id(client, filled, cast):
    page = "/places/southend-on-sea/returns/2016-17-q3/"
    named = [one for one in check_return(as_value(filled)) if "2016-17-q2" in one.message]
    assert named
    client.force_login(cast.lead)
    section = form_for(filled).questions[named[0].where].section
    for path in ("findings/", f"sections/{section}/", "before-signing/"):
        html = client.get(f"{page}{path}").content.decode()
        assert "quarter 2 of 2016-17" in html, path
        assert " 2016-17-q2" not in html, path
