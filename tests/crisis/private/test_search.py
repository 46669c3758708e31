"""Several equilibria are found where they are known to stand side by side, and none elsewhere."""

from __future__ import annotations

import pytest

from foedus.crisis.private.outcomes import private_outcomes
from foedus.crisis.private.search import others_private
from foedus.crisis.private.solve import PrivateOptions

from .setups import solved, threat, typed

OPTIONS = PrivateOptions(rounds=400)


def wars(share: float, theta: dict[str, float]) -> list[float]:
    """Chance of any war in the equilibrium found, and in the others."""
    found = solved(
        threat(4.0, resolve=typed("TG", spread=1.4), perceived={"CH": {"TG": share}}, theta=theta)
    )
    others = others_private(found, 3, options=OPTIONS)
    return [private_outcomes(one).mean["any_war"] for one in (found, *others)]


def test_two_that_stand_side_by_side_are_both_found() -> None:
    easy = {"mu_yield": 0.1, "mu_war": 0.1}
    below, above = wars(0.3, easy), wars(0.4, easy)
    assert len(below) == len(above) == 2
    assert max(below) > 1.5 * min(below)
    # the branch that the continuation meets changes over between the two
    assert (below[0] < below[1]) is not (above[0] < above[1])


def test_where_there_is_one_it_is_found_again() -> None:
    assert len(wars(0.3, {})) == 1


def test_none_is_looked_for_where_none_is_asked() -> None:
    found = solved(threat(4.0, resolve=typed("TG")))
    assert others_private(found, 0) == []
    with pytest.raises(AttributeError):
        found.values = found.values  # type: ignore[misc] # frozen
