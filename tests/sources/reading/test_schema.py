"""Declarations of tables."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from foedus.core.errors import FoedusError
from foedus.sources.reading.schema import Column, Layout, SourceError, Table, several


def test_several_columns_differ_in_name_only() -> None:
    made = several(
        "a b",
        pl.Int8,
        about="x",
        unit="y",
        missing=(-9,),
        among=(0, 1),
        low=0,
        high=1,
        required=True,
    )
    assert [column.name for column in made] == ["a", "b"]
    assert dataclasses.replace(made[1], name="a") == made[0]
    assert made[0] == Column("a", pl.Int8, "x", "y", (-9,), (0, 1), 0, 1, required=True)
    assert several("", pl.Int8) == ()


def test_a_column_is_found_by_name() -> None:
    made = Column("m", pl.Date)
    table = Table(
        "a/b",
        "a",
        "",
        "row",
        ("x",),
        (Column("x", pl.Int8),),
        {"publisher": Layout()},
        made=(made,),
    )
    assert table.column("x").dtype == pl.Int8
    assert table.column("m") is made
    with pytest.raises(KeyError):
        table.column("y")


def test_a_source_error_is_a_users_error() -> None:
    assert issubclass(SourceError, FoedusError)
