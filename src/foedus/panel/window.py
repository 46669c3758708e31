"""Years asked for against years on record."""

from __future__ import annotations

from foedus.core.errors import UsageError

__all__ = ["window"]


def window(
    first: int | None, last: int | None, known_first: int, known_last: int, whose: str
) -> tuple[int, int]:
    """First and last year, those on record where none is given.

    Raises
    ------
    UsageError
        If they are the wrong way round, or no year of them is on record.

    Examples
    --------
    >>> window(None, 1914, 1815, 2018, "ATOP")
    (1815, 1914)
    """
    begin = known_first if first is None else first
    end = known_last if last is None else last
    if begin > end:
        raise UsageError(f"years end ({end}) before they begin ({begin})", fix="write FIRST:LAST")
    if end < known_first or begin > known_last:
        raise UsageError(
            f"{whose} covers {known_first}-{known_last}",
            value=f"{begin}:{end}",
            fix="choose others",
        )
    return max(begin, known_first), min(end, known_last)
