"""The Network room beside `foedus.network`, and beside its own annals."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from fastapi.testclient import TestClient

from foedus.brief.network.drawn_in import chance, percent
from foedus.core import countries
from foedus.network.annals.annals import Annals
from foedus.network.graph import network_in
from foedus.web.rooms.network import held
from foedus.web.rooms.network.exposed import Bar, alt, drawing
from foedus.web.rooms.network.state import State
from foedus.web.rooms.network.view import view

from .parsed import Page

Get = Callable[[str], Page]


@pytest.fixture
def without_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """As where nothing was fetched."""
    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path_factory.mktemp("cache")))
    held.drawn.cache_clear()
    yield
    held.drawn.cache_clear()


@pytest.mark.usefixtures("without_data")
def test_a_year_without_the_treaties_at_hand(get: Get) -> None:
    """Everything that ships is there; of the pictures it is said how to get them."""
    page = get("/network?year=1938&about=GMY")
    assert "Map and matrix need the treaties" in page.words
    assert "foedus data get atop" in page.words
    assert "How a war elsewhere reaches" not in page.words
    annals = held.held()
    row, states = annals.year(1938)
    assert f"of {row['states']} states had allies" in page.words
    table = next(one for one in page.tables if one.caption.startswith("States in 1938"))
    assert len(table.rows) == 1 + states.height
    expected = states.sort("yearly", "ccode", descending=[True, False])
    assert [one[0] for one in table.rows[1:]] == [
        countries.name(code, 1938) for code in expected["ccode"]
    ]
    assert [one[6] for one in table.rows[1:]] == [percent(chance(p)) for p in expected["yearly"]]
    assert "Jackson and Nei" in page.words


@pytest.mark.usefixtures("without_data")
def test_another_year_keeps_the_order_of_the_table(client: TestClient) -> None:
    kept = '<input type="hidden" name="sort" value="-allies">'
    assert client.get("/network?year=1914&sort=-allies").text.count(kept) == 2
    assert 'name="sort"' not in client.get("/network?year=1914").text


@pytest.mark.usefixtures("data")
def test_map_and_matrix_where_the_treaties_are(get: Get) -> None:
    page = get("/network?year=1914")
    assert "need the treaties" not in page.words
    assert {"map", "matrix", "timeline", "exposed"} <= set(page.ids)
    # No name of a state begins a sentence: "United States was" is no English.
    assert "Likeliest in 1914 to be drawn into a war that starts elsewhere: Germany, " in page.words
    kinds = "help in attack, help in defence, neutrality, non-aggression, consultation"
    assert set(kinds.split(", ")) <= set(
        page.words.partition("Allies by pledges of: ")[2].partition(".")[0].split(", ")
    )


@pytest.mark.usefixtures("data")
def test_the_chains_of_a_state_are_those_of_its_pledges(get: Get) -> None:
    """Against the matrices of what is owed: one step is a row, two steps the product."""
    net = network_in("2018")
    help_ = net.owed["defense"] | net.owed["offense"]
    place = net.position("USA")
    first = help_[place]
    second = help_[first].any(axis=0) & ~first
    second[place] = False
    page = get("/network?year=2018&about=USA")
    partners = next(one for one in page.tables if one.caption.startswith("Allies of United States"))
    assert len(partners.rows) == 1 + net.allied[place].sum()
    helped = [row[0] for row in partners.rows[1:] if row[1].startswith("help in")]
    assert sorted(helped) == sorted(countries.name(int(c), 2018) for c in net.states[first])
    assert sum(row[2].startswith("help in") for row in partners.rows) == help_[:, place].sum()
    beyond = next(one for one in page.tables if one.caption.startswith("Allies of its allies"))
    assert sorted(row[0] for row in beyond.rows[1:]) == sorted(
        countries.name(int(c), 2018) for c in net.states[second]
    )
    assert f"owed help in war to {first.sum()} states" in page.words
    assert f"wars of {second.sum()} states more could" in page.words
    alone = get("/network?year=1850&about=USA")
    assert "United States owed nobody help in war" in alone.words
    assert not any(one.caption.startswith("Allies of") for one in alone.tables)


def test_a_state_that_stands_out(get: Get) -> None:
    shown = view(State(year=1914, about="FRN"))
    row = next(one for one in shown.rows if one.chosen)
    assert row.name == "France"
    assert any(bar.chosen and bar.name == "France" for bar in shown.bars)
    assert shown.sentences[-1].startswith("France: ")
    gone = view(State(year=1900, about="Israel"))
    assert "was no member" in gone.lost
    assert not any(one.chosen for one in gone.rows)
    assert gone.lost in get("/network?year=1900&about=Israel").words


def test_the_first_and_the_last_year(get: Get) -> None:
    first, last = held.held().span
    page = get(f"/network?year={first}")
    assert f"/network?year={first + 1}" in page.links
    assert f"/network?year={first - 1}" not in page.links
    assert f"/network?year={last - 1}" in get(f"/network?year={last}").links


def test_sorting_keeps_the_year_and_the_state(get: Get) -> None:
    page = get("/network?year=1938&about=GMY&sort=-allies")
    table = next(one for one in page.tables if one.caption.startswith("States in"))
    allies = [int(row[1]) for row in table.rows[1:]]
    assert allies == sorted(allies, reverse=True)
    sorted_ = [head for head in table.heads if "aria-sort" in head]
    assert [head["aria-sort"] for head in sorted_] == ["descending"]
    assert "/network?year=1938&about=GMY&sort=allies#states" in page.links


def test_a_year_as_csv(client: TestClient) -> None:
    answer = client.get("/network/states.csv?year=1900")
    found = pl.read_csv(io.BytesIO(answer.content), infer_schema_length=None)
    states = held.held().year(1900)[1]
    assert found["ccode"].to_list() == states["ccode"].to_list()
    assert found["allies"].to_list() == states["allies"].to_list()


def test_the_bars_say_their_numbers() -> None:
    bars = (Bar("<A>", 0.02, 0.001), Bar("B", 0.004, 0.0, chosen=True))
    text = drawing(bars)
    assert "<A>" not in text
    assert "&lt;A&gt;" in text
    assert 'class="bar chosen"' in text
    assert alt(bars) == "<A> 2 %; B 0.4 %."


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/network?year=1815", "1816 to 2018"),
        ("/network?year=1914&year=1915", "twice"),
        ("/network?about=Ruritania", "Ruritania"),
        ("/network?sort=size", "not on offer"),
    ],
)
def test_bad_addresses_are_refused(address: str, told: str, refused: Callable[[str], str]) -> None:
    assert told in refused(address)


def test_what_ships_names_its_data(data: Path) -> None:
    """Made from the registered files of this version, by this version's reading of them."""
    from foedus.sources.getting import registry

    annals: Annals = held.held()
    assert data.is_dir()
    for path, told in annals.manifest["data"].items():
        file = registry.file(path)
        assert file.sha256 == told["sha256"], f"{path}: compute the annals anew"
        assert registry.dataset(file.dataset).version == told["version"]
