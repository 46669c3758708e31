"""Every room's state: what it writes it reads again, and what it cannot read it refuses."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cases.placebo import REGIONS
from foedus.core.errors import UsageError
from foedus.ledger.columns import OUTCOMES
from foedus.ledger.ledger import read_ledger as shipped
from foedus.ledger.select import KINDS, REACHED, Selection
from foedus.ledger.summary.labels import LABELS
from foedus.web.about import about
from foedus.web.links import Live
from foedus.web.rooms.ledger import state as ledger
from foedus.web.rooms.listing import sorts
from foedus.web.rooms.network import state as network
from foedus.web.rooms.record import state as record
from foedus.web.rooms.sources import state as sources

WHO = st.sampled_from(("", "GMY", "255", "Germany", "United States"))


def may(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *values))


YEARS = st.tuples(
    st.integers(ledger.FIRST, ledger.LAST), st.integers(ledger.FIRST, ledger.LAST)
).map(sorted)
LEDGER = st.builds(
    lambda years, **rest: ledger.State(since=years[0], until=years[1], **rest),
    years=YEARS,
    who=WHO,
    kind=may(KINDS),
    region=may(tuple(REGIONS)),
    level=may(REACHED),
    effect=may(LABELS),
    outcome=st.sampled_from(OUTCOMES),
    threshold=st.sampled_from(ledger.THRESHOLDS),
    major=st.booleans(),
    nuclear=st.booleans(),
    pledged=st.booleans(),
    peace=st.booleans(),
    sort=st.sampled_from(sorts(ledger.COLUMNS)),
    page=st.integers(1, 100_000),
)
NETWORK = st.builds(
    network.State,
    year=st.integers(network.FIRST, network.LAST),
    about=WHO,
    sort=st.sampled_from(sorts(network.COLUMNS)),
)
SOURCES = st.builds(
    sources.State,
    words=st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40).map(
        str.strip
    ),
    year=st.one_of(st.just(0), st.integers(1000, 2100)),
    getting=may(tuple(sources.GETTING)),
    sort=st.sampled_from(sorts(sources.COLUMNS)),
)
RECORD = st.builds(record.State, page=st.integers(1, 100_000))


@given(state=st.one_of(LEDGER, NETWORK, SOURCES, RECORD))
def test_an_address_says_the_whole_state(state: Any) -> None:
    """Through a real address and back."""
    address = Live().to("room", **state.query())
    params = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    assert type(state).of(params) == state


@given(state=LEDGER)
def test_the_ledgers_selection_says_what_is_left_out(state: ledger.State) -> None:
    assert state.filtered == (state.selection != Selection())
    assert (state.selection.first, state.selection.last) == (
        None if state.since == ledger.FIRST else state.since,
        None if state.until == ledger.LAST else state.until,
    )


def test_the_years_offered_are_those_of_the_record() -> None:
    years = shipped().rows["year"]
    assert (years.min(), years.max()) == (ledger.FIRST, ledger.LAST)
    assert about().data_end == str(years.max())


@pytest.mark.parametrize("room", [ledger, network, record, sources])
@given(
    params=st.lists(
        st.tuples(
            st.sampled_from(("year", "since", "sort", "page", "who", "kind", "words", "x")),
            st.text(max_size=30),
        ),
        max_size=5,
    )
)
def test_whatever_stands_in_an_address_is_read_or_refused(
    room: Any, params: list[tuple[str, str]]
) -> None:
    state = None
    with contextlib.suppress(UsageError):  # nothing else may be raised
        state = room.State.of(params)
    if state is not None:
        assert room.State.of(list(_texts(state.query()))) == state


def _texts(query: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, "1" if value is True else str(value)) for name, value in query.items()]


@pytest.mark.parametrize(
    ("room", "params", "told"),
    [
        (ledger, [("sinse", "1900")], "did you mean 'since'"),
        (ledger, [("since", "1950"), ("until", "1940")], "from 1940 to 1950"),
        (ledger, [("since", "1700")], "1816 to 2014"),
        (ledger, [("kind", "defense")], "did you mean 'defence'"),
        (ledger, [("who", "Atlantis")], "Atlantis"),
        (ledger, [("sort", "size")], "not on offer"),
        (ledger, [("page", "0")], "from 1"),
        (ledger, [("page", "1"), ("page", "2")], "twice"),
        (network, [("year", "2019")], "1816 to 2018"),
        (network, [("about", "Ruritania")], "Ruritania"),
        (record, [("task", "peace")], "not on offer"),
        (sources, [("getting", "stolen")], "not on offer"),
    ],
)
def test_refusals_say_what_to_do(room: Any, params: list[tuple[str, str]], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        room.State.of(params)
    assert told in str(caught.value)
