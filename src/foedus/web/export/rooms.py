"""The other rooms as files, from `foedus.web.rooms.every`: which of their pages a site holds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.crisis.library import bundled
from foedus.crisis.scenario import load
from foedus.web.rooms import every
from foedus.web.rooms.ledger import index
from foedus.web.rooms.ledger.held import chosen, held
from foedus.web.rooms.ledger.state import COLUMNS, SIZE
from foedus.web.rooms.ledger.state import State as Ledger
from foedus.web.rooms.listing import ordered, pages, sorts
from foedus.web.rooms.network.pages import DECADES
from foedus.web.rooms.network.state import FIRST, LAST, START
from foedus.web.rooms.sources.pages import list_html
from foedus.web.rooms.sources.state import COLUMNS as SETS
from foedus.web.rooms.sources.state import State as Sources
from foedus.web.rooms.sources.view import listing

from .wanted import Group, Item, Wanted

if TYPE_CHECKING:
    from foedus.web.links import Links
    from foedus.web.rooms.every import Text

__all__ = ["numbers", "rooms", "years"]


def years(wanted: Wanted) -> tuple[int, ...]:
    """Years of the network: the first of each decade, the ends, those of the bundled crises."""
    if wanted.years is not None:
        return wanted.years
    named = (load(name).date.year for name in bundled())
    return tuple(sorted({START, *DECADES, *(year for year in named if FIRST <= year <= LAST)}))


def numbers(wanted: Wanted) -> tuple[int, ...]:
    """Disputes that have a page, in the order of their numbers."""
    frame = ordered(chosen(Ledger().selection), COLUMNS, Ledger().sort, "dispnum")
    found: list[int] = frame["dispnum"].to_list()
    return tuple(sorted(found[: wanted.disputes]))


def rooms(wanted: Wanted) -> Iterator[Group]:
    """Every page and file of Ledger, Network, Record and Sources that is wanted."""
    texts = [*every.pages(), *every.files()]
    yield Group("ledger", (*_lists(wanted), *_ledger(texts, wanted)))
    for room in ("network", "record", "sources"):
        mine = [one for one in texts if one.room.partition("/")[0] == room]
        items = _network(mine, wanted) if room == "network" else [_item(one) for one in mine]
        if room == "sources":
            items += [
                _sources(Sources(sort=sort)) for sort in sorts(SETS) if sort != Sources().sort
            ]
        yield Group(room, tuple(items))


def _item(text: Text) -> Item:
    return Item(text.room, text.state, text.make)


def _lists(wanted: Wanted) -> Iterator[Item]:
    """The table of disputes in every order; picture and outputs are on the first page only."""
    count = pages(held().rows.height, 1, SIZE).count if wanted.disputes is None else 1
    for sort in sorts(COLUMNS):
        for number in range(1, count + 1):
            state = Ledger(sort=sort, page=number)
            yield Item("ledger", state.query(), lambda links, s=state: _list(s, links))


def _list(state: Ledger, links: Links) -> str:
    shown = index.view(state)
    if state != Ledger():
        shown = replace(shown, strip=replace(shown.strip, marks=()), outputs=())
    return index.html(shown, links)


def _ledger(texts: list[Text], wanted: Wanted) -> Iterator[Item]:
    kept = set(numbers(wanted))
    for one in texts:
        if one.room == "ledger/rows.csv" or (
            one.room == "ledger/dispute" and one.state["number"] in kept
        ):
            yield _item(one)
    yield Item("ledger/rows.parquet", {}, lambda _: _parquet())


def _parquet() -> bytes:
    out = io.BytesIO()
    held().rows.write_parquet(out)
    return out.getvalue()


def _network(texts: list[Text], wanted: Wanted) -> list[Item]:
    kept = years(wanted)
    home = START if START in kept else kept[0]
    found: list[Item] = []
    for one in texts:
        year = one.state.get("year")
        if year not in kept:  # without a year it is that of the home page
            continue
        if one.room == "network" and year == home:
            found.append(Item("network", {}, one.make, others=(one.state,)))
        else:
            found.append(_item(one))
    return found


def _sources(state: Sources) -> Item:
    return Item("sources", state.query(), lambda links: list_html(listing(state), links))
