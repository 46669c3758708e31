"""``foedus estimate signalling``: what it asks for, and what it prints."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from foedus.cli.app import main
from foedus.estimate.signalling import fitted as fitting
from foedus.estimate.signalling import record as reading
from foedus.estimate.signalling.effects import Effect
from foedus.estimate.signalling.fit import Fit
from foedus.estimate.signalling.fitted import PLEDGES, Fitted, Forecast


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    import polars as pl

    asked: dict[str, Any] = {}
    games = pl.DataFrame({"sq": [90.0], "cd": [5.0], "sf": [3.0], "bd": [2.0]})

    def record(first: int, last: int, *, stood: str) -> reading.Record:
        asked.update(first=first, last=last, stood=stood)
        return reading.Record(games, None, 100, 7, "made here")  # type: ignore[arg-type] # unused

    def fitted(seen: reading.Record, worth: float, *, draws: int, seed: int) -> Fitted:
        asked.update(worth=worth, draws=draws, seed=seed)
        four = np.array([0.1, 0.5, 0.6, 0.03])
        effects = tuple(
            Effect(name, 50.0, four, four, four / 2, four / 2 - 0.01, four / 2 + 0.01, 9)
            for name in PLEDGES
        )
        fit = Fit("constrained", ("WA: 1",), np.array([-3.25]), np.eye(1) / 16, -9.0,
                  four, four, 0.0, 3)  # fmt: skip
        scores = {"game": -9.0, "base": -11.0, "logit": -8.0}
        return Fitted(
            seen, worth, None, fit, effects, scores, (-9.0, -9.5),  # type: ignore[arg-type] # unused
            dict.fromkeys(scores, 4),
        )  # fmt: skip

    def forecast(before: int, *span: int, worth: float, stood: str) -> Forecast:
        asked["before"] = before
        scores = {"game": 0.06, "base": 0.07, "logit": 0.05}
        return Forecast(before, 40, 4, scores, dict.fromkeys(scores, 1.0))

    monkeypatch.setattr(reading, "record", record)
    monkeypatch.setattr(fitting, "fitted", fitted)
    monkeypatch.setattr(fitting, "forecast", forecast)
    return asked


def test_it_prints_rates_with_and_without(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["estimate", "signalling", "--from", "1900", "--to", "1992", "--stood", "war"]
    assert main([*words, "--worth", "2", "--draws", "9", "--seed", "3"]) == 0
    assert asked == {
        "first": 1900, "last": 1992, "stood": "war", "worth": 2.0, "draws": 9, "seed": 3,
        "before": 1946,
    }  # fmt: skip
    out = capsys.readouterr().out
    assert "challenged 10 times" in out.lower()
    assert "100.0" in out
    assert "+50.0" in out
    assert "[+40.0, +60.0]" in out
    assert "WA: 1" in out
    assert "(0.250)" in out
    assert "score 1946 on" in out
    assert "climbs reached -9.0, -9.5" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 90


def test_it_prints_json_and_leaves_the_forecast_out(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["estimate", "signalling", "--before", "0", "--json"]) == 0
    assert "before" not in asked
    told = json.loads(capsys.readouterr().out)
    assert told["forecast"] is None
    assert told["effects"][0]["rates"]["resisted"]["without"] == 0.25
    assert told["coefficients"] == [{"name": "WA: 1", "value": -3.25, "error": 0.25}]


def test_no_draws_give_no_intervals_and_are_refused(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["estimate", "signalling", "--draws", "0"]) == 2
    assert "--draws" in capsys.readouterr().err
    assert asked == {}


def test_what_is_not_known_is_a_dash_and_null(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody with the covariate was challenged, and no draw could be followed."""
    made = fitting.fitted

    def fitted(*words: Any, **options: Any) -> Fitted:
        found = made(*words, **options)
        none = np.full(4, np.nan)
        first = Effect(PLEDGES[0], 50.0, none, *[np.full(4, 0.1)] * 2, none, none, 0)
        return replace(found, effects=(first, *found.effects[1:]))

    monkeypatch.setattr(fitting, "fitted", fitted)
    assert main(["estimate", "signalling"]) == 0
    out = capsys.readouterr().out
    assert "[-, -]" in out
    assert "nan" not in out
    assert "0 to 9 draws" in " ".join(out.split())
    assert main(["estimate", "signalling", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["effects"][0]
    assert (told["rates"]["resisted"]["seen"], told["rates"]["resisted"]["low"]) == (None, None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seed", "-1"), "--seed: must not be negative"),
        (("--from", "1950"), "a year after 1950 and up to 2014, or 0"),
        (("--before", "-5"), "--before: not inside the years asked for"),
    ],
)
def test_what_cannot_be_is_refused_before_the_work(
    asked: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    assert main(["estimate", "signalling", *words]) == 2
    assert told in capsys.readouterr().err
    assert asked == {}
