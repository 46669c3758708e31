"""A panel: rows with a fixed key in a fixed order, and where each of its columns comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from foedus.core.errors import UsageError
from foedus.sources.load import Source

from . import export
from .block import Block, Index, Variable, attach
from .feature import Build, Feature, Request, feature, parse

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Column", "Panel"]


@dataclass(frozen=True)
class Column:
    """Where a column of a panel comes from.

    Parameters
    ----------
    name
        Name in the panel, suffix included.
    about
        What it holds.
    unit
        Unit; empty for codes and counts.
    sources
        Tables it was made from; empty for what foedus itself marks.
    first, last
        Years covered; outside them it is null. None for the key.
    added
        Feature that added it; empty for the panel's own columns.
    """

    name: str
    about: str
    unit: str = ""
    sources: tuple[Source, ...] = ()
    first: int | None = None
    last: int | None = None
    added: str = ""


@dataclass(frozen=True)
class Panel:
    """A panel. Immutable: `add` returns another one.

    Parameters
    ----------
    frame
        The rows, sorted by `key`.
    unit
        What one row is.
    key
        Columns that name a row.
    columns
        One entry a column of `frame`, in its order.
    index
        Whom and when each row is about, in COW codes.
    suffixes
        Suffix of each side's columns: ``("",)``, or ``("1", "2")``.
    directed
        Whether the first state of a pair is the one that acts or owes.
    """

    frame: pl.DataFrame
    unit: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    index: Index = field(repr=False, compare=False)
    suffixes: tuple[str, ...] = ("",)
    directed: bool = False

    def add(self, *names: str, **options: str | int) -> Panel:
        """Add what is known of each row.

        Parameters
        ----------
        names
            Features, such as ``"alliances"`` or ``"disputes:rule=first"``; the command
            ``foedus panel --features`` lists them.
        options
            Options of the feature, where there is only one.

        Returns
        -------
        Panel
            The same rows in the same order, with more columns. Nulls where nothing is known.

        Raises
        ------
        UsageError
            If a feature or option is unknown, does not fit the panel, or was added before.
        foedus.sources.getting.fetch.DataMissing
            If a file it needs is not there; nothing is downloaded.
        """
        if options and len(names) != 1:
            raise UsageError(
                "options belong to one feature",
                value=", ".join(names),
                fix="write 'name:option=value', or add them one by one",
            )
        panel = self
        for text in names:
            name, given = parse(text)
            given |= {key: str(value) for key, value in options.items()}
            panel = panel._with(feature(name), given)
        return panel

    def _with(self, one: Feature, given: Mapping[str, str]) -> Panel:
        request = Request(self.index, self.directed, one.choose(given))
        frames: list[pl.DataFrame] = []
        columns: list[Column] = []
        build, sides = self._builder(one)
        for block in build(request):
            for side, suffix in sides:
                got = attach(self.index, block, side)
                frames.append(got.rename({name: name + suffix for name in got.columns}))
                columns += [_column(v, suffix, block, one.name) for v in block.variables]
        self._refuse_twice(columns, one.name)
        frame = pl.concat([self.frame, *frames], how="horizontal")
        return replace(self, frame=frame, columns=(*self.columns, *columns))

    def _builder(self, one: Feature) -> tuple[Build, list[tuple[int | None, str]]]:
        """What makes the feature's blocks, and for which sides they are added."""
        if len(self.suffixes) == 2 and one.pair is not None:
            return one.pair, [(None, "")]
        if one.state is not None:
            return one.state, list(enumerate(self.suffixes))
        raise UsageError(
            f"{one.name!r} is about pairs of states", fix=f"a {self.unit} has one: use dyad-years"
        )

    def _refuse_twice(self, columns: list[Column], name: str) -> None:
        have = {column.name for column in self.columns}
        for column in columns:
            if column.name in have:
                raise UsageError(f"column {column.name!r} is there already", field=name)
            have.add(column.name)

    def where(self, condition: pl.Expr) -> Panel:
        """Panel with the rows that meet a condition on its columns."""
        flag = pl.lit(value=True) & condition.fill_null(value=False)
        kept = self.frame.with_columns(kept_=flag)["kept_"]
        mask = kept.to_numpy()
        index = Index(tuple(side[mask] for side in self.index.sides), self.index.years[mask])
        return replace(self, frame=self.frame.filter(kept), index=index)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Name and type of every column."""
        return dict(self.frame.schema)

    @property
    def datasets(self) -> tuple[str, ...]:
        """Identifiers of the data sets that the columns came from, sorted."""
        return tuple(sorted({s.file.dataset for c in self.columns for s in c.sources}))

    def head(self, rows: int = 5) -> pl.DataFrame:
        """First rows, as a Polars frame."""
        return self.frame.head(rows)

    def codebook(self) -> pl.DataFrame:
        """One row a column: what it is, its unit, type, nulls, years covered, and its files."""
        return export.codebook(self.frame, self.columns)

    def cite(self, *, bibtex: bool = False) -> str:
        """References for exactly the data in this panel.

        Parameters
        ----------
        bibtex
            BibTeX entries instead of a list.
        """
        # Read only when references are asked for.
        from foedus.sources.citing import cite
        from foedus.sources.getting import registry

        used = {source.file for column in self.columns for source in column.sources}
        files = sorted(file.path for file in used if file in registry.files())
        make = cite.as_bibtex if bibtex else cite.as_text
        return make(self.datasets, files=files)

    def to_pandas(self) -> pd.DataFrame:
        """Pandas frame; needs the extra ``data``.

        Raises
        ------
        UsageError
            If pandas or pyarrow is not installed.
        """
        return export.to_pandas(self.frame)

    def write(self, path: str | Path) -> Path:
        """Write Parquet, CSV or Stata by the suffix of the path; see the three functions below."""
        return export.write(self, Path(path))

    def to_parquet(self, path: str | Path) -> Path:
        """Write Parquet, with the codebook and the references in the file's metadata."""
        return export.to_parquet(self, Path(path))

    def to_csv(self, path: str | Path) -> Path:
        """Write CSV, and the codebook beside it as ``NAME.codebook.csv``."""
        return export.to_csv(self, Path(path))

    def to_stata(self, path: str | Path) -> Path:
        """Write Stata, with variable labels; needs the extra ``data``."""
        return export.to_stata(self, Path(path))

    @property
    def line(self) -> str:
        """What it is, in a line: how many rows of what, which years, how many columns."""
        rows, wide = self.frame.shape
        first, last = self.index.span
        years = f", {first}-{last}" if rows else ""
        return f"{f'{rows:,}' if rows else 'no'} {self.unit}s{years}, {wide} columns"

    def __repr__(self) -> str:
        """Say what it is before its rows."""
        return f"{self.line}\n{self.frame}"


def _column(variable: Variable, suffix: str, block: Block, added: str) -> Column:
    return Column(
        variable.name + suffix,
        f"State {suffix}: {variable.about}" if suffix else variable.about,
        variable.unit,
        block.sources,
        block.first,
        block.last,
        added,
    )
