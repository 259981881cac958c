"""Fields: what is read from them, and that each is labelled, hinted and told of errors as the design system does."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from lxml import html

import concordat
from concordat.web.fields import DayField, MoneyField
from concordat.web.forms import Form, GalleryForm
from concordat.web.widgets import split_day

PACKAGE = Path(concordat.__file__).parent


def render(text, **values):
    return Template(text).render(Context(values))


@pytest.fixture
def wrong():
    """The gallery's form, sent empty."""
    form = GalleryForm({})
    assert not form.is_valid()
    return form


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"on_day": "3", "on_month": "3", "on_year": "2017"}, date(2017, 3, 3)),
        ({"on_day": "3", "on_month": "March", "on_year": "2017"}, date(2017, 3, 3)),
        ({"on_day": " 03 ", "on_month": "mar", "on_year": "17"}, date(2017, 3, 3)),
    ],
)
def test_day_field_reads_what_people_type(typed, read):
    form = forms.Form(typed)
    form.fields["on"] = DayField()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on_day": "31", "on_month": "2", "on_year": "2017"}, "31 2 2017 is not a day of any calendar"),
        ({"on_day": "3", "on_month": "Brumaire", "on_year": "8"}, "3 Brumaire 8 is not a day"),
        ({"on_day": "3", "on_month": "", "on_year": "2017"}, "The date needs a month."),
        ({"on_month": "3"}, "The date needs a day and a year."),
        ({}, "This field is required."),  # by itself; a form of ours says more
    ],
)
def test_day_field_says_what_is_wrong_and_keeps_what_was_typed(typed, said):
    form = forms.Form(typed)
    form.fields["on"] = DayField()
    assert said in form.errors["on"][0]
    for name, value in typed.items():
        assert html.fromstring(str(form["on"])).xpath(f"//input[@name='{name}']/@value") == ([value] if value else [])


def test_day_field_that_may_be_left_out_is_none_and_shows_a_date():
    assert DayField(required=False).clean(None) is None
    assert split_day(date(2017, 3, 31)) == ["31", "3", "2017"]
    assert split_day(None) == ["", "", ""]


def test_money_field_reads_pounds():
    field = MoneyField()
    assert field.clean("£3,282,763.50") == Decimal("3282763.50")
    assert field.clean("0") == Decimal(0)
    assert field.clean(Decimal(0)) == Decimal(0)
    assert MoneyField(required=False).clean("") is None
    with pytest.raises(forms.ValidationError, match="write it out in pounds"):
        field.clean("3.2m")


def test_every_control_has_a_label_and_is_described_by_what_is_there(wrong):
    page = html.fromstring(f"<div>{wrong}</div>")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    controls = [one for one in page.xpath("//input|//textarea|//select") if one.get("type") != "hidden"]
    assert len(controls) == 15
    for control in controls:
        assert page.xpath(f"//label[@for='{control.get('id')}']"), control.get("name")
    for described in page.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)
    for group in page.xpath("//fieldset"):
        assert group.xpath("./legend")


def test_the_error_summary_leads_to_each_wrong_field(wrong):
    page = html.fromstring(f"<div>{wrong}</div>")
    links = page.xpath("//div[contains(@class,'nhsuk-error-summary')]//a/@href")
    assert len(links) == len(wrong.errors) == 7
    ids = page.xpath("//input/@id|//textarea/@id|//select/@id")
    assert [link for link in links if link.removeprefix("#") not in ids] == []


def test_the_error_summary_has_errors_of_the_whole_form_and_is_empty_without_any(wrong):
    wrong.add_error(None, "The two do not fit together.")
    text = render("{% error_summary form %}", form=wrong)
    assert "<li>The two do not fit together.</li>" in text
    assert render("{% error_summary form %}", form=GalleryForm()).strip() == ""


class EveryKind(Form):
    text = forms.CharField(max_length=5)
    mail = forms.EmailField()
    one = forms.ChoiceField(choices=[("a", "A")])
    coerced = forms.TypedChoiceField(choices=[("1", "One")], coerce=int)
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    number = forms.IntegerField(min_value=1, max_value=3)
    agreed = forms.BooleanField()
    on = DayField()
    file = forms.FileField()
    hidden = forms.CharField(widget=forms.HiddenInput)
    own = forms.CharField(error_messages={"required": "Say why."})


def said(**given):
    return {name: " ".join(errors) for name, errors in EveryKind(given).errors.items()}


def test_an_error_says_what_to_do_and_a_field_keeps_words_of_its_own():
    assert said() == {
        "text": "Fill this in.",
        "mail": "Fill this in.",
        "one": "Choose one.",
        "coerced": "Choose one.",
        "several": "Tick at least one.",
        "number": "Fill this in.",
        "agreed": "Tick it to go on.",
        "on": "Give the day.",
        "file": "Choose a file.",
        "hidden": "A part of the page did not arrive. Open the page again.",
        "own": "Say why.",
    }
    found = said(text="123456", mail="kim", one="b", coerced="x", several=["b"], number="0", own="a\0b")
    assert found["text"] == "This has 6 characters, and 5 fit. Shorten it."
    assert found["mail"] == "kim is no e-mail address. Write it as name@council."
    assert found["one"] == found["coerced"] == found["several"]
    assert found["one"] == "What was chosen is not on offer. Choose from what is listed."
    assert found["number"] == "Give 1 or more."
    assert found["own"] == "A character in it cannot be kept. Type it anew."
    assert said(number="4", several="a")["number"] == "Give 3 or less."
    assert said(number="some", several="a")["several"] == "What was ticked did not arrive. Tick it again."


def test_every_form_of_ours_is_one_that_says_so():
    sources = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    own = [str(path) for path in sources if re.search(r"\((forms\.Form|forms\.ModelForm)\)", path.read_text("utf-8"))]
    assert own == [str(PACKAGE / "web" / "forms.py")]


def test_no_control_cuts_off_what_is_pasted():
    form = EveryKind({"text": "a long text"})
    assert "maxlength" not in str(form)
    assert 'value="a long text"' in str(form)


def test_an_optional_field_says_so_in_its_label():
    assert "(optional)" in render("{% field form.file %}", form=GalleryForm())
    assert "(optional)" not in render("{% field form.name %}", form=GalleryForm())


def test_field_hands_attributes_to_its_control():
    text = render('{% field form.name keep="a.b" hx_post="/x" size="m" hide_label=True %}', form=GalleryForm())
    page = html.fromstring(text)
    control = page.xpath("//input")[0]
    assert (control.get("data-keep"), control.get("hx-post")) == ("a.b", "/x")
    assert "nhsuk-u-visually-hidden" in page.xpath("//label")[0].get("class")


def test_field_hands_attributes_to_each_of_several_controls():
    page = html.fromstring(render('{% field form.choice keep="a.b" %}', form=GalleryForm()))
    assert page.xpath("//input/@data-keep") == ["a.b"] * 3


def test_a_long_text_counts_what_is_left_and_lets_more_be_typed():
    page = html.fromstring(render("{% field form.words %}", form=GalleryForm()))
    area = page.xpath("//textarea")[0]
    assert area.get("maxlength") is None  # the browser would cut off what is pasted, silently
    assert page.xpath("//div[@data-maxlength='200']//div[@id='id_words-info']")


def test_what_was_typed_is_escaped():
    form = GalleryForm({"name": "<script>", "words": "</textarea><script>"})
    assert "<script>" not in str(form)
