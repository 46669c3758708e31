"""All pages of the four rooms as files: every link of one leads to another, or to a file."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import urlsplit

import pytest

from foedus.web.links import Links, Live, Value
from foedus.web.rooms.every import Text, files, pages

from .parsed import Page


class Dead(Live):
    """The same addresses where no program answers: empty where there is no such page."""

    live = False

    def __init__(self, known: Container[str]) -> None:
        self.known = known

    def to(self, room: str, /, **state: Value) -> str:
        """Address of a page that is there."""
        found = super().to(room, **state)
        return found if found in self.known or found in OTHERS else ""


OTHERS = ("/", "/crisis")


def told(text: Text) -> str:
    return Live().to(text.room, **text.state)


@pytest.fixture(scope="module")
def known() -> dict[str, Text]:
    return {told(text): text for text in (*pages(), *files())}


def test_every_address_is_one_texts_own(known: dict[str, Text]) -> None:
    assert len(known) == len(list(pages())) + len(list(files()))
    rooms = {text.room.partition("/")[0] for text in known.values()}
    assert rooms == {"ledger", "network", "record", "sources"}


@pytest.mark.parametrize(
    ("room", "state"),
    [
        ("ledger", {}),
        ("ledger", {"page": 2}),
        ("ledger/dispute", {"number": 257}),
        ("network", {"year": 1914}),
        ("record", {}),
        ("sources", {}),
        ("sources/dataset", {"name": "atop"}),
    ],
)
def test_no_link_of_a_file_leads_nowhere(
    known: dict[str, Text], room: str, state: dict[str, Value]
) -> None:
    links: Links = Dead(known)
    text = known[links.to(room, **state)]
    page = Page(text.make(links))
    page.check()
    assert page.fields == [], "a form needs a program that answers"
    inside = [one for one in page.links if one.startswith("/") and not one.startswith("/static")]
    lost = [
        one
        for one in inside
        if (plain := urlsplit(one)._replace(fragment="").geturl()) not in known
        and plain not in OTHERS
    ]
    assert lost == []
    assert inside


def test_files_say_what_the_explorer_says(known: dict[str, Text]) -> None:
    """As far as they do not take long: the first of each kind."""
    seen: set[str] = set()
    for text in known.values():
        if "." in text.room and text.room not in seen:
            seen.add(text.room)
            assert text.make(Live()).count("\n") > 2
    assert {"ledger/rows.csv", "network/states.csv", "sources/references.bib"} <= seen
