"""Every table: declared once, consistent with itself and with the registry."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.sources.catalogue import HOMES, table, tables
from foedus.sources.getting import registry

NAMES = tuple(tables())


def test_every_registered_table_is_declared_and_the_other_way_round() -> None:
    assert {file.table for file in registry.files()} == set(NAMES)


def test_every_layout_of_a_file_is_declared() -> None:
    for file in registry.files():
        assert file.layout in table(file.table).layouts, file.path


def test_a_home_has_its_data_sets_and_no_other() -> None:
    owned = [name for names in HOMES.values() for name in names]
    assert len(owned) == len(set(owned))
    assert {name.partition("/")[0] for name in NAMES} == set(owned)
    for name in NAMES:
        assert table(name).id == name
        assert (
            table(name).dataset
            == name.partition("/")[0]
            == registry.dataset(table(name).dataset).id
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_consistent_with_itself(name: str) -> None:
    one = table(name)
    declared = [c.name for c in (*one.columns, *one.made)]
    own = [c.name for c in one.columns]
    assert len(set(own)) == len(own)
    assert len({c.name for c in one.made}) == len(one.made)
    assert one.title
    assert one.unit
    assert set(one.key) <= set(declared)
    years = (one.year,) if isinstance(one.year, str) else one.year or ()
    assert set(years) <= set(declared)
    assert one.layouts
    for layout in one.layouts.values():
        assert set(layout.names) <= set(own)
        assert set(layout.lacks) <= set(own)
        theirs = [layout.names.get(n, n) for n in own if n not in layout.lacks]
        assert len(set(theirs)) == len(theirs)
        assert not set(theirs) & set(layout.ignores)
        if layout.header is not None:
            assert set(theirs) <= set(layout.header)
    for column in one.columns:
        numeric = pl.Series([], dtype=column.dtype).dtype.is_numeric()
        assert numeric or column.low is column.high is None, column.name
        if column.among is not None:
            pl.Series(list(column.among)).cast(column.dtype)  # its values are of its type
        if column.missing:
            pl.Series(list(column.missing)).cast(column.dtype)
            allowed = set(column.among or ())
            assert not allowed & set(column.missing), column.name


def test_an_unknown_table_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'mid/disputes'"):
        table("mid/dispute")
    with pytest.raises(UsageError, match="no table is called 'zzz'"):
        table("zzz")


def test_one_table_imports_one_publisher() -> None:
    """Reading one table must not pay for thirty modules, nor for pandas."""
    code = (
        "import sys; from foedus.sources.catalogue import HOMES, table; table('nmc/7'); "
        "ours = [m for m in sys.modules if m.startswith('foedus.sources.')]; "
        "print(' '.join(m.rpartition('.')[2] for m in ours)); "
        "print(*{'pandas', 'numba', 'pydantic', 'rdata', 'fastexcel'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours, heavy = done.stdout.split("\n")[:2]
    assert set(ours.split()) & set(HOMES) == {"cow_capabilities"}
    assert heavy == ""
