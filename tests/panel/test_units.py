"""Units of analysis by name: what the command line offers is what the builders take."""

from __future__ import annotations

import inspect

import polars as pl
import pytest

import foedus as fd
from foedus.panel.feature import features
from foedus.panel.panel import Panel
from foedus.panel.units import UNITS


@pytest.mark.parametrize("name", UNITS)
def test_the_options_are_those_of_the_builder(name: str) -> None:
    unit = UNITS[name]
    parameters = inspect.signature(unit.build).parameters
    assert set(parameters) == {"first", "last", *unit.options}
    assert getattr(fd, unit.build.__name__) is unit.build


@pytest.mark.parametrize("name", ["dispute-dyad", "crisis-actor", "alliance-year"])
def test_everything_known_of_states_can_be_added(name: str, data: object) -> None:
    """Rows of any unit stay as they are, whatever is added; no rows give the same types."""
    panel = UNITS[name].build(1938, 1938)
    nobody = panel.where(pl.col("year") < 0)
    for one in features().values():
        if one.state is None or one.name in ("bases", "un-voting", "trade", "distance", "igos"):
            continue
        more = panel.add(one.name)
        assert more.frame.select(panel.frame.columns).equals(panel.frame), one.name
        assert nobody.add(one.name).schema == more.schema, one.name


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_makes_a_panel_of_its_name(name: str, data: object) -> None:
    panel = UNITS[name].build(1935, 1936)
    assert isinstance(panel, Panel)
    words = name.replace("-", " ").replace("alliance year", "alliance member year")
    assert panel.unit.replace("-", " ").startswith(words.rsplit(maxsplit=1)[0])
    assert panel.frame.select(panel.key).is_unique().all()
    assert panel.frame.select(panel.key).equals(panel.frame.select(panel.key).sort(panel.key))
    assert panel.frame.select(panel.key).null_count().sum_horizontal().item() == 0
    assert [c.name for c in panel.columns] == panel.frame.columns
    assert all(c.about for c in panel.columns)
    assert len(panel.suffixes) == len(panel.index.sides)
    assert all(len(side) == panel.frame.height for side in panel.index.sides)
    assert panel.index.span == (1935, 1936)
    told = [c.about for c in panel.columns]
    assert sorted(told) == sorted(set(told)), "two columns are described alike"
