"""Dates as International Crisis Behavior writes them: a day can stand for a part of the month."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from .reading.days import earliest, latest
from .reading.schema import Column

__all__ = ["dated", "made", "not_before"]

_PARTS = {66: "early", 77: "middle", 88: "late"}


def made(dates: Mapping[str, tuple[str, str, str]]) -> tuple[Column, ...]:
    """Columns that `dated` adds.

    Parameters
    ----------
    dates
        What each date is of, such as ``"trigger"``, to its columns of years, months and days.

    Examples
    --------
    >>> [column.name for column in made({"end": ("yrterm", "moterm", "daterm")})]
    ['daterm_part', 'end_earliest', 'end_latest']
    """
    parts = [
        Column(
            f"{day}_part",
            pl.String,
            f"Early, middle or late in the month of {name.replace('_', ' ')}, where no day is.",
        )
        for name, (_, _, day) in dates.items()
    ]
    days = [
        Column(f"{name}_{which}", pl.Date, f"{word} day possible for {name.replace('_', ' ')}.")
        for name in dates
        for which, word in (("earliest", "First"), ("latest", "Last"))
    ]
    return (*parts, *days)


def dated(frame: pl.DataFrame, dates: Mapping[str, tuple[str, str, str]]) -> pl.DataFrame:
    """Null the days that stand for a part of the month; add that part and the days possible.

    Days 66, 77 and 88 mean early, middle and late in the month. Where one lies is not said; the
    publisher's own durations count from the 1st, the 15th and the last day. So any day of the
    month is possible.

    Parameters
    ----------
    frame
        Holds the columns named in `dates`: whole numbers.
    dates
        As for `made`.

    Examples
    --------
    >>> row = pl.DataFrame({"y": [1919], "m": [3], "d": [66]})
    >>> dated(row, {"trigger": ("y", "m", "d")}).select("d", "d_part").row(0)
    (None, 'early')
    """
    days = [day for _, _, day in dates.values()]
    frame = frame.with_columns(
        pl.col(day)
        .replace_strict(_PARTS, default=None, return_dtype=pl.String)
        .alias(f"{day}_part")
        for day in days
    ).with_columns(
        pl.when(pl.col(day).is_in(list(_PARTS)).not_()).then(pl.col(day)).alias(day) for day in days
    )
    return frame.with_columns(
        column
        for name, (year, month, day) in dates.items()
        for column in (
            earliest(year, month, day).alias(f"{name}_earliest"),
            latest(year, month, day).alias(f"{name}_latest"),
        )
    )


def not_before(frame: pl.DataFrame, later: str, sooner: str) -> pl.DataFrame:
    """Let a date that is not known to the day not lie before what came first.

    Parameters
    ----------
    frame
        From `dated`.
    later, sooner
        Names of two of its dates. One known to the day is left as it is.
    """
    first = pl.col(f"{later}_earliest")
    bounded = pl.max_horizontal(first, f"{sooner}_earliest")
    not_exact = first != pl.col(f"{later}_latest")
    return frame.with_columns(
        pl.when(not_exact).then(bounded).otherwise(first).alias(f"{later}_earliest")
    )
