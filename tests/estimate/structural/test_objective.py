"""The whole objective on a tiny sample: its slope, its parts, and workers."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.core.errors import Cancelled
from foedus.core.progress import Silent
from foedus.crisis.equilibrium import SolveOptions
from foedus.estimate.structural import evaluate as one_case
from foedus.estimate.structural.crew import Crew
from foedus.estimate.structural.objective import evaluate
from foedus.estimate.structural.space import space

from .made import bare, sample

NAMES = ("lambda", "mu_climb", "mu_war", "c_w", "X", "iota", "phi")
COEF = np.array([-2.0, 3.0, 0.4])


def test_slope_is_the_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """In parameters and coefficients together."""
    monkeypatch.setattr(one_case, "OPTIONS", SolveOptions(tol=1e-11, limit=60_000))
    monkeypatch.setattr(one_case, "SLOPES", 1e-10)
    held, where = sample(), bare(NAMES, space())
    at = where.centre + 0.3 * where.sd * np.cos(np.arange(len(where.names)))
    step, many = 1e-4, len(where.names)
    with Crew(held.items) as crew:
        found = evaluate(crew, held, where, at, COEF)
        assert not found.failed
        for k in range(many + 3):
            e = np.zeros(many + 3)
            e[k] = step
            ends = [
                evaluate(crew, held, where, at + s * e[:many], COEF + s * e[many:])
                for s in (1.0, -1.0)
            ]
            gone = (ends[0].log_likelihood - ends[1].log_likelihood) / (2 * step)
            assert found.slope[k] == pytest.approx(gone, abs=2e-4), k


def test_parts_make_the_whole() -> None:
    held, where = sample(), space()
    at = where.centre + 0.3 * where.sd
    with Crew(held.items) as crew:
        found = evaluate(crew, held, where, at, COEF)
        best = evaluate(crew, held, where, at)
    assert found.clusters.tolist() == [1, 2, 3, 10, 11, 12]
    assert found.scores.sum(axis=0) == pytest.approx(found.slope)
    assert sum(s for s, _ in found.by_decade.values()) == pytest.approx(found.slope)
    assert sum(i for _, i in found.by_decade.values()) == pytest.approx(found.information)
    assert set(found.by_decade) == {1950, 1960}
    assert found.objective - found.log_likelihood == pytest.approx(where.log_prior(at)[0])
    counts = {kind: count for kind, (count, _) in found.losses.items()}
    assert counts == {"level": 3, "end": 2, "length": 3, "joined": 3, "fought": 1, "onset": 4}
    # onset loss is a mean over dyad-years, the others over disputes or candidates
    total = sum(n * loss for kind, (n, loss) in found.losses.items() if kind != "onset")
    total += found.losses["onset"][1] * held.rows.weight.sum()
    assert found.log_likelihood == pytest.approx(-total)
    # the best coefficients leave no slope in them
    many = len(where.names)
    assert best.slope[many:] == pytest.approx(np.zeros(3), abs=1e-6)
    assert best.log_likelihood > found.log_likelihood
    assert np.linalg.eigvalsh(found.information).min() > -1e-9


def test_two_workers_find_what_one_finds() -> None:
    held, where = sample(), space()
    lines = {}
    for workers in (1, 2):
        with Crew(held.items, workers) as crew:
            crew.evaluate(where.theta(where.centre))
            lines[workers] = crew.evaluate(where.theta(where.centre + 0.1), where.names)
    for one, two in zip(lines[1], lines[2], strict=True):
        assert one.key == two.key
        assert one.kinds == two.kinds
        assert one.loss == pytest.approx(two.loss, abs=1e-6)
        assert one.score == pytest.approx(two.score, abs=1e-6)
        assert one.value == pytest.approx(two.value, abs=1e-6)


def test_a_case_that_fails_has_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    held, where = sample(), space()
    real = one_case.solve

    def stubborn(game: object, *rest: object, **more: object) -> object:
        if game.scenario.actors["AAA"].capability == 8.0:
            raise one_case.NotConverged("made to fail")
        return real(game, *rest, **more)

    monkeypatch.setattr(one_case, "solve", stubborn)
    with Crew(held.items) as crew:
        found = evaluate(crew, held, where, where.centre, COEF)
    assert found.failed == {"3": "made to fail"}
    assert found.losses["level"][0] == 2
    assert "fought" not in found.losses
    assert not found.scores[found.clusters.tolist().index(3)].any()


def test_it_stops_between_pieces_when_asked() -> None:
    held, where = sample(), space()
    reporter = Silent()
    reporter.cancel()
    with Crew(held.items) as crew, pytest.raises(Cancelled):
        crew.evaluate(where.theta(where.centre), (), reporter)
