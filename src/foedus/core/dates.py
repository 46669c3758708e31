"""Days as scenario files and data sets write them."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["day_between", "parse_date", "parse_interval"]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_date(value: object) -> dt.date:
    """Day from a YAML value: a date, or a string ``YYYY-MM-DD``.

    Parameters
    ----------
    value
        What the YAML reader returned. A date and time is accepted at midnight without a zone only.

    Raises
    ------
    ValueError
        If the value is no day of the calendar; the message says what to write instead.

    Examples
    --------
    >>> parse_date("1914-07-23")
    datetime.date(1914, 7, 23)
    >>> parse_date(1914)
    Traceback (most recent call last):
    ValueError: not a day: 1914; write it as YYYY-MM-DD, such as 1914-07-23
    """
    if isinstance(value, dt.datetime):
        if value.time() == dt.time() and value.tzinfo is None:
            return value.date()
        raise ValueError(f"not a day but a time: {value.isoformat()}; write it as YYYY-MM-DD")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _ISO.fullmatch(value.strip()):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"no such day in the calendar: {value.strip()}") from None
    shown = repr(value)[:40]
    raise ValueError(f"not a day: {shown}; write it as YYYY-MM-DD, such as 1914-07-23")


def parse_interval(value: object) -> tuple[dt.date, dt.date | None]:
    """First and last day from ``[from, to]``; ``to`` may be null, for what has not ended.

    Raises
    ------
    ValueError
        If it is not a pair, or it ends before it begins.

    Examples
    --------
    >>> parse_interval(["1949-08-24", None])
    (datetime.date(1949, 8, 24), None)
    """
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ValueError(f"not a pair [from, to]: {repr(value)[:40]}; 'to' may be null")
    first = parse_date(value[0])
    last = None if value[1] is None else parse_date(value[1])
    if last is not None and last < first:
        raise ValueError(f"ends ({last}) before it begins ({first})")
    return first, last


def day_between(day: dt.date, interval: tuple[dt.date, dt.date | None]) -> bool:
    """Whether `day` lies in the interval, both ends included.

    Examples
    --------
    >>> day_between(dt.date(1914, 7, 23), (dt.date(1879, 10, 15), None))
    True
    """
    first, last = interval
    return first <= day and (last is None or day <= last)
