"""The Ledger room beside the ledger's own tables."""

from __future__ import annotations

import io
from collections.abc import Callable

import polars as pl
import pytest
from fastapi.testclient import TestClient

from foedus.brief.ledger.numbers import chance, moved
from foedus.brief.ledger.words import headline, warning
from foedus.ledger.columns import LEVELS
from foedus.ledger.ledger import Ledger, read_ledger
from foedus.ledger.select import Selection
from foedus.web.links import Live
from foedus.web.rooms.ledger import dispute, index
from foedus.web.rooms.ledger.picture import Mark, csv, drawing, place
from foedus.web.rooms.ledger.state import COLUMNS, SIZE, State
from foedus.web.rooms.listing import sorts

from .parsed import Page

Get = Callable[[str], Page]
Refused = Callable[[str], str]


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return read_ledger()


def test_the_page_says_what_the_summary_says(shipped: Ledger, get: Get) -> None:
    told = shipped.summary().data
    page = get("/ledger")
    for sentence in headline(told):
        assert sentence in page.words
    warned = warning(told)
    assert warned is not None
    # Beside the counts, under the picture and in the sixth output: where nobody can miss it.
    assert page.words.count(warned) >= 3
    caption = "Disputes whose chance of war changed"
    counts = next(one for one in page.tables if one.caption == caption)
    assert len(counts.rows) == 1 + 2 * len(LEVELS)
    for number in range(1, 10):
        assert f"{number}. " in page.words


def test_a_page_of_rows_is_the_tables_own(shipped: Ledger, get: Get) -> None:
    table = next(one for one in get("/ledger?page=2").tables if "sorted by" in one.caption)
    expected = shipped.rows.sort("start", "dispnum")[SIZE : 2 * SIZE]
    assert [row[0] for row in table.rows[1:]] == [str(n) for n in expected["dispnum"]]
    assert [row[4] for row in table.rows[1:]] == [chance(p) for p in expected["any_war"]]
    assert [row[5].split(" ")[0] for row in table.rows[1:]] == [
        moved(p).split(" ")[0] for p in expected["any_war_difference"]
    ]


@pytest.mark.parametrize("sort", sorts(COLUMNS))
def test_every_order_is_that_of_a_plain_sort(shipped: Ledger, sort: str) -> None:
    rank = {"display": 0, "force": 1, "war": 2}
    by = {one.key: one.by or one.key for one in COLUMNS}[sort.removeprefix("-")]
    falling = sort.startswith("-")
    rows = shipped.rows.with_columns(reached=pl.col("level").replace_strict(rank, default=None))
    known = [row for row in rows.iter_rows(named=True) if row[by] is not None]
    known.sort(key=lambda row: row["dispnum"])
    known.sort(key=lambda row: row[by], reverse=falling)
    shown = index.view(State(sort=sort)).rows
    first = [row["dispnum"] for row in known[:SIZE]]
    # A stable sort that is reversed keeps equals in their order: numbers rise, as on the page.
    assert [row.number for row in shown] == first


def test_filters_select_what_polars_selects(shipped: Ledger) -> None:
    rows = shipped.rows
    view = index.view(State(since=1946, until=1989, level="war", nuclear=True))
    by_hand = rows.filter(
        pl.col("year").is_between(1946, 1989), pl.col("level") == "war", pl.col("nuclear")
    )
    assert 0 < view.pages.total == by_hand.height
    assert [row.number for row in view.rows] == by_hand.sort("start", "dispnum")[
        "dispnum"
    ].to_list()[:SIZE]
    kinds = rows.explode("obligations").unnest("obligations")
    offence = kinds.filter(pl.col("kind") == "offence")["dispnum"].n_unique()
    assert index.view(State(kind="offence")).pages.total == offence
    sides = pl.concat_list("challenger_ccodes", "target_ccodes")
    europe = rows.filter(sides.list.eval((pl.element() >= 200) & (pl.element() < 400)).list.any())
    assert index.view(State(region="Europe")).pages.total == europe.height
    label = rows.filter(pl.col("label_any_war_010") == "lowered")
    assert index.view(State(effect="lowered")).pages.total == label.height


def test_every_solved_dispute_is_a_mark_that_opens_its_row(shipped: Ledger, get: Get) -> None:
    solved = shipped.rows.filter(pl.col("status") == "solved")
    page = get("/ledger")
    links = [link for link in page.links if link.startswith("/ledger/dispute")]
    assert {f"/ledger/dispute?number={n}" for n in solved["dispnum"]} <= set(links)
    shown = index.view(State())
    effects = {mark.number: mark.effect for mark in shown.strip.marks}
    assert effects == dict(
        zip(solved["dispnum"].to_list(), solved["any_war_difference"].to_list(), strict=True)
    )
    level = LEVELS[1]
    down = solved.filter(pl.col("any_war_difference") < -level).height
    assert f"lower it in {down:,}" in shown.strip.message
    assert shown.strip.alt.startswith(shown.strip.message)


def test_one_dispute_and_none_that_moves_are_told_in_words_that_agree(
    shipped: Ledger, get: Get
) -> None:
    years = shipped.rows.filter(pl.col("status") == "solved").group_by("year").len()
    alone = years.filter(pl.col("len") == 1)["year"].sort().to_list()
    assert alone
    quiet = 0
    for year in alone[:3]:
        page = get(f"/ledger?since={year}&until={year}")
        for wrong in ("1 disputes", "of the 0 ", "Of the 1 "):
            assert wrong not in page.words
        assert "Of the one dispute below." in page.words
        assert "in this dispute" in page.words
        quiet += "Before you read a count." not in page.words
    assert quiet


def test_the_picture_keeps_order_and_sign() -> None:
    low, high = -0.3, 0.2
    effects = [-0.3, -0.05, -0.002, 0.0, 0.0001, 0.01, 0.2]
    heights = [place(one, low, high) for one in effects]
    assert heights == sorted(heights)
    assert (heights[0], heights[-1]) == (0.0, 1.0)


def test_the_picture_says_nothing_that_could_run() -> None:
    mark = Mark(7, 1900.5, 0.03, -0.2, pledged=True, told='<script>"A" & B')
    text = drawing([mark], (1890, 1910), "<b>", lambda n: f"?number={n}&x=1")
    assert "<script>" not in text
    assert "<b>" not in text
    assert 'href="?number=7&amp;x=1"' in text
    assert 'class="ring"' in text
    rows = pl.read_csv(io.StringIO(csv([mark])))
    assert rows["dispute"].to_list() == [7]
    assert rows["any_war_difference"].to_list() == [0.03]


def test_no_dispute_fits(get: Get) -> None:
    page = get("/ledger?since=1816&until=1816&nuclear=1")
    assert "No dispute fits all of these" in page.words
    assert page.tables == []
    assert "/ledger" in page.links


def test_only_the_unsolved(get: Get, shipped: Ledger) -> None:
    """A selection without a solved dispute has rows, and no summary."""
    row = shipped.rows.filter(pl.col("status") != "solved").row(0, named=True)
    answer = dispute.view(row["dispnum"])
    assert answer.unsolved.startswith("Not solved")
    page = get(f"/ledger/dispute?number={row['dispnum']}")
    assert answer.unsolved in page.words
    assert page.tables == []


@pytest.mark.parametrize("number", [257, 154])
def test_a_dispute_is_shown_whole(number: int, get: Get, shipped: Ledger) -> None:
    told = shipped.show(number)
    page = get(f"/ledger/dispute?number={number}")
    chances = next(one for one in page.tables if one.caption.startswith("With its obligations"))
    by_name = {row[0]: row[1:] for row in chances.rows[1:]}
    for key, name in (("any_war", "any war"), ("great_power_war", "great-power war")):
        one = told["effects"][key]
        assert by_name[name][:3] == [
            chance(one["with"]),
            chance(one["without"]),
            moved(one["difference"]),
        ]
    for pledge in told["obligations"]:
        assert pledge["treaty"] in page.words
    for third in told["candidates"]:
        assert third["name"] in page.words
    assert f"highest level: {told['happened']['level']}" in page.words
    assert "What historians say" in page.words


def test_an_ally_is_of_the_side_that_it_is_bound_to() -> None:
    """Trap: Italy moved first in 1911 and is the target; Germany was Italy's ally, not Turkey's."""
    table = dispute.view(114).thirds
    assert table is not None
    assert table.rows[0][:3] == (
        "Germany", "target", "an ally of the side that moved first, a great power",
    )  # fmt: skip


def test_every_dispute_has_a_page(shipped: Ledger) -> None:
    """A sample over the whole record, with and without pledges and third parties."""
    numbers = shipped.rows["dispnum"].gather_every(97).to_list()
    assert len(numbers) > 20
    for number in numbers:
        text = dispute.html(dispute.view(number), Live())
        Page(text).check()


def test_disputes_lead_to_their_neighbours(shipped: Ledger) -> None:
    numbers = sorted(shipped.rows["dispnum"].to_list())
    first, last = dispute.view(numbers[0]), dispute.view(numbers[-1])
    assert (first.before, first.after) == (None, numbers[1])
    assert (last.before, last.after) == (numbers[-2], None)


def test_the_rows_as_csv(client: TestClient, shipped: Ledger) -> None:
    answer = client.get("/ledger/rows.csv?level=war&major=1")
    assert answer.headers["content-type"].startswith("text/csv")
    found = pl.read_csv(io.BytesIO(answer.content), infer_schema_length=None)
    expected = shipped.select(Selection(level="war", major=True))
    assert found["dispnum"].to_list() == expected["dispnum"].to_list()
    assert found.columns == expected.columns


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/ledger?sort=size", "not on offer"),
        ("/ledger?who=Atlantis", "Atlantis"),
        ("/ledger?colour=red", "no such setting"),
        ("/ledger/dispute", "number=257"),
        ("/ledger/dispute?number=1", "no dispute of this ledger has that number"),
        ("/ledger/dispute?number=x", "not a number that fits"),
        ("/ledger/dispute?number=257&page=2", "no such setting"),
        ("/ledger/rows.csv?until=1", "not a number that fits"),
    ],
)
def test_bad_addresses_are_refused(address: str, told: str, refused: Refused) -> None:
    assert told in refused(address)
