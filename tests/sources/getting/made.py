"""A registry of three made-up data sets, and their files."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from foedus.sources import catalogue
from foedus.sources.getting import registry
from foedus.sources.reading.schema import Column, Layout, Table

SPELLS = b"code,begin,end\n2,1816,2016\n20,1920,2016\n"
YEARS = b"code,year\n2,1816\n2,1817\n20,1817\n"
EXPORT = b"code,year,version\n2,1816,2\n2,1817,2\n20,1817,2\n"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def dataset(name: str, landing: str = "https://publisher.example/data") -> str:
    return f"""
[[dataset]]
id = "{name}"
title = "A set called {name}"
producer = "A publisher"
version = "1.0"
unit = "state-year"
licence = "none"
landing = "{landing}"
references = ["leeds-2002"]
aliases = ["also-{name}"]
first = 1816
last = 2016
notes = ""
"""


def file(
    path: str,
    table: str,
    content: bytes | None,
    rows: int = 0,
    years: tuple[int, int] = (0, 0),
    layout: str = "publisher",
    **more: str,
) -> str:
    known = "" if content is None else f"""
  rows = {rows}
  bytes = {len(content)}
  sha256 = "{sha(content)}"
  accessed = 2026-01-01"""  # fmt: skip
    extra = "".join(f'\n  {key} = "{value}"' for key, value in more.items())
    return f"""
  [[dataset.file]]
  path = "{path}"
  table = "{table}"
  layout = "{layout}"
  unit = "row"
  first = {years[0]}
  last = {years[1]}{known}{extra}
"""


def text(base: str) -> str:
    """Registry whose addresses lead to a server of the test."""
    return (
        dataset("alpha")
        + file("a/spells.csv", "alpha/spells", SPELLS, 2, (1816, 2016), url=f"{base}/spells.csv")
        + file(
            "a/years 1.csv", "alpha/years", YEARS, 3, (1816, 1817),
            url=f"{base}/all.zip", member="v1/years 1.csv",
        )
        + dataset("beta")
        + file("b/new.csv", "beta/years", None, url=f"{base}/new.csv")
        + file("derived/b.csv", "beta/years", EXPORT, 3, (1816, 1817), layout="export")
        + dataset("gamma")
        + file("g/years.csv", "gamma/years", None)
        + dataset("delta", "")
        + file("derived/d.csv", "delta/years", EXPORT, 3, (1816, 1817), layout="export")
    )  # fmt: skip


_CODE = Column("code", pl.Int16, required=True)
_YEAR = Column("year", pl.Int16, "Calendar year", required=True)
_EXPORT = Layout(ignores=("version",))

TABLES = {
    "alpha/spells": Table(
        "alpha/spells", "alpha", "Spells", "spell", ("code", "begin"),
        (_CODE, Column("begin", pl.Int16), Column("end", pl.Int16)),
        {"publisher": Layout()}, year=("begin", "end"),
    ),
} | {
    name: Table(
        name, name.partition("/")[0], "Years", "state-year", ("code", "year"), (_CODE, _YEAR),
        {"publisher": Layout(), "export": _EXPORT}, year="year",
    )
    for name in ("alpha/years", "beta/years", "gamma/years", "delta/years")
}  # fmt: skip


def install(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    """Put the made registry and its tables in the place of the real ones."""
    parsed = registry.parse(text(base))
    monkeypatch.setattr(registry, "_registry", lambda: parsed)
    for name in ("datasets", "files", "_by_name", "_by_table"):
        monkeypatch.setattr(registry, name, getattr(registry, name).__wrapped__)
    monkeypatch.setattr(catalogue, "table", TABLES.__getitem__)
    monkeypatch.setattr(catalogue, "tables", lambda: TABLES)
