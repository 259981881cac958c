"""Mistakes in answering: left out, not on the list, not asked, not of its kind."""

from random import Random

from concordat.returns.place_return import Return
from concordat.synthetic.conditions import MET
from concordat.synthetic.fault import Change, Pair, kind
from concordat.synthetic.measures import BELOW_TARGET, ON_TARGET

CHOICES = ("additional.teams-community", "additional.care-record-pilot", "additional.gp.nhs-number-on-letters")
STATUS = "metrics.local.status"
EMAIL, TELEPHONE = "cover.email", "cover.telephone"


@kind(
    "unanswered",
    fault="a question that everyone answers is left out",
    twin="a question that does not count is left out",
)
def question_left_out(ret: Return, dice: Random) -> Pair | None:
    left = dice.choice(CHOICES)
    return Change(left, {left: None}), Change("additional.population", {"additional.population": None})


@kind(
    "not-an-option",
    fault="a status is told in other words: Broadly on track",
    twin="a status in small letters, in capitals, or with blanks around it",
)
def status_in_other_words(ret: Return, dice: Random) -> Pair | None:
    other = dice.choice(("Broadly on track", "Green", "On track to meet targets", "Yes", "N/A"))
    same = dice.choice((ON_TARGET.lower(), BELOW_TARGET.upper(), f" {ON_TARGET} "))
    return Change(STATUS, {STATUS: other}), Change(STATUS, {STATUS: same})


@kind(
    "not-an-option",
    fault="whether a condition is met is answered with Partly",
    twin="whether a condition is met is answered with yes, in small letters",
)
def condition_partly_met(ret: Return, dice: Random) -> Pair | None:
    ids = [question.id for question in ret.form.in_section("conditions") if question.id.endswith(".answer")]
    answer = dice.choice([id for id in ids if ret.answers.value(id) == MET] or ids)
    partly = dice.choice(("Partly", "Mostly", "Ongoing", "Y"))
    return Change(answer, {answer: partly}), Change(answer, {answer: "yes"})


@kind(
    "not-needed",
    fault="a condition is met, and a reason for not meeting it is given (a note)",
    twin="a condition is met, and the reason is n/a",
)
def reason_not_asked(ret: Return, dice: Random) -> Pair | None:
    whys = [
        question.id
        for question in ret.form.in_section("conditions")
        if question.id.endswith(".why") and ret.answers.value(f"{question.id.rpartition('.')[0]}.answer") == MET
    ]
    if not whys:
        return None
    why = dice.choice(whys)
    return Change(why, {why: "The supplier has put back its upgrade by a month."}), Change(why, {why: "n/a"})


@kind(
    "unknown-question",
    fault="an answer stands under an id that the form does not have (a note)",
    twin="the same answer stands under the right id",
)
def answer_under_a_wrong_id(ret: Return, dice: Random) -> Pair | None:
    id = dice.choice(CHOICES)
    wrong = dice.choice((f"{id}s", id.replace("additional", "aditional"), id.replace("-", "_")))
    return Change(wrong, {wrong: ret.answers.text(id)}), Change(id, {id: ret.answers.text(id)})


@kind(
    "not-one-value",
    fault="a list stands where one answer is asked",
    twin="an answer has commas in it, as a list has",
)
def list_for_an_answer(ret: Return, dice: Random) -> Pair | None:
    id = "metrics.patient-experience-measure"
    names = ["Friends and Family Test", "ward survey", "telephone survey"]
    return Change(id, {id: names}), Change(id, {id: ", ".join(names)})


@kind(
    "not-an-email",
    fault="an e-mail address lacks its end: lead@council",
    twin="an e-mail address with a plus and two dots",
)
def email_cut_short(ret: Return, dice: Random) -> Pair | None:
    wrong = dice.choice(("better.care@council", "better.care.council.example", "better care@council.example"))
    return Change(EMAIL, {EMAIL: wrong}), Change(EMAIL, {EMAIL: "better.care+fund@joint.council.example"})


@kind(
    "not-a-telephone",
    fault="a telephone number is a word or an extension",
    twin="a telephone number with brackets and extension",
)
def telephone_cut_short(ret: Return, dice: Random) -> Pair | None:
    wrong = dice.choice(("ext 123", "switchboard", "n/a"))
    return Change(TELEPHONE, {TELEPHONE: wrong}), Change(TELEPHONE, {TELEPHONE: "(01632) 960 123 ext 4"})


KINDS = (
    question_left_out,
    status_in_other_words,
    condition_partly_met,
    reason_not_asked,
    answer_under_a_wrong_id,
    list_for_an_answer,
    email_cut_short,
    telephone_cut_short,
)
