"""Frozen splits: what is learnt from, what is scored on. No split looks ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from foedus.core.errors import UsageError, did_you_mean

__all__ = ["SPLITS", "Fold", "Split", "split"]


@dataclass(frozen=True)
class Fold:
    """Test years, both included; everything known before the first of them is to learn from."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """Test years, as ``1946-1992``."""
        return f"{self.first}-{self.last}"

    def parts(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows to learn from, and rows to score on.

        A row is learnt from if its outcome was known before the first test year: a dispute that
        went on into it is not, however early it began.

        Parameters
        ----------
        frame
            With ``year`` and ``known``.

        Examples
        --------
        >>> frame = pl.DataFrame({"year": [1940, 1944, 1950], "known": [1941, 1946, 1951]})
        >>> train, test = Fold(1946, 1992).parts(frame)
        >>> train["year"].to_list(), test["year"].to_list()
        ([1940], [1950])
        """
        return (
            frame.filter(pl.col("known") < self.first),
            frame.filter(pl.col("year").is_between(self.first, self.last)),
        )


@dataclass(frozen=True)
class Split:
    """Folds under a name. They do not overlap; the scores are of all their rows together."""

    name: str
    about: str
    folds: tuple[Fold, ...]

    def parts(self, frame: pl.DataFrame) -> Iterator[tuple[Fold, pl.DataFrame, pl.DataFrame]]:
        """Each fold, its rows to learn from, and to score on; folds without either are left out."""
        for fold in self.folds:
            train, test = fold.parts(frame)
            if train.height and test.height:
                yield fold, train, test


SPLITS = {
    one.name: one
    for one in (
        Split("1946-1992", "learnt before 1946, scored on 1946-1992", (Fold(1946, 1992),)),
        Split("1993-2014", "learnt before 1993, scored on 1993-2014", (Fold(1993, 2014),)),
        Split(
            "decades",
            "rolling origin: each decade from 1870 scored on all that was known before it",
            tuple(Fold(year, min(year + 9, 2014)) for year in range(1870, 2011, 10)),
        ),
    )
}


def split(name: str) -> Split:
    """Return the split of that name.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name not in SPLITS:
        fix = did_you_mean(name, SPLITS) or f"choose {', '.join(SPLITS)}"
        raise UsageError(f"no split is called {name!r}", fix=fix)
    return SPLITS[name]
