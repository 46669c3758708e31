"""Who fights, what it costs and what nature does, position by position, worked out by hand.

The default ladder is calm, threat, display, force, war: readiness .5 .6 .8 .9 1, contact 0 .1 .5 1
1, upkeep 0 .0005 .001 .003 0, height 0 .2 .5 1 1. Flag 1: the challenger's camp went to war first.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from foedus.crisis.ladder import BUILT_IN

from .small import At, crisis, four, two

CALM, THREAT, DISPLAY, FORCE, WAR = range(5)
NAMES = ("CH", "CF", "TG", "TF")
LADDER = [rung.model_dump() for rung in BUILT_IN["default"]]
PLAN = {"judgement": "a plan"}
ALWAYS = {"always": True, "judgement": "a plan"}
HONOUR = {name: {"honour": 4.0, "war_cost": 0.0, "judgement": "made up"} for name in NAMES}


def rungs(**columns: list[float]) -> list[dict[str, Any]]:
    """The default ladder with some columns replaced."""
    return [
        {**rung, **{name: values[r] for name, values in columns.items()}}
        for r, rung in enumerate(LADDER)
    ]


# -- who is attacked ---------------------------------------------------------------------------


def test_the_opposing_principal_is_attacked_whatever_its_rung() -> None:
    at = At(four())
    assert at(CH=WAR, flag=1).belligerents == {"CH", "TG"}
    assert at(TG=WAR, flag=2).belligerents == {"CH", "TG"}
    assert at(CF=WAR, flag=1).belligerents == {"CF", "TG"}
    assert at(CH=FORCE, CF=FORCE, TG=FORCE, TF=FORCE).belligerents == set()


def test_strikes_reach_only_who_stands_at_the_trigger_rung() -> None:
    at = At(four(CH={"strikes": {"TF": PLAN}}))
    assert at(CH=WAR, TF=THREAT, flag=1).belligerents == {"CH", "TG"}
    assert at(CH=WAR, TF=DISPLAY, flag=1).belligerents == {"CH", "TG", "TF"}
    assert at(CH=FORCE, TF=FORCE).belligerents == set()
    assert At(four())(CH=WAR, TF=FORCE, flag=1).belligerents == {"CH", "TG"}


def test_a_rung_of_the_ladder_may_be_named_the_trigger() -> None:
    marked = [{**rung, "trigger": rung["name"] == "force"} for rung in LADDER]
    at = At(four(CH={"strikes": {"TF": PLAN}}, ladder=marked))
    assert at(CH=WAR, TF=DISPLAY, flag=1).belligerents == {"CH", "TG"}
    assert at(CH=WAR, TF=FORCE, flag=1).belligerents == {"CH", "TG", "TF"}


@pytest.mark.parametrize(
    ("treaty", "engaged"),
    [
        ({"kind": "defence"}, True),
        ({"kind": "offence"}, True),
        ({"kind": "neutrality"}, False),
        ({"kind": "consultation"}, False),
        ({"kind": "defence", "against": ["CF"]}, False),
        ({"kind": "defence", "at_least": 2}, False),
        ({"kind": "defence", "binding": 0.0}, False),
        ({"kind": "defence", "theatres": ["elsewhere"]}, False),
    ],
)
def test_strikes_reach_whoever_has_a_triggered_obligation(
    treaty: dict[str, Any], engaged: bool
) -> None:
    pact = {"owes": {"TF": ["TG"]}, "binding": 0.5} | treaty
    at = At(four(CH={"strikes": {"TF": PLAN}}, treaties={"pact": pact}))
    assert at(CH=WAR, flag=1).belligerents == ({"CH", "TG", "TF"} if engaged else {"CH", "TG"})


def test_an_unconditional_strike_needs_no_reason() -> None:
    at = At(four(CH={"strikes": {"TF": ALWAYS}}))
    assert at(CH=WAR, flag=1).belligerents == {"CH", "TG", "TF"}
    assert at(CF=WAR, flag=1).belligerents == {"CF", "TG"}


def test_the_attacked_attack_nobody_until_they_stand_on_the_war_rung() -> None:
    at = At(four(TG={"strikes": {"CF": ALWAYS}}, TF={"strikes": {"CH": ALWAYS}}))
    assert at(CH=WAR, TG=FORCE, flag=1).belligerents == {"CH", "TG"}
    assert at(CH=WAR, TG=WAR, flag=1).belligerents == {"CH", "TG", "CF"}
    # CH is a principal, but TG, attacked by CF, does not yet attack it
    assert at(CF=WAR, TG=FORCE, flag=1).belligerents == {"CF", "TG"}
    assert at(CF=WAR, TG=WAR, flag=1).belligerents == {"CF", "TG", "CH"}


def test_attacks_are_evaluated_to_closure() -> None:
    """CH strikes TB, which stands at display; so TB fights; so TA, which owes TB, is engaged."""
    at = At(
        crisis(
            {
                "CH": {"camp": "challenger", "strikes": {"TA": PLAN, "TB": PLAN}},
                "TG": {"camp": "target"},
                "TA": {"camp": "target"},
                "TB": {"camp": "target"},
            },
            treaties={"pact": {"kind": "defence", "owes": {"TA": ["TB"]}, "binding": 0.5}},
        )
    )
    assert at(CH=WAR, flag=1).belligerents == {"CH", "TG"}
    assert at(CH=WAR, TB=DISPLAY, flag=1).belligerents == {"CH", "TG", "TA", "TB"}


def test_an_actor_of_either_side_attacks_once_it_has_chosen_one() -> None:
    at = At(
        crisis(
            {
                "CH": {"camp": "challenger", "strikes": {"EI": ALWAYS}},
                "TG": {"camp": "target"},
                "EI": {"camp": "either"},
            }
        )
    )
    with_challenger, with_target = {"EI": 4}, {"EI": 5}
    assert at(CH=WAR, EI=FORCE, flag=1).belligerents == {"CH", "TG"}
    assert at(coord=with_challenger, flag=1).belligerents == {"EI", "TG"}
    assert at(coord=with_target, flag=2).belligerents == {"EI", "CH"}
    assert at(CH=WAR, coord=with_target, flag=1).belligerents == {"EI", "CH", "TG"}
    assert at(CH=WAR, coord=with_challenger, flag=1).victory == pytest.approx(2 / 2.5)
    assert at(CH=WAR, coord=with_target, flag=1).victory == pytest.approx(1 / 2.5)


# -- what is owed ------------------------------------------------------------------------------


def owing(treaties: dict[str, dict[str, Any]], **parts: Any) -> At:
    """The four, with honour 4 and no other cost of war, so that base is honour alone."""
    return At(four(treaties=treaties, overrides=HONOUR, **parts))


def test_defence_unmet_costs_binding_times_x() -> None:
    at = owing({"pact": {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.6}})
    assert at(CH=FORCE, TG=FORCE).base == {"CH": 0, "CF": 0, "TG": 0, "TF": 0}
    assert at(CH=WAR, flag=1).base == pytest.approx({"CH": 0, "CF": 0, "TG": 0, "TF": 2.4})
    assert at(CH=WAR, TF=FORCE, flag=1).base["TF"] == pytest.approx(2.4)
    assert at(CH=WAR, TF=WAR, flag=1).base["TF"] == 0


def test_an_attacked_obligor_has_met_its_obligation() -> None:
    at = owing(
        {"pact": {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.6}},
        CH={"strikes": {"TF": PLAN}},
    )
    assert at(CH=WAR, flag=1).base["TF"] == 0


@pytest.mark.parametrize(
    ("kind", "conditional", "by_challenger", "by_target"),
    [
        ("defence", False, 2.4, 2.4),
        ("defence", True, 2.4, 0.0),
        ("offence", False, 2.4, 2.4),
        ("offence", True, 2.4, 2.4),
    ],
)
def test_a_conditional_treaty_is_void_where_the_partners_camp_began(
    kind: str, conditional: bool, by_challenger: float, by_target: float
) -> None:
    pact = {"kind": kind, "owes": {"TF": ["TG"]}, "binding": 0.6, "conditional": conditional}
    at = owing({"pact": pact})
    assert at(CH=WAR, TG=WAR, flag=1).base["TF"] == pytest.approx(by_challenger)
    assert at(CH=WAR, TG=WAR, flag=2).base["TF"] == pytest.approx(by_target)


def test_against_and_at_least_count_the_beneficiarys_enemies() -> None:
    pact = {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.6}
    by_d = owing({"pact": {**pact, "against": ["CF"]}})
    assert by_d(CH=WAR, flag=1).base["TF"] == 0
    assert by_d(CH=WAR, CF=WAR, flag=1).base["TF"] == pytest.approx(2.4)
    by_two = owing({"pact": {**pact, "at_least": 2}})
    assert by_two(CH=WAR, flag=1).base["TF"] == 0
    assert by_two(CH=WAR, CF=WAR, flag=1).base["TF"] == pytest.approx(2.4)
    never = owing({"pact": {**pact, "against": ["CF"], "at_least": 2}})
    assert never(CH=WAR, CF=WAR, flag=1).base["TF"] == 0


def test_a_treaty_of_another_theatre_does_not_bind() -> None:
    pact = {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.6}
    for theatres, here, owed in [
        (["balkans"], "balkans", 2.4),
        (["asia"], "balkans", 0.0),
        (["asia", "balkans"], "balkans", 2.4),
        (["asia"], None, 0.0),
        ([], None, 2.4),
    ]:
        at = owing({"pact": {**pact, "theatres": theatres}}, theatre=here)
        assert at(CH=WAR, flag=1).base["TF"] == pytest.approx(owed)


def test_obligations_combine_as_one_minus_the_product() -> None:
    one = {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.5}
    other = {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.4}
    at = owing({"one": one, "other": other})
    assert at(CH=WAR, flag=1).base["TF"] == pytest.approx(4 * (1 - 0.5 * 0.6))


def test_only_triggered_obligations_combine() -> None:
    one = {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.5}
    other = {"kind": "defence", "owes": {"TF": ["TG"]}, "against": ["CF"], "binding": 0.4}
    at = owing({"one": one, "other": other})
    assert at(CH=WAR, flag=1).base["TF"] == pytest.approx(2.0)
    assert at(CH=WAR, CF=WAR, flag=1).base["TF"] == pytest.approx(2.8)


def test_a_treaty_of_defence_and_offence_is_one_promise() -> None:
    """Two occasions to keep it, but broken once: X * .6, not X * (1 - .4 * .4)."""
    pact = {"kind": ["defence", "offence"], "owes": {"TF": ["TG"]}, "binding": 0.6}
    at = owing({"pact": pact})
    assert at(CH=WAR, flag=1).base["TF"] == pytest.approx(2.4)
    conditional = owing({"pact": {**pact, "conditional": True}})
    assert conditional(CH=WAR, TG=WAR, flag=2).base["TF"] == pytest.approx(2.4)


@pytest.mark.parametrize("kind", ["neutrality", "nonaggression"])
def test_neutrality_and_nonaggression_cost_who_fights_the_partner(kind: str) -> None:
    at = owing({"pact": {"kind": kind, "owes": {"CF": ["TG"]}, "binding": 0.5}})
    assert at(CH=WAR, flag=1).base["CF"] == 0
    assert at(CH=WAR, CF=WAR, flag=1).base["CF"] == pytest.approx(2.0)
    assert at(CH=FORCE, CF=WAR, flag=1).base["CF"] == pytest.approx(2.0)


def test_neutrality_is_not_broken_on_the_partners_own_side() -> None:
    at = owing({"pact": {"kind": "neutrality", "owes": {"TF": ["TG"]}, "binding": 0.5}})
    assert at(CH=WAR, TF=WAR, flag=1).base["TF"] == 0
    assert at(CH=WAR, flag=1).base["TF"] == 0


def test_conditional_neutrality_is_void_where_the_partners_camp_began() -> None:
    pact = {"kind": "neutrality", "owes": {"CF": ["TG"]}, "binding": 0.5, "conditional": True}
    at = owing({"pact": pact})
    assert at(CH=WAR, CF=WAR, TG=WAR, flag=2).base["CF"] == 0
    assert at(CH=WAR, CF=WAR, TG=WAR, flag=1).base["CF"] == pytest.approx(2.0)


def test_consultation_binds_nobody() -> None:
    at = owing({"pact": {"kind": "consultation", "owes": {"TF": ["TG"]}, "binding": 1.0}})
    assert at(CH=WAR, flag=1).base["TF"] == 0


def test_a_signatory_in_the_other_camp_cannot_meet_its_obligation() -> None:
    at = owing({"pact": {"kind": "defence", "owes": {"CF": ["TG"]}, "binding": 0.5}})
    assert at(CH=WAR, flag=1).base["CF"] == pytest.approx(2.0)
    assert at(CH=WAR, CF=WAR, flag=1).base["CF"] == pytest.approx(2.0)


BLOC = {"TF": {"camp": "target", "capability": 4.0, "members": {"TF1": 1.0, "TF2": 3.0}}}
SIDES = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}}


@pytest.mark.parametrize(
    ("owes", "binding", "owed"),
    [
        ({"TF1": ["TG"]}, 0.8, 0.8 / 4),
        ({"TF2": ["TG"]}, 0.8, 0.8 * 3 / 4),
        ({"TF1": ["TG"], "TF2": ["TG"]}, 0.8, 0.8),
        ({"TF1": ["TG"], "TF2": ["TG"]}, {"TF1": 0.4, "TF2": 0.8}, 0.1 + 0.6),
        ({"TF": ["TG"]}, 0.8, 0.8),
    ],
)
def test_as_obligor_a_bloc_is_bound_by_its_members_share(
    owes: dict[str, list[str]], binding: Any, owed: float
) -> None:
    at = At(
        crisis(
            SIDES | BLOC,
            treaties={"pact": {"kind": "defence", "owes": owes, "binding": binding}},
            theta={"X": 4.0},
        )
    )
    assert at(CH=WAR, flag=1).base["TF"] == pytest.approx(4 * owed)


def test_as_beneficiary_one_bound_member_triggers_in_full() -> None:
    at = At(
        crisis(
            SIDES | BLOC | {"TC": {"camp": "target"}},
            treaties={"pact": {"kind": "defence", "owes": {"TC": ["TF1"]}, "binding": 0.8}},
            theta={"X": 4.0},
        )
    )
    assert at(CH=WAR, flag=1).base["TC"] == 0
    assert at(CH=WAR, TF=WAR, flag=1).base["TC"] == pytest.approx(3.2)


def test_nobody_owes_its_own_bloc() -> None:
    treaty = {"kind": "defence", "owes": {"TF1": ["TF2"]}, "binding": 0.8}
    at = At(crisis(SIDES | BLOC, treaties={"pact": treaty}))
    assert len(at.game.primitives.pledges.kind) == 0


# -- the bill of war ---------------------------------------------------------------------------


def test_war_is_charged_once_when_one_becomes_a_belligerent() -> None:
    at = At(four(theta={"c_w": 0.8}))
    for rung in (CALM, FORCE, WAR):
        assert at(CH=WAR, TG=rung, flag=1).base == {"CH": 0.8, "CF": 0, "TG": 0.8, "TF": 0}
    assert at(CH=WAR, TF=WAR, flag=1).base == {"CH": 0.8, "CF": 0, "TG": 0.8, "TF": 0.8}
    assert at(CH=FORCE, TG=FORCE).base == {"CH": 0, "CF": 0, "TG": 0, "TF": 0}


def test_an_actors_own_war_cost_replaces_the_global_one() -> None:
    at = At(two(theta={"c_w": 0.8}, overrides={"TG": {"war_cost": 0.1, "judgement": "made up"}}))
    assert at(CH=WAR, flag=1).base == {"CH": 0.8, "TG": 0.1}


def test_war_costs_more_against_a_nuclear_opponent() -> None:
    at = At(four(TF={"nuclear": True}, theta={"c_w": 0.8, "nuclear_war_cost": 3.0}))
    assert at(CH=WAR, flag=1).base == {"CH": 0.8, "CF": 0, "TG": 0.8, "TF": 0}
    there = at(CH=WAR, TF=WAR, flag=1).base
    assert there == pytest.approx({"CH": 2.4, "CF": 0, "TG": 0.8, "TF": 0.8})


def test_trade_is_lost_with_enemies_alone() -> None:
    at = At(
        four(
            CH={"trade": {"TG": 0.2, "TF": 0.4}},
            TG={"trade": {"CH": 0.6}},
            theta={"c_w": 0.8, "trade": 0.5},
        )
    )
    assert at(CH=WAR, flag=1).base == pytest.approx({"CH": 0.9, "CF": 0, "TG": 1.1, "TF": 0})
    assert at(CH=WAR, TF=WAR, flag=1).base["CH"] == pytest.approx(1.1)
    assert at(CF=WAR, flag=1).base == pytest.approx({"CH": 0, "CF": 0.8, "TG": 0.8, "TF": 0})


# -- the class of a war and who prevails -------------------------------------------------------

PRINCIPALS, WIDER, GREAT = 4, 5, 6


@pytest.mark.parametrize(("capability", "expected"), [(0.0100, PRINCIPALS), (0.0102, WIDER)])
def test_a_joiner_widens_a_war_from_one_per_cent_of_its_camps_strength(
    capability: float, expected: int
) -> None:
    """CH brings 1: 1 per cent of 1 + d is reached at d = 1 / 99 = .0101."""
    at = At(four(CF={"capability": capability}))
    assert at(CH=WAR, flag=1).war_class == PRINCIPALS
    assert at(CH=WAR, CF=WAR, flag=1).war_class == expected
    assert at(CH=FORCE).war_class == -1


def test_a_war_without_its_own_principal_is_a_wider_war() -> None:
    assert At(four())(CF=WAR, flag=1).war_class == WIDER


@pytest.mark.parametrize(
    ("majors", "expected"),
    [
        ([], WIDER),
        (["CH"], WIDER),
        (["CH", "CF"], WIDER),
        (["CH", "TG"], GREAT),
        (["CH", "TF"], GREAT),
        (["CF", "TF"], WIDER),  # a great power at peace does not count
    ],
)
def test_a_great_power_war_has_one_on_each_side(majors: list[str], expected: int) -> None:
    at = At(four(**{name: {"major": name in majors} for name in NAMES}))
    assert at(CH=WAR, TF=WAR, flag=1).war_class == expected


def test_strength_counts_belligerents_at_their_rungs_readiness() -> None:
    at = At(four(CH={"capability": 3.0}, TG={"capability": 2.0}, TF={"capability": 2.5}))
    assert at(CH=WAR, flag=1).victory == pytest.approx(3 / (3 + 2 * 0.5))
    assert at(CH=WAR, TG=DISPLAY, flag=1).victory == pytest.approx(3 / (3 + 2 * 0.8))
    assert at(CH=WAR, TG=WAR, TF=WAR, flag=1).victory == pytest.approx(3 / (3 + 4.5))
    assert at(CH=WAR, TG=WAR, TF=FORCE, flag=1).victory == pytest.approx(3 / 5)


def test_eta_sharpens_the_contest() -> None:
    at = At(two(CH={"capability": 3.0}, TG={"capability": 2.0}, theta={"eta": 2.0}))
    assert at(CH=WAR, flag=1).victory == pytest.approx(9 / 10)


def test_strength_is_lost_with_distance() -> None:
    at = At(two(CH={"distance_km": 3000.0}, theta={"distance": 0.5}))
    assert at(CH=WAR, TG=WAR, flag=1).victory == pytest.approx(0.5 / 1.5)


def test_p_is_a_half_where_neither_side_has_any_strength() -> None:
    at = At(two(ladder=rungs(readiness=[0.0] * 5)))
    assert at(CH=WAR, flag=1).victory == 0.5


# -- flows and rates ---------------------------------------------------------------------------


def test_upkeep_is_paid_by_the_day() -> None:
    at = At(two(theta={"leverage": 0.0}))
    assert at(CH=FORCE, TG=THREAT).flow == pytest.approx({"CH": -0.003, "TG": -0.0005})
    assert at(CH=WAR, TG=DISPLAY, flag=1).flow == pytest.approx({"CH": 0.0, "TG": -0.001})


def test_leverage_hurts_who_stands_lower_and_more_where_outmatched() -> None:
    at = At(two(CH={"capability": 3.0}, stake={"TG": 2.0}, theta={"leverage": 0.004}))
    # .004 * 2 * .5 * 2 * (1 - 1/4)
    assert at(CH=DISPLAY).flow == pytest.approx({"CH": -0.001, "TG": -0.006})
    # .004 * 1 * (1 - .5) * 2 * (1 - 3/4), and upkeep at display
    assert at(CH=DISPLAY, TG=FORCE).flow == pytest.approx({"CH": -0.001 - 0.001, "TG": -0.003})
    assert at(CH=DISPLAY, TG=DISPLAY).flow == pytest.approx({"CH": -0.001, "TG": -0.001})


def test_leverage_reads_capability_at_the_others_rung() -> None:
    at = At(two(CH={"capability": 3.0}, TG={"capability_at": {"display": 9.0}}))
    assert at(CH=DISPLAY).flow["TG"] == pytest.approx(-0.004 * 0.5 * 2 * 0.25)
    assert at(CH=FORCE).flow["TG"] == pytest.approx(-0.004 * 1.0 * 2 * 0.75)


def test_leverage_is_for_principals_and_for_peace() -> None:
    at = At(four(theta={"leverage": 0.004}))
    assert at(CF=FORCE).flow["TF"] == 0
    assert at(CF=FORCE).flow["TG"] == 0
    assert at(CH=WAR, flag=1).flow == {"CH": 0, "CF": 0, "TG": 0, "TF": 0}


def test_a_crisis_lapses_by_the_highest_rung_of_anyone() -> None:
    at = At(four(theta={"phi": 0.02}, ladder=rungs(lapse=[1.0, 0.8, 0.5, 0.25, 0.0])))
    assert at().lapse == pytest.approx(0.02)
    assert at(CH=THREAT, TF=DISPLAY).lapse == pytest.approx(0.01)
    assert at(CH=FORCE, TF=DISPLAY).lapse == pytest.approx(0.005)
    assert at(CH=WAR, flag=1).lapse == 0


def test_war_ends_at_a_constant_rate_and_stops_the_talks() -> None:
    at = At(two(theta={"omega": 0.005, "kappa0": 0.0076}))
    assert (at(CH=FORCE).end, at(CH=FORCE).talks) == (0, 0.0076)
    assert (at(CH=WAR, flag=1).end, at(CH=WAR, flag=1).talks) == (0.005, 0)
    assert (at(CH=WAR, TG=WAR, flag=1).end, at(CH=WAR, TG=WAR, flag=1).talks) == (0.005, 0)


def test_a_channel_helps_talks_between_the_principals_alone() -> None:
    theta = {"kappa0": 0.0076, "kappa1": 0.004}
    quality = {"quality": 0.5, "judgement": "made up"}
    assert At(two(theta=theta, channels={"TG-CH": quality}))().talks == pytest.approx(0.0096)
    assert At(four(theta=theta, channels={"CF-TF": quality}))().talks == pytest.approx(0.0076)


def test_incidents_strike_either_of_two_with_even_chances() -> None:
    at = At(two(theta={"iota": 0.002}, contact=[["CH", "TG"]]))
    assert at(CH=FORCE, TG=DISPLAY).incident == pytest.approx({"CH": 0.0005, "TG": 0.0005})
    assert at(CH=FORCE, TG=CALM).incident == {"CH": 0, "TG": 0}
    assert at(CH=FORCE, TG=FORCE).incident == pytest.approx({"CH": 0.001, "TG": 0.001})
    apart = At(two(theta={"iota": 0.002}))
    assert apart(CH=FORCE, TG=FORCE).incident == {"CH": 0, "TG": 0}


def test_incidents_of_several_pairs_add_up() -> None:
    at = At(four(theta={"iota": 0.002}, contact=[["CH", "TG"], ["CF", "TG"]]))
    there = at(CH=FORCE, CF=DISPLAY, TG=DISPLAY, TF=FORCE).incident
    assert there == pytest.approx({"CH": 0.0005, "CF": 0.00025, "TG": 0.00075, "TF": 0.0})


def test_a_channel_thins_incidents() -> None:
    quality = {"quality": 0.7, "judgement": "made up"}
    at = At(two(theta={"iota": 0.002}, contact=[["CH", "TG"]], channels={"CH-TG": quality}))
    assert at(CH=FORCE, TG=FORCE).incident == pytest.approx({"CH": 0.0003, "TG": 0.0003})


@pytest.mark.parametrize(
    ("owes", "factor"),
    [({"CH": ["TG"], "TG": ["CH"]}, 1 - 0.3 * 0.5), ({"CH": ["TG"]}, sqrt(0.85))],
)
def test_consultation_between_opponents_works_like_a_channel(
    owes: dict[str, list[str]], factor: float
) -> None:
    """Bound both ways at .5 it thins by .3 * .5; bound one way, half as much in logs."""
    theta = {"iota": 0.002, "consultation": 0.3, "kappa0": 0.0, "kappa1": 0.01}
    pact = {"kind": "consultation", "owes": owes, "binding": 0.5}
    at = At(two(theta=theta, contact=[["CH", "TG"]], treaties={"pact": pact}))
    assert at(CH=FORCE, TG=FORCE).incident["CH"] == pytest.approx(0.001 * factor)
    assert at().talks == pytest.approx(0.01 * (1 - factor))


def test_incidents_with_an_undecided_actor_carry_it_against_whom_it_met() -> None:
    actors = {
        "CH": {"camp": "challenger"},
        "TG": {"camp": "target"},
        "EI": {"camp": "either"},
    }
    at = At(crisis(actors, theta={"iota": 0.002}, contact=[["CH", "EI"]]))
    below = at(CH=FORCE, EI=DISPLAY)
    assert below.incident == pytest.approx({"CH": 0.0005, "TG": 0, "EI": 0.0005})
    last = at(CH=FORCE, EI=FORCE)
    assert last.incident == pytest.approx({"CH": 0.001, "TG": 0, "EI": 0})
    assert last.incident_across == pytest.approx({"CH": 0, "TG": 0, "EI": 0.001})


def test_once_attacked_one_is_carried_up_a_rung_a_day() -> None:
    plan = {"days": 10, "lock_in_days": 4, "judgement": "made up"}
    at = At(
        two(
            TG={"mobilisation": plan},
            CH={"mobilisation": plan},
            ladder="mobilisation",
            contact=[["CH", "TG"]],
            theta={"iota": 0.002},
        )
    )
    assert at(TG=2).advance["TG"] == pytest.approx(0.1)
    assert at(TG=3).advance["TG"] == pytest.approx(0.25)
    for rung in range(4):  # in place of the timetable, on transit and lock-in alike
        assert at(CH=WAR, TG=rung, flag=1).advance["TG"] == 0
        assert at(CH=WAR, TG=rung, flag=1).incident["TG"] == 1
    assert at(CH=WAR, TG=WAR, flag=1).incident["TG"] == 0
    assert at(TG=WAR, CH=2, flag=2).incident["CH"] == 1


def test_others_keep_their_timetables_in_war() -> None:
    plan = {"days": 10, "judgement": "made up"}
    at = At(four(TF={"mobilisation": plan}, ladder="mobilisation"))
    assert at(CH=WAR, TF=2, flag=1).advance["TF"] == pytest.approx(0.1)
    assert at(CH=WAR, TF=2, flag=1).incident["TF"] == 0


# -- nuclear use -------------------------------------------------------------------------------

RISK = [0.0, 0.001, 0.002, 0.005, 0.02]


def test_nuclear_risk_is_that_of_the_lower_rung() -> None:
    at = At(two(CH={"nuclear": True}, TG={"nuclear": True}, ladder=rungs(risk=RISK)))
    assert at(CH=FORCE).nuclear == 0
    assert at(CH=FORCE, TG=THREAT).nuclear == pytest.approx(0.001)
    assert at(CH=FORCE, TG=FORCE).nuclear == pytest.approx(0.005)
    assert at(CH=WAR, TG=DISPLAY, flag=1).nuclear == pytest.approx(0.002)
    assert at(CH=WAR, TG=WAR, flag=1).nuclear == pytest.approx(0.02)


def test_nuclear_risk_adds_over_pairs_of_opponents() -> None:
    armed = {"nuclear": True}
    ladder = rungs(risk=RISK)
    at = At(four(CH=armed, CF=armed, TG=armed, ladder=ladder))
    assert at(CH=FORCE, CF=DISPLAY, TG=FORCE).nuclear == pytest.approx(0.005 + 0.002)
    assert At(four(CH=armed, CF=armed, ladder=ladder))(CH=FORCE, CF=FORCE).nuclear == 0
    assert At(four(CH=armed, ladder=ladder))(CH=FORCE, TG=FORCE, TF=FORCE).nuclear == 0


def test_nuclear_use_costs_everyone_ten_wars() -> None:
    at = At(two(theta={"c_w": 0.7, "nuclear_cost": 10.0}))
    assert at.game.model.nuclear_cost == pytest.approx(7.0)
