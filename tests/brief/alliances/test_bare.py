"""What was not computed is said, or left out: ledgers that lack parts, and titles that turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from foedus.brief.alliances.base import base
from foedus.brief.alliances.counts import _picture
from foedus.brief.alliances.desk import Desk, walk
from foedus.brief.alliances.how import how
from foedus.brief.alliances.limits import limits
from foedus.brief.alliances.material import Material
from foedus.brief.alliances.onset import _slope
from foedus.brief.alliances.record import classed, rate, rates
from foedus.brief.alliances.rivals import rivals
from foedus.brief.alliances.tested import tested as beside
from foedus.brief.report.blocks import Section
from foedus.brief.report.filling import say
from foedus.ledger.ledger import Ledger

from .made import material

Text = Callable[[Desk, Section], str]


@pytest.fixture(scope="module")
def bare() -> Material:
    """A ledger of nothing but its disputes."""
    one = material(-0.05, 0.0, each=8)
    told: dict[str, Any] = one.told | {
        "removed": None,
        "range": {"as built": one.told["range"]["as built"]},
        "placebos": None,
        "decades": {},
        "calibration": {"rows": 0, "bins": []},
        "historians": one.told["historians"] | {"cases": []},
        "confounding": {
            name: part | {"delta": None, "kept": []}
            for name, part in one.told["confounding"].items()
        },
    }
    tables = one.ledger.tables | {"accounting": _empty(one.ledger.accounting), "variants": None}
    return Material(Ledger(one.ledger.manifest, tables, one.ledger.folder), told)


def _empty(table: pl.DataFrame) -> pl.DataFrame:
    return table.head(0)


def test_readings_that_were_not_computed_are_said_to_be_missing(bare: Material, text: Text) -> None:
    desk = Desk(bare)
    assert "No other readings were computed" in text(desk, rivals(desk))


def test_limits_without_a_shift(bare: Material, text: Text) -> None:
    desk = Desk(bare)
    told = text(desk, limits(desk))
    assert "No shift of the odds of war within reason would undo the total" in told
    assert "decade" not in told


def test_nothing_accounted_no_stories(bare: Material, text: Text) -> None:
    desk = Desk(bare)
    section = how(desk)
    assert "stories" not in [below.id for below in section.sections]
    told = text(desk, section)
    assert "Taken out alone" not in told
    assert "Consultation:" not in told


def test_no_calibration_and_no_cases(bare: Material, text: Text) -> None:
    desk = Desk(bare)
    section = beside(desk)
    assert "calibration" not in [below.id for below in section.sections]
    assert "In the sample that it was fitted to" not in text(desk, section)


def test_no_fit_no_slope(bare: Material) -> None:
    assert _slope(Desk(bare)) is None
    fit = {"onset": {"coefficients": [{"name": "intercept", "free": 1.0}]}}
    assert _slope(Desk(Material(bare.ledger, bare.told, fit=fit))) is None


def test_no_disputes_no_rates() -> None:
    rows = material(-0.05, 0.0, each=8).ledger.rows
    none = classed(rows).head(0)
    assert rates(none) == ()
    assert rate(none) is None


def test_one_period_tells_no_trend(text: Text) -> None:
    one = material(-0.05, 0.0, each=8)
    late = one.ledger.rows.filter(pl.col("year") >= 1993).filter(pl.col("year") <= 2014)
    tables = one.ledger.tables | {"rows": late}
    desk = Desk(Material(Ledger(one.ledger.manifest, tables, one.ledger.folder), one.told))
    told = text(desk, base(desk))
    assert "became wars" in told
    assert "Over time" not in told


@pytest.mark.parametrize(
    ("bound", "third", "title"),
    [
        (0.0, 0.0, "No pact moved the chance of war in a dispute by more than 0.01"),
        (0.0, 0.05, "What pacts moved, they moved through third parties"),
        (-0.05, 0.05, "Pacts moved the chance of war, those "),
    ],
)
def test_the_picture_says_what_moved(bound: float, third: float, title: str) -> None:
    assert _picture(Desk(material(bound, third, each=8))).title.startswith(title)


def test_what_is_not_there_makes_no_sentence() -> None:
    assert say("In <>.", None) is None
    assert walk({"a": [1]}, ("a", 3)) is None
    assert walk({"a": 1}, ("a", "b")) is None
