"""Pages from templates: a pure function of what they show, so that they can be written to files."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

from .about import about

if TYPE_CHECKING:
    from .links import Links

__all__ = ["ROOMS", "environment", "fragment", "page"]

ROOMS = {
    "crisis": "Crisis",
    "ledger": "Ledger",
    "network": "Network",
    "record": "Record",
    "sources": "Sources",
}
"""The rooms, in the order of the header."""


def page(template: str, *, room: str, title: str, links: Links, **context: object) -> str:
    """A whole page.

    Parameters
    ----------
    template
        ``ROOM/page.html`` lies in `rooms/ROOM/templates`, ``page.html`` in `templates`.
    room
        The room it belongs to, marked in the header; empty for none.
    title
        Of the window.
    links
        Makes every address of the page.
    **context
        What the template shows.
    """
    return (
        environment()
        .get_template(template)
        .render(room=room, title=title, links=links, rooms=ROOMS, about=about(), **context)
    )


def fragment(template: str, *, links: Links, **context: object) -> str:
    """A part of a page, as it is put in place by a script."""
    return environment().get_template(template).render(links=links, about=about(), **context)


@functools.cache
def environment() -> jinja2.Environment:
    """The templates, every value escaped unless it says that it is markup."""
    return jinja2.Environment(
        autoescape=True,
        auto_reload=False,
        loader=jinja2.FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def _source(name: str) -> str | None:
    """Text of a template; names come from code, never from a request."""
    head, _, rest = name.partition("/")
    if rest and head in ROOMS:
        found = files("foedus.web").joinpath("rooms", head, "templates", rest)
    else:
        found = files("foedus.web").joinpath("templates", name)
    return found.read_text(encoding="utf-8") if found.is_file() else None
