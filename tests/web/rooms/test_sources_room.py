"""The Sources room beside the registry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from foedus.sources.citing.cite import as_bibtex, as_text
from foedus.sources.getting import registry
from foedus.web.links import Live
from foedus.web.rooms.sources.pages import one_html
from foedus.web.rooms.sources.state import GETTING, State
from foedus.web.rooms.sources.view import listing, one

from .parsed import Page

Get = Callable[[str], Page]


def test_every_data_set_is_listed(get: Get) -> None:
    table = get("/sources").tables[0]
    assert len(table.rows) == 1 + len(registry.datasets())
    by_title = sorted(registry.datasets(), key=lambda found: (found.title.casefold(), found.id))
    assert [row[1] for row in table.rows[1:]] == [" ".join(f.version.split()) for f in by_title]
    assert [row[5] for row in table.rows[1:]] == [" ".join(f.licence.split()) for f in by_title]


@pytest.mark.parametrize("name", [found.id for found in registry.datasets()])
def test_every_data_set_has_a_page(name: str) -> None:
    found = registry.dataset(name)
    page = Page(one_html(one(name), Live()))
    page.check()
    for word in (found.version, found.licence, *as_text([name]).splitlines()):
        assert " ".join(word.split()) in page.words
    for file in found.files:
        assert file.path in page.words


def test_words_year_and_way_narrow_it_down() -> None:
    found = listing(State(words="correlates WAR"))
    assert found.rows
    by_hand = [
        one_
        for one_ in registry.datasets()
        if all(
            word
            in f"{one_.id} {one_.title} {one_.producer} {one_.version} {one_.unit} "
            f"{one_.licence} {one_.notes} {' '.join(one_.aliases)}".casefold()
            for word in ("correlates", "war")
        )
    ]
    assert {row.id for row in found.rows} == {one_.id for one_ in by_hand}
    covers = listing(State(year=1850))
    assert {row.id for row in covers.rows} == {
        one_.id for one_ in registry.datasets() if one_.first and one_.first <= 1850 <= one_.last
    }
    parts = [listing(State(getting=way)).rows for way in GETTING]
    assert sum(len(rows) for rows in parts) == len(registry.datasets())
    assert {row.id for row in parts[list(GETTING).index("ships")]} == {
        one_.id for one_ in registry.datasets() if not one_.landing
    }


def test_nothing_fits(get: Get) -> None:
    page = get("/sources?words=unicorns")
    assert "No data set fits" in page.words
    assert page.tables == []


def test_the_references_as_bibtex(client: TestClient) -> None:
    answer = client.get("/sources/references.bib?name=alliances")
    assert answer.headers["content-disposition"] == 'attachment; filename="atop.bib"'
    assert answer.text == as_bibtex(["atop"]) + "\n"
    whole = client.get("/sources/references.bib").text
    assert all(entry in whole for entry in as_bibtex(["mid"]).split("\n\n"))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/sources/dataset", "name=atop"),
        ("/sources/dataset?name=atob", "did you mean 'atop'"),
        ("/sources/references.bib?name=nobody", "no data set is called"),
        ("/sources?year=12", "1000 to 2100"),
    ],
)
def test_bad_addresses_are_refused(address: str, told: str, refused: Callable[[str], str]) -> None:
    assert told.casefold() in refused(address).casefold()
