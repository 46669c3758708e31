"""The pages of sources as HTML."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from foedus.web.render import page

from .state import GETTING

if TYPE_CHECKING:
    from foedus.web.links import Links

    from .view import Listing, One

__all__ = ["list_html", "one_html"]


def list_html(shown: Listing, links: Links) -> str:
    """The list."""
    state = shown.state
    return page(
        "sources/page.html",
        room="sources",
        title="Sources",
        links=links,
        shown=shown,
        state=state,
        getting=GETTING,
        whole=links.to("sources"),
        bibtex=links.to("sources/references.bib"),
        sort_to=[
            links.to("sources", **dataclasses.replace(state, sort=head.next).query())
            for head in shown.heads
        ],
    )


def one_html(shown: One, links: Links) -> str:
    """One data set."""
    return page(
        "sources/one.html",
        room="sources",
        title=f"{shown.dataset.title} {shown.dataset.version}",
        links=links,
        shown=shown,
        getting=GETTING[shown.getting],
        bibtex=links.to("sources/references.bib", name=shown.dataset.id),
    )
