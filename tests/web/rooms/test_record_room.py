"""The Record room: scores as they were published, issues from the numbers that ship."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import polars as pl
import pytest
from fastapi.testclient import TestClient

from foedus.brief.fitted import onset_slope
from foedus.brief.ledger.words import warning
from foedus.estimate.scoring.harness import report
from foedus.estimate.scoring.published.scores import Published, report_data, worst
from foedus.estimate.scoring.scores import Floats
from foedus.estimate.scoring.splits import Fold, Split
from foedus.estimate.scoring.tasks import Rows, task
from foedus.estimate.structural.told import read_report
from foedus.ledger.ledger import read_ledger
from foedus.web.rooms.record import held, view
from foedus.web.rooms.record.board import grouped
from foedus.web.rooms.record.curve import drawing, message
from foedus.web.rooms.record.fit_tables import mostly_prior, theta
from foedus.web.rooms.record.issues import issues
from foedus.web.rooms.record.state import SIZE, State

from .parsed import Page

Get = Callable[[str], Page]
MANY = 60


def _published() -> Published:
    """Sixty made-up forecasts about real disputes."""
    numbers = read_ledger().rows["dispnum"].head(MANY).to_list()
    chance = np.random.default_rng(7).uniform(0.02, 0.6, MANY)
    came = np.random.default_rng(8).uniform(size=MANY) < chance
    frame = pl.DataFrame(
        {
            "dispnum": [*numbers, 1],
            "year": [1950] * MANY + [1900],
            "known": [1950] * MANY + [1900],
            "y": [*came.astype(int).tolist(), 1],
            "block": list(range(MANY + 1)),
            "ccode": [200] * (MANY + 1),
        }
    )
    said = dict(zip(numbers, chance.tolist(), strict=True))

    def game(_: pl.DataFrame, test: pl.DataFrame) -> Floats:
        return np.array([said[n] for n in test["dispnum"]])

    def base(_: pl.DataFrame, test: pl.DataFrame) -> Floats:
        return np.full(test.height, 0.3)

    reports: list[dict[str, Any]] = []
    forecasts = []
    for name in ("escalation", "joining"):
        split = Split("1946-1992", "learnt before, scored after", (Fold(1946, 1992),))
        models = {"game": game, "base": base}
        made = report(task(name), split, models, rows=Rows(frame, "made up."), draws=50)
        groups = [
            {"by": "decade", "group": "1950", "rows": MANY, "events": 9, "game": 0.4, "base": 0.5}
        ]
        notes = {"game": ["fitted with other priors, data or solver than those in use: game-1946"]}
        reports.append(report_data(made, notes, groups if name == "escalation" else []))
        forecasts.append(worst(made))
    pairs = pl.DataFrame(
        {"ccode1": [200, 220, 200], "ccode2": [365, 365, 365], "year": [1950, 1950, 1900],
         "known": [1950, 1950, 1900], "y": [1, 0, 1], "dyad": [1, 2, 1]}
    )  # fmt: skip
    split = Split("1946-1992", "learnt before, scored after", (Fold(1946, 1992),))
    begun = report(
        task("onset"),
        split,
        {"game": lambda _, test: np.full(test.height, 0.1)},
        rows=Rows(pairs, "made up."),
        draws=20,
    )
    reports.append(report_data(begun, {}, []))
    forecasts.append(worst(begun))
    content = {
        "date": "2026-11-27",
        "theta": {"id": "made-1", "status": "made up"},
        "data": {"mid": "5.0"},
        "versions": {"foedus": "0"},
        "reports": reports,
    }
    return Published(content, pl.concat(forecasts, how="diagonal"))


@pytest.fixture(scope="module")
def made() -> Published:
    return _published()


@pytest.fixture
def published(made: Published, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    for module in (held, view):
        monkeypatch.setattr(module, "scores", lambda: made)
    view._issues.cache_clear()
    yield made
    view._issues.cache_clear()


def test_scores_stand_beside_the_base_rate(published: Published, get: Get) -> None:
    page = get("/record")
    one = published.report("escalation", "1946-1992")
    glance = page.tables[0]
    assert glance.rows[1][:4] == [
        "a dispute becomes war, 1946-1992",
        f"{one['scores']['game']['events']} in {MANY}",
        f"{one['scores']['game']['log_score']:.4f}",
        f"{one['scores']['base']['log_score']:.4f}",
    ]
    full = next(table for table in page.tables if table.caption.startswith("A dispute becomes war"))
    scores = [float(row[1]) for row in full.rows[1:]]
    assert scores == sorted(scores)
    assert {row[0] for row in full.rows[1:]} == {"the game", "base rate"}
    assert "made-1: made up" in page.words


def test_the_worst_errors_come_first_page_by_page(published: Published, get: Get) -> None:
    rows: list[list[str]] = []
    for number in (1, 2, 3):
        page = get(f"/record?page={number}#errors")
        table = next(one for one in page.tables if one.caption.startswith("Forecasts"))
        rows += table.rows[1:]
    assert [int(row[0]) for row in rows] == list(range(1, MANY + 1))
    assert len(get("/record").tables[-1].rows) > 1
    expected = published.forecasts.filter(pl.col("task") == "escalation")
    losses = [-math.log(p if y else 1 - p) for p, y in expected.select("p_game", "y").iter_rows()]
    assert losses == sorted(losses, reverse=True)
    assert [row[-1] for row in rows] == [f"{loss:.2f}" for loss in losses]
    assert [row[3] for row in rows] == ["war" if y else "no war" for y in expected["y"]]
    assert SIZE < MANY


def test_a_third_party_is_named(published: Published, get: Get) -> None:
    assert published.report("joining", "1946-1992")
    page = get("/record?task=joining")
    table = next(one for one in page.tables if one.caption.startswith("Forecasts"))
    assert {row[2] for row in table.rows[1:]} == {"United Kingdom"}
    assert {row[4] for row in table.rows[1:]} <= {"joined", "stayed out"}


@pytest.mark.usefixtures("published")
def test_a_pair_in_a_year_is_named_and_leads_to_no_dispute(get: Get) -> None:
    page = get("/record?task=onset")
    table = next(one for one in page.tables if one.caption.startswith("Forecasts"))
    assert table.rows[0][1] == "pair"
    assert [row[1] for row in table.rows[1:]] == [
        "United Kingdom and Soviet Union",
        "France and Soviet Union",
    ]
    assert [row[3] for row in table.rows[1:]] == ["a dispute began", "no dispute"]
    assert not any("/ledger/dispute" in link for link in page.links)


def test_calibration_as_a_picture_and_as_csv(
    published: Published, get: Get, client: TestClient
) -> None:
    bins = published.report("escalation", "1946-1992")["calibration"]["game"]
    inside = sum(one["low"] <= one["forecast"] <= one["high"] for one in bins)
    assert f"In {inside} of {len(bins)} groups" in message(bins, "the game")
    assert drawing(bins).count("<circle") == len(bins)
    assert message(bins, "the game") in get("/record").words
    found = pl.read_csv(io.BytesIO(client.get("/record/calibration.csv").content))
    assert found["rows"].sum() == MANY
    assert found["events"].to_list() == [one["events"] for one in bins]


@pytest.mark.usefixtures("published")
def test_a_model_not_scored_at_a_task_is_said_and_the_one_drawn_is_named(
    get: Get, client: TestClient
) -> None:
    address = "task=onset&model=base"
    page, text = get(f"/record?{address}"), client.get(f"/record?{address}").text
    assert "Base rate was not scored here; the game is drawn." in page.words
    assert "agrees with what the game said" in page.words
    assert "what base rate said" not in page.words
    assert 'download="calibration-onset-1946-1992-game.csv"' in text
    assert '<option value="base"' not in text
    found = client.get(f"/record/calibration.csv?{address}")
    assert "calibration-onset-1946-1992-game.csv" in found.headers["content-disposition"]
    other = get("/record?model=base").words
    assert "what base rate said" in other
    assert "was not scored here" not in other


@pytest.mark.usefixtures("published")
def test_what_was_not_scored_is_refused(refused: Callable[[str], str]) -> None:
    assert "not on offer" in refused("/record?task=great-power-war")
    assert "not on offer" in refused("/record?model=astrology")
    assert "no such setting" in refused("/record?colour=red")


def test_where_no_scores_ship(
    get: Get, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (held, view):
        monkeypatch.setattr(module, "scores", lambda: None)
    view._issues.cache_clear()
    page = get("/record")
    assert "No scores come with this version" in page.words
    assert "Theta: what was fitted" in page.words
    assert client.get("/record/calibration.csv").status_code == 422
    view._issues.cache_clear()


def test_where_no_fit_ships(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "fit", lambda: None)
    view._issues.cache_clear()
    page = get("/record")
    assert "Theta: what was fitted" not in page.words
    assert "Known issues" in page.words
    view._issues.cache_clear()


def test_intervals_end_where_the_parameter_does() -> None:
    """As ``foedus estimate report`` has them, and as draws of theta are cut."""
    made = theta(read_report().content)
    row = next(row for row in made.rows if row[0] == "third_war")
    assert row[2] == "172 to 10,000"
    assert "Cut to what the parameter may be, as draws are: third_war (0 to 10,000)." in made.note


def test_issues_come_from_the_numbers(published: Published) -> None:
    fit = read_report().content
    told = read_ledger().summary().data
    found = {one.heading: one.text for one in issues(fit, list(published.content["reports"]), told)}
    prior = mostly_prior(fit)
    assert prior
    assert all(name in found["Parameters that are mostly prior"] for name in prior)
    left = f"{fit['decrement'] / 2:.2g}"
    if not fit["converged"]:
        assert left in found["The climb stopped short of the top"]
    assert "game-1946" in found["The fits behind the scores"]
    events = published.report("escalation", "1946-1992")["scores"]["game"]["events"]
    assert f"{events} in 1946-1992" in found["Few wars to be judged by"]
    assert found["Pacts that should not matter do much of the same"] == warning(told)


def test_issues_go_away_with_what_they_rest_on() -> None:
    """A made-up fit without faults has none."""
    good: dict[str, Any] = {
        "decrement": 0.01,
        "converged": True,
        "parameters": [{"name": "lambda", "sd": 0.1, "prior_sd": 1.0}],
        "onset": {"coefficients": [{"name": "slope", "free": 2.0, "error": 0.1}]},
        "recovery": {"covered": 0.93, "covered_sandwich": 0.91, "replications": 20},
        "failed": {},
    }
    assert issues(good, None, None) == ()
    assert onset_slope(good["onset"]) is not None
    narrow = good["recovery"] | {"covered": 0.67}
    told = issues(good | {"recovery": narrow}, None, None)
    assert [one.heading for one in told] == ["Intervals that are too narrow"]
    assert "67 %" in told[0].text
    bad = good | {
        "decrement": 1.0,
        "converged": False,
        "onset": {"coefficients": [{"name": "slope", "free": -2.0, "error": 0.1}]},
        "failed": {"1": "no"},
    }
    assert [one.heading for one in issues(bad, None, None)] == [
        "The climb stopped short of the top",
        "What is worth more does not begin more often",
        "Cases that could not be solved",
    ]
    assert onset_slope({"coefficients": []}) is None


def test_what_ships_is_shown_as_it_is(get: Get) -> None:
    """Whatever was published last: the page stands, every report has its own."""
    view._issues.cache_clear()
    tasks, splits, models = held.offered()
    assert tasks
    for name in tasks:
        for split in splits:
            page = get(f"/record?task={name}&split={split}&model={models[-1]}")
            assert "Worst errors first" in page.words
    assert State().query() == {}


def test_of_the_game_in_other_forms_groups_show_the_best() -> None:
    names = ("game", "base", "game-point", "spiral", "timetable")
    losses = dict(zip(names, (0.4, 0.5, 0.41, 0.45, 0.39), strict=True))
    row = {"by": "decade", "group": "1950", "rows": 9, "events": 2, **losses}
    told = grouped(
        {"scores": {name: {"log_score": at} for name, at in losses.items()}, "groups": [row]}
    )
    assert told is not None
    assert told.heads == (
        "",
        "rows",
        "events",
        "the game",
        "base rate",
        "the school of the timetable",
    )
    assert told.rows[0][3:] == ("0.4000", "0.5000", "0.3900")
    plain = grouped({"scores": {"game": {"log_score": 0.4}}, "groups": [row]})
    assert plain is not None
    assert plain.heads[3:] == ("the game",)
