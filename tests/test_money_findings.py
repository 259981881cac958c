"""Money and findings, as every room uses them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from concordat.findings import Finding, Severity, gravest_first, has_blocks
from concordat.money import PENNY, NotMoney, format_pounds, parse_pounds, share_out


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3282763", "3282763"),
        ("£3,282,763", "3282763"),
        (" £ 3,282,763.50 ", "3282763.50"),
        ("-£12", "-12"),
        ("−12", "-12"),
        ("(12)", "-12"),
        ("( £1,000 )", "-1000"),
        ("0", "0"),
        ("999,999,999,999,999", "999999999999999"),
    ],
)
def test_parse_pounds_reads(text, amount):
    assert parse_pounds(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "£", "1,00", "1,0000", "1.000,00", ".50", "5.", "(12", "12)", "£-12", "1e5", "nan", "12p"]
)
def test_parse_pounds_refuses(text):
    with pytest.raises(NotMoney) as caught:
        parse_pounds(text)
    assert str(caught.value) == f"{text!r} is not an amount; write pounds as digits, such as 3,282,763."


@pytest.mark.parametrize("text", ["£3.2m", "3.2 million", "12k", "-£1bn", "1,2 M"])
def test_parse_pounds_refuses_a_scaled_amount(text):
    with pytest.raises(NotMoney) as caught:
        parse_pounds(text)
    assert str(caught.value) == f"{text!r} is rounded; write it out in pounds, such as 3,282,763."


@pytest.mark.parametrize("text", ["3 282 763", "3,282,763\t3,282,762", "282\t763", "£ 12\xa034", "1 000.50"])
def test_parse_pounds_joins_nothing_that_may_be_two_cells(text):
    with pytest.raises(NotMoney, match=r" is no single amount; write one, without blanks in it, such as 3,282,763\.$"):
        parse_pounds(text)


@pytest.mark.parametrize("digits", ["1" + "0" * 15, "9" * 5000])
def test_parse_pounds_refuses_more_money_than_there_is(digits):
    with pytest.raises(NotMoney, match=r" is more money than there is; write the amount in pounds\.$"):
        parse_pounds(digits)


def test_long_input_is_refused():
    for text in ("(" + " " * 20_000 + "x", "-" * 20_000 + "1", "1," * 20_000):
        with pytest.raises(NotMoney):
            parse_pounds(text)


@given(st.decimals(-(10**14), 10**14, places=2))
def test_pounds_are_read_back_as_written(amount):
    assert parse_pounds(format_pounds(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("3282763", "£3,282,763"),
        ("0.5", "£0.50"),
        ("-12", "-£12"),
        ("12.005", "£12.01"),
        ("12.004", "£12"),
        ("0", "£0"),
    ],
)
def test_format_pounds(amount, written):
    assert format_pounds(Decimal(amount)) == written


amounts = st.decimals(-(10**10), 10**10, places=2)
weights = st.lists(
    st.integers(0, 10**9) | st.floats(0, 1e9) | st.decimals(0, 10**9, places=3), min_size=1, max_size=40
).filter(any)


@given(amounts, weights)
@example(Decimal("13131049"), [1, 1, 1, 1])
@example(Decimal("0.01"), [1, 1, 1])
@example(Decimal(100), [1e300, 1, 1e-300])
def test_share_out_adds_up_and_each_share_is_within_a_penny(amount, weights):
    shares = share_out(amount, weights)
    assert sum(shares) == amount
    total = sum(Decimal(str(weight)) for weight in weights)
    for share, weight in zip(shares, weights, strict=True):
        assert share == share.quantize(PENNY)
        assert abs(share - amount * Decimal(str(weight)) / total) <= PENNY + Decimal("1e-9")
        assert weight or share == 0


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        ("10", [1, 1, 1], ["3.34", "3.33", "3.33"]),
        ("0.02", [1, 1, 1], ["0.01", "0.01", "0"]),
        ("-0.01", [1, 1], ["0", "-0.01"]),
        ("1", [1, 5], ["0.17", "0.83"]),
        ("0", [1, 2], ["0", "0"]),
    ],
)
def test_share_out_gives_the_odd_pennies_to_the_largest_remainders(amount, weights, shares):
    assert share_out(Decimal(amount), weights) == [Decimal(share) for share in shares]


@pytest.mark.parametrize(
    ("amount", "weights", "message"),
    [
        ("1", [], "Sharing out needs weights of zero or more, at least one above zero."),
        ("1", [0, 0.0], "Sharing out needs weights of zero or more, at least one above zero."),
        ("1", [2, -1], "Sharing out needs weights of zero or more, at least one above zero."),
        ("1", [1, float("nan")], "Sharing out needs weights that are numbers."),
        ("1", [1, Decimal("Infinity")], "Sharing out needs weights that are numbers."),
        ("1.005", [1], "Sharing out needs an amount in whole pennies, not 1.005; round it first."),
    ],
)
def test_share_out_refuses(amount, weights, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        share_out(Decimal(amount), weights)
    assert str(caught.value) == message


def finding(code, severity, reason=None):
    return Finding(code, severity, "shop.open", "It is shut.", "Open it.", reason)


def test_gravest_first_keeps_the_order_within_a_severity():
    found = [finding("a", Severity.NOTE), finding("b", Severity.BLOCKS), finding("c", Severity.NOTE)]
    found += [finding("d", Severity.EXPLAIN), finding("e", Severity.BLOCKS)]
    assert [one.code for one in gravest_first(found)] == ["b", "e", "d", "a", "c"]
    assert has_blocks(found)
    assert not has_blocks(one for one in found if one.severity is not Severity.BLOCKS)


@pytest.mark.parametrize(
    ("severity", "reason", "is_open"),
    [
        (Severity.BLOCKS, "because", True),
        (Severity.EXPLAIN, None, True),
        (Severity.EXPLAIN, "", True),
        (Severity.EXPLAIN, "because", False),
        (Severity.NOTE, None, False),
    ],
)
def test_is_open(severity, reason, is_open):
    assert finding("a", severity, reason).is_open is is_open


def test_a_finding_as_data_has_a_reason_only_where_one_was_given():
    data = {"code": "a", "severity": "note", "where": "shop.open", "message": "It is shut.", "remedy": "Open it."}
    assert finding("a", Severity.NOTE).as_dict() == data
    assert finding("a", Severity.NOTE, "Sunday").as_dict() == data | {"reason": "Sunday"}
