"""Private resolve against what is published about it, each argument in a set-up of its own.

Nothing in these games was fitted. They are small and sharp (lambda 4 to 10 where the fitted set has
1.1), so that information matters; each claim is checked over a grid. Where a claim holds in a part
of the grid only, the test says in which, and pins what happens in the rest.
"""

from __future__ import annotations

from itertools import pairwise, product
from math import log

import numpy as np
import pytest

from foedus.crisis.private.misperception import misperception
from foedus.crisis.private.outcomes import private_outcomes
from foedus.crisis.private.solve import PrivateEquilibrium

from .setups import (
    allies,
    backs_down,
    backs_down_later,
    contest,
    joins,
    once_climbed,
    seen,
    solved,
    threat,
    typed,
)

TRAITS = (("war_cost",), ("stake",))


def rises(values: list[float]) -> bool:
    return all(one < other for one, other in pairwise(values))


def odds(share: float) -> float:
    return log(share / (1.0 - share))


def gap(found: PrivateEquilibrium, actor: str, observer: str) -> float:
    """Log-odds of being resolute on the rung below war, less those on the first rung."""
    rows = seen(found, actor, observer)
    return odds(rows[-1].so) - odds(rows[0].so)


# --- screening


@pytest.mark.parametrize("of", TRAITS)
@pytest.mark.parametrize("sharpness", [1.0, 4.0, 10.0])
def test_who_stands_higher_is_more_often_resolute(of: tuple[str, ...], sharpness: float) -> None:
    """A threat that is costlier to the irresolute separates the types (Spence 1973; Fearon 1997).

    The challenger is no stronger than the target. On a common prior, days at each rung tell more of
    the resolute than days at the rung below, and the others believe what is so.

    Two exceptions lie outside the grid. A challenger twice as strong, at lambda 10, a war cost of
    .6 to .8 and war-cost types: the target gives way so often that the irresolute attack as readily
    as the resolute. And the target's rungs, on which it stands in answer to the challenger, are
    ordered less regularly (at lambda 1 by the third decimal): its lowest and highest alone are
    compared, between equals.
    """
    for war_cost, share, strength in product((0.4, 0.6), (0.3, 0.7), (0.5, 1.0)):
        found = solved(
            threat(
                sharpness,
                strength,
                resolve=typed("CH", "TG", share=share, of=of),
                theta={"c_w": war_cost, "mu_war": 0.1},
            )
        )
        rows = seen(found, "CH", "TG")
        assert rises([row.so for row in rows]), (war_cost, share, strength)
        for row in rows + seen(found, "TG", "CH"):
            assert row.believed == pytest.approx(row.so, abs=1e-5)
        if strength == 1.0:
            assert gap(found, "TG", "CH") > 0.0


@pytest.mark.parametrize("of", TRAITS)
def test_sharper_choice_separates_the_types_further(of: tuple[str, ...]) -> None:
    """Screening is the work of choice: it grows with lambda, up to 4 in this grid.

    Beyond, it need not: at a war cost of .6 and three in ten challengers resolute, the gap by
    war-cost types is .272, .287 and .204 at lambda 4, 6 and 10. Targets then give way so often
    that an irresolute challenger attacks as readily from the rung below war as a resolute one
    (.103 and .104 a day at lambda 10, .042 and .047 at lambda 4). It stays larger than at lambda 2.
    """
    for war_cost, share, strength in product((0.4, 0.6), (0.3, 0.7), (0.5, 1.0)):
        gaps = [
            gap(
                solved(
                    threat(
                        sharpness,
                        strength,
                        resolve=typed("CH", "TG", share=share, of=of),
                        theta={"c_w": war_cost, "mu_war": 0.1},
                    )
                ),
                "CH",
                "TG",
            )
            for sharpness in (0.5, 1.0, 2.0, 4.0, 10.0)
        ]
        assert rises(gaps[:4]), (war_cost, share, strength)
        assert gaps[4] > gaps[2], (war_cost, share, strength)


@pytest.mark.parametrize("of", TRAITS)
def test_blind_play_tells_nothing(of: tuple[str, ...]) -> None:
    """With lambda at 0 all types move alike: what is learnt vanishes, and no slower than lambda."""
    learnt = []
    for sharpness in (0.02, 0.01):
        found = solved(threat(sharpness, resolve=typed("CH", "TG", of=of)))
        rows = seen(found, "CH", "TG") + seen(found, "TG", "CH")
        learnt.append(max(abs(row.so - 0.5) for row in rows))
    assert 0.0 < learnt[1] < 1e-3
    assert learnt[1] < 0.55 * learnt[0]


# --- audience costs


@pytest.mark.parametrize("sharpness", [4.0, 8.0])
@pytest.mark.parametrize("strength", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_who_has_more_to_answer_for_backs_down_less(strength: float, sharpness: float) -> None:
    """Fearon (1994), "Domestic Political Audiences and the Escalation of International Disputes".

    Whatever the relative capabilities, a side with a larger audience cost is less likely to back
    down and its opponent is more likely to, from the start and once both have escalated.
    """
    every = [solved(contest((cost, 0.1), strength, sharpness)) for cost in (0.05, 0.2, 0.6)]
    for chances in ([backs_down(f) for f in every], [backs_down_later(f) for f in every]):
        own, other = zip(*chances, strict=True)
        assert rises([-chance for chance in own])
        assert rises(list(other))


@pytest.mark.parametrize("sharpness", [4.0, 8.0])
def test_the_larger_audience_cost_decides_between_equals_and_near_equals(sharpness: float) -> None:
    """Fearon (1994): the side with the larger audience cost backs down less than the *other* side.

    In Fearon's war of attrition this holds whatever the balance of forces, since each side quits at
    the rate that leaves the other indifferent. Here it holds between equals, however small the
    difference in the grid; against a side twice or four times as strong only once the costs are far
    enough apart: at 16 times the other's always, at four times (.4 to .1) not yet. Logit choice
    answers to what a side itself stands to lose, war included.
    """
    for costs in ((0.2, 0.1), (0.4, 0.1), (0.8, 0.4)):
        found = solved(contest(costs, 1.0, sharpness))
        for own, other in (backs_down(found), backs_down_later(found)):
            assert own < other
    for strength in (0.25, 0.5):
        own, other = backs_down_later(solved(contest((1.6, 0.1), strength, sharpness)))
        assert own < other
        own, other = backs_down_later(solved(contest((0.4, 0.1), strength, sharpness)))
        assert own > other


@pytest.mark.parametrize("sharpness", [4.0, 8.0])
@pytest.mark.parametrize("strength", [0.25, 0.5, 2.0, 4.0])
def test_the_balance_of_forces_says_less_once_both_have_escalated(
    strength: float, sharpness: float
) -> None:
    """Fearon (1994; 1995): weaker states that escalate all the same are a selected lot.

    So the odds that the weaker rather than the stronger side backs down are nearer to even once
    both have left the first rung than they are beforehand. They are not even, as in Fearon's game.
    """
    for cost in (0.1, 0.4):
        found = solved(contest((cost, cost), strength, sharpness))
        before, after = backs_down(found), backs_down_later(found)
        early, late = log(before[0] / before[1]), log(after[0] / after[1])
        assert 0.0 < late / early < 1.0


@pytest.mark.parametrize("sharpness", [4.0, 8.0])
@pytest.mark.parametrize("war_cost", [0.6, 0.8])
def test_escalation_tells_more_where_audience_costs_are_larger(
    war_cost: float, sharpness: float
) -> None:
    """Fearon (1994): escalation is the more informative the larger the audience costs.

    Where both sides have them, whatever their strength: a side that climbs is the more often
    resolute, and on the rung it has climbed to is the more firmly believed to be. From a quarter of
    the other's strength to twice it; of a side four times as strong too, but for .0003 at lambda 8
    (who has climbed is resolute with .4829 at costs of .05, .4826 at .2, .4966 at .8).
    """
    for strength in (0.25, 1.0, 2.0):
        every = [
            solved(contest((cost, cost), strength, sharpness, war_cost))
            for cost in (0.05, 0.2, 0.8)
        ]
        assert rises([once_climbed(f) for f in every]), strength
        assert rises([seen(f, "CH", "TG")[1].believed for f in every]), strength


@pytest.mark.parametrize("sharpness", [4.0, 8.0])
@pytest.mark.parametrize("war_cost", [0.6, 0.8])
def test_one_side_s_audience_cost_tells_of_it_where_it_is_the_weaker(
    war_cost: float, sharpness: float
) -> None:
    """Fearon (1994), one side at a time: a larger audience cost of its own makes a side believed.

    This holds for a side a quarter as strong. Between equals it fails on the last rung before war.
    The other gives way so often that the irresolute climb nearly as readily as the resolute, and
    with so much to answer for neither backs down from there: standing there tells little. Such a
    side stands out by winning, not by being known.
    """
    weak = [solved(contest((cost, 0.1), 0.25, sharpness, war_cost)) for cost in (0.05, 0.2, 0.8)]
    assert rises([once_climbed(f) for f in weak])
    assert rises([seen(f, "CH", "TG")[1].believed for f in weak])
    low, high = (solved(contest((cost, 0.1), 1.0, sharpness, war_cost)) for cost in (0.05, 0.8))
    assert seen(high, "CH", "TG")[2].believed < seen(low, "CH", "TG")[2].believed
    assert backs_down(high)[1] > backs_down(low)[1]


# --- chain gangs and passed bucks


@pytest.mark.parametrize("sharpness", [4.0, 6.0])
def test_a_patron_chains_itself_to_an_ally_whose_loss_is_fatal(sharpness: float) -> None:
    """Christensen and Snyder (1990), "Chain Gangs and Passed Bucks": chain-ganging.

    A patron joins the more often the more it would lose with its ally, and the more decisive
    strength is (the offence has the advantage). Where both are high it joins in at least four of
    five wars, pledged or not; and with a pledge more often than without.
    """
    chances = {
        (stake, eta): joins(allies(sharpness=sharpness, stake=stake, eta=eta))
        for stake, eta in product((0.8, 1.6, 3.0), (1.0, 2.0, 4.0))
    }
    for eta in (1.0, 2.0, 4.0):
        assert rises([chances[stake, eta] for stake in (0.8, 1.6, 3.0)])
    for stake in (0.8, 1.6, 3.0):
        assert rises([chances[stake, eta] for eta in (1.0, 2.0, 4.0)])
    assert chances[3.0, 2.0] > 0.8
    assert chances[3.0, 4.0] > 0.8
    for (stake, eta), bare in chances.items():
        pledged = [
            joins(allies(sharpness=sharpness, stake=stake, eta=eta, pledged=binding))
            for binding in (0.3, 0.9)
        ]
        assert rises([bare, *pledged])


@pytest.mark.parametrize("sharpness", [4.0, 6.0])
@pytest.mark.parametrize("stake", [0.8, 1.6, 3.0])
def test_the_offence_turns_passed_bucks_into_chain_gangs(stake: float, sharpness: float) -> None:
    """Christensen and Snyder (1990): the same powers pass the buck or chain themselves together.

    The challenger is twice as strong as a patron. Where strength is not decisive (the defence has
    the advantage) a second patron makes the first join less; where it is, more, since neither
    can save the ally alone; in between, the more decisive, the more.
    """
    ratios = []
    for eta in (1.0, 2.0, 4.0):
        alone, beside = (
            joins(
                allies(many, sharpness=sharpness, stake=stake, eta=eta, challenger=8.0, omega=0.05)
            )
            for many in (1, 2)
        )
        ratios.append(beside / alone)
    assert rises(ratios)
    assert ratios[1] < 1.0 < ratios[2]


@pytest.mark.parametrize("eta", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("stake", [0.8, 1.6])
def test_a_buck_is_passed_to_whoever_is_thought_resolute(stake: float, eta: float) -> None:
    """Christensen and Snyder (1990): where one patron would suffice, each hopes for the other.

    Either patron joins less often than alone, and the less often the more resolute each believes
    the other to be. At lambda 4; at lambda 6 the same in long wars (a rate of ending of .02), while
    in short ones (.05) beliefs make no difference beyond .003; at lambda 8 in short ones they may
    turn it round, since what the patrons believe then decides above all which wars there are.
    """
    for omega in (0.02, 0.05):
        alone = joins(allies(1, stake=stake, eta=eta, omega=omega))
        low, true, high = (
            joins(allies(2, stake=stake, eta=eta, omega=omega, believed=believed))
            for believed in (0.1, 0.5, 0.9)
        )
        assert alone > low > true > high


@pytest.mark.parametrize("sharpness", [4.0, 6.0])
@pytest.mark.parametrize("stake", [0.8, 1.6, 3.0])
def test_who_needs_the_other_joins_for_its_resolve(stake: float, sharpness: float) -> None:
    """The same argument the other way: where both are needed, a resolute companion is a reason."""
    low, true, high = (
        joins(
            allies(
                2, sharpness=sharpness, stake=stake, challenger=8.0, omega=0.05, believed=believed
            )
        )
        for believed in (0.1, 0.5, 0.9)
    )
    assert low < true < high


# --- wrong priors


def tempts(found: PrivateEquilibrium) -> tuple[float, float, float, float]:
    """CH's hazard of climbing on the first day, its attacks, its days at force, and war."""
    layout = found.game.layout
    peace = layout.flag == 0
    force = peace & (layout.rung[:, 0] == 3)
    climbs = found.play.chosen[:, found.minds.column(0, True), 0]
    days = found.days @ found.weights
    return (
        float(climbs[layout.start]),
        float(climbs[force] @ days[force]),
        float(days[force].sum() / days[peace].sum()),
        private_outcomes(found).mean["any_war"],
    )


@pytest.mark.parametrize("sharpness", [4.0, 6.0])
@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_a_challenger_that_expects_no_resistance_climbs_into_war(
    share: float, strength: float, sharpness: float
) -> None:
    """Jervis (1976), "Perception and Misperception": who underrates the other's resolve pushes on.

    The lower the challenger takes the chance of a resolute target to be, the readier it climbs, the
    more it attacks, the larger is its share of days at the brink, and the more wars there are.
    At lambda 10 a few of these turn: between equals, with four in five targets resolute, war-cost
    types and a perceived chance of .1, it climbs less readily at first than at .5.
    """
    every = [
        tempts(
            solved(
                threat(
                    sharpness,
                    strength,
                    resolve=typed("TG", share=share, of=("war_cost",), spread=1.4),
                    perceived={"CH": {"TG": believed}},
                )
            )
        )
        for believed in (0.9, 0.5, 0.1)
    ]
    for column in zip(*every, strict=True):
        assert rises(list(column))


@pytest.mark.parametrize("sharpness", [4.0, 10.0])
@pytest.mark.parametrize("of", TRAITS)
def test_a_target_that_expects_a_bluff_calls_it(of: tuple[str, ...], sharpness: float) -> None:
    """Jervis (1976), the target's side of it: taking the challenger for irresolute makes war."""
    for strength, war_cost in product((0.5, 2.0), (0.4, 0.8)):
        wars = [
            private_outcomes(
                solved(
                    threat(
                        sharpness,
                        strength,
                        resolve=typed("CH", of=of, spread=1.4),
                        perceived={"TG": {"CH": believed}},
                        theta={"c_w": war_cost},
                    )
                )
            ).mean["any_war"]
            for believed in (0.9, 0.5, 0.1)
        ]
        assert rises(wars), (strength, war_cost)


@pytest.mark.parametrize("sharpness", [4.0, 6.0])
@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0])
def test_being_wrong_is_not_warlike_as_such(strength: float, sharpness: float) -> None:
    """Error adds wars or takes them away, by its direction (Jervis 1976; Fey and Ramsay 2011).

    Underrating a target adds wars, overrating it takes some away, so 'misperception' has no sign.
    Nor has ignorance: between equals at lambda 6, not to know the other's type adds .087 wars to
    the .110 there are when types are known, where types that differ take .087 from those of .197
    without types.
    """
    parts = [
        misperception(
            solved(
                threat(
                    sharpness,
                    strength,
                    resolve=typed("TG", of=("war_cost",), spread=1.4),
                    perceived={"CH": {"TG": believed}},
                )
            )
        ).parts("any_war")["misperception"]
        for believed in (0.1, 0.9)
    ]
    assert parts[0] > 0.0 > parts[1]


# --- nothing hidden, nothing wrong


@pytest.mark.parametrize("sharpness", [4.0, 10.0])
def test_types_that_are_certain_and_known_add_nothing(sharpness: float) -> None:
    """A type that everybody is sure of, rightly, is no private information."""
    for mine, theirs in product((0.0, 1.0), (0.0, 1.0)):
        found = solved(
            threat(sharpness, resolve=typed("CH", share=mine) | typed("TG", share=theirs))
        )
        apart = misperception(found)
        for outcome in ("any_war", "target_yields", "challenger_yields", "lapsed"):
            parts = apart.parts(outcome)
            assert max(map(abs, parts.values())) < 1e-6
        wrong = threat(
            sharpness,
            resolve=typed("CH", share=mine) | typed("TG", share=theirs),
            perceived={"CH": {"TG": 1.0 - theirs}},
        )
        parts = misperception(solved(wrong)).parts("any_war")
        assert abs(parts["misperception"]) > 1e-3
        assert abs(parts["types"]) < 1e-6
        assert abs(parts["private information"]) < 1e-6


@pytest.mark.parametrize("believed", [0.1, 0.5, 0.9])
def test_the_parts_are_the_whole(believed: float) -> None:
    """Types, private information and misperception sum to what was added to the plain game."""
    apart = misperception(
        solved(threat(6.0, resolve=typed("CH", "TG"), perceived={"CH": {"TG": believed}}))
    )
    for outcome, chance in apart.perceived.mean.classes.items():
        added = chance - apart.no_types[outcome]
        assert sum(apart.parts(outcome).values()) == pytest.approx(added, abs=1e-12)
    if believed == 0.5:
        assert apart.parts("any_war")["misperception"] == 0.0


@pytest.mark.parametrize("believed", [0.1, 0.9])
def test_a_channel_takes_the_error_out(believed: float) -> None:
    """A channel tells: the better, the less is misperceived; a perfect one leaves no error."""
    errors = []
    for quality in (0.0, 0.25, 0.5, 0.75, 1.0):
        found = solved(
            threat(
                6.0,
                resolve=typed("TG", of=("war_cost",), spread=1.4),
                perceived={"CH": {"TG": believed}},
                channels={"CH-TG": {"quality": quality}},
            )
        )
        assert found.minds.told[0, 1] == pytest.approx(quality)
        errors.append(abs(misperception(found).parts("any_war")["misperception"]))
    assert rises(errors[::-1])
    assert errors[0] > 0.01
    assert errors[-1] == 0.0


def test_a_clear_public_pledge_takes_the_error_out_and_a_secret_one_does_not() -> None:
    """A patron wholly bound in the open is read aright; in secret, or vaguely, as before."""
    left = {}
    for name, words in {
        "clear": {"clarity": 1.0},
        "vague": {"clarity": 0.0},
        "secret": {"clarity": 1.0, "secret": True},
    }.items():
        found = solved(
            allies(1, sharpness=6.0, pledged=1.0, treaty=words, perceived={"CH": {"PA": 0.05}})
        )
        left[name] = misperception(found).parts("any_war")["misperception"]
        told = found.minds.told
        assert told[0, 2] == (1.0 if name == "clear" else 0.0)
        assert np.all(told[:, :2] == 0.0)
    assert left["clear"] == 0.0
    assert abs(left["secret"]) > 1e-4
    assert left["secret"] == pytest.approx(left["vague"], abs=1e-6)
