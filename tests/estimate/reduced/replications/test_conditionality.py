"""Deterrent and compellent alliances: kinds worked out by hand, then the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from foedus.estimate.reduced.pledges import pledge_years
from foedus.estimate.reduced.replications import conditionality as made_here
from foedus.estimate.reduced.replications.beside import figures, table
from foedus.estimate.reduced.replications.conditionality import FORCE, INITIATION, TYPES, typed
from foedus.estimate.reduced.replications.initiation import beside
from foedus.estimate.reduced.samples import initiations
from foedus.panel.obligations import spells
from foedus.sources.load import load

_FLAGS = (
    "defense", "offense", "neutral", "offcon", "defcoadv", "offcoadv", "neucoadv", "defcoloc",
    "defcocon", "defconum", "defcodem", "defconpr", "neucon", "neuconpr",
)  # fmt: skip


def _owes(obligor: int, beneficiary: int, against: int | None = None, **flags: int) -> dict:
    row = dict.fromkeys(_FLAGS, 0) | flags
    day = {"start": dt.date(1900, 1, 1), "end": dt.date(1900, 12, 31)}
    who = {"obligor": obligor, "beneficiary": beneficiary}
    return who | day | row | {"statthr1": against, "statthr2": None}


def _frame(*rows: dict) -> pl.DataFrame:
    codes = dict.fromkeys(("obligor", "beneficiary", "statthr1", "statthr2"), pl.Int16)
    return pl.DataFrame(rows, schema_overrides=codes)


def _types(owed: pl.DataFrame, challenger: int, target: int, lag: int = 0) -> dict[str, int]:
    rows = pl.DataFrame({"ccode1": [challenger], "ccode2": [target], "year": [1900 + lag]})
    return typed(rows, owed, "met", lag).select(TYPES).row(0, named=True)


def test_help_that_hangs_on_an_attack_has_no_offence_beside_it() -> None:
    only = dict.fromkeys(TYPES, 0)
    assert _types(_frame(_owes(3, 2, defense=1)), 1, 2) == only | {"target_conditional": 1}
    both = _frame(_owes(3, 2, defense=1, offense=1))
    assert _types(both, 1, 2) == only | {"target_unconditional": 1}
    # Defence of the challenger and offence beside the target are about other disputes.
    assert _types(both, 2, 1) == only | {"challenger_compellent": 1}
    on_condition = _frame(_owes(3, 1, offense=1, offcon=1))
    assert _types(on_condition, 1, 2) == only | {"challenger_conditional_compellent": 1}
    assert _types(_frame(_owes(3, 1, defense=1)), 1, 2) == only


def test_whom_a_pledge_is_against_and_when_it_was_owed_count() -> None:
    named = _frame(_owes(3, 1, against=2, offense=1, offcon=1, offcoadv=1))
    assert _types(named, 1, 2)["challenger_conditional_compellent"] == 1
    assert _types(named, 1, 4)["challenger_conditional_compellent"] == 0
    assert _types(_frame(_owes(1, 2, defense=1)), 1, 2)["target_conditional"] == 0  # its own word
    defended = _frame(_owes(3, 2, defense=1))
    assert _types(defended, 1, 2, lag=1)["target_conditional"] == 1
    rows = pl.DataFrame({"ccode1": [1], "ccode2": [2], "year": [1901]})
    assert typed(rows, defended, "met", 0)["target_conditional"].item() == 0


def test_figures_used_are_there() -> None:
    for design in (INITIATION, FORCE):
        assert set(design.published) <= set(TYPES)
        assert set(design.published.values()) <= set(figures())


def test_the_kinds_part_what_the_pledges_are(data: Path) -> None:
    """Defence on attack or not is defence, compellent on a condition or not is offence."""
    owed = spells(load("atop/members").frame)
    rows = typed(initiations(1870, 1914).frame, owed, "met", 0)
    defended = (pl.col("target_conditional") | pl.col("target_unconditional")) == 1
    pushed = pl.any_horizontal(pl.col("^challenger_.*compellent$") == 1)
    assert rows.select((defended == (pl.col("target_defense") == 1)).all()).item()
    assert rows.select((pushed == (pl.col("challenger_offense") == 1)).all()).item()
    assert pledge_years("defense", owed.filter(pl.col("offense") != 1)).height > 0


def test_benson(data: Path, root: Path) -> None:
    """Help on attack does not come out; with offence beside it, more disputes."""
    made = made_here.make()
    lines = {line.figure.id: line for line in beside(INITIATION, [made])}
    assert (made.model.rows, made.model.events) == (175_997, 1_977)
    assert lines["benson-condeter"].verdict == "not told apart"
    assert lines["benson-condeter"].ours == pytest.approx(0.034, abs=0.005)
    assert lines["benson-uncondeter"].verdict == "not confirmed"
    assert lines["benson-uncondeter"].low > 0.0
    assert lines["benson-uncondcompel"].verdict == "not told apart"
    assert lines["benson-uncondcompel"].ours == pytest.approx(0.604, abs=0.005)
    coef, by_pair, by_state = made.model.of("challenger_compellent")
    assert coef > 1.96 * by_pair  # as the field reckons it, it would agree
    assert coef < 1.96 * by_state
    assert lines["benson-condcompel"].verdict == "does not agree"
    assert made.forward[0] < made.forward[1]
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    for line in table(list(lines.values())).splitlines()[2:]:
        assert line in page


def test_force_is_some_of_what_was_initiated(data: Path, root: Path) -> None:
    rows = initiations(1900, 1914).frame
    forced = made_here.forced(rows, 1900, 1914)
    assert forced.columns == rows.columns
    assert (forced["initiated"] <= rows["initiated"]).all()
    assert 0 < forced["initiated"].sum() < rows["initiated"].sum()
    serbia = (pl.col("ccode1") == 300) & (pl.col("ccode2") == 345) & (pl.col("year") == 1914)
    assert forced.filter(serbia)["initiated"].item() == 1
    made = made_here.make("force used", force=True)
    assert (made.model.rows, made.model.events) == (175_997, 1_373)
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    for line in table(beside(FORCE, [made])).splitlines()[2:]:
        assert line in page
