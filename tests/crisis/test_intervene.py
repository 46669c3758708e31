"""Interventions: pure, composing, named, and wrong calls refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.crisis.clocks import coordinates
from foedus.crisis.edits.edit import SET_HERE
from foedus.crisis.intervene import (
    Conditional,
    Intervention,
    Set,
    apply,
    parse_set,
    parse_with,
    parse_without,
)
from foedus.crisis.scenario import Scenario, dump, load, loads
from foedus.crisis.text.checks import defects
from foedus.crisis.treaty import pledges

from .conftest import GOOD
from .small import two
from .strategies import scenarios


@pytest.fixture(scope="module")
def july() -> Scenario:
    return load("july-1914")


def test_without_a_treaty(july: Scenario) -> None:
    edited = july.without("dual-alliance")
    assert set(july.treaties) - set(edited.treaties) == {"dual-alliance"}
    assert edited.model_copy(update={"treaties": july.treaties}) == july


def test_without_a_channel_in_either_order(july: Scenario) -> None:
    assert july.without("GMY-RUS") == july.without("RUS-GMY")
    assert "GMY-RUS" not in july.without("RUS-GMY").channels


def test_without_all_treaties(july: Scenario) -> None:
    assert july.without("all").treaties == {}
    assert july.without("all").channels == july.channels


def test_without_what_is_owed_to_a_camp(july: Scenario) -> None:
    camps = {code: actor.camp for code, actor in july.actors.items()}
    edited = july.without("camp:target")
    before, after = pledges(july), pledges(edited)
    assert any(camps[p.beneficiary] == "target" for p in before)
    assert after == tuple(p for p in before if camps[p.beneficiary] != "target")
    assert defects(edited) == []


def test_setting_a_share_outside_its_range_is_refused_in_a_line() -> None:
    known = {"share": 0.5, "range": [0.3, 0.7], "judgement": "made up"}
    for block, path in (
        ({"resolve": {"TG": known}}, "resolve.TG.share"),
        ({"resolve": {"TG": known}, "perceived": {"CH": {"TG": known}}}, "perceived.CH.TG.share"),
    ):
        with pytest.raises(UsageError, match="does not hold the share"):
            apply(two(**block), [Set(path, 0.9)])


def test_setting_a_block_leaves_what_was_given_as_it_was(july: Scenario) -> None:
    given_ = {"war_cost": 0.1}
    edit = Set("overrides.SER", given_)
    told = edit.spec, edit.label
    assert edit(july).overrides["SER"].judgement == SET_HERE
    assert given_ == {"war_cost": 0.1}
    assert (edit.spec, edit.label) == told


def test_hotline(july: Scenario) -> None:
    old = july.channels["GMY-RUS"].quality
    assert july.with_("hotline:GMY-RUS").channels["GMY-RUS"].quality == 0.8 > old
    assert july.with_("hotline:RUS-GMY=0.6").channels["GMY-RUS"].quality == 0.6
    assert july.with_(f"hotline:GMY-RUS={old / 2}") == july, "a hotline never makes talks worse"
    new = july.with_("hotline:SER-AUH").channels["SER-AUH"]
    assert (new.quality, new.kind) == (0.8, "hotline")
    assert new.judgement


def test_conditions_and_publicity(july: Scenario) -> None:
    name = "dual-alliance"
    assert july.with_(f"conditional:{name}").treaties[name].conditional
    assert not july.with_(f"unconditional:{name}").treaties[name].conditional
    assert july.with_(f"conditional:{name}").with_(f"unconditional:{name}") == july.with_(
        f"unconditional:{name}"
    )
    secret = next(key for key, treaty in july.treaties.items() if treaty.secret)
    assert not july.with_(f"public:{secret}").treaties[secret].secret


def test_firmer_and_softer(july: Scenario) -> None:
    name = "franco-russian"
    assert set(july.with_(f"firmer:{name}").treaties[name].binding.values()) == {0.95}
    assert set(july.with_(f"softer:{name}=0.2").treaties[name].binding.values()) == {0.2}
    assert july.with_(f"firmer:{name}=0.1") == july
    assert july.with_(f"softer:{name}=1") == july


def test_slower_and_revocable(july: Scenario) -> None:
    plan = july.actors["GMY"].mobilisation
    slow = july.with_("slower:GMY=3").actors["GMY"].mobilisation
    assert plan is not None
    assert slow is not None
    assert plan.days is not None
    assert plan.lock_in_days is not None
    assert (slow.days, slow.lock_in_days) == (3 * plan.days, 3 * plan.lock_in_days)
    assert not plan.revocable
    free = july.with_("revocable:GMY").actors["GMY"].mobilisation
    assert free == plan.model_copy(update={"revocable": True})


def test_slower_takes_the_ladder_s_days_where_an_actor_has_none() -> None:
    scenario = loads(GOOD.replace("ladder: default", "ladder: mobilisation"))
    plan = scenario.with_("slower:SER").actors["SER"].mobilisation
    assert plan is not None
    assert plan.days == 20.0


@pytest.mark.parametrize("plan", [None, {"days": 6.0}, {"lock_in_days": 5.0}, {"slower": 3.0}])
def test_slower_slows_each_clock_by_the_factor(plan: dict[str, float] | None) -> None:
    rungs = [("calm", 1, None), ("partial", 3, 10.0), ("general", 3, 4.0), ("ready", 4, None)]
    ladder = [
        {"name": name, "hostility": level, "readiness": 0.5, "transit_days": days}
        for name, level, days in rungs
    ]
    war = {"name": "war", "hostility": 5, "war": True, "readiness": 1.0, "audience": 1.0}
    own = {} if plan is None else {"mobilisation": plan | {"judgement": "made up"}}
    scenario = two(CH=own, ladder=[*ladder, war])
    before = coordinates(scenario, "CH")[1]
    assert scenario.with_("slower:CH=1") == scenario
    for factor in (0.5, 2.0):
        slow = scenario.with_(f"slower:CH={factor}")
        assert coordinates(slow, "CH")[1] == pytest.approx(before / factor)
        assert defects(slow) == []
        twice = coordinates(slow.with_("slower:CH=3"), "CH")[1]
        assert twice == pytest.approx(before / factor / 3.0)
        assert loads(dump(slow)) == slow


def test_fewer_exercises_scale_incidents(july: Scenario) -> None:
    edited = july.with_("fewer-exercises=0.25")
    for before, after in zip(july.ladder, edited.ladder, strict=True):
        factor = 1.0 if before.war else 0.25
        assert after.contact * after.contact == pytest.approx(factor * before.contact**2)
    assert july.with_("fewer-exercises=1") == july


def test_more_trade_counts_for_both_and_stays_a_share(july: Scenario) -> None:
    edited = july.with_("trade:GMY-RUS=0.05")
    for one, other in (("GMY", "RUS"), ("RUS", "GMY")):
        before = july.actors[one].trade.get(other, 0.0)
        assert edited.actors[one].trade[other] == pytest.approx(before + 0.05)
    assert defects(july.with_("trade:GMY-RUS=1").with_("trade:GMY-FRN=1")) == []


def test_set(july: Scenario) -> None:
    assert july.set("theta.X", 2).theta["X"].value == 2.0
    edited = july.set("overrides.SER.war_cost", 1.2)
    assert edited.overrides["SER"].war_cost == 1.2
    assert SET_HERE in str(edited.overrides["SER"].judgement)
    assert edited.set("overrides.SER.war_cost", 1.2) == edited
    assert july.set("treaties.dual-alliance.binding", 0.5).treaties["dual-alliance"].binding == {
        "GMY": 0.5,
        "AUH": 0.5,
    }
    assert july.set("ladder.mobilising.contact", 0.3).ladder[2].contact == 0.3
    assert july.set("ladder.2.contact", 0.3) == july.set("ladder.mobilising.contact", 0.3)
    assert july.set("actors.GMY.polyarchy", None).actors["GMY"].polyarchy is None
    assert july.set("start.RUS", "threat").start["RUS"] == "threat"
    assert july.set("date", "1914-07-25").date.day == 25
    assert july.set("actors.BEL.mobilisation.days", 4).actors["BEL"].mobilisation is not None
    assert july.set("overrides.BEL.honour", 0.5).overrides["BEL"].judgement == SET_HERE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("theta.X=2", 2),
        ("theta.X = 2.5", 2.5),
        ("actors.SER.principal=true", True),
        ("start.SER=threat", "threat"),
        ("title=a = b", "a = b"),
        ("actors.SER.polyarchy=null", None),
        ("treaties.t.against=[RUS, SER]", ["RUS", "SER"]),
        ("treaties.t.binding={GMY: 0.4}", {"GMY": 0.4}),
    ],
)
def test_values_on_the_command_line(text: str, value: object) -> None:
    edit = parse_set(text)
    assert (edit.path, edit.value) == (text.split("=", maxsplit=1)[0].strip(), value)
    assert parse_set(edit.spec.removeprefix("--set ")) == edit


WRONG: list[tuple[Callable[[str], Intervention], str, str]] = [
    (parse_without, "dual-aliance", "did you mean 'dual-alliance'?"),
    (parse_without, "GMY-SER", "did you mean"),
    (parse_without, "camp:neither", "known: challenger, target"),
    (parse_without, " ", "write --without"),
    (parse_with, "hotlin:GMY-RUS", "did you mean 'hotline'?"),
    (parse_with, "hotline:GMY-RUSS", "did you mean 'RUS'?"),
    (parse_with, "hotline:GMY", "write GMY-RUS"),
    (parse_with, "hotline:GMY-GMY", "name two actors"),
    (parse_with, "hotline", "write hotline:NAME"),
    (parse_with, "hotline:GMY-RUS=1.5", "from 0 to 1"),
    (parse_with, "hotline:GMY-RUS=nan", "from 0 to 1"),
    (parse_with, "hotline:GMY-RUS=high", "from 0 to 1"),
    (parse_with, "slower:GMY=0", "from 0.01 to 100"),
    (parse_with, "slower:GMYY", "did you mean 'GMY'?"),
    (parse_with, "conditional:dual-aliance", "did you mean 'dual-alliance'?"),
    (parse_with, "conditional:dual-alliance=1", "write conditional:dual-alliance"),
    (parse_with, "fewer-exercises:GMY", "write fewer-exercises=0.5"),
    (parse_with, "peace", "known: hotline"),
    (parse_set, "theta.X", "write --set theta.X=2"),
    (parse_set, "theta.X=", "write --set theta.X=2"),
    (parse_set, "theta.X={", "quote the value"),
    (parse_set, "theta.x=2", "did you mean 'X'?"),
    (parse_set, "theta.X=-5", "write a number from"),
    (parse_set, "theta.X=much", "plain number"),
    (parse_set, "actors.GMYY.major=true", "did you mean 'GMY'?"),
    (parse_set, "actors.GMY.mayor=true", "did you mean 'major'?"),
    (parse_set, "actors.GMY.mobilisation.day=3", "did you mean 'days'?"),
    (parse_set, "actors.GMY.capability=-1", "above 0"),
    (parse_set, "actors.GMY.capability.much=1", ""),
    (parse_set, "actors.SER.principal=false", "principal: true"),
    (parse_set, "treatys.x.binding=1", "did you mean 'treaties'?"),
    (parse_set, "foedus-scenario=2", "known: name"),
    (parse_set, "ladder.mobilizing.contact=1", "did you mean 'mobilising'?"),
    (parse_set, "ladder.9.contact=1", "known: calm"),
    (parse_set, "start.SER=threatt", "did you mean 'threat'?"),
    (parse_set, "treaties.dual-alliance.owes={GMY: [GMY], AUH: [GMY]}", "another beneficiary"),
    (parse_set, "a..b=1", "write actors.SER.capability"),
]


@pytest.mark.parametrize(("parse", "text", "fix"), WRONG)
def test_wrong_calls_name_the_fix(
    july: Scenario, parse: Callable[[str], Intervention], text: str, fix: str
) -> None:
    with pytest.raises(UsageError) as caught:
        apply(july, [parse(text)])
    assert fix in (caught.value.fix or "")


def test_what_has_no_timetable_cannot_be_slowed(good: str) -> None:
    with pytest.raises(UsageError, match="no timetable"):
        loads(good).with_("slower:SER")
    with pytest.raises(UsageError, match="no mobilisation"):
        loads(good).with_("revocable:SER")


@st.composite
def edits(draw: st.DrawFn, scenario: Scenario) -> Intervention:
    codes = list(scenario.actors)
    pair = "-".join(draw(st.permutations(codes))[:2])
    options = [f"hotline:{pair}=0.5", f"trade:{pair}", "fewer-exercises"]
    if scenario.treaties:
        treaty = draw(st.sampled_from(sorted(scenario.treaties)))
        kinds = ["conditional", "unconditional", "public", "firmer", "softer"]
        options += [f"{kind}:{treaty}" for kind in kinds]
    options += [
        f"{kind}:{code}"
        for code, actor in scenario.actors.items()
        for kind in ("slower", "revocable")
        if actor.mobilisation
        and actor.mobilisation.days
        and any(rung.transit_days for rung in scenario.ladder)
    ]
    text = draw(st.sampled_from(options))
    without = [parse_without("all"), parse_without("camp:target")]
    values = [Set("theta.X", 2), Set("title", "t"), Set(f"overrides.{codes[0]}.stake", 1.5)]
    return draw(st.sampled_from([parse_with(text), parse_with(text), *without, *values]))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_edits_are_pure_and_compose(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    first = data.draw(edits(scenario))
    second = data.draw(edits(scenario))
    text = dump(scenario)
    once = apply(scenario, [first])
    assert dump(scenario) == text, "the scenario given stays as it was"
    assert first(scenario) == once, "the same edit gives the same scenario"
    assert defects(once) == []
    assert loads(dump(once)) == once
    try:
        both = apply(scenario, [first, second])
    except UsageError:
        assert "unknown treaty" in str(_refused(once, second))
    else:
        assert both == apply(once, [second])
    assert first.label
    assert first.spec.startswith("--")


def _refused(scenario: Scenario, edit: Intervention) -> UsageError:
    with pytest.raises(UsageError) as caught:
        apply(scenario, [edit])
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        *("hotline:GMY-RUS=0.8", "conditional:dual-alliance", "slower:GMY=2", "revocable:GMY"),
        *("fewer-exercises=0.5", "trade:GMY-RUS=0.1", "firmer:franco-russian=0.95"),
        *("softer:franco-russian=0.3", "public:dual-alliance", "unconditional:dual-alliance"),
    ],
)
def test_every_remedy_says_itself_as_the_command_line_does(july: Scenario, text: str) -> None:
    edit = parse_with(text)
    assert edit.spec == f"--with {text}"
    assert parse_with(edit.spec.removeprefix("--with ")) == edit
    assert defects(edit(july)) == []


def test_labels_are_for_readers() -> None:
    assert parse_without("dual-alliance").label == "without dual-alliance"
    assert parse_without("all").label == "without any treaty"
    assert parse_without("camp:target").label == "without what is owed to the target"
    assert parse_with("hotline:GMY-RUS").label == "hotline GMY-RUS (quality 0.8)"
    assert Conditional("t").label == "t conditional"
    assert parse_set("theta.X=2").label == "theta.X = 2"
    assert Set("theta.X", 2.5).spec == "--set theta.X=2.5"
