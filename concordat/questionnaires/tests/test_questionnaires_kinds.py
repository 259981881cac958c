"""Each kind of answer: what it takes, what it nearly takes, and what it says to the rest."""

from datetime import date
from decimal import Decimal

import pytest

from concordat.periods import Month
from concordat.questionnaires.form import Options, Question
from concordat.questionnaires.kinds import Misfit, fold, format_value, kinds, parse, shorten

CRUSTS = Options(("Dark", "Golden - even", "Baker's own"))
YES_NO = Options(("Yes", "No"))


def ask(kind, **more):
    return Question("shop.loaves", "shop", kind, "Loaves", **more)


MONEY = ask("money", minimum=Decimal(0), maximum=Decimal(100_000_000))
ANY_MONEY = ask("money")
COUNT = ask("count", maximum=Decimal(100))
NUMBER = ask("number")
PERCENTAGE = ask("percentage")
DATE = ask("date")
LIVE = ask("date", words=("Live",))
MONTH = ask("month")
CHOICE = ask("choice", options=CRUSTS)
OPEN_CHOICE = ask("choice", options=Options(("Dark",), verified=False))
YES = ask("yes-no", options=YES_NO)
TEXT = ask("text", limit=5)
LONG_TEXT = ask("text")
PERSON = ask("person")
EMAIL = ask("email")
TELEPHONE = ask("telephone")


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        (MONEY, "£3,282,763", Decimal(3282763)),
        (MONEY, " £ 12.50 ", Decimal("12.50")),
        (MONEY, 3282762.5, Decimal("3282762.5")),
        (MONEY, "0", Decimal(0)),
        (MONEY, "100,000,000", Decimal(100_000_000)),
        (ANY_MONEY, "(12)", Decimal(-12)),
        (ANY_MONEY, "−£12", Decimal(-12)),
        (COUNT, "24.0", 24),
        (COUNT, 24.0, 24),
        (COUNT, "0", 0),
        (COUNT, 100, 100),
        (NUMBER, "-3.50", Decimal("-3.50")),
        (NUMBER, "1,234.5", Decimal("1234.5")),
        (PERCENTAGE, "94%", Decimal(94)),
        (PERCENTAGE, "94 %", Decimal(94)),
        (PERCENTAGE, "0.5", Decimal("0.5")),
        (PERCENTAGE, "0", Decimal(0)),
        (PERCENTAGE, "100", Decimal(100)),
        (DATE, "31/03/17", date(2017, 3, 31)),
        (DATE, "31 March 2017", date(2017, 3, 31)),
        (DATE, "2017-03-31", date(2017, 3, 31)),
        (LIVE, " LIVE ", "Live"),
        (LIVE, "29/02/2016", date(2016, 2, 29)),
        (MONTH, "03/2017", Month(2017, 3)),
        (MONTH, "March 2017", Month(2017, 3)),
        (CHOICE, "golden – EVEN", "Golden - even"),
        (CHOICE, "Golden  -  even", "Golden - even"),
        (CHOICE, "Baker’s own", "Baker's own"),
        (OPEN_CHOICE, "Nearly  black", "Nearly black"),
        (YES, True, "Yes"),
        (YES, False, "No"),
        (YES, "yes", "Yes"),
        (TEXT, "abcde", "abcde"),
        (TEXT, " a\nb\t ", "a\nb"),
        (LONG_TEXT, "x" * 32_767, "x" * 32_767),
        (PERSON, "Ada\n  Crumb", "Ada Crumb"),
        (PERSON, "x" * 500, "x" * 500),
        (EMAIL, "ada@bakery.example", "ada@bakery.example"),
        (TELEPHONE, "01632 960 123", "01632 960 123"),
        (TELEPHONE, "12345", "12345"),
    ],
)
def test_parse_takes(question, typed, value):
    assert parse(question, typed) == value
    assert type(parse(question, typed)) is type(value)


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [
        (MONEY, "£3.2m", "not-money"),
        (MONEY, "1,00", "not-money"),
        (MONEY, "1.000,00", "not-money"),
        (MONEY, "(12", "not-money"),
        (MONEY, True, "not-money"),
        (MONEY, float("nan"), "not-money"),
        (MONEY, "9" * 40, "not-money"),
        (MONEY, "(12)", "out-of-range"),
        (MONEY, "-1", "out-of-range"),
        (MONEY, "100,000,000.01", "out-of-range"),
        (COUNT, "24.5", "not-whole"),
        (COUNT, "-1", "out-of-range"),
        (COUNT, "101", "out-of-range"),
        (COUNT, "1,00", "not-a-number"),
        (COUNT, "24 loaves", "not-a-number"),
        (COUNT, "5.", "not-a-number"),
        (COUNT, "²", "not-a-number"),
        (COUNT, True, "not-a-number"),
        (NUMBER, "1e5", "not-a-number"),
        (NUMBER, float("inf"), "not-a-number"),
        (PERCENTAGE, "101", "out-of-range"),
        (PERCENTAGE, "100.01", "out-of-range"),
        (PERCENTAGE, "-0.1", "out-of-range"),
        (PERCENTAGE, "%", "not-a-number"),
        (PERCENTAGE, "94 per cent", "not-a-number"),
        (DATE, "30/02/2017", "not-a-date"),
        (DATE, "03/31/2017", "not-a-date"),
        (DATE, "Live", "not-a-date"),
        (DATE, 20170331, "not-a-date"),
        (LIVE, "Live now", "not-a-date"),
        (MONTH, "13/2017", "not-a-month"),
        (MONTH, "0000-01", "not-a-month"),
        (MONTH, "2017", "not-a-month"),
        (CHOICE, "Golden even", "not-an-option"),
        (CHOICE, "", "not-an-option"),
        (OPEN_CHOICE, "x" * 501, "too-long"),
        (YES, "Y", "not-an-option"),
        (YES, 1, "not-an-option"),
        (TEXT, "abcdef", "too-long"),
        (LONG_TEXT, "x" * 32_768, "too-long"),
        (LONG_TEXT, "a\x07", "control-character"),
        (LONG_TEXT, "a\ud800", "control-character"),
        (PERSON, "Ada\x00", "control-character"),
        (PERSON, "x" * 501, "too-long"),
        (EMAIL, "ada@bakery", "not-an-email"),
        (EMAIL, "ada@bakery.example, ben@bakery.example", "not-an-email"),
        (TELEPHONE, "1234", "not-a-telephone"),
        *((question, raw, "not-one-value") for question in (MONEY, TEXT, YES) for raw in ([1], {"a": 1}, [], None)),
    ],
)
def test_parse_refuses(question, typed, code):
    with pytest.raises(Misfit) as caught:
        parse(question, typed)
    assert caught.value.code == code
    assert caught.value.message.startswith("Loaves")
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("question", "typed", "message", "remedy"),
    [
        (
            MONEY,
            "£3.2m",
            "Loaves: '£3.2m' is rounded; write it out in pounds, such as 3,282,763.",
            "Give the amount in pounds.",
        ),
        (MONEY, "-1", "Loaves: -£1 is outside the limits of the form.", "Give a figure between 0 and 100,000,000."),
        (ask("count"), "-1", "Loaves: -1 is outside the limits of the form.", "Give a figure 0 or more."),
        (
            ask("number", maximum=Decimal(5)),
            "5.5",
            "Loaves: 5.5 is outside the limits of the form.",
            "Give a figure 5 or less.",
        ),
        (COUNT, "24.5", "Loaves: 24.5 is not a whole number.", "Give a whole number, such as 24."),
        (
            LIVE,
            "30/02/2017",
            "Loaves: '30/02/2017' is not a day of any calendar; write the date as DD/MM/YYYY.",
            "Give a day that exists, as DD/MM/YYYY, or Live.",
        ),
        (CHOICE, "Burnt", "Loaves: 'Burnt' is not among the options.", "Choose: Dark; Golden - even; Baker's own."),
        (
            TEXT,
            "abcdefg",
            "Loaves: 7 characters, where 5 are allowed.",
            "Shorten the text by 2 characters; what was given is kept until then.",
        ),
        (
            TEXT,
            "abcdef",
            "Loaves: 6 characters, where 5 are allowed.",
            "Shorten the text by 1 character; what was given is kept until then.",
        ),
        (
            LONG_TEXT,
            "rye and\x07 oat",
            "Loaves: the text holds a character that cannot be shown (code 7).",
            "Remove it near 'rye and'.",
        ),
        (
            TEXT,
            ["a", "b"],
            "Loaves holds a list or a group of values, where one value is asked.",
            "Give one value; check the indentation of the file there.",
        ),
    ],
)
def test_parse_says_what_is_wrong_and_what_to_do(question, typed, message, remedy):
    with pytest.raises(Misfit) as caught:
        parse(question, typed)
    assert (caught.value.message, caught.value.remedy) == (message, remedy)


@pytest.mark.parametrize("question", [MONEY, LIVE, ask("month")])
def test_of_a_long_text_is_cut_what_was_typed_and_not_what_to_write(question):
    with pytest.raises(Misfit) as caught:
        parse(question, "3,282,763 and " * 9)
    assert "…' is" in caught.value.message
    assert caught.value.message.endswith(".")


def test_a_misfit_names_the_item_it_is_about():
    with pytest.raises(Misfit, match=r"^Rye: Loaves: 'x' is not a number\.$"):
        parse(ask("count", item="Rye"), "x")


@pytest.mark.parametrize(
    ("question", "value", "written"),
    [
        (MONEY, Decimal(3282763), "£3,282,763"),
        (ANY_MONEY, Decimal("-12.5"), "-£12.50"),
        (ask("count"), 1234567, "1,234,567"),
        (NUMBER, Decimal("3.50"), "3.5"),
        (NUMBER, Decimal(100), "100"),
        (PERCENTAGE, Decimal("94.0"), "94%"),
        (DATE, date(2017, 3, 1), "01/03/2017"),
        (LIVE, "Live", "Live"),
        (MONTH, Month(2017, 3), "03/2017"),
        (TEXT, "abc", "abc"),
    ],
)
def test_format_value_writes_what_parse_reads_back(question, value, written):
    assert format_value(question, value) == written
    assert parse(question, written) == value


def test_every_kind_is_tried_here():
    tried = {question.kind for question in globals().values() if isinstance(question, Question)}
    assert set(kinds()) - tried == {"place"}  # read as a person is


def test_fold_and_shorten():
    assert fold("  No – in\xa0Progress ") == fold("no - in progress")
    assert shorten("a  b\nc", 5) == "a b c"
    assert shorten("abcdef", 5) == "abcd…"


@pytest.mark.parametrize(("question", "typed"), [(NUMBER, "--5"), (PERCENTAGE, "94%%")])
def test_parse_refuses_a_doubled_sign(question, typed):
    with pytest.raises(Misfit):
        parse(question, typed)


@pytest.mark.parametrize("typed", ["1" * 30, "1" * 1_000_001, 10**5000], ids=["rounded", "overflow", "int"])
def test_parse_refuses_a_count_of_more_digits_than_it_can_hold(typed):
    with pytest.raises(Misfit):
        parse(ask("count"), typed)
