"""Data sets, tables and files in words, 80 columns wide, and as plain rows for programs."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.sources.getting.fetch import Got
    from foedus.sources.getting.registry import Dataset, File
    from foedus.sources.getting.verify import Verified
    from foedus.sources.reading.schema import Column, Table

WIDTH = 80
_LONGEST = 24
_VERSION = 14


@dataclass(frozen=True)
class Found:
    """A file, where it was found, and what its checksum says."""

    file: File
    place: str | None
    path: Path | None
    state: str
    sha256: str | None


def dataset_list(datasets: Sequence[Dataset]) -> str:
    """One line a data set: identifier, version, years, tables, title."""
    rows = [
        (
            one.id,
            _short(one.version, _VERSION),
            _years(one.first, one.last),
            str(len(_tables(one))),
            one.title,
        )
        for one in datasets
    ]
    return _aligned(("name", "version", "years", "tables", "title"), rows, right={3})


def table_list(tables: Sequence[Table]) -> str:
    """One line a table: identifier, what one row is, title."""
    rows = [(one.id, one.unit, one.title) for one in tables]
    return _aligned(("table", "one row is", "title"), rows)


def found_list(found: Sequence[Found], where: Mapping[str, Path]) -> str:
    """One line a file, then a summary and the folders."""
    rows = [(one.place or "-", one.state, one.file.path) for one in found]
    counts = Counter(one.state for one in found)
    parts = [f"{number} {state}" for state, number in counts.most_common()]
    lines = [_aligned(("where", "checksum", "file"), rows), "", f"{len(found)} files: "]
    lines[-1] += ", ".join(parts)
    lines += [f"{name}: {folder}" for name, folder in where.items()]
    return "\n".join(lines)


def got_list(results: Sequence[Got], *, asked: bool) -> str:
    """What was fetched, one line each; what has no address; a summary."""
    if not results:
        return "nothing to fetch: it comes with foedus"
    lines = [
        _wrap(f"{one.table}: {one.path} ({one.why})")
        for one in results
        if one.state == "fetched" or (asked and one.state == "there")
    ]
    by_hand = [one.table for one in results if one.state == "by hand"]
    if by_hand and not asked:
        lines.append(_wrap(f"without an address: {', '.join(by_hand)}"))
    counts = Counter[str](one.state for one in results)
    words = {"fetched": "fetched", "there": "there before", "failed": "failed"}
    parts = [f"{counts[state]} {word}" for state, word in words.items()]
    if by_hand:
        parts.append(f"{len(by_hand)} only by hand")
    tables = "table" if len(results) == 1 else "tables"
    return "\n".join([*lines, f"{len(results)} {tables}: {', '.join(parts)}"])


def verified_list(results: Sequence[Verified], absent: int) -> str:
    """One line a file, problems below it; a summary."""
    lines: list[str] = []
    for one in results:
        rows = "" if one.rows is None else f"{one.rows:,}"
        years = _years(one.first or 0, one.last or 0)
        word = "ok" if one.ok else "FAILED"
        if one.ok and not one.compared:
            word = "no sum"
        lines.append(_cut(f"{word:<6}  {rows:>9}  {years:<9}  {one.file.path}"))
        lines += [_wrap(problem, 8) for problem in one.problems]
    failed = sum(not one.ok for one in results)
    unsure = sum(one.ok and not one.compared for one in results)
    summary = f"{len(results)} files: {len(results) - failed} ok, {failed} failed"
    if unsure:
        summary += f"; {unsure} without a registered checksum (no sum)"
    if absent:
        summary += f"; {absent} registered files are not here"
    return "\n".join([*lines, *([""] if lines else []), _wrap(summary)])


def reference_list(text: str) -> str:
    """References, one a line, wrapped with a hanging indent."""
    return "\n".join(_wrap(line) for line in text.splitlines())


def plain_dataset(one: Dataset) -> dict[str, Any]:
    """A data set for programs."""
    return {
        "id": one.id,
        "title": one.title,
        "producer": one.producer,
        "version": one.version,
        "unit": one.unit,
        "licence": one.licence,
        "landing": one.landing or None,
        "first": one.first or None,
        "last": one.last or None,
        "aliases": list(one.aliases),
        "tables": _tables(one),
        "files": [file.path for file in one.files],
        "notes": one.notes,
    }


def plain_table(one: Table) -> dict[str, Any]:
    """A table for programs, with its columns: the codebook."""
    return {
        "id": one.id,
        "dataset": one.dataset,
        "title": one.title,
        "unit": one.unit,
        "key": list(one.key),
        "columns": [_plain_column(column) for column in (*one.columns, *one.made)],
    }


def _plain_column(one: Column) -> dict[str, Any]:
    return {"name": one.name, "type": str(one.dtype), "about": one.about, "unit": one.unit}


def plain_got(one: Got) -> dict[str, Any]:
    """What became of a table, for programs."""
    return {
        "table": one.table,
        "file": one.file.path,
        "state": one.state,
        "path": None if one.path is None else str(one.path),
        "why": one.why,
    }


def plain_found(one: Found, urls: Sequence[str]) -> dict[str, Any]:
    """Where a file is, for programs."""
    return {
        "file": one.file.path,
        "dataset": one.file.dataset,
        "table": one.file.table,
        "where": one.place,
        "path": None if one.path is None else str(one.path),
        "state": one.state,
        "sha256": one.sha256,
        "registered_sha256": one.file.sha256,
        "urls": list(urls),
    }


def plain_verified(one: Verified) -> dict[str, Any]:
    """What a file turned out to be, for programs."""
    return {
        "file": one.file.path,
        "table": one.file.table,
        "path": str(one.path),
        "ok": one.ok,
        "rows": one.rows,
        "first": one.first,
        "last": one.last,
        "checksum": one.compared,
        "problems": list(one.problems),
    }


def _tables(one: Dataset) -> list[str]:
    return list(dict.fromkeys(file.table for file in one.files))


def _years(first: int, last: int) -> str:
    return f"{first}-{last}" if first else "-"


def _wrap(text: str, indent: int = 0) -> str:
    own, further = " " * indent, " " * (indent + 2)
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=own,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cut(line: str) -> str:
    return _short(line, WIDTH)


def _aligned(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: set[int] | frozenset[int] = frozenset(),
) -> str:
    """Columns side by side; each as wide as it must be, the last as wide as the line allows."""
    cells = [
        [_short(cell) if i < len(heads) - 1 else cell for i, cell in enumerate(row)] for row in rows
    ]
    wide = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    lines: list[str] = []
    for row in (heads, *cells):
        padded = [
            f"{cell:>{width}}" if i in right else f"{cell:<{width}}"
            for i, (cell, width) in enumerate(zip(row, wide, strict=True))
        ]
        lines.append(_cut("  ".join(padded).rstrip()))
    return "\n".join(lines)


def _short(cell: str, longest: int = _LONGEST) -> str:
    return cell if len(cell) <= longest else cell[: longest - 1].rstrip() + "…"
