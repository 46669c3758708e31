"""Treaties as obligations: on any day, who owes whom what, under which treaty.

ATOP's member file has one row for each member in each phase of each alliance. Two members in the
same phase on the same day owe each other what their rows say, except where a treaty promises
different things to different partners; those are listed in ``pair_terms.toml`` with their reasons.
An obligation is directed: what A owes B need not be what B owes A.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from foedus.core.errors import UsageError
from foedus.sources.atop import PLEDGES
from foedus.sources.load import load

from .pair_terms import exceptions

__all__ = ["dyad_years", "obligations", "on", "spells"]

_CARRIED = (
    "asymm", "wartime", "pubsecr", "conditio", "defcon", "offcon", "neucon", "concon",
    "defcoadv", "offcoadv", "neucoadv", "defcoloc", "defcocon", "defconum", "defcodem",
    "defconpr", "neuconpr", "specthrt", "statthr1", "statthr2", "milcon", "intcom", "base",
)  # fmt: skip
_ENTRY = ["yrent", "moent", "dayent"]


def spells(members: pl.DataFrame) -> pl.DataFrame:
    """From members to obligations: who owes whom what, from which day to which.

    Parameters
    ----------
    members
        Table ``atop/members``.

    Returns
    -------
    DataFrame
        Sorted by ``atopid, phase, obligor, beneficiary, start``; one row for each spell in which
        both were members of a phase. ``start`` and ``end`` are the first and last day possible;
        ``censored`` where it was in force when the record ends. The five pledges are 0 or 1; then
        the obligor's conditions, under ATOP's names.
    """
    obligor = members.select(
        "atopid", "phase", pl.col("member").alias("obligor"), "start", "end", "censored",
        *PLEDGES, *_CARRIED,
    )  # fmt: skip
    partner = members.select(
        "atopid",
        "phase",
        pl.col("member").alias("beneficiary"),
        start_="start",
        end_="end",
        censored_="censored",
    )
    both = (
        obligor.join(partner, on=["atopid", "phase"])
        .filter(pl.col("obligor") != pl.col("beneficiary"))
        .with_columns(
            start=pl.max_horizontal("start", "start_"),
            end=pl.min_horizontal("end", "end_"),
            censored=pl.col("censored") & pl.col("censored_"),
        )
        .filter(pl.col("start") <= pl.col("end"))
        .drop("start_", "end_", "censored_")
    )
    return (
        _without_exceptions(both)
        .select(
            "atopid", "phase", "obligor", "beneficiary", "start", "end", "censored",
            *PLEDGES, *_CARRIED,
        )
        .sort("atopid", "phase", "obligor", "beneficiary", "start")
    )  # fmt: skip


def _without_exceptions(frame: pl.DataFrame) -> pl.DataFrame:
    pairs = ["atopid", "obligor", "beneficiary"]
    listed = exceptions().rename({name: f"not_{name}" for name in PLEDGES})
    joined = frame.join(listed, on=pairs, how="left", maintain_order="left")
    not_owed = {name: pl.col(f"not_{name}").fill_null(value=False) for name in PLEDGES}
    return joined.with_columns(
        pl.when(hit).then(pl.lit(0, pl.Int8)).otherwise(pl.col(name)).alias(name)
        for name, hit in not_owed.items()
    ).drop(f"not_{name}" for name in PLEDGES)


def on(frame: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Obligations in force on a day.

    Parameters
    ----------
    frame
        What `spells` returns.
    day
        The day.
    """
    return frame.filter((pl.col("start") <= day) & (pl.col("end") >= day))


def obligations(day: dt.date | str) -> pl.DataFrame:
    """Who owed whom what under which treaty on a day, after ATOP.

    Parameters
    ----------
    day
        A day, or ``"YYYY-MM-DD"``.

    Raises
    ------
    UsageError
        If it is no day, or outside the record (1815 to 2018): nothing is known of it.
    foedus.sources.getting.fetch.DataMissing
        If the member file is not there.
    """
    from foedus.core.dates import parse_date

    try:
        when = parse_date(day)
    except ValueError as error:
        raise UsageError(str(error)) from None
    source = load("atop/members")
    if not source.file.first <= when.year <= source.file.last:
        raise UsageError(
            f"ATOP {source.file.first}-{source.file.last} says nothing of that day", value=str(when)
        )
    return on(spells(source.frame), when)


def dyad_years(frame: pl.DataFrame) -> pl.DataFrame:
    """What the first state owed the second on any day of a year, over all treaties.

    Parameters
    ----------
    frame
        What `spells` returns.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year``, sorted; ``atop_defense`` and so on, 0 or 1; ``atop_treaties``, how
        many treaties bound the two.
    """
    years = pl.int_ranges(
        pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16
    ).alias("year")
    return (
        frame.lazy()
        .select("atopid", ccode1="obligor", ccode2="beneficiary", year=years, **_pledged())
        .explode("year")
        .group_by("ccode1", "ccode2", "year")
        .agg(
            *(pl.col(f"atop_{name}").max() for name in PLEDGES),
            atop_treaties=pl.col("atopid").n_unique().cast(pl.Int16),
        )
        .sort("ccode1", "ccode2", "year")
        .collect()
    )


def _pledged() -> dict[str, pl.Expr]:
    return {f"atop_{name}": pl.col(name) for name in PLEDGES}
