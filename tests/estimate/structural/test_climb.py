"""The climb: to the top from anywhere, kept on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.core.errors import FoedusError
from foedus.core.progress import Lines
from foedus.estimate.structural.climb import ENOUGH, State, climb, read_state, write_state
from foedus.estimate.structural.objective import Point
from foedus.estimate.structural.space import Space, space

from .made import bare, hill

NAMES = ("lambda", "c_w", "democracy")
OFF = np.array([0.4, -0.5, 0.8])
H = np.array([[40.0, 12.0, -3.0], [12.0, 30.0, 5.0], [-3.0, 5.0, 20.0]])


def begun(where: Space, at: np.ndarray) -> State:
    return State("key", tuple(at.tolist()), (), 0, 1e-2, (), np.inf)


def best(where: Space, top: np.ndarray) -> np.ndarray:
    """Of a quadratic likelihood and a normal prior, in closed form."""
    precision = np.diag(1.0 / where.sd**2)
    return np.linalg.solve(H + precision, H @ top + precision @ where.centre)


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_top_is_reached_from_two_starts(side: float) -> None:
    where = bare(NAMES, space())
    top = where.centre + OFF
    kept: list[State] = []
    start = where.centre + side * 3.0 * where.sd
    point, state = climb(hill(where, top, H), where, begun(where, start), kept.append)
    assert state.done
    assert state.decrement <= ENOUGH
    gap = point.at - best(where, top)
    assert gap @ (H + np.diag(1.0 / where.sd**2)) @ gap <= ENOUGH
    assert np.diff(state.history).min() > 0.0
    assert [one.step for one in kept] == list(range(len(kept)))
    assert kept[-1] == state
    assert len(state.history) == state.step + 1


def test_it_goes_on_from_where_it_was() -> None:
    """Stopped after one step and taken up, or in one go: the same top."""
    where = bare(NAMES, space())
    at = hill(where, where.centre + OFF, H)
    start = begun(where, where.centre - 3.0 * where.sd)
    whole, _ = climb(at, where, start, lambda _: None)
    kept: list[State] = []
    _, half = climb(at, where, start, kept.append, limit=1)
    assert not half.done
    assert half.step == 1
    rest, state = climb(at, where, kept[-1], lambda _: None)
    assert rest.at == pytest.approx(whole.at, abs=1e-9)
    assert state.history[:2] == half.history


def test_a_step_down_is_taken_back() -> None:
    """A likelihood steeper than its curvature says: steps overshoot and are damped."""
    where = bare(NAMES, space())
    told = io.StringIO()
    _, state = climb(
        hill_too_flat(where), where, begun(where, where.centre + 2.0 * where.sd), lambda _: None,
        limit=60, reporter=Lines(told),
    )  # fmt: skip
    assert np.diff(state.history).min() > -1e-6
    assert "again, with damping" in told.getvalue()


def test_a_step_to_where_a_case_is_lost_is_taken_back() -> None:
    """There the objective is higher, since the case took its loss with it; and yet no gain."""
    where = bare(NAMES, space())
    steep = hill_too_flat(where)
    lost: list[float] = []

    def at(point: np.ndarray, label: str) -> Point:
        found = steep(point, label)
        if point[0] >= where.centre[0] - 0.1 * where.sd[0]:
            return found
        lost.append(float(point[0]))
        return replace(found, failed={"7": "no"}, log_likelihood=0.0, objective=100.0)

    told = io.StringIO()
    start = begun(where, where.centre + 2.0 * where.sd)
    point, state = climb(at, where, start, lambda _: None, limit=60, reporter=Lines(told))
    assert lost
    assert "1 cases lost" in told.getvalue()
    assert state.done
    assert point.failed == {}


def hill_too_flat(where: Space) -> Callable[[np.ndarray, str], Point]:
    real = hill(where, where.centre, H)
    return lambda point, label: replace(real(point, label), information=H / 40.0, outer=H / 40.0)


def test_where_nothing_leads_up_it_says_so() -> None:
    """A cliff on all sides: no damping helps."""
    where = bare(NAMES, space())
    real = hill(where, where.centre + 1.0, H)

    def wrong(point: np.ndarray, label: str) -> Point:
        here = float(np.abs(point - where.centre).max()) > 0.0
        return replace(real(point, label), objective=-float(here))

    with pytest.raises(FoedusError, match="does not climb any further"):
        climb(wrong, where, begun(where, where.centre), lambda _: None)


def test_a_state_comes_back(tmp_path: Path) -> None:
    state = State("abc", (0.1, -2.0), (1.5,), 3, 0.0025, (-10.5, -9.25), 0.7)
    write_state(tmp_path / "state.json", state)
    assert read_state(tmp_path / "state.json") == state
    assert [p.name for p in tmp_path.iterdir()] == ["state.json"]
    begun_only = State("abc", (0.1,), (), 0, 0.01, (), np.inf)
    write_state(tmp_path / "state.json", begun_only)
    assert read_state(tmp_path / "state.json") == begun_only


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_a_torn_state_is_refused(tmp_path: Path, share: float) -> None:
    path = tmp_path / "state.json"
    write_state(path, State("abc", (0.1, -2.0), (1.5,), 3, 0.0025, (-10.5,), 0.7))
    text = path.read_text()
    path.write_text(text[: int(share * len(text))])
    with pytest.raises(FoedusError, match="no fit can be taken up") as caught:
        read_state(path)
    assert caught.value.file == str(path)


def test_no_state_and_a_stranger_s_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FoedusError, match="no fit can be taken up"):
        read_state(tmp_path / "state.json")
    (tmp_path / "state.json").write_text('{"key": "abc"}')
    with pytest.raises(FoedusError, match="start anew"):
        read_state(tmp_path / "state.json")
