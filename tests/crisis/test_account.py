"""The accounting: shares that add up, Shapley's rule by brute force, mixtures by dense algebra."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.crisis.account import (
    GROUPS,
    NOISE,
    OUTCOMES,
    Accounting,
    Share,
    account,
    channel_roles,
    treaty_roles,
)
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.flow import chain
from foedus.crisis.game import Game, Tables, compile_game
from foedus.crisis.outcomes import CLASSES, Outcomes, outcomes
from foedus.crisis.policy import Policy, respond
from foedus.crisis.scenario import Scenario, bundled, load

from .small import crisis, four, reference, two
from .solved import bundled_one
from .strategies import scenarios
from .test_appraise import by_dense_algebra

SOLVE = SolveOptions(tol=1e-10)
PAIRS = [
    ("weak-target", "alliance"),
    ("taiwan-strait-1958", "mutual-defence-1954"),
    ("kargil-1999", "simla-1972"),
    ("five", "pact"),
    ("five", "CF-TG"),
]


def solved(scenario: Scenario) -> Equilibrium:
    return solve(compile_game(scenario), SOLVE)


def five() -> Scenario:
    """A patron, a protégé, adversaries, somebody else, strikes and a channel: every group."""
    return four(
        CF={"strikes": {"TF": {"judgement": "made up"}}},
        TG={"capability": 0.4},
        TF={"capability": 2.0},
        treaties={
            "pact": {"kind": ["defence", "consultation"], "owes": {"TF": ["TG"]}, "binding": 0.8}
        },
        channels={
            "CF-TG": {"quality": 0.6, "judgement": "made up"},
            "CH-TF": {"quality": 0.3, "judgement": "made up"},
        },
        contact=[["CH", "TG"], ["CF", "TG"], ["CH", "TF"]],
        start={"CH": "display", "TF": "threat"},
        stake={"CF": 0.4, "TF": 0.1},
        theta={"mu_war": 0.1, "iota": 0.02, "consultation": 0.5},
    )


def named(name: str) -> Scenario:
    if name == "five":
        return five()
    return reference(name) if name == "weak-target" else load(name)


@cache
def both(name: str, instrument: str) -> tuple[Equilibrium, Equilibrium, dict[str, str]]:
    """A crisis with and without an instrument, and the roles."""
    scenario = named(name)
    with_ = solved(scenario)
    without = solved(scenario.without(instrument))
    treaty = instrument in scenario.treaties
    return with_, without, treaty_roles(scenario, instrument) if treaty else channel_roles(scenario)


def outcome(told: Outcomes, patrons: list[str]) -> dict[str, float]:
    """An equilibrium's own outcomes, as the accounting names them."""
    fights = sum(p for who, p in told.sets.items() if set(who) & set(patrons))
    return {**told.classes, "patron_fights": fights}


def patrons(roles: dict[str, str]) -> list[str]:
    return [name for name, role in roles.items() if role == "entrapment"]


def check_adds_up(split: Accounting) -> None:
    assert set(split.total) == set(split.shares) == set(split.alone) == set(OUTCOMES)
    for name in OUTCOMES:
        shares = split.shares[name]
        assert set(shares) == set(GROUPS)
        assert sum(s.value for s in shares.values()) == pytest.approx(split.total[name], abs=1e-12)
        assert split.feedback(name) == pytest.approx(
            split.total[name] - sum(split.alone[name].values()), abs=1e-15
        )
    # probabilities: effects on the eight classes cancel, on any war they add
    assert sum(split.total[c] for c in CLASSES) == pytest.approx(0.0, abs=1e-9)
    for group in GROUPS:
        wars = sum(split.shares[c][group].value for c in CLASSES[4:])
        assert split.shares["any_war"][group].value == pytest.approx(wars, abs=1e-12)


# -- adding up -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "instrument"), PAIRS)
def test_shares_sum_to_what_the_two_games_differ_by(name: str, instrument: str) -> None:
    with_, without, roles = both(name, instrument)
    split = account(with_, without, roles)
    check_adds_up(split)
    one, zero = (outcome(outcomes(e), patrons(roles)) for e in (with_, without))
    for key in OUTCOMES:
        assert split.total[key] == pytest.approx(one[key] - zero[key], abs=1e-9)
    assert max(abs(v) for v in split.total.values()) > 1e-6  # there is something to account for


@given(scenarios(max_actors=3, max_treaties=3), st.data())
@settings(max_examples=15, deadline=None)
def test_shares_sum_in_any_crisis(scenario: Scenario, data: st.DataObject) -> None:
    assume(scenario.treaties)
    treaty = data.draw(st.sampled_from(sorted(scenario.treaties)))
    roles = treaty_roles(scenario, treaty)
    assert set(roles) == set(scenario.actors)
    assert set(roles.values()) <= set(GROUPS) - {"mechanics"}
    with_, without = solved(scenario), solved(scenario.without(treaty))
    split = account(with_, without, roles)
    check_adds_up(split)
    for group in GROUPS:
        if group != "mechanics" and group not in roles.values():
            assert all(split.shares[o][group] == Share(0.0, 0.0, 0.0) for o in OUTCOMES)


@pytest.mark.parametrize(("name", "instrument"), PAIRS)
def test_groups_without_members_have_no_share(name: str, instrument: str) -> None:
    with_, without, roles = both(name, instrument)
    split = account(with_, without, roles)
    empty = set(GROUPS) - set(roles.values()) - {"mechanics"}
    for group in empty:
        assert all(split.shares[o][group] == Share(0.0, 0.0, 0.0) for o in OUTCOMES)
    assert empty or name != "weak-target"  # which has nobody of neither side


def test_a_treaty_that_binds_nobody_changes_nothing() -> None:
    scenario = five()
    idle = scenario.set("treaties.pact.binding", 0.0)
    quiet = idle.set("treaties.pact.kind", "defence")
    split = account(solved(quiet), solved(quiet.without("pact")), treaty_roles(quiet, "pact"))
    for name in OUTCOMES:
        assert split.total[name] == 0.0
        assert split.feedback(name) == pytest.approx(0.0, abs=1e-8)
        assert all(abs(v) < 1e-8 for v in split.alone[name].values())
        assert all(s == Share(0.0, 0.0, 0.0) for s in split.shares[name].values())
        assert all(s.separable for s in split.shares[name].values())


def test_the_same_game_twice_changes_nothing() -> None:
    found = bundled_one("kargil-1999")
    split = account(found, found, channel_roles(load("kargil-1999")))
    assert set(split.total.values()) == {0.0}
    assert all(abs(v) < 1e-6 for alone in split.alone.values() for v in alone.values())


def test_one_group_for_everybody_has_it_all_but_the_mechanics() -> None:
    with_, without, _ = both("weak-target", "alliance")
    split = account(with_, without, dict.fromkeys(with_.game.names, "deterrence"))
    for name in OUTCOMES:
        share = split.shares[name]["deterrence"]
        assert share.value == split.total[name]
        assert share.first == share.last == share.value
        assert share.separable


def test_other_positions_are_refused() -> None:
    with pytest.raises(ValueError, match="positions"):
        account(solved(two()), solved(four()), {})


# -- Shapley's rule, and the mixtures, by other means ----------------------------------------------


def mixed(game: Game, zero: Policy, one: Policy, who: set[str]) -> Policy:
    """Policies of `one` for those in `who`, column by column."""
    chosen, yields, accepts = (np.array(a) for a in (zero.chosen, zero.yields, zero.accepts))
    for i, name in enumerate(game.names):
        if name in who:
            chosen[:, i, :] = one.chosen[:, i, :]
            for side in (0, 1):
                if game.model.principals[side] == i:
                    yields[:, side] = one.yields[:, side]
                    accepts[:, side] = one.accepts[:, side]
    return zero._replace(chosen=chosen, yields=yields, accepts=accepts)


def played(game: Game, policy: Policy, tables: Tables, patrons: list[str]) -> dict[str, float]:
    """Outcomes of fixed policies by one dense solve, classes sorted out position by position."""
    moves, layout = chain(game, policy, tables), game.layout
    out = np.zeros((game.size, game.size))
    for table, k in ((layout.up, 0), (layout.across, 1), (layout.down, 2), (layout.next, 3)):
        for i in range(len(game.names)):
            x = np.flatnonzero(moves.rate[:, i, k] > 0)
            np.add.at(out, (x, table[x, i]), moves.rate[x, i, k])
    total = out.sum(axis=1) + moves.exits.sum(axis=1)
    days = np.linalg.solve((np.diag(total) - out).T, np.eye(game.size)[layout.start])
    told = dict.fromkeys(OUTCOMES, 0.0)
    bits = {name: 1 << i for i, name in enumerate(game.names)}
    for x in range(game.size):
        for k in range(6):
            p = float(days[x] * moves.exits[x, k])
            war = int(tables.war_class[x])
            told["nuclear_use" if k == 5 else CLASSES[war if war >= 0 else k]] += p
            if any(int(tables.fighting[x]) & bits[name] for name in patrons):
                told["patron_fights"] += p
    told["any_war"] = sum(told[c] for c in CLASSES[4:])
    return told


def mixtures(
    with_: Equilibrium, without: Equilibrium, roles: dict[str, str]
) -> dict[frozenset[str], dict[str, float]]:
    """Outcomes for every set of groups that have changed their ways, mechanics among them."""
    groups = [*sorted(set(roles.values())), "mechanics"]
    found = {}
    for size in range(len(groups) + 1):
        for subset in combinations(groups, size):
            tables = (with_ if "mechanics" in subset else without).game.tables
            zero = respond(without.game, without.values, tables)
            one = respond(with_.game, with_.values, tables)
            who = {name for name, role in roles.items() if role in subset}
            policy = mixed(with_.game, zero, one, who)
            found[frozenset(subset)] = played(without.game, policy, tables, patrons(roles))
    return found


@pytest.mark.parametrize(
    ("name", "instrument"), [("weak-target", "alliance"), ("five", "pact"), ("five", "CF-TG")]
)
def test_shapley_is_the_average_over_all_orders(name: str, instrument: str) -> None:
    with_, without, roles = both(name, instrument)
    split, value = account(with_, without, roles), mixtures(with_, without, roles)
    groups = [*sorted(set(roles.values())), "mechanics"]
    orders = list(permutations(groups))
    for key in OUTCOMES:
        for group in groups:
            added, first, last = [], [], []
            for order in orders:
                at = order.index(group)
                before = frozenset(order[:at])
                added.append(value[before | {group}][key] - value[before][key])
                first += added[-1:] if at == 0 else []
                last += added[-1:] if at == len(order) - 1 else []
            share = split.shares[key][group]
            assert share.value == pytest.approx(np.mean(added), abs=1e-10)
            assert share.first == pytest.approx(first[0], abs=1e-10)
            assert share.last == pytest.approx(last[0], abs=1e-10)


@pytest.mark.parametrize(
    ("name", "instrument"), [("weak-target", "alliance"), ("five", "pact"), ("five", "CF-TG")]
)
def test_the_corners_of_the_mixtures_are_the_two_games(name: str, instrument: str) -> None:
    with_, without, roles = both(name, instrument)
    value = mixtures(with_, without, roles)
    everybody = frozenset(roles.values()) | {"mechanics"}
    for corner, found in ((frozenset(), without), (everybody, with_)):
        assert value[corner] == pytest.approx(outcome(outcomes(found), patrons(roles)), abs=1e-9)


def test_a_treaty_that_draws_a_strike_has_mechanics() -> None:
    """Whom the plan strikes changes with the treaty itself: a patron bound is a patron attacked."""
    with_, without, roles = both("five", "pact")
    split = account(with_, without, roles)
    assert split.shares["patron_fights"]["mechanics"].value > 1e-4
    assert split.shares["any_war"]["mechanics"].value == pytest.approx(0.0, abs=1e-9)
    with_, without, roles = both("weak-target", "alliance")  # nobody strikes anybody
    split = account(with_, without, roles)
    assert all(split.shares[o]["mechanics"] == Share(0.0, 0.0, 0.0) for o in OUTCOMES)


@pytest.mark.parametrize(
    ("name", "instrument"), [("weak-target", "alliance"), ("five", "pact"), ("five", "CF-TG")]
)
def test_the_answer_of_one_alone_by_dense_algebra(name: str, instrument: str) -> None:
    """Each values the game with the treaty while all play as without it, and answers once."""
    with_, without, roles = both(name, instrument)
    split, game = account(with_, without, roles), with_.game
    old = respond(without.game, without.values)
    values = without.values.copy()
    kept = respond(without.game, without.values, game.tables)
    values[:, : len(game.names)] = by_dense_algebra(game, kept)
    new = respond(game, values, without.game.tables)
    before = played(without.game, old, without.game.tables, patrons(roles))
    for actor in game.names:
        policy = mixed(game, old, new, {actor})
        after = played(without.game, policy, without.game.tables, patrons(roles))
        for key in OUTCOMES:
            assert split.alone[key][actor] == pytest.approx(after[key] - before[key], abs=1e-6)


def test_what_the_mechanics_do_alone_is_no_feedback() -> None:
    for pair in (("five", "pact"), ("five", "CF-TG")):
        split = account(*both(*pair))
        for key in OUTCOMES:
            assert split.alone[key]["mechanics"] == split.shares[key]["mechanics"].first


def test_somebody_answers_to_a_channel() -> None:
    split = account(*both("five", "CF-TG"))
    answers = [v for who, v in split.alone["any_war"].items() if who != "mechanics"]
    assert max(abs(v) for v in answers) > 1e-7


@pytest.mark.parametrize("instrument", ["CF-TG", "CH-TF", "pact"])
def test_where_nobody_responds_there_is_no_feedback(instrument: str) -> None:
    """At lambda 0 everybody moves at the baseline hazards: what happens is the mechanics'."""
    blunt = five().set("theta.lambda", 0.0)
    roles = treaty_roles(blunt, "pact") if instrument == "pact" else channel_roles(blunt)
    split = account(solved(blunt), solved(blunt.without(instrument)), roles)
    assert max(abs(v) for v in split.total.values()) > 1e-7
    for key in OUTCOMES:
        assert split.feedback(key) == pytest.approx(0.0, abs=1e-9)
        assert all(abs(v) < 1e-9 for who, v in split.alone[key].items() if who != "mechanics")


# -- separable or not ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "separable"),
    [
        (0.1, 0.2, True),
        (-0.1, -0.2, True),
        (0.1, -0.2, False),
        (-0.1, 0.2, False),
        (0.0, -0.2, True),
        (0.2, 0.0, True),
        (0.2, -NOISE / 2, True),
        (0.2, -NOISE * 2, False),
        (0.0, 0.0, True),
    ],
)
def test_signs_that_disagree_cannot_be_separated(
    first: float, last: float, separable: bool
) -> None:
    assert Share(0.0, first, last).separable is separable


# -- roles -----------------------------------------------------------------------------------------


def pact(owes: dict[str, list[str]], **actors: dict[str, Any]) -> dict[str, str]:
    scenario = crisis(
        {
            "CH": {"camp": "challenger"},
            "CF": {"camp": "challenger"},
            "TG": {"camp": "target"},
            "TF": {"camp": "target"},
            "EI": {"camp": "either"},
            **actors,
        },
        treaties={"pact": {"kind": "defence", "owes": owes, "binding": 0.5}},
    )
    return treaty_roles(scenario, "pact")


def test_the_protege_is_the_principal_who_is_owed_something() -> None:
    against = {"CH": "deterrence", "CF": "deterrence", "EI": "others"}
    assert pact({"TF": ["TG"]}) == {**against, "TG": "emboldenment", "TF": "entrapment"}
    assert pact({"TG": ["TF"], "TF": ["TG"]}) == {
        **against, "TG": "emboldenment", "TF": "entrapment",
    }  # fmt: skip
    # not the principal where it is the one who owes
    assert pact({"TG": ["TF"]}) == {**against, "TF": "emboldenment", "TG": "entrapment"}


def test_without_a_principal_the_protege_is_the_first_one_owed_something() -> None:
    roles = pact({"EI": ["CF"]})
    assert roles == {
        "CH": "others", "CF": "emboldenment", "TG": "deterrence", "TF": "deterrence",
        "EI": "entrapment",
    }  # fmt: skip


def test_a_signatory_of_the_other_camp_is_the_adversary() -> None:
    mutual = pact({"CH": ["TG"], "TG": ["CH"]})
    assert mutual == {
        "CH": "deterrence", "CF": "deterrence", "TG": "emboldenment", "TF": "others",
        "EI": "others",
    }  # fmt: skip
    assert pact({"CF": ["TG"], "EI": ["TG"]}) == {
        "CH": "deterrence", "CF": "deterrence", "TG": "emboldenment", "TF": "others",
        "EI": "entrapment",
    }  # fmt: skip


def test_no_patron_of_a_bundled_crisis_stands_against_its_protege() -> None:
    for name in bundled():
        scenario = load(name)
        for treaty in scenario.treaties:
            roles = treaty_roles(scenario, treaty)
            (protege,) = (one for one, role in roles.items() if role == "emboldenment")
            camps = {scenario.actors[one].camp for one in patrons(roles)}
            home = scenario.actors[protege].camp
            assert home == "either" or camps <= {home, "either"}


def test_a_protege_of_neither_camp_has_no_adversary() -> None:
    assert pact({"TF": ["EI"]}) == {
        "CH": "others", "CF": "others", "TG": "others", "TF": "entrapment", "EI": "emboldenment",
    }  # fmt: skip


def test_allies_who_did_not_sign_are_others() -> None:
    assert pact({"CF": ["CH"]})["TF"] == "deterrence"
    assert pact({"TF": ["TG"]}, TX={"camp": "target"})["TX"] == "others"


def test_a_bloc_signs_through_its_members() -> None:
    roles = pact(
        {"BEL": ["TG"]},
        TF={"camp": "target", "capability": 1.0, "members": {"BEL": 0.4, "NTH": 0.6}},
    )
    assert roles["TF"] == "entrapment"
    assert roles["TG"] == "emboldenment"


def test_roles_in_july_1914() -> None:
    roles = treaty_roles(load("july-1914"), "dual-alliance")
    assert roles["AUH"] == "emboldenment"
    assert roles["GMY"] == "entrapment"
    assert {roles[a] for a in ("SER", "RUS", "FRN", "UKG")} == {"deterrence"}


def test_a_channel_has_neither_patron_nor_protege() -> None:
    scenario = load("kargil-1999")
    assert channel_roles(scenario) == dict.fromkeys(scenario.actors, "others")
    split = account(*both("five", "CF-TG"))
    assert split.total["patron_fights"] == 0.0
    for name in OUTCOMES:
        parts = {g: split.shares[name][g].value for g in ("others", "mechanics")}
        assert sum(parts.values()) == pytest.approx(split.total[name], abs=1e-12)
