"""Direction checks: what theory expects, what foedus gives, and the verdict, at the point theta.

Nothing here passes or fails, and nothing was tuned to make a direction come out: the checks are
reported. Where one goes against the expectation, docs/explanation/directions.md says which of
the two is wrong, and why. Letters on the command line (`python directions.py c h`) pick checks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from _machine import machine, reference, timed, with_theta

from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.flow import chain, occupation
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import classes, outcomes, steps
from foedus.crisis.policy import respond
from foedus.crisis.scenario import Scenario, bundled, load
from foedus.crisis.theta import load_theta

NOISE = 1e-5
"""Differences within this have no sign: solutions are good to 1e-7 in values."""
LITTLE = 0.01
"""What 'changes little' allows."""
QUALITIES = (0.2, 0.4, 0.6, 0.8, 1.0)
CAMPS = {"challenger": 1, "target": 2}


@dataclass(frozen=True)
class Played:
    """A scenario solved, and its numbers by name.

    Outcome classes; `nature`, `error`, `deliberate` steps into war; `first CAMP`: war begun by that
    camp; `tries CAMP`: expected number of steps into war that it chooses, before the other
    principal's answer; `fights NAME`; `yields + war`, of the target.
    """

    found: Equilibrium
    numbers: dict[str, float]

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]


def play(scenario: Scenario, near: Played | None = None) -> Played:
    """Solve a scenario, from a neighbour's values where it has as many positions."""
    game = compile_game(scenario, load_theta("provisional"))
    warm = near.found.values if near is not None and near.found.game.size == game.size else None
    found = solve(game, warm=warm, threads=2)
    told = outcomes(found, reached=False)
    numbers = {**told.classes, **told.steps}
    numbers |= {f"fights {name}": p for name, p in told.fights.items()}
    numbers["yields + war"] = told["target_yields"] + told["any_war"]
    policy = respond(game, found.values)
    moves = chain(game, policy)
    days = occupation(game, moves)
    ends = days * moves.exits.sum(axis=1)
    layout, sides = game.layout, {name: actor.camp for name, actor in scenario.actors.items()}
    for camp, number in CAMPS.items():
        numbers[f"first {camp}"] = float(ends[layout.flag == number].sum())
        tries = 0.0
        for i, name in enumerate(game.names):
            if sides[name] == camp:
                into = (layout.flag == 0) & (layout.up[:, i] >= 0)
                into[into] = layout.flag[layout.up[into, i]] != 0
                tries += float((days * policy.chosen[:, i, 0])[into].sum())
        numbers[f"tries {camp}"] = tries
    return Played(found, numbers)


def held(before: Played, scenario: Scenario) -> dict[str, float]:
    """Outcomes where nature is that of `scenario` and everybody plays on as in `before`."""
    game = compile_game(scenario, load_theta("provisional"))
    policy = respond(before.found.game, before.found.values)
    moves = chain(game, policy)
    days = occupation(game, moves)
    return {**classes(game.tables, moves, days), **steps(game, policy, moves, days)}


@cache
def base(name: str) -> Played:
    """A bundled scenario as it is."""
    return play(load(name))


@dataclass(frozen=True)
class Finding:
    """One number before and after a change.

    `expected` is 'falls', 'rises', 'little' (within .01), or 'open' (theory signs nothing).
    """

    what: str
    measure: str
    expected: str
    before: float
    after: float

    @property
    def verdict(self) -> str:
        """Say whether the direction is the expected one."""
        change = self.after - self.before
        if self.expected == "open":
            return "reported"
        if self.expected == "little":
            return "as expected" if abs(change) <= LITTLE else "AGAINST"
        if abs(change) <= NOISE:
            return "no change"
        return "as expected" if (change > 0) == (self.expected == "rises") else "AGAINST"

    def __str__(self) -> str:
        return (
            f"  {self.what:52s} {self.measure:17s} {self.expected:7s} {self.before:8.5f} "
            f"{self.after:8.5f} {self.after - self.before:+9.5f}  {self.verdict}"
        )


Findings = Iterator[Finding]


def compare(what: str, one: Any, two: Any, **expected: str) -> Findings:
    """One finding a measure, in the order given (`_` in a name stands for itself)."""
    for measure, direction in expected.items():
        yield Finding(what, measure, direction, one[measure], two[measure])


def edited(scenario: Scenario, *edits: str) -> Scenario:
    """The scenario with remedies as `--with` names them."""
    for edit in edits:
        scenario = scenario.with_(edit)
    return scenario


def mobilisation() -> Findings:
    """(a) Slower and revocable mobilisation lower war, great-power war, nature's steps."""
    name = "july-1914"
    scenario, before = load(name), base(name)
    everybody = tuple(f"slower:{actor}=2" for actor in scenario.actors)
    cases = {edit: (edit,) for edit in (*everybody, "revocable:GMY", "revocable:FRN")}
    cases |= {"slower, all": everybody, "revocable, both": ("revocable:GMY", "revocable:FRN")}
    lower = {"any_war": "falls", "great_power_war": "falls", "nature": "falls"}
    for label, edits in cases.items():
        yield from compare(label, before, play(edited(scenario, *edits), before), **lower)
    for actors in (("GMY",), ("FRN",), ("GMY", "FRN")):
        off = scenario
        for actor in actors:
            off = off.set(f"actors.{actor}.mobilisation.lock_in_days", None)
        yield from compare(f"no lock-in: {', '.join(actors)}", before, play(off, before), **lower)


def with_quality(scenario: Scenario, pairs: tuple[str, ...], quality: float) -> Scenario:
    """The scenario with channels of just this quality between these pairs."""
    kept = {frozenset(pair.split("-")) for pair in pairs}
    channels = {k: c for k, c in scenario.channels.items() if frozenset(k.split("-")) not in kept}
    scenario = scenario.model_copy(update={"channels": channels})
    if quality == 0:
        return scenario
    return edited(scenario, *(f"hotline:{pair}={quality:g}" for pair in pairs))


def tipping(totals: dict[float, float]) -> str:
    """Where the effect of a channel on any war, against none, changes its sign."""
    grid = sorted(totals)
    effect = [totals[h] - totals[0.0] for h in grid]
    for k in range(1, len(grid) - 1):
        if effect[k] * effect[k + 1] < 0 and abs(effect[k]) > NOISE:
            part = effect[k] / (effect[k] - effect[k + 1])
            return f"tips at h = {grid[k] + part * (grid[k + 1] - grid[k]):.2f}"
    return "does not tip between .2 and 1"


def hotline() -> Findings:
    """(b) A better channel lowers nature's wars, at fixed policies surely; the total is open."""
    cases: dict[str, list[tuple[str, ...]]] = {
        "cuba-1962": [("RUS-USA",)],
        "second-thomas-shoal": [("CHN-PHI",), ("CHN-USA",)],
        "july-1914": [("AUH-SER",), ("GMY-RUS",)],
    }
    for name, sets in cases.items():
        scenario = load(name)
        everybody = tuple(f"{one}-{other}" for one, other in scenario.contact.pairs)
        for pairs in [*sets, everybody]:
            before = play(with_quality(scenario, pairs, 0), base(name))
            totals = {0.0: before["any_war"]}
            for h in QUALITIES:
                new = with_quality(scenario, pairs, h)
                after = play(new, before)
                totals[h] = after["any_war"]
                what = f"{name} {pairs[0] if len(pairs) == 1 else 'all in contact'} h={h:g}"
                yield Finding(
                    what, "nature, held", "falls", before["nature"], held(before, new)["nature"]
                )
                yield from compare(what, before, after, nature="falls", any_war="open")
            print(f"  {name} {', '.join(pairs)}: any war {tipping(totals)}")
            for label, off in (("thinning only", "theta.kappa1"), ("talks only", "theta.iota")):
                start = play(with_quality(scenario, pairs, 0).set(off, 0.0), before)
                new = play(with_quality(scenario, pairs, 1).set(off, 0.0), before)
                what = f"{name} {pairs[0]}{'...' if len(pairs) > 1 else ''} h=1, {label}"
                yield from compare(what, start, new, nature="open", any_war="open")


def pledges() -> Findings:
    """(c) Restraint: conditional less unconditional; emboldenment: unconditional less none.

    Theory signs what the protégé's own camp does (`tries`), not the total of wars.
    """
    for name in ("july-1914", "taiwan-strait-1958", "danzig-1939"):
        scenario, before = load(name), base(name)
        for treaty, terms in scenario.treaties.items():
            if "defence" not in terms.kind:
                continue
            owed = [scenario.home[b] for who in terms.owes for b in terms.owes[who]]
            heads = [code for code in owed if scenario.actors[code].principal]
            camp = scenario.actors[(heads or owed)[0]].camp
            conditional, plain = (
                play(edited(scenario, f"{kind}:{treaty}"), before)
                for kind in ("conditional", "unconditional")
            )
            none = play(scenario.without(treaty), before)
            tries, first = f"tries {camp}", f"first {camp}"
            signs = {tries: "falls", first: "falls", "any_war": "falls", "great_power_war": "open"}
            yield from compare(f"restraint: {treaty}", plain, conditional, **signs)
            signs = {key: sign.replace("falls", "rises") for key, sign in signs.items()}
            yield from compare(f"emboldenment: {treaty}", none, plain, **signs)


def weak_ally() -> Findings:
    """(d) An ally whose word costs far less than war (c_w .8) changes little."""
    scenario = reference("weak-target")
    none = play(scenario.model_copy(update={"treaties": {}}))
    for honour in (0.1, 0.2, 0.4, 0.8, 1, 1.5, 2, 3, 6, 10):
        after = play(with_theta(scenario, X=honour))
        far = {"yields + war": "little" if honour <= 0.2 else "falls"}
        what = f"weak target, X {honour:g} ({honour / 0.8:.2g} c_w) against no ally"
        yield from compare(what, none, after, **far, any_war="little" if honour <= 0.2 else "open")


def stages() -> Findings:
    """(e) A more rigid clock of the same mean: fewer early strokes, so fewer of nature's steps."""
    scenario, before = load("july-1914"), base("july-1914")
    for actor, clock in (
        ("GMY", "lock_in_stages"), ("FRN", "lock_in_stages"),
        ("GMY", "stages"), ("RUS", "stages"), ("AUH", "stages"),
    ):  # fmt: skip
        sign = "falls" if clock == "lock_in_stages" else "open"
        for count in (2, 4):
            after = play(scenario.set(f"actors.{actor}.mobilisation.{clock}", count))
            what = f"{actor} {clock} {count}"
            yield from compare(what, before, after, nature=sign, any_war="open")


def incidents() -> Findings:
    """(f) Incidents off: any war falls at fixed policies; solved again, it should fall too."""
    for name in bundled():
        scenario, before = load(name), base(name)
        off = scenario.set("theta.iota", 0.0)
        fixed = held(before, off)["any_war"]
        yield Finding(name, "any_war, held", "falls", before["any_war"], fixed)
        yield from compare(name, before, play(off, before), any_war="falls", nature="falls")


def sharpness() -> Findings:
    """(g) lambda: no direction is expected; it moves everything and is printed for that."""
    dispute, july = reference("average-dispute"), load("july-1914")
    first, second = play(dispute), base("july-1914")
    alone = play(july.without("all"))
    for lam in (0.001, 1, 2, 4, 6, 8, 10, 12, 16):
        found = play(with_theta(dispute, lambda_=lam))
        yield from compare(f"average dispute, lambda {lam:g}", first, found, any_war="open")
    for lam in (0.001, 1, 2, 3, 4, 6, 8, 10):
        new = july.set("theta.lambda", float(lam))
        what = f"july-1914, lambda {lam:g}"
        with_, without = play(new), play(new.without("all"))
        yield from compare(what, second, with_, any_war="open", great_power_war="open")
        yield from compare(f"{what}, no treaties", alone, without, any_war="open")
        what = f"{what}: no treaties against all"
        yield from compare(what, without, with_, any_war="open", great_power_war="rises")


def nuclear_risk() -> Findings:
    """(h) More risk on the rungs: more nuclear use, fewer deliberate wars; the total is open."""
    scenario, before = load("cuba-1962"), base("cuba-1962")
    for times in (0.0, 0.5, 2.0, 4.0):
        ladder = tuple(
            rung.model_copy(update={"risk": rung.risk * times}) for rung in scenario.ladder
        )
        after = play(scenario.model_copy(update={"ladder": ladder}))
        up, down = ("rises", "falls") if times > 1 else ("falls", "rises")
        signs = {"nuclear_use": up, "deliberate": down, "great_power_war": down, "any_war": "open"}
        yield from compare(f"cuba-1962, risk x {times:g}", before, after, **signs)


def third_parties() -> Findings:
    """(i) Third parties with more at stake fight more often, given war."""

    def given(found: Played, name: str) -> dict[str, float]:
        share = found[name] / found["any_war"]
        return {f"{name}|war": share, "any_war": found["any_war"]}

    weak = reference("weak-target")
    bare = {k: v for k, v in weak.overrides.items() if k != "CC"}
    weak = weak.model_copy(update={"overrides": bare})
    for honour in (0, 4):
        none = given(play(with_theta(weak, X=honour, third_party=0)), "fights CC")
        for share in (0.1, 0.2, 0.4):
            after = given(play(with_theta(weak, X=honour, third_party=share)), "fights CC")
            signs = {"fights CC|war": "rises", "any_war": "open"}
            what = f"weak target, X {honour}, ally's stake {share:g}"
            yield from compare(what, none, after, **signs)
    july = load("july-1914")
    for label, plain in (("", july), (", no treaties", july.without("all"))):
        before = given(play(plain), "great_power_war")
        for times in (0.0, 0.5, 2.0, 3.0):
            salience = {
                name: value * (1.0 if plain.actors[name].principal else times)
                for name, value in plain.issue.salience.items()
            }
            issue = plain.issue.model_copy(update={"salience": salience})
            after = given(play(plain.model_copy(update={"issue": issue})), "great_power_war")
            sign = {"great_power_war|war": "rises" if times > 1 else "falls", "any_war": "open"}
            what = f"july-1914, third stakes x {times:g}{label}"
            yield from compare(what, before, after, **sign)


def dominance() -> Findings:
    """(j) American dominance round Cuba taken away: Moscow yields less, Washington more."""
    scenario = load("cuba-1962")
    actors = {n: a.model_copy(update={"capability_at": {}}) for n, a in scenario.actors.items()}
    equal = scenario.model_copy(update={"actors": actors})
    for leverage in (0.0, 0.004, 0.02, 0.04):
        one, two = (play(s.set("theta.leverage", leverage)) for s in (scenario, equal))
        signs = {"challenger_yields": "falls", "target_yields": "rises", "any_war": "open"}
        what = f"cuba-1962, no capability_at, leverage {leverage:g}"
        yield from compare(what, one, two, **signs)


def hinge() -> Findings:
    """(k) All treaties, by Serbia's war cost: great-power war rises with them, any war is open."""
    scenario = load("july-1914")
    near = base("july-1914")
    for cost in (0.1, 0.4, 0.7, 1.0, 1.2, 1.5):
        with_ = scenario.set("overrides.SER.war_cost", cost)
        one, two = play(with_.without("all")), play(with_, near)
        signs = {"any_war": "open", "great_power_war": "rises", "target_yields": "falls"}
        yield from compare(f"treaties at Serbia's war cost {cost:g}", one, two, **signs)


def unstated() -> Findings:
    """(l) The July sketch's five unstated parameters, halved and doubled: no direction expected."""
    sketch = reference("july-sketch")
    for cost in (0.1, 1.2):
        with_ = sketch.set("overrides.SER.war_cost", cost)
        for label, plain in (("with", with_), ("without", with_.without("all"))):
            before = play(plain)
            for name in ("mu_climb", "mu_descend", "mu_yield", "mu_war", "c_w"):
                for times in (0.5, 2.0):
                    after = play(with_theta(plain, **{name: sketch.theta[name].value * times}))
                    what = f"Serbia {cost:g}, {label} treaties, {name} x {times:g}"
                    yield from compare(what, before, after, any_war="open")


CHECKS: dict[str, Callable[[], Findings]] = {
    "a": mobilisation, "b": hotline, "c": pledges, "d": weak_ally, "e": stages, "f": incidents,
    "g": sharpness, "h": nuclear_risk, "i": third_parties, "j": dominance, "k": hinge,
    "l": unstated,
}  # fmt: skip


def report(letter: str) -> list[Finding]:
    """Run one check and print it."""
    print(f"\n{(CHECKS[letter].__doc__ or '').splitlines()[0]}")
    head = f"{'expect':7s} {'before':>8s} {'after':>8s} {'change':>9s}"
    print(f"  {'case':52s} {'measure':17s} {head}  verdict")
    found = []
    for finding in CHECKS[letter]():
        print(finding, flush=True)
        found.append(finding)
    return found


def main(letters: str = "") -> None:
    print(machine())
    asked = letters or "".join(sys.argv[1:]) or "".join(CHECKS)
    took = timed(lambda: {letter: report(letter) for letter in asked})
    print(f"\n{'check':7s} {'as expected':>11s} {'no change':>9s} {'against':>7s} {'reported':>8s}")
    verdicts = ("as expected", "no change", "AGAINST", "reported")
    for letter, found in took.result.items():
        counts = np.array([[f.verdict == v for v in verdicts] for f in found]).sum(axis=0)
        print(f"{letter:7s} {counts[0]:11d} {counts[1]:9d} {counts[2]:7d} {counts[3]:8d}")
    print(took)


if __name__ == "__main__":
    main()
