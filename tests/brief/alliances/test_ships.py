"""Parts that ship only now and then: scores out of sample, and the network's annals."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from foedus.brief.alliances.desk import Desk
from foedus.brief.alliances.material import Material
from foedus.brief.alliances.network import network
from foedus.brief.alliances.tested import tested as beside
from foedus.brief.report.blocks import Paragraph, Section, Table
from foedus.estimate.scoring.published.scores import Published
from foedus.network.annals.annals import Annals

from .made import material


@pytest.fixture(scope="module")
def plain() -> Material:
    """A small ledger."""
    return material(-0.05, 0.0, each=8)


def score(loss: float) -> dict[str, Any]:
    return {"rows": 100, "events": 5, "log_score": loss, "auc": 0.6}


def scored(low: float, high: float, theta: str = "older") -> Published:
    report = {
        "task": "escalation",
        "split": "1946-1992",
        "model": "game",
        "scores": {"game": score(0.15), "base": score(0.16)},
        "contrasts": [{"against": "base", "log_score": {"low": low, "high": high}}],
    }
    content = {"date": "2026-11-27", "theta": {"id": theta}, "reports": [report]}
    return Published(content, pl.DataFrame())


def told(desk: Desk, section: Section) -> str:
    numbers = desk.book.numbers()
    own = [
        one.text(numbers)
        for block in section.blocks
        if isinstance(block, Paragraph)
        for one in block.sentences
    ]
    return " ".join([*own, *(told(desk, below) for below in section.sections)])


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.005, 0.015, "better than the base rate"),
        (-0.02, -0.01, "worse than the base rate"),
        (-0.01, 0.02, "not told apart from the base rate"),
    ],
)
def test_scores_stand_beside_the_base_rate(
    plain: Material, low: float, high: float, words: str
) -> None:
    desk = Desk(Material(plain.ledger, plain.told, scores=scored(low, high)))
    section = beside(desk)
    text = told(desk, section)
    assert words in text
    assert "0.1500 against 0.1600, a gain of +0.0100" in text
    assert any(isinstance(one, Table) for one in section.sections[0].blocks)


def annals(late: float) -> Annals:
    comparison = pl.DataFrame(
        {
            "measure": ["wars", "alliances", "loss"],
            "early_years": ["1820-1949"] * 3,
            "late_years": ["1950-2000"] * 3,
            "early": [0.0004, 2.0, 0.3],
            "late": [late, 14.0, 0.03],
            "ratio": [late / 0.0004, 7.0, 0.1],
            "published_ratio": [0.1, 4.2, 0.15],
        }
    )
    robustness = pl.DataFrame(
        {"measure": ["wars"] * 4, "direction": [True, True, True, False],
         "holds": [True, False, False, False]}
    )  # fmt: skip
    years = pl.DataFrame({"year": [1816], "density": [0.1], "alliances_per_state": [2.0]})
    return Annals(years, pl.DataFrame(), comparison, robustness, {})


def test_scores_of_other_parameters_are_called_stale(plain: Material) -> None:
    used = plain.told["ledger"]["theta"]["id"]
    for theta in ("older", used):
        desk = Desk(Material(plain.ledger, plain.told, scores=scored(0.0, 0.1, theta)))
        assert ("These scores are stale" in told(desk, beside(desk))) == (theta != used)


@pytest.mark.parametrize(("late", "words"), [(0.00004, "rarer"), (0.0008, "more frequent")])
def test_the_comparison_turns(plain: Material, late: float, words: str) -> None:
    desk = Desk(Material(plain.ledger, plain.told, annals=annals(late)))
    section = network(desk)
    assert section is not None
    text = told(desk, section)
    assert f"Wars per pair of states and year were {words} in 1950-2000" in text
    assert "direction in 3 of 4 comparisons and at least half the published strength in 1" in text


def test_the_shipped_network(shipped: Material) -> None:
    if shipped.annals is None:
        pytest.skip("no annals ship with this version")
    desk = Desk(shipped)
    section = network(desk)
    assert section is not None
    known = shipped.annals.years.drop_nulls("density").sort("year")
    last = known.row(-1, named=True)
    assert f"{100 * last['density']:.1f} % in {last['year']}" in told(desk, section)
