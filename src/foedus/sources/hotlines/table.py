"""The catalogue of direct lines as tables: by channel and pair, and by year.

It ships with the package, so it has no file in the registry: `source` stands in for
`foedus.sources.load.load`. Importing this module imports Pydantic: do so where it is used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import polars as pl

from foedus.sources.getting.checksum import sha256_of
from foedus.sources.getting.registry import File
from foedus.sources.load import Source
from foedus.sources.reading.schema import Column, Table

from .catalogue import FILE, catalogue
from .entry import Hotline, code_of

__all__ = ["CHANNELS", "SCHEMA", "by_year", "frame", "source"]

_PRECISION = "how precisely it is known: year, month or day"

CHANNELS: Final = Table(
    id="hotlines/channels",
    dataset="hotlines",
    title="Direct lines and standing crisis channels between states",
    unit="channel and pair of states",
    key=("id", "ccode1", "ccode2"),
    columns=(
        Column("id", pl.String, "name of the channel", required=True),
        Column("ccode1", pl.Int16, "the lower COW code", required=True, state="cow"),
        Column("ccode2", pl.Int16, "the higher COW code", required=True, state="cow"),
        Column("kind", pl.String, "whom it links", required=True),
        Column("agreed", pl.Date, "first day that the date of the agreement can mean"),
        Column("agreed_precision", pl.String, _PRECISION),
        Column("operational", pl.Date, "first day that the date of its opening can mean"),
        Column("operational_precision", pl.String, _PRECISION),
        Column("first_year", pl.Int16, "year of its opening; null: not known to have worked"),
        Column("last_year", pl.Int16, "last year; null while it goes on"),
        Column("status", pl.String, "what the latest source shows", required=True),
        Column("as_of", pl.Date, "first day that the date of the latest source can mean"),
        Column("confidence", pl.String, "documented, reported or disputed", required=True),
    ),
    layouts={},  # a yaml file of our own, with a reader of its own
    year=("first_year", "last_year"),
)

SCHEMA: Final = pl.Schema({column.name: column.dtype for column in CHANNELS.columns})
"""Columns of `frame`."""


def frame(code: Callable[[str], int] = code_of) -> pl.DataFrame:
    """Long table: one row for each channel and each two states it links.

    Parameters
    ----------
    code
        Numeric code of an abbreviation.

    Returns
    -------
    polars.DataFrame
        Columns of `SCHEMA`; key ``id, ccode1, ccode2`` with ``ccode1 < ccode2``; sorted by codes,
        day and identifier. ``first_year`` to ``last_year`` is the spell for dyad-years: both null
        where the line is not known to have worked; ``last_year`` null while it goes on (a suspended
        line does), and the year of the last source where its fate is unknown. A date known to the
        month or year is given as its first day. Nothing is known after ``as_of``.

    Examples
    --------
    >>> one = frame().row(by_predicate=pl.col("id") == "usa-rus-head-1963", named=True)
    >>> one["ccode1"], one["ccode2"], one["first_year"], one["last_year"]
    (2, 365, 1963, None)
    """
    rows = [_row(line, pair, code) for line in catalogue() for pair in line.pairs]
    table = pl.DataFrame(rows, schema=SCHEMA)
    return table.sort("ccode1", "ccode2", pl.coalesce("operational", "agreed"), "id")


def _row(line: Hotline, pair: tuple[str, str], code: Callable[[str], int]) -> dict[str, object]:
    one, two = sorted(code(party) for party in pair)
    start, agreed = line.operational, line.agreed
    return {
        "id": line.id,
        "ccode1": one,
        "ccode2": two,
        "kind": line.kind,
        "agreed": agreed and agreed.first,
        "agreed_precision": agreed and agreed.precision,
        "operational": start and start.first,
        "operational_precision": start and start.precision,
        "first_year": start and start.year,
        "last_year": start and line.last and line.last.year,
        "status": line.status,
        "as_of": line.as_of.first,
        "confidence": line.confidence,
    }


def by_year(last: int) -> pl.DataFrame:
    """Channels that were in place on any day of a year: one row a channel, pair and year.

    Parameters
    ----------
    last
        Year with which to end the channels that go on.

    Returns
    -------
    polars.DataFrame
        ``id, ccode1, ccode2, year, kind``, sorted so; ``cut``: whether a known interruption lasted
        all year, or as long as the channel was in place; ``attested``: whether a source shows the
        channel in that year or a later one, without which it is only not known to have ended.

    Examples
    --------
    >>> by_year(2025).filter(pl.col("id") == "tur-rus-2015").row(1)
    ('tur-rus-2015', 365, 640, 2016, 'deconfliction', True, True)
    """
    rows = [
        (line.id, *sorted(code_of(party) for party in pair), year, line.kind, cut, attested)
        for line in catalogue()
        for year, cut, attested in _years(line, last)
        for pair in line.pairs
    ]
    types = {name: SCHEMA[name] for name in ("id", "ccode1", "ccode2")}
    types |= {
        "year": pl.Int16(),
        "kind": pl.String(),
        "cut": pl.Boolean(),
        "attested": pl.Boolean(),
    }
    return pl.DataFrame(rows, schema=types, orient="row").sort("id", "ccode1", "ccode2", "year")


def _years(line: Hotline, last: int) -> list[tuple[int, bool, bool]]:
    """Years in which it was in place, whether cut throughout, whether attested."""
    if line.operational is None:
        return []
    end = line.last.last if line.last else dt.date(last, 12, 31)
    return [
        (year, _cut(line, year, end), line.as_of.last.year >= year)
        for year in range(line.operational.year, min(end.year, last) + 1)
    ]


def _cut(line: Hotline, year: int, end: dt.date) -> bool:
    """Whether known interruptions fill the part of the year in which it was in place."""
    assert line.operational is not None
    day = max(dt.date(year, 1, 1), line.operational.first)
    until = min(dt.date(year, 12, 31), end)
    for gap in line.interruptions:
        if gap.since.first <= day <= (gap.until.last if gap.until else until):
            day = (gap.until.last if gap.until else until) + dt.timedelta(days=1)
    return day > until


def source() -> Source:
    """Return the catalogue as a panel's source: its table, and what its file is.

    Examples
    --------
    >>> source().file.dataset, source().file.first
    ('hotlines', 1963)
    """
    table = frame()
    first, last = table.select(first=pl.col("first_year").min(), last=pl.col("as_of").max()).row(0)
    file = File(
        path=FILE.name,
        dataset=CHANNELS.dataset,
        table=CHANNELS.id,
        layout="publisher",
        unit="channel",
        rows=len(catalogue()),
        bytes=FILE.stat().st_size,
        sha256=sha256_of(FILE),
        first=first,
        last=last.year,
        url=None,
        member=None,
        mirror=None,
        accessed=None,
    )
    return Source(CHANNELS, table, file, FILE, 0)
