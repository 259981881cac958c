"""Pictures with their words and tables as HTML: parts for a notebook, or a page of its own that needs nothing else."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, what it says, what has to be known of it, and the table of what it shows.

    `rows` are cells as text, the first the row's name; `numeric` says how many columns, after the first, are figures.
    """

    heading: str
    svg: str
    said: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    numeric: int = 0
    icons: Sequence[str] = field(default=())

    def image(self) -> Markup:
        """An image that carries its drawing with it, so that no id of one drawing meets that of another."""
        data = base64.b64encode(self.svg.encode()).decode()
        alt = " ".join((self.said, *self.icons))
        return Markup('<img class="chart" alt="{}" src="data:image/svg+xml;base64,{}">').format(alt, data)


def render_page(title: str, pictures: Sequence[Picture], sources: Sequence[str] = ()) -> str:
    """A whole page of HTML. `sources` stand at its foot."""
    return _environment().get_template("picture_page.html").render(title=title, pictures=pictures, sources=sources)


def render_part(picture: Picture) -> str:
    """One picture with its words and its table folded, to stand among other things."""
    return _environment().get_template("picture.html").render(picture=picture)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("concordat.metrics"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
