"""Rules that the ladder must keep, and where each actor may stand on it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.crisis.ladder import built_in_name, no_return
from foedus.crisis.scenario import Actor, Scenario
from foedus.crisis.size import (
    FEWER,
    FEWER_STAGES,
    MOST_PLACES,
    MOST_POSITIONS,
    most_positions,
    places,
)

from .defects import Defect, unknown

_RISING = ("hostility", "readiness", "audience")
_LADDER = frozenset({"ladder"})


def check_ladder(scenario: Scenario) -> Iterator[Defect]:
    """Check the rungs themselves.

    Names are unique; war is the last rung and no other; hostility, readiness and audience never
    fall on the way up (stepping down cannot pay); nature carries nobody on from war.
    """
    ladder = scenario.ladder
    seen: set[str] = set()
    for index, rung in enumerate(ladder):
        path = ("ladder", index)
        if rung.name in seen:
            message = f"two rungs are called '{rung.name}'"
            yield Defect((*path, "name"), message, rung.name, "rename one of them")
        seen.add(rung.name)
        last = index == len(ladder) - 1
        if rung.war and not last:
            fix = "only the last rung is war; move it there"
            yield Defect((*path, "war"), "war below the last rung", rung.name, fix)
        if last and not rung.war:
            fix = "add `war: true` to the last rung"
            yield Defect((*path, "war"), "the last rung must be war", rung.name, fix)
        if last and rung.transit_days is not None:
            fix = "take transit_days out: war is never left"
            message = "nothing lies above war to be carried on to"
            yield Defect((*path, "transit_days"), message, rung.transit_days, fix)
        if index:
            below = ladder[index - 1]
            for name in _RISING:
                low, here = getattr(below, name), getattr(rung, name)
                if here < low:
                    message = f"falls below that of '{below.name}' ({low:g})"
                    yield Defect((*path, name), message, here, f"write {low:g} or more")


def check_size(scenario: Scenario) -> Iterator[Defect]:
    """Check that the crisis has no more positions, and no actor more places, than can be held."""
    for code in scenario.actors:
        held = places(scenario, code)
        if held > MOST_PLACES:
            message = f"{held} places on the ladder, rungs and stages of clocks together"
            fix = f"at most {MOST_PLACES}: {FEWER_STAGES}"
            yield Defect(("actors", code, "mobilisation"), message, held, fix, _LADDER)
    found = most_positions(scenario)
    if found > MOST_POSITIONS:
        message = f"up to {found:,} positions, and {MOST_POSITIONS:,} are allowed"
        yield Defect(("actors",), message, len(scenario.actors), FEWER, _LADDER)


def check_places(scenario: Scenario) -> Iterator[Defect]:
    """Check rung names used elsewhere, the start, and that every rung can be left."""
    rungs = [rung.name for rung in scenario.ladder]
    war = rungs[-1]
    for code, name in scenario.start.items():
        if name not in rungs:
            yield unknown(("start", code), "rung", name, rungs, "ladder")
        elif name == war:
            fix = "start below war; the game asks whether it comes"
            yield Defect(("start", code), "starts at war", name, fix, _LADDER)
    for code, actor in scenario.actors.items():
        path = ("actors", code)
        for name in actor.capability_at:
            if name not in rungs:
                yield unknown((*path, "capability_at", name), "rung", name, rungs, "ladder")
        if actor.ceiling is not None and actor.ceiling not in rungs:
            yield unknown((*path, "ceiling"), "rung", actor.ceiling, rungs, "ladder")
        else:
            yield from _trapped(scenario, code)
        yield from _sideless(scenario, code)
        yield from _two_clocks(scenario, code)


def _trapped(scenario: Scenario, code: str) -> Iterator[Defect]:
    """Find the rungs that an actor could not leave.

    A rung between the first and war cannot be left by an actor that may not climb from it (its
    ceiling is there or below, or an override sets the rate of climbing to 0), may not step down
    from it (the rung is irrevocable, the actor's mobilisation is, or an override sets that rate to
    0), and is not carried on by a timetable (transit or lock-in). The end of the whole crisis (a
    yield, talks, lapse) does not count as leaving a rung, nor does an incident. Rungs above its
    ceiling count where it can come to stand on them: see `_highest`.
    """
    actor, ladder = scenario.actors[code], scenario.ladder
    plan, override = actor.mobilisation, scenario.overrides.get(code)
    names = [rung.name for rung in ladder]
    top = len(ladder) - 1
    ceiling = top if actor.ceiling is None else names.index(actor.ceiling)
    firm = top if plan is None or plan.revocable else no_return(ladder)
    no_climb = override is not None and override.mu_climb == 0
    no_war = override is not None and override.mu_war == 0
    no_way_down = override is not None and override.mu_descend == 0
    for index in range(1, _highest(scenario, code, ceiling) + 1):
        rung = ladder[index]
        barred = index >= ceiling or no_climb or (index == top - 1 and no_war)
        bound = not rung.revocable or index >= firm or no_way_down
        if barred and bound and not _carried(scenario, actor, index):
            capped = index >= ceiling
            path = ("actors", code, "ceiling") if capped else ("overrides", code)
            fix = "let it climb or step down"
            if capped and no_way_down:
                fix = "raise the ceiling, or take mu_descend out of its overrides"
            elif capped:
                fix = "raise the ceiling, or let the rung or the mobilisation be revocable"
            message = f"{code} could never leave the rung '{rung.name}'"
            yield Defect(path, message, rung.name, fix, _LADDER)


def _carried(scenario: Scenario, actor: Actor, index: int) -> bool:
    """Whether a timetable carries an actor on from a rung below war."""
    plan, last = actor.mobilisation, len(scenario.ladder) - 2
    locked = index == last and plan is not None and plan.lock_in_days is not None
    return scenario.ladder[index].transit_days is not None or locked


def _highest(scenario: Scenario, code: str, ceiling: int) -> int:
    """Highest rung below war that an actor comes to stand on, unless it is attacked.

    It climbs to its ceiling or starts above it; timetables carry it on, and so do incidents from
    rungs of contact where its forces meet an opponent's.
    """
    ladder, actor = scenario.ladder, scenario.actors[code]
    names = [rung.name for rung in ladder]
    start = scenario.start.get(code, names[0])
    found = max(ceiling, names.index(start) if start in names else 0)
    meets = any(scenario.home.get(end) == code for pair in scenario.contact.pairs for end in pair)
    last = len(ladder) - 2
    while found < last and (
        (meets and ladder[found].contact > 0) or _carried(scenario, actor, found)
    ):
        found += 1
    return min(found, last)


def _sideless(scenario: Scenario, code: str) -> Iterator[Defect]:
    """An `either` actor chooses its side: no timetable may carry it into war."""
    actor, ladder = scenario.actors[code], scenario.ladder
    if actor.camp != "either":
        return
    plan = actor.mobilisation
    if plan is not None and plan.lock_in_days is not None:
        path = ("actors", code, "mobilisation", "lock_in_days")
        fix = "take it out, or put the actor into a camp"
        message = "a timetable cannot choose the side of an `either` actor"
        yield Defect(path, message, plan.lock_in_days, fix, frozenset({"camp"}))
    if len(ladder) > 1 and ladder[-2].transit_days is not None:
        path = ("actors", code, "camp")
        fix = "give the last rung below war no transit_days, or put the actor into a camp"
        message = f"'{ladder[-2].name}' would carry an `either` actor into war"
        yield Defect(path, message, actor.camp, fix, frozenset({"camp", "ladder"}))


def _two_clocks(scenario: Scenario, code: str) -> Iterator[Defect]:
    """One clock a rung: a lock-in has no place where the ladder itself carries on into war."""
    actor, ladder = scenario.actors[code], scenario.ladder
    plan = actor.mobilisation
    if actor.camp == "either" or plan is None or plan.lock_in_days is None or len(ladder) < 2:
        return
    if ladder[-2].transit_days is not None:
        path = ("actors", code, "mobilisation", "lock_in_days")
        message = f"the transit_days of '{ladder[-2].name}' already carry {code} into war"
        fix = "take it out, and say `days`; or take transit_days off that rung"
        yield Defect(path, message, plan.lock_in_days, fix, _LADDER)


def own_ladder_unexplained(scenario: Scenario) -> bool:
    """Whether a ladder is neither built in nor explained by any of its rungs."""
    ladder = scenario.ladder
    return built_in_name(ladder) is None and not any(
        rung.source or rung.judgement for rung in ladder
    )
