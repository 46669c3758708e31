"""States of a year or a day, what each owes whom, and their further ties."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core import countries
from foedus.core.dates import parse_date
from foedus.core.errors import UsageError, did_you_mean
from foedus.panel.grid import Grid, singles, strangers
from foedus.panel.obligations import on, spells
from foedus.panel.system import members
from foedus.sources.atop import PLEDGES
from foedus.sources.load import Source, load

if TYPE_CHECKING:
    import rustworkx as rx

    from .exposure.drawn_in import Exposure
    from .stability.verdict import NetworkVerdict
    from .stability.vulnerable import NetworkVulnerability

__all__ = ["ALL_KINDS", "Network", "network_in", "networks"]

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[np.int16]
ALL_KINDS = PLEDGES
_FIRST = 1816  # the list of states begins


@dataclass(frozen=True, eq=False)
class Network:
    """States and what binds them, in a year or on a day. Immutable.

    Parameters
    ----------
    year
        The year.
    day
        The day; None where obligations in force on any day of the year count.
    states
        COW codes, rising; shape (n,). Every matrix below has its rows and columns in this order.
    strength
        Share of the system's material capabilities (CINC); shape (n,); NaN where not known.
    obligations
        One row an obligor, beneficiary and treaty in force: ``atopid, phase, obligor, beneficiary,
        start, end``, the five pledges (0/1) and ATOP's conditions.
    kinds
        Pledges that make two states allies: one of these owed in either direction.
    sources
        Tables it was made from.
    """

    year: int
    day: dt.date | None
    states: Codes
    strength: Floats
    obligations: pl.DataFrame = field(repr=False)
    kinds: tuple[str, ...] = PLEDGES
    sources: tuple[Source, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        """Say when, how many states, and what binds them."""
        pairs = int(self.allied.sum()) // 2
        return (
            f"{self.day or self.year}: {self.states.size} states, "
            f"{self.obligations['atopid'].n_unique()} treaties with "
            f"{self.obligations.height:,} obligations; {pairs:,} pairs allied by "
            f"{', '.join(self.kinds)}"
        )

    @functools.cached_property
    def owed(self) -> Mapping[str, Flags]:
        """By pledge: whether the state of the row owes it to the state of the column; (n, n)."""
        return {kind: self._matrix(pl.col(kind) == 1) for kind in PLEDGES}

    @functools.cached_property
    def allied(self) -> Flags:
        """Whether two states are allies by `kinds`: symmetric, no diagonal; shape (n, n)."""
        one_way = self._matrix(pl.any_horizontal(pl.col(kind) == 1 for kind in self.kinds))
        return one_way | one_way.T

    def _matrix(self, condition: pl.Expr) -> Flags:
        matrix = np.zeros((self.states.size, self.states.size), dtype=np.bool_)
        kept = self.obligations.filter(condition)
        one = np.searchsorted(self.states, kept["obligor"].to_numpy())
        two = np.searchsorted(self.states, kept["beneficiary"].to_numpy())
        matrix[one, two] = True
        return matrix

    @property
    def names(self) -> list[str]:
        """COW abbreviations of the states."""
        return [countries.abb(int(code)) for code in self.states]

    def position(self, state: int | str) -> int:
        """Position of a state in every matrix.

        Raises
        ------
        UsageError
            If there is no such state, or it was no member of the system then.
        """
        when = self.day if self.day is not None else self.year
        code = countries.code(state, on=when)
        found = int(np.searchsorted(self.states, code))
        if found >= self.states.size or self.states[found] != code:
            raise UsageError(f"{countries.name(code)} was no member of the system in {self.year}")
        return found

    def without(self, *treaties: str | int) -> Network:
        """Network without some treaties.

        Parameters
        ----------
        treaties
            ATOP numbers: ``"atop:1350"`` or 1350.

        Raises
        ------
        UsageError
            If a treaty is not in force then; the nearest number is offered.
        """
        there = {str(number) for number in self.obligations["atopid"].unique().to_list()}
        wanted: list[int] = []
        for treaty in treaties:
            number = str(treaty).removeprefix("atop:")
            if number not in there:
                fix = did_you_mean(number, there) or "'foedus obligations DAY' lists those in force"
                raise UsageError(f"no treaty {treaty} is in force in {self.year}", fix=fix)
            wanted.append(int(number))
        kept = self.obligations.filter(~pl.col("atopid").is_in(wanted))
        return replace(self, obligations=kept)

    def with_kinds(self, *kinds: str) -> Network:
        """Network in which only these pledges make allies.

        Raises
        ------
        UsageError
            If a kind is unknown, or none is given.
        """
        return replace(self, kinds=_checked(kinds))

    def vulnerable(self, gamma: float = 1.0) -> NetworkVulnerability:
        """Who could be attacked with success, by whom; see `foedus.network.stability`.

        Raises
        ------
        UsageError
            If `gamma` is below 1.
        """
        from .stability.vulnerable import vulnerability  # the rooms above build on this module

        return vulnerability(self, gamma)

    def stability(self, gamma: float = 1.0) -> NetworkVerdict:
        """Whether it is war-stable after Jackson and Nei, and what breaks it.

        Raises
        ------
        UsageError
            If `gamma` is below 1.
        """
        from .stability.verdict import war_stability

        return war_stability(self, gamma)

    def exposure(self, *, seed: int = 0, draws: int = 40_000) -> Exposure:
        """Chance of each state to be drawn into a war that starts elsewhere.

        Parameters
        ----------
        seed
            Seed of what is drawn rather than worked out.
        draws
            How many wars are drawn.
        """
        from .exposure.drawn_in import exposure

        return exposure(self, seed=seed, draws=draws)

    def graph(self) -> rx.PyGraph[int, None]:
        """Undirected graph of alliances; nodes carry COW codes, in the order of `states`."""
        import rustworkx as rx

        made: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
        made.add_nodes_from(self.states.tolist())
        one, two = np.nonzero(np.triu(self.allied))
        made.add_edges_from_no_data(list(zip(one.tolist(), two.tolist(), strict=True)))
        return made


def network_in(
    when: int | str | dt.date,
    *,
    kinds: Collection[str] | str = PLEDGES,
    without: Collection[str | int] = (),
) -> Network:
    """States of a year or a day, their strength, and what they owe one another.

    Parameters
    ----------
    when
        A year, from 1816 to 2018: obligations in force on any day of it count. Or a day,
        ``"YYYY-MM-DD"``.
    kinds
        Pledges that make two states allies: defense, offense, neutral, nonagg, consul; a
        collection, or text with commas.
    without
        Treaties to leave out, by ATOP number.

    Raises
    ------
    UsageError
        If the year is outside the record, or a kind or treaty is unknown.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    made = _made(_when(when), _checked(kinds), _Record())
    return made.without(*without) if without else made


def networks(first: int, last: int, *, kinds: Collection[str] | str = PLEDGES) -> Iterator[Network]:
    """Network of every year from the first to the last, the record read once.

    Raises
    ------
    UsageError
        At once, if the years are the wrong way round or outside the record, or a kind is unknown.
    """
    if first > last:
        raise UsageError(f"years end ({last}) before they begin ({first})", fix="write FIRST:LAST")
    record, chosen = _Record(), _checked(kinds)
    for year in (first, last):
        record.refuse_outside(year)
    return (_made((year, None), chosen, record) for year in range(first, last + 1))


class _Record:
    """Tables that every year's network is made from."""

    def __init__(self) -> None:
        self.atop, self.power = load("atop/members"), load("nmc/7")
        self.owed = spells(self.atop.frame)

    def refuse_outside(self, year: int) -> None:
        first, last = max(self.atop.file.first, _FIRST), self.atop.file.last
        if not first <= year <= last:
            raise UsageError(f"alliances are known from {first} to {last}", value=year)


def _made(when: tuple[int, dt.date | None], kinds: tuple[str, ...], record: _Record) -> Network:
    year, day = when
    record.refuse_outside(year)
    who = members(year, year, "cow", carry_forward=True)
    spell = who.source.frame
    if day is not None:
        known = dt.date(who.grid.last_known, 12, 31)
        spell = spell.filter((pl.col("start") <= day) & (pl.col("end") >= min(day, known)))
    among = set(spell["ccode"].to_list())
    states = np.array([code for code in singles(who.grid)[0].tolist() if code in among], np.int16)
    owed = record.owed
    if day is not None:
        owed = on(owed, day)
    else:
        began, ended = (
            pl.col("start") <= dt.date(year, 12, 31),
            pl.col("end") >= dt.date(year, 1, 1),
        )
        owed = owed.filter(began & ended)
    share = record.power.frame.filter(pl.col("year") == year).select("ccode", "cinc")
    strength = pl.DataFrame({"ccode": states}).join(share, on="ccode", how="left")["cinc"]
    sources = (record.atop, record.power, who.source)
    return Network(
        year, day, states, strength.to_numpy(), _between(owed, who.grid, states), kinds, sources
    )


def _between(owed: pl.DataFrame, grid: Grid, states: Codes) -> pl.DataFrame:
    """Keep what is owed between states that were there on one and the same day."""
    at = strangers(grid)
    one, two = grid.codes[at[:, 0]], grid.codes[at[:, 1]]
    never = pl.DataFrame({"obligor": one, "beneficiary": two})
    there = pl.Series(states).implode()
    return owed.filter(pl.col("obligor").is_in(there) & pl.col("beneficiary").is_in(there)).join(
        never, on=["obligor", "beneficiary"], how="anti", maintain_order="left"
    )


def _checked(kinds: Collection[str] | str) -> tuple[str, ...]:
    kinds = kinds.split(",") if isinstance(kinds, str) else kinds
    if not kinds:
        raise UsageError("no kind of pledge is named", fix=f"choose {', '.join(PLEDGES)}")
    for kind in kinds:
        if kind not in PLEDGES:
            fix = did_you_mean(kind, PLEDGES) or f"choose {', '.join(PLEDGES)}"
            raise UsageError("no such pledge", value=kind, fix=fix)
    return tuple(kind for kind in PLEDGES if kind in kinds)


def _when(when: int | str | dt.date) -> tuple[int, dt.date | None]:
    if isinstance(when, int) and not isinstance(when, bool):
        return when, None
    if isinstance(when, str) and when.strip().isdecimal():
        return int(when), None
    try:
        day = parse_date(when)
    except ValueError as error:
        raise UsageError(f"neither a year nor a day: {error}") from None
    return day.year, day
