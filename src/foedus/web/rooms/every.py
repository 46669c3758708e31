"""Every page and file of the rooms Ledger, Network, Record and Sources, to be written as files.

Pages with a filter or another order are left out. Whoever wants them builds them from the rooms'
states; links give no address to what is not there, and then it is not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.ledger.flat import flat
from foedus.sources.citing.cite import as_bibtex
from foedus.sources.getting import registry

from .ledger import dispute, index
from .ledger.held import chosen
from .ledger.held import held as disputes
from .ledger.state import SIZE
from .ledger.state import State as LedgerState
from .listing import pages as paged
from .network import pages as network_pages
from .network.held import held as annals
from .network.state import State as NetworkState
from .network.view import view as network_view
from .record import pages as record_pages
from .record.held import offered, scores
from .record.state import State as RecordState
from .record.view import view as record_view
from .sources import pages as sources_pages
from .sources.state import State as SourcesState
from .sources.view import listing, one

if TYPE_CHECKING:
    from foedus.web.links import Links, Value

__all__ = ["Text", "files", "pages"]


@dataclass(frozen=True)
class Text:
    """A page or a file.

    Attributes
    ----------
    room, state
        What its address is made from, as `foedus.web.links.Links.to` takes them.
    make
        Makes its text; the links are those that stand in it.
    """

    room: str
    state: Mapping[str, Value] = field(hash=False)
    make: Callable[[Links], str] = field(repr=False)


def pages() -> Iterator[Text]:
    """Every page, rooms in their order."""
    yield from _ledger()
    yield from _network()
    yield from _record()
    yield from _sources()


def files() -> Iterator[Text]:
    """Every file that one of these pages offers: CSV and BibTeX."""
    yield Text("ledger/rows.csv", {}, lambda _: _rows())
    for year in range(annals().span[0], annals().span[1] + 1):
        yield Text("network/states.csv", {"year": year}, lambda _, y=year: _states(y))
    for state in _scored():
        made = record_view(state).scored
        if made is not None:
            text = record_pages.calibration_csv(made)
            yield Text("record/calibration.csv", state.query(), lambda _, t=text: t)
    every = [found.id for found in registry.datasets()]
    yield Text("sources/references.bib", {}, lambda _: as_bibtex(every) + "\n")
    for name in every:
        yield Text("sources/references.bib", {"name": name}, lambda _, n=name: _cited(n))


def _ledger() -> Iterator[Text]:
    count = paged(disputes().rows.height, 1, SIZE).count
    for page in range(1, count + 1):
        state = LedgerState(page=page)
        yield Text("ledger", state.query(), lambda links, s=state: index.html(index.view(s), links))
    for number in disputes().rows["dispnum"].to_list():
        yield Text(
            "ledger/dispute",
            {"number": number},
            lambda links, n=number: dispute.html(dispute.view(n), links),
        )


def _network() -> Iterator[Text]:
    yield Text("network", {}, lambda links: _year(NetworkState(), links))
    for year in range(annals().span[0], annals().span[1] + 1):
        state = NetworkState(year=year)
        yield Text("network", state.query(), lambda links, s=state: _year(s, links))


def _year(state: NetworkState, links: Links) -> str:
    return network_pages.html(network_view(state), links)


def _scored() -> Iterator[RecordState]:
    """The record in every task and split, of the model that is judged."""
    tasks, splits, _ = offered()
    for task in tasks:
        for split in splits:
            yield RecordState(task=task, split=split)


def _record() -> Iterator[Text]:
    found = scores()
    if found is None:
        yield Text("record", {}, lambda links: _judged(RecordState(), links))
        return
    for state in _scored():
        shown = record_view(state).scored
        count = 1 if shown is None else shown.pages.count
        for page in range(1, count + 1):
            here = RecordState(task=state.task, split=state.split, page=page)
            yield Text("record", here.query(), lambda links, s=here: _judged(s, links))


def _judged(state: RecordState, links: Links) -> str:
    return record_pages.html(record_view(state), links)


def _sources() -> Iterator[Text]:
    shown = SourcesState()
    yield Text("sources", {}, lambda links: sources_pages.list_html(listing(shown), links))
    for found in registry.datasets():
        yield Text(
            "sources/dataset",
            {"name": found.id},
            lambda links, n=found.id: sources_pages.one_html(one(n), links),
        )


def _rows() -> str:
    return flat(chosen(LedgerState().selection).drop("reached")).write_csv()


def _states(year: int) -> str:
    return annals().year(year)[1].write_csv()


def _cited(name: str) -> str:
    return as_bibtex([name]) + "\n"
