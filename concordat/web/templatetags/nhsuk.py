"""The blocks of the design system for templates, each wrapped once; built in, so that no template has to load them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from concordat.web.components import Colour, Link, Step, SummaryRow, Table, Tag, Task

register = template.Library()

COMPONENTS = "web/components"


@register.simple_tag
def field(bound: BoundField, size: str = "s", hide_label: bool = False, group_class: str = "", **attrs: Any) -> str:
    """A field with label, hint and error. Further names become attributes of its control, `hx_post` as `hx-post`;
    `keep="key"` keeps what is typed in the browser until it is saved."""
    control = bound.as_widget(attrs=_attributes(attrs)) if attrs else ""
    values = {"field": bound, "control": control, "size": size, "hide_label": hide_label, "group_class": group_class}
    return render_to_string("web/forms/field.html", values)


@register.simple_tag
def error_summary(*forms: BaseForm, heading: str = "There is a problem") -> str:
    """What is wrong on the page, each error a link to its field. Empty where nothing is wrong."""
    errors = [error for form in forms if form is not None for error in _errors(form)]
    return render_to_string(f"{COMPONENTS}/error_summary.html", {"errors": errors, "heading": heading})


@register.simple_tag
def button(text: str, href: str = "", kind: str = "", **attrs: Any) -> str:
    """A button that submits its form, or with `href` a link that looks so. `kind`: secondary, reverse, warning."""
    extra = SafeString(flatatt(_attributes(attrs)))
    return render_to_string(f"{COMPONENTS}/button.html", {"text": text, "href": href, "kind": kind, "extra": extra})


@register.simple_tag
def tag(text: str, colour: Colour = "") -> str:
    """A word of state in a box."""
    return render_to_string(f"{COMPONENTS}/tag.html", {"tag": Tag(text, colour)})


@register.simple_tag
def task_list(tasks: Sequence[Task], id: str = "task") -> str:
    """What is to do, and how far each is. `id` tells two lists on one page apart."""
    return render_to_string(f"{COMPONENTS}/task_list.html", {"tasks": tasks, "id": id})


@register.simple_tag
def steps(given: Sequence[Step], label: str = "Steps") -> str:
    """The steps beside a page, numbered, with how far each is."""
    return _render_steps(tuple(given), label)


@lru_cache(maxsize=1_000)
def _render_steps(given: tuple[Step, ...], label: str) -> str:
    """Kept, because each answer that is saved brings them with it, and few answers change them."""
    return render_to_string(f"{COMPONENTS}/steps.html", {"steps": given, "label": label})


@register.simple_tag
def summary_list(rows: Sequence[SummaryRow]) -> str:
    """Lines of what something is and what it says."""
    return render_to_string(f"{COMPONENTS}/summary_list.html", {"rows": rows})


@register.simple_tag
def table(given: Table) -> str:
    """A table with its caption; on a phone each row becomes a card."""
    return render_to_string(f"{COMPONENTS}/table.html", {"table": given})


@register.simple_tag
def progress(done: int, total: int, what: str = "done", id: str = "progress") -> str:
    """A bar with its figures in words before it: `112 of 140 done`."""
    text = f"{done:,} of {total:,} {what}"
    values = {"done": done, "total": max(total, 1), "text": text, "id": id}
    return render_to_string(f"{COMPONENTS}/progress.html", values)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any]) -> str:
    """Links to the pages of a long list, keeping the rest of the address as it is; nothing where there is one page."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    values = {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "numbers": [
            (number, address(number) if isinstance(number, int) else "")
            for number in page.paginator.get_elided_page_range(page.number)
        ],
    }
    return render_to_string(f"{COMPONENTS}/pagination.html", values)


@register.simple_tag
def breadcrumbs(*links: Link) -> str:
    """Where the page stands: the links from the top down to its parent. Give them in order, not the page itself."""
    return render_to_string(f"{COMPONENTS}/breadcrumbs.html", {"links": links, "last": links[-1] if links else None})


@register.simple_tag
def link(text: str, href: str, current: bool = False, hidden: str = "") -> Link:
    """A `Link` made in a template: `{% link "Places" "/places/" as places %}`."""
    return Link(text, href, current, hidden)


@register.simple_tag
def saved(text: str = "") -> str:
    """Where a page says when it was last saved, or that it was not; read out as it changes."""
    return format_html('<p class="app-saved" data-saved role="status" aria-live="polite">{}</p>', text)


@register.simple_block_tag
def inset(content: str) -> str:
    """Text set apart from the rest."""
    return format_html('<div class="nhsuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str, heading: str = "Important", level: int = 3) -> str:
    """A callout that nobody should miss; `level` is that of its heading among those of the page."""
    return format_html(
        '<div class="nhsuk-warning-callout"><h{} class="nhsuk-warning-callout__label">'
        '<span role="text"><span class="nhsuk-u-visually-hidden">Important: </span>{}</span></h{}>{}</div>',
        level,
        heading,
        level,
        content,
    )


@register.simple_block_tag
def fold(content: str, summary: str = "Show the figures", open: bool = False) -> str:
    """What not everybody needs, behind a line that opens it. Every chart has its table in one."""
    return format_html(
        '<details class="nhsuk-details"{}><summary class="nhsuk-details__summary">'
        '<span class="nhsuk-details__summary-text">{}</span></summary>'
        '<div class="nhsuk-details__text">{}</div></details>',
        " open" if open else "",
        summary,
        content,
    )


def _attributes(given: dict[str, Any]) -> dict[str, Any]:
    return {("data-keep" if name == "keep" else name.replace("_", "-")): value for name, value in given.items()}


def _errors(form: BaseForm) -> list[dict[str, str]]:
    """Each error of a form with the address of its field; the first control of a field that has several."""
    found = []
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        href = f"#{_first_control(bound)}" if bound is not None else ""
        label = f"{bound.label}: " if bound is not None else ""
        found += [{"text": f"{label}{message}", "href": href} for message in messages]
    return found


def _first_control(bound: BoundField) -> str:
    """The id of what takes the focus."""
    return bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)
