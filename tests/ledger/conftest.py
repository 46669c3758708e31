"""One small ledger for many tests, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.ledger.build import build
from foedus.ledger.ledger import Ledger, read_ledger
from foedus.ledger.options import Options
from foedus.ledger.parts import disputes
from foedus.ledger.record import Record

from .made import case, some

FEW = Options(draws=5, search=1)


@pytest.fixture(scope="session")
def record() -> Record:
    """Eight disputes, one of which makes no game."""
    known = {"start": some(1)[0].scenario.date, "year": 1905, "block": 99, "level": "force"}
    return Record(
        cases=(*some(6), case(90, pacts=2, friends=2, year=1999)),
        unmade=((99, "no originator on side B"),),
        known={99: known},
        icb={11: [7, 3]},
        data={"mid/disputes": {"version": "5.0", "sha256": "0"}},
        disputes=8,
    )


@pytest.fixture(scope="session")
def folder(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of `record` on disk."""
    out = tmp_path_factory.mktemp("ledger") / "out"
    done = build(disputes(record, FEW, "provisional"), out)
    assert done.complete
    return out


@pytest.fixture(scope="session")
def small(folder: Path) -> Ledger:
    """The ledger of `record`, read."""
    return read_ledger(folder)
