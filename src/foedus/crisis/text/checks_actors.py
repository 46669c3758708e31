"""Rules about actors, the issue, channels, contact, overrides, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.crisis.scenario import THETA_NAMES, Actor, Mobilisation, Scenario

from .defects import Defect, Oddity, grounded, known_codes, listed_codes, says, unknown
from .reader import Path_

_CAMP = frozenset({"camp"})
_ABOVE = "give both principals a stake above 0"


def check_actors(scenario: Scenario) -> Iterator[Defect]:
    """Check camps, blocs, plans and trade of the actors."""
    yield from _principals(scenario)
    yield from known_codes(scenario, ("start",), scenario.start, members=False)
    owner: dict[str, str] = {}
    for code, actor in scenario.actors.items():
        path = ("actors", code)
        yield from grounded(path, actor)
        yield from _members(scenario, code, owner)
        yield from _plan(scenario, code)
        yield from known_codes(scenario, (*path, "trade"), actor.trade)
        if scenario.home.keys() >= actor.trade.keys():
            own = [other for other in actor.trade if scenario.home[other] == code]
            for other in own:
                fix = "trade is with others; take it out"
                yield Defect((*path, "trade", other), "trades with itself", other, fix)
        total = sum(actor.trade.values())
        if total > 1.001:
            fix = "each is a share of the actor's whole trade"
            yield Defect((*path, "trade"), "shares of trade add up to more than 1", total, fix)


def _principals(scenario: Scenario) -> Iterator[Defect]:
    for camp in ("challenger", "target"):
        heads = [c for c, a in scenario.actors.items() if a.principal and a.camp == camp]
        if not heads:
            fix = "mark one of its actors `principal: true`"
            yield Defect(("actors",), f"no principal in the camp '{camp}'", None, fix, _CAMP)
        for code in heads[1:]:
            message = f"second principal in the camp '{camp}', after {heads[0]}"
            fix = "keep one principal a camp"
            yield Defect(("actors", code, "principal"), message, code, fix, _CAMP)
    for code, actor in scenario.actors.items():
        if actor.principal and actor.camp == "either":
            fix = "put it into a camp, or take `principal` out"
            message = "an `either` actor cannot be a principal"
            yield Defect(("actors", code, "principal"), message, code, fix, _CAMP)


def _members(scenario: Scenario, code: str, owner: dict[str, str]) -> Iterator[Defect]:
    actor = scenario.actors[code]
    path = ("actors", code, "members")
    for member in actor.members:
        if member in scenario.actors:
            message = f"'{member}' is an actor, and so cannot be a member of {code}"
            yield Defect((*path, member), message, member, "take one of the two out")
        elif member in owner:
            message = f"'{member}' is already a member of {owner[member]}"
            yield Defect((*path, member), message, member, "keep it in one bloc")
        owner.setdefault(member, code)
    total = sum(actor.members.values())
    if actor.members and abs(total - actor.capability) > 0.01 * actor.capability:
        message = f"members' capabilities sum to {total:.4g}, the bloc's is {actor.capability:.4g}"
        fix = "let the members sum to `capability`, within 1 per cent"
        yield Defect(path, message, None, fix, frozenset({"capability"}))


def _plan(scenario: Scenario, code: str) -> Iterator[Defect]:
    actor = scenario.actors[code]
    path = ("actors", code)
    if actor.mobilisation is not None:
        inherited = says(actor, "mobilisation")
        yield from grounded((*path, "mobilisation"), actor.mobilisation, inherited=inherited)
    yield from known_codes(scenario, (*path, "strikes"), actor.strikes)
    for other, strike in actor.strikes.items():
        place = (*path, "strikes", other)
        inherited = says(actor, "strikes")
        yield from grounded(place, strike, inherited=inherited)
        if other not in scenario.home:
            continue
        target = scenario.home[other]
        if target == code:
            yield Defect(place, f"{code} strikes itself", other, "take it out")
        elif _same_camp(actor, scenario.actors[target]):
            fix = "a plan strikes opponents; take it out"
            yield Defect(place, f"{code} strikes its own camp", other, fix, _CAMP)


def _same_camp(one: Actor, other: Actor) -> bool:
    return one.camp == other.camp != "either"


def check_issue(scenario: Scenario) -> Iterator[Defect]:
    """Check stakes: principals must have one, above zero; only `either` actors a signed one."""
    issue, path = scenario.issue, ("issue", "salience")
    yield from grounded(("issue",), issue)
    yield from known_codes(scenario, path, issue.salience, members=False)
    for code, actor in scenario.actors.items():
        value = issue.salience.get(code)
        if value is not None:
            yield from _signed((*path, code), actor, value)
        elif actor.principal and actor.camp != "either":
            yield Defect(path, f"the principal {code} has no stake", None, _ABOVE, _CAMP)


def _signed(path: Path_, actor: Actor, value: float) -> Iterator[Defect]:
    """Check the sign of a stake: the camp gives it, but to an `either` actor."""
    if actor.principal and value <= 0:
        yield Defect(path, "a principal's stake must be above 0", value, _ABOVE, _CAMP)
    elif actor.camp != "either" and value < 0:
        fix = "the camp gives the sign; write 0 or more"
        yield Defect(path, "must be 0 or more", value, fix, _CAMP)


def check_links(scenario: Scenario) -> Iterator[Defect]:
    """Check channels and contact: two known ends, contact between opponents only."""
    pairs: dict[frozenset[str], str] = {}
    for key, channel in scenario.channels.items():
        path = ("channels", key)
        yield from grounded(path, channel)
        one, dash, other = key.partition("-")
        if not dash or not one or not other:
            yield Defect(path, f"'{key}' does not name two ends", key, "write GMY-RUS")
            continue
        ends = [end for end in (one, other) if end not in scenario.home]
        for end in ends:
            yield unknown(path, "actor", end, scenario.home)
        if ends:
            continue
        if scenario.home[one] == scenario.home[other]:
            yield Defect(path, "a channel to itself", key, "name two different actors")
        pair = frozenset((one, other))
        if pair in pairs:
            yield Defect(path, f"the same channel as '{pairs[pair]}'", key, "keep one")
        pairs.setdefault(pair, key)
    met: set[frozenset[str]] = set()
    for number, pair_ in enumerate(scenario.contact.pairs):
        path = ("contact", "pairs", number)
        strangers = [code for code in pair_ if code not in scenario.home]
        for code in dict.fromkeys(strangers):
            yield unknown((*path, pair_.index(code)), "actor", code, scenario.home)
        if strangers:
            continue
        one, other = (scenario.home[code] for code in pair_)
        shown = f"{pair_[0]}-{pair_[1]}"
        if one == other:
            yield Defect(path, "contact with itself", shown, "name two opponents")
        elif _same_camp(scenario.actors[one], scenario.actors[other]):
            fix = "contact is between opponents; take the pair out"
            camp = scenario.actors[one].camp
            yield Defect(path, f"both are in the camp '{camp}'", shown, fix, _CAMP)
        elif frozenset((one, other)) in met:
            yield Defect(path, "this pair is listed twice", shown, "keep one")
        met.add(frozenset((one, other)))


def check_values(scenario: Scenario) -> Iterator[Defect]:
    """Check overrides of primitives and of theta: known, in range, with a judgement."""
    yield from known_codes(scenario, ("overrides",), scenario.overrides, members=False)
    for code, override in scenario.overrides.items():
        path = ("overrides", code)
        yield from grounded(path, override, judged=True)
        given = override.model_dump(exclude={"source", "judgement"}, exclude_none=True)
        if not given:
            yield Defect(path, "overrides nothing", None, "give a value, e.g. war_cost: 0.5")
        if override.stake is not None and code in scenario.actors:
            yield from _signed((*path, "stake"), scenario.actors[code], override.stake)
    for name, entry in scenario.theta.items():
        path = ("theta", name)
        if name not in THETA_NAMES:
            yield unknown(path, "parameter", name, THETA_NAMES)
            continue
        yield from grounded(path, entry, judged=True)
        low, high = _range(name)
        if not low <= entry.value <= high:
            fix = f"write a number from {low:g} to {high:g}"
            message = f"must lie between {low:g} and {high:g}"
            yield Defect((*path, "value"), message, entry.value, fix)


def _range(name: str) -> tuple[float, float]:
    from foedus.crisis.theta import (
        load_theta,  # reads a file: only where a scenario overrides theta
    )

    parameter = load_theta().parameters[name]
    return parameter.low, parameter.high


def check_ending(scenario: Scenario) -> Iterator[Defect]:
    """Check the outcome: none where hypothetical, sourced, fought by known actors."""
    outcome = scenario.outcome
    if outcome is None:
        return
    if scenario.hypothetical:
        fix = "take `outcome` out, or write `hypothetical: false`"
        message = "a hypothetical crisis has no outcome yet"
        yield Defect(("outcome",), message, None, fix)
    yield from grounded(("outcome",), outcome)
    yield from listed_codes(scenario, ("outcome", "fought"), outcome.fought)


def odd_actors(scenario: Scenario) -> Iterator[Oddity]:
    """Find principals whose forces nobody can meet."""
    met = {scenario.home[code] for pair in scenario.contact.pairs for code in pair}
    for code, actor in scenario.actors.items():
        if actor.principal and code not in met:
            message = f"the principal {code} is in contact with nobody: no incident can reach it"
            yield Oddity(("actors", code), message)


def odd_plans(scenario: Scenario) -> Iterator[Oddity]:
    """Find what plans and overrides of actors say to no effect."""
    carried = any(rung.transit_days is not None for rung in scenario.ladder)
    for code, actor in scenario.actors.items():
        path = ("actors", code)
        if actor.mobilisation is not None:
            for name, why in _idle(actor.mobilisation, carried):
                yield Oddity((*path, "mobilisation", name), f"{why}: it has no effect")
        for other in actor.strikes:
            if scenario.actors[scenario.home[other]].camp == "either":
                message = f"{other} is on no side until it is at war: it is never struck"
                yield Oddity((*path, "strikes", other), message)
    for code, override in scenario.overrides.items():
        if override.mu_yield is not None and not scenario.actors[code].principal:
            message = "only principals yield: it has no effect"
            yield Oddity(("overrides", code, "mu_yield"), message)


def _idle(plan: Mobilisation, carried: bool) -> Iterator[tuple[str, str]]:
    """Yield fields of a timetable that set no clock, and why."""
    given = {"days": plan.days is not None, "slower": plan.slower != 1, "stages": plan.stages != 1}
    for name, said in given.items():
        if said and not carried:
            yield name, "no rung of this ladder has transit_days"
    if carried and given["days"] and given["slower"]:
        yield "slower", "it is a factor on the ladder's days, and `days` replaces them"
    if plan.lock_in_stages != 1 and plan.lock_in_days is None:
        yield "lock_in_stages", "there are no lock_in_days"
