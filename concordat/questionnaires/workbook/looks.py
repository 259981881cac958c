"""How a workbook looks: fonts, colours, formats of numbers, the paper it is printed on."""

from functools import cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from concordat.questionnaires.form import Question

INK, GREY, LINE = "#1F2933", "#5F6B76", "#B8C0C8"
BAND, HEAD, ENTRY, QUIET = "#1F3A4D", "#E4E9ED", "#FFFBE6", "#F4F6F7"
GREEN, GREEN_INK, AMBER, AMBER_INK = "#D5EBD8", "#1B5E20", "#FBE5D0", "#8A3B00"
A4 = 9
POINTS_PER_LINE = 12.8
WRITTEN = ("text", "person", "place", "email", "telephone")

_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
_BOXED = _BASE | {"border": 1, "border_color": LINE}
STYLES: dict[str, dict[str, Any]] = {
    "title": _BASE | {"font_size": 16, "bold": True, "font_color": "#FFFFFF", "bg_color": BAND, "valign": "vcenter"},
    "under-title": _BASE | {"font_color": "#FFFFFF", "bg_color": BAND, "valign": "vcenter"},
    "plain": _BASE | {"text_wrap": True},
    "quiet": _BASE | {"font_color": GREY, "text_wrap": True},
    "progress": _BASE | {"bold": True, "valign": "vcenter"},
    "heading": _BASE | {"bold": True, "font_size": 12, "bottom": 2, "bottom_color": BAND},
    "column-right": _BOXED | {"bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "vcenter", "align": "right"},
    "column": _BOXED | {"bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"},
    "label": _BOXED | {"bold": True, "text_wrap": True},
    "said-label": _BOXED | {"font_color": GREY, "italic": True, "text_wrap": True, "indent": 1, "bg_color": QUIET},
    "said": _BOXED | {"font_color": GREY, "italic": True, "text_wrap": True, "bg_color": QUIET},
    "cell": _BOXED | {"text_wrap": True},
    "mark": _BOXED | {"align": "center"},
    "link": _BOXED | {"text_wrap": True, "underline": 1},
    "number": _BOXED | {"num_format": "0"},
    "list": _BASE | {"num_format": "@"},
    "green": {"bg_color": GREEN, "font_color": GREEN_INK},
    "pence": {"num_format": "£#,##0.00;-£#,##0.00"},
    "amber": {"bg_color": AMBER, "font_color": AMBER_INK},
}
NUMBERS = {
    "money": "£#,##0;-£#,##0",
    "count": "#,##0",
    "number": "General",
    "percentage": "0.0%",
    "date": "dd/mm/yyyy",
    "month": "mm/yyyy",
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, name: str, **more: Any) -> Format:
        """A named style, with what differs from it."""
        return self._make(STYLES[name] | more)

    def entry(self, question: Question) -> Format:
        """A cell to be filled: unlocked, pale yellow, figures right and in the format of their kind."""
        fmt = _BOXED | {"bg_color": ENTRY, "locked": False, "text_wrap": True, "num_format": number_format(question)}
        if question.kind in ("money", "count", "number", "percentage"):
            fmt |= {"align": "right"}
        elif question.kind in ("date", "month"):
            fmt |= {"align": "left"}
        return self._make(fmt)

    def said(self, question: Question) -> Format:
        """An answer of an earlier period: grey, locked, a figure as its kind is written."""
        more = {"align": "right"} if question.kind in ("money", "count", "number", "percentage") else {"align": "left"}
        return self("said", num_format=number_format(question), **more)

    def derived(self, kind: str) -> Format:
        """A figure that follows from others: locked."""
        return self._make(_BOXED | {"bg_color": HEAD, "align": "right", "num_format": NUMBERS.get(kind, "#,##0.00")})

    def _make(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def number_format(question: Question) -> str:
    """The format of a question's figures; text where words are typed, so that `=` and `-` begin no formula."""
    return NUMBERS.get(question.kind, "@")


class GrowingSheet(Worksheet):  # type: ignore[misc]  # its package tells no types
    """A sheet whose rows may have a height to begin with and still grow with what is typed.

    XlsxWriter fixes every height that it writes. A row that is named in `growing`, counted from 0, is left free.
    It also looks for every function of later versions of Excel in each formula, which takes half the time of a
    workbook; ours have none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.growing: set[int] = set()

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        kept = attributes or []
        if tag == "row" and int(dict(kept)["r"]) - 1 in self.growing:
            kept = [(name, value) for name, value in kept if name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, kept)


def set_paper(sheet: Worksheet, header: str, *, landscape: bool = True) -> None:
    """A4, one page wide, with who, what and which page."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    safe = header.replace("&", "&&")
    while len(safe) > 180:
        safe = safe[: len(safe) // 2]
    sheet.set_header(f'&L&"Arial,Regular"&9{safe}')
    sheet.set_footer('&L&"Arial,Regular"&9&A&R&"Arial,Regular"&9Page &P of &N')
    sheet.hide_gridlines(2)


def protect(sheet: Worksheet) -> None:
    """Labels cannot be overwritten by mistake; there is no password, and rows, columns and cells may be dressed."""
    allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True) | {"objects": True, "scenarios": True})


@cache
def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column that is so many characters wide."""
    return sum(max(1, -(-len(line) // max(1, width))) for line in text.split("\n"))
