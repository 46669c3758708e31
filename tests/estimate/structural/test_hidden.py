"""What the record can tell of private resolve: nothing of no difference, never less than that."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.cases.case import Case, Seen
from foedus.core.errors import WorkerDied
from foedus.crisis.theta import load_theta
from foedus.estimate.structural.hidden import GRID, Hidden, hidden, with_types
from foedus.estimate.structural.terms import likelihood, spread

from . import made

FORCE = Seen("force", "lapsed", 20.0, {"CCC": False}, {}, frozenset())
WAR = Seen("war", None, 200.0, {"CCC": True}, {"CCC": True}, frozenset())


def cases() -> list[Case]:
    return [
        made.case("1", made.scenario(), FORCE),
        made.case("2", made.scenario(challenger=2.0, target=6.0), WAR),
        made.case("3", made.scenario(ally=None), Seen("display", None, None, {}, {}, frozenset())),
    ]


def test_the_principals_get_types_and_nobody_else() -> None:
    scenario = with_types(made.scenario(), Hidden(0.7, share=0.3, error=0.9))
    assert set(scenario.resolve) == {"AAA", "BBB"}
    assert scenario.resolve["AAA"].share == 0.3
    assert scenario.perceived["AAA"]["BBB"].share == 1.0  # no chance beyond one
    assert scenario.perceived["BBB"]["AAA"].share == 1.0


def test_types_that_hardly_differ_say_nothing() -> None:
    (none,) = hidden(cases(), load_theta(), [Hidden(1e-4)])
    assert none.disputes == 3
    assert abs(none.gain) < 1e-4
    assert abs(none.could) < 1e-4
    assert none.largest < 1e-4


def test_what_could_be_told_grows_with_the_difference_and_is_never_negative() -> None:
    theta = load_theta().with_values({"lambda": 5.0})
    told = hidden(cases(), theta, [Hidden(0.5), Hidden(1.0), Hidden(2.0)])
    could = [one.could for one in told]
    assert could == sorted(could)
    assert could[0] >= -1e-6
    assert could[-1] > 1e-3
    for one in told:
        assert one.gain == pytest.approx(sum(one.by_kind.values()))
        assert set(one.by_kind) == {"level", "end", "length", "joined", "fought"}


def test_the_number_of_processes_changes_nothing() -> None:
    one = hidden(cases(), load_theta(), GRID[:2])
    assert hidden(cases(), load_theta(), GRID[:2], workers=2) == one


def test_a_dead_worker_is_said_in_one_line() -> None:
    with pytest.raises(WorkerDied, match=r"a worker died; nothing is kept; take fewer workers"):
        hidden([made.deadly(case) for case in cases()], load_theta(), GRID[:1], workers=2)


def test_terms_taken_apart_make_the_likelihood() -> None:
    names = ("any_war", "reached:3", "challenger_yields", "target_yields", "settled", "lapsed",
             "over:30", "reached:2:CCC")  # fmt: skip
    chances = np.array([0.05, 0.4, 0.1, 0.3, 0.05, 0.5, 0.6, 0.2])
    scored = likelihood(FORCE, names, chances)
    apart = spread(FORCE, names, chances)
    assert [kind for kind, _, _ in apart] == list(scored.kinds)
    assert [-float(shares @ np.log(chance)) for _, shares, chance in apart] == pytest.approx(
        scored.loss
    )
