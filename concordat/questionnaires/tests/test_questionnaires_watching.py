"""What was worked out is kept as long as nothing changes that it looked at; what that is, is noted by itself."""

from pathlib import Path

import pytest

from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.completion import calculate_state, state_of
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.watching import ALL, renew, work_out

FORM = expand(read_definition(Path(__file__).with_name("bakery.yaml")), "2016-17-q1")
ASKED = FORM.questions["shop.opens"]  # only where the shop is not open


def fill(**shop):
    return read_answers(FORM, {"shop": shop})


def themselves(answers):
    return answers


def work(look, *answers):
    """What one piece of work came to and looked at, for answers that follow one another; and how often it was done."""
    times = []

    def counted(given):
        times.append(given)
        return look(given)

    first, *later = answers
    worked = work_out([counted], first, themselves)
    for changed, given in later:
        worked = renew(worked, [counted], given, themselves, changed)
    return worked.results[0], worked.seen[0], len(times)


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda answers: answers.value("shop.crust"), {"shop.crust"}),
        (lambda answers: answers.known("shop.crust"), {"shop.crust"}),
        (lambda answers: answers.text("shop.crust"), {"shop.crust"}),
        (lambda answers: "shop.crust" in answers.answers, {"shop.crust"}),
        (lambda answers: answers.answers.get("shop.crust"), {"shop.crust"}),
        (lambda answers: answers.holds(ASKED.applies), {"shop.open"}),
        (lambda answers: calculate_state(answers, ASKED), {"shop.opens", "shop.open"}),
        (lambda answers: state_of(answers, ASKED), {"shop.opens", "shop.open"}),
        (lambda answers: list(answers.answers), {ALL}),
        (lambda answers: len(answers.answers), {ALL}),
        (lambda answers: dict(answers.answers.items()), {ALL, "shop.open"}),
        (lambda answers: answers.form.title, set()),
    ],
)
def test_what_is_asked_for_is_noted_also_where_it_is_missing(look, seen):
    assert work(look, fill(open="No")) == (look(fill(open="No")), seen, 1)


def test_two_pieces_of_work_are_each_noted_in_full():
    twice = [lambda answers: state_of(answers, ASKED)] * 2
    first, second = work_out(twice, fill(open="No"), themselves).seen
    assert first == second == {"shop.opens", "shop.open"}


def test_what_looked_at_nothing_that_changed_is_not_done_again():
    result, _, times = work(
        lambda answers: answers.text("shop.open"), fill(open="No"), ({"shop.crust"}, fill(open="No", crust="Dark"))
    )
    assert (result, times) == ("No", 1)


def test_what_looked_at_something_that_changed_is_done_again():
    result, _, times = work(
        lambda answers: answers.text("shop.open"), fill(), ({"shop.open"}, fill(open="Yes")), ({"shop.open"}, fill())
    )
    assert (result, times) == ("", 3)


def test_who_went_through_all_answers_does_so_after_any_change():
    result, _, times = work(lambda answers: len(answers.answers), fill(), ({"shop.crust"}, fill(crust="Dark")))
    assert (result, times) == (1, 2)


def test_what_is_looked_at_may_itself_depend_on_an_answer():
    def crust_of_an_open_shop(answers):
        return answers.text("shop.crust") if answers.text("shop.open") == "Yes" else "closed"

    shut = fill(open="No")
    steps = [
        ({"shop.crust"}, fill(open="No", crust="Pale")),  # not looked at: not done again
        ({"shop.open"}, fill(open="Yes", crust="Pale")),
        ({"shop.crust"}, fill(open="Yes", crust="Dark")),  # looked at from now on
    ]
    result, seen, times = work(crust_of_an_open_shop, shut, *steps)
    assert (result, seen, times) == ("Dark", {"shop.open", "shop.crust"}, 3)


def test_the_readers_of_an_answer_follow_from_what_was_seen():
    looks = [lambda answers: answers.text("shop.open"), lambda answers: answers.text("shop.crust")]
    worked = work_out([*looks, looks[0]], fill(), themselves)
    assert worked.readers == {"shop.open": {0, 2}, "shop.crust": {1}}
    assert worked.following_from(["shop.open", "nobody.asks"]) == [0, 2]
