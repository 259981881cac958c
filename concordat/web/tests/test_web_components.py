"""The blocks of a page."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from lxml import html

from concordat.web import context
from concordat.web.components import Column, Link, Step, SummaryRow, Table, Tag, Task


def render(text, **values):
    return Template(text).render(Context(values))


def test_table_names_each_cells_column_for_phones_and_each_rows_heading():
    table = Table("Income", (Column("Line"), Column("Q1", numeric=True)), (("Plan", "£1"), ("Actual", "<b>")))
    page = html.fromstring(render("{% table given %}", given=table))
    assert page.xpath("//caption")[0].text == "Income"
    assert [cell.text for cell in page.xpath("//th[@scope='row']/span[2]")] == ["Plan", "Actual"]
    assert [cell.text.strip() for cell in page.xpath("//td/span[@aria-hidden='true']")] == ["Q1", "Q1"]
    assert page.xpath("//td[contains(@class,'numeric')]/span[2]")[1].text == "<b>"


def test_table_without_rows_says_so():
    assert "Nothing here yet." in render("{% table given %}", given=Table("None", (Column("A"), Column("B"))))


def test_progress_says_its_figures_and_survives_nothing_to_do():
    page = html.fromstring(render('{% progress 1112 1140 "answered" %}'))
    bar = page.xpath("//progress")[0]
    assert page.xpath(f"//*[@id='{bar.get('aria-labelledby')}']")[0].text == "1,112 of 1,140 answered"
    assert html.fromstring(render("{% progress 0 0 %}")).xpath("//progress/@max") == ["1"]


def test_task_list_links_what_can_be_started():
    tasks = [Task("Cover", "/cover", Tag("Complete", "green")), Task("Sign", "", Tag("Cannot start yet", "grey"))]
    page = html.fromstring(render('{% task_list tasks id="t" %}', tasks=tasks))
    assert page.xpath("//a/@href") == ["/cover"]
    assert page.xpath("//a/@aria-describedby")[0] in page.xpath("//@id")


def test_steps_say_which_is_open_now_and_which_are_done():
    page = html.fromstring(render("{% steps s %}", s=[Step("A", "/a", "done"), Step("B", "/b", "part", "3/5", True)]))
    assert page.xpath("//a[@aria-current='step']")[0].text == "B"
    assert "complete" in page.xpath("//li")[0].text_content()


def test_summary_list_says_what_a_link_changes():
    rows = [SummaryRow("Lead", "Jo", (Link("Change", "/x", hidden="the lead"),))]
    assert html.fromstring(render("{% summary_list r %}", r=rows)).xpath("//a")[0].text_content() == "Change the lead"


def test_pagination_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/places", {"region": "East", "page": "2"})
    page = Paginator(range(50), 10).get_page(2)
    links = html.fromstring(render("{% pagination page %}", page=page, request=request)).xpath("//a/@href")
    assert links[0] == "?region=East&page=1"
    assert links[-1] == "?region=East&page=3"
    assert render("{% pagination page %}", page=Paginator([1], 10).get_page(1), request=request).strip() == ""


def test_blocks_hold_what_is_put_into_them_and_escape_their_headings():
    text = render("{% fold summary=s %}<p>in</p>{% endfold %}{% warning heading=s %}w{% endwarning %}", s="<i>")
    assert "<p>in</p>" in text
    assert "<i>" not in text


def test_button_is_a_link_where_it_leads_somewhere():
    assert "<a " in render('{% button "Go" href="/x" %}')
    assert 'name="what"' in render('{% button "Save" name="what" value="v" %}')


def test_figures_are_written_as_the_field_writes_them():
    summer = datetime(2017, 7, 1, 13, 2, tzinfo=UTC)
    text = render(
        "{{ a|pounds }} {{ n|pounds }} {{ d|day }} {{ m|moment }}", a=Decimal(3282763), d=date(2017, 3, 3), m=summer
    )
    assert text == "£3,282,763 – 3 March 2017 1 July 2017, 14:02"


def test_navigation_is_what_the_rooms_give(settings):
    settings.NAVIGATION = [f"{__name__}.links"]
    assert [link.text for link in context.list_navigation(RequestFactory().get("/"))] == ["Places"]


def links(request):
    """As a room gives its links."""
    yield Link("Places", "/places/", current=request.path.startswith("/places/"))


def test_the_shell_has_no_word_of_the_domain():
    """Whoever builds another service on it must find no trace of this one."""
    words = ("better care", "ccg", "wellbeing", "southend", "questionnaire", "mandate")
    room = Path(context.__file__).parent
    files = [path for ending in ("py", "html", "css", "js") for path in room.rglob(f"*.{ending}")]
    for path in files:
        if not {"tests", "nhsuk"} & set(path.parts):
            text = path.read_text(encoding="utf-8").lower()
            assert [word for word in words if word in text] == [], path
