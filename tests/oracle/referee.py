"""The rules of the crisis game once more, in plain Python, read off the page of the rules.

Nothing here is shared with the kernels: positions are tuples, treaties are walked by name, and
the only numbers taken from the compiled game are primitives (stakes, costs, rates). Slow on
purpose; for games of at most a few hundred positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from foedus.crisis.game import Game
from foedus.crisis.ladder import trigger_index
from foedus.crisis.treaty import pledges

NOBODY, CHALLENGER, TARGET = 0, 1, 2
EITHER = NOBODY
ENEMY = {CHALLENGER: TARGET, TARGET: CHALLENGER}


@dataclass(frozen=True)
class Spot:
    """Where an actor stands: a rung, a stage of its clock, and at war, the side it took."""

    rung: int
    stage: int = 0
    side: int = NOBODY


@dataclass(frozen=True)
class State:
    """A spot for each actor, and the camp that first went to war."""

    spots: tuple[Spot, ...]
    first: int = NOBODY


@dataclass(frozen=True)
class Move:
    """Something that can happen: a step of actor `who`, or the end of the crisis.

    `to` is the next state of a step, None for an end. `asked` is the principal that answers an
    attack, or None. `ends` is an outcome: challenger_yields, target_yields, lapsed, war_ends,
    nuclear_use, talks. `cost` is the lump its author pays.
    """

    label: str
    rate: float
    who: int | None = None
    to: State | None = None
    asked: int | None = None
    ends: str | None = None
    cost: float = 0.0


class Referee:
    """The rules applied to one scenario; numbers of the primitives from its compiled game."""

    def __init__(self, game: Game) -> None:
        s = self.scenario = game.scenario
        self.theta = game.theta.values() | {k: v.value for k, v in s.theta.items()}
        self.model = game.model
        self.names = tuple(s.actors)
        self.actors = tuple(s.actors.values())
        self.n = len(self.names)
        self.war = len(s.ladder) - 1
        self.camp = [{"either": 0, "challenger": 1, "target": 2}[a.camp] for a in self.actors]
        self.heads = {self.camp[i]: i for i, a in enumerate(self.actors) if a.principal}
        self.pledges = [p for p in pledges(s) if p.applies and p.kind != "consultation"]
        self.stages = [[self._stages(a, r) for r in range(self.war)] for a in self.actors]

    def _stages(self, actor, r: int) -> tuple[int, float]:
        """Stages of the clock on a rung, and days it takes; (1, 0) where nothing runs."""
        rung, plan = self.scenario.ladder[r], actor.mobilisation
        if rung.transit_days is not None:
            if plan is None:
                return 1, rung.transit_days
            return plan.stages, plan.days or rung.transit_days
        if r == self.war - 1 and plan is not None and plan.lock_in_days is not None:
            return plan.lock_in_stages, plan.lock_in_days
        return 1, 0.0

    def start(self) -> State:
        names = [r.name for r in self.scenario.ladder]
        begin = self.scenario.start
        return State(tuple(Spot(names.index(begin.get(a, names[0]))) for a in self.names))

    def side(self, x: State, i: int) -> int:
        return self.camp[i] or x.spots[i].side

    def move_to(self, x: State, i: int, spot: Spot) -> State:
        spots = (*x.spots[:i], spot, *x.spots[i + 1 :])
        first = x.first
        if spot.rung == self.war and first == NOBODY:
            first = spot.side
        return State(spots, first)

    def above(self, x: State, i: int, side: int = NOBODY) -> Spot | None:
        """The spot one rung up; `side` for an actor of either camp that enters war."""
        r = x.spots[i].rung
        if r == self.war:
            return None
        return Spot(r + 1, 0, (self.camp[i] or side) if r + 1 == self.war else NOBODY)

    def below(self, x: State, i: int) -> Spot | None:
        ladder, plan = self.scenario.ladder, self.actors[i].mobilisation
        r = x.spots[i].rung
        if r in (0, self.war) or not ladder[r].revocable:
            return None
        if plan is not None and not plan.revocable:
            moving = [k for k, rung in enumerate(ladder) if rung.transit_days is not None]
            if r >= (moving[0] + 1 if moving else trigger_index(ladder)):
                return None
        return Spot(r - 1)

    # ---- who fights, what is owed ----------------------------------------------------------

    def triggered(self, x: State, pledge, fighting: set[int]) -> bool:
        k, b = self.names.index(pledge.obligor), self.names.index(pledge.beneficiary)
        if b not in fighting:
            return False
        theirs = self.side(x, b)
        if pledge.conditional and pledge.kind != "offence" and x.first == theirs:
            return False
        if pledge.kind in ("neutrality", "nonaggression") and (
            k not in fighting or self.side(x, k) == theirs
        ):
            return False
        named = [
            j
            for j in fighting
            if self.side(x, j) != theirs
            and (pledge.against is None or self.names[j] in pledge.against)
        ]
        return len(named) >= pledge.at_least

    def fighting(self, x: State) -> set[int]:
        found = {i for i in range(self.n) if x.spots[i].rung == self.war}
        while True:
            added = {i for i in range(self.n) if i not in found and self._attacked(x, i, found)}
            if not added:
                return found
            found.add(min(added))

    def _attacked(self, x: State, i: int, found: set[int]) -> bool:
        mine = self.side(x, i)
        if mine == NOBODY:
            return False
        enemies = [
            j
            for j in range(self.n)
            if x.spots[j].rung == self.war and self.side(x, j) == ENEMY[mine]
        ]
        if enemies and self.actors[i].principal:
            return True
        home = self.scenario.home
        for j in enemies:
            aims = {home[c]: s for c, s in self.actors[j].strikes.items()}
            if self.names[i] not in aims:
                continue
            if aims[self.names[i]].always:
                return True
            if x.spots[i].rung >= trigger_index(self.scenario.ladder):
                return True
            for p in self.pledges:
                due = p.obligor == self.names[i] and p.kind in ("defence", "offence")
                if due and p.weight > 0 and self.triggered(x, p, found):
                    return True
        return False

    def strength(self, x: State, side: int) -> dict[int, float]:
        ladder = self.scenario.ladder
        return {
            i: self.model.capability[i, x.spots[i].rung] * ladder[x.spots[i].rung].readiness
            for i in self.fighting(x)
            if self.side(x, i) == side
        }

    def victory(self, x: State) -> float:
        a = sum(self.strength(x, CHALLENGER).values())
        b = sum(self.strength(x, TARGET).values())
        eta = self.model.eta
        return a**eta / (a**eta + b**eta) if a + b > 0 else 0.5

    def war_class(self, x: State) -> str | None:
        both = self.fighting(x)
        if not both:
            return None
        great = {self.side(x, i) for i in both if self.actors[i].major}
        if great == {CHALLENGER, TARGET}:
            return "great_power_war"
        for camp in (CHALLENGER, TARGET):
            strength = self.strength(x, camp)
            total = sum(strength.values())
            if any(v > 0.01 * total and not self.actors[i].principal for i, v in strength.items()):
                return "wider_war"
        return "war_principals"

    def base(self, x: State) -> np.ndarray:
        """What each actor has been charged for the war, and owes for honour if it ended here."""
        both = self.fighting(x)
        bill = np.zeros(self.n)
        for i in both:
            foes = [j for j in both if self.side(x, j) == ENEMY[self.side(x, i)]]
            bomb = any(self.actors[j].nuclear for j in foes)
            bill[i] += self.model.war_cost[i] * (self.model.nuclear_factor if bomb else 1.0)
            bill[i] += sum(self.model.trade_cost[i, j] for j in foes)
        for i in range(self.n):
            kept, promised = 1.0, set()
            for p in self.pledges:
                if p.obligor != self.names[i] or not self.triggered(x, p, both):
                    continue
                partner = self.names.index(p.beneficiary)
                met = i in both and self.side(x, i) == self.side(x, partner)
                to_fight = p.kind in ("defence", "offence")
                if to_fight and (met or (p.treaty, partner) in promised):
                    continue  # defence and offence in one treaty: one promise, two occasions
                if to_fight:
                    promised.add((p.treaty, partner))
                kept *= 1.0 - p.weight
            bill[i] += self.model.honour[i] * (1.0 - kept)
        return bill

    def flow(self, x: State) -> np.ndarray:
        ladder, m = self.scenario.ladder, self.model
        pay = np.array([-ladder[s.rung].upkeep for s in x.spots])
        if not self.fighting(x):
            for me, other in (
                (self.heads[CHALLENGER], self.heads[TARGET]),
                (self.heads[TARGET], self.heads[CHALLENGER]),
            ):
                r = x.spots[other].rung
                gap = max(0.0, ladder[r].height - ladder[x.spots[me].rung].height)
                share = m.capability[me, r] / (m.capability[me, r] + m.capability[other, r])
                pay[me] -= m.leverage * abs(m.stake[me]) * gap * 2 * (1 - share)
        return pay

    # ---- what can happen -------------------------------------------------------------------

    def _step(self, label: str, rate: float, x: State, i: int, spot: Spot, cost: float = 0.0):
        to = self.move_to(x, i, spot)
        asked = None
        if x.first == NOBODY and to.first != NOBODY and self.actors[i].principal:
            asked = self.heads[ENEMY[self.camp[i]]]
        return Move(label, rate, i, to, asked, cost=cost)

    def nature(self, x: State) -> list[Move]:
        """Everything that happens unchosen, with its rate a day (talks included)."""
        m, ladder = self.model, self.scenario.ladder
        both = self.fighting(x)
        rungs = [s.rung for s in x.spots]
        found = []
        if both:
            found.append(Move("end of war", m.omega, ends="war_ends"))
        else:
            found.append(Move("lapse", m.phi * ladder[max(rungs)].lapse, ends="lapsed"))
            found.append(Move("talks", m.kappa, ends="talks"))
        use = 0.0
        for i in range(self.n):
            for j in range(i):
                armed = self.actors[i].nuclear and self.actors[j].nuclear
                if armed and {self.side(x, i), self.side(x, j)} == {CHALLENGER, TARGET}:
                    use += ladder[min(rungs[i], rungs[j])].risk
        found.append(Move("nuclear use", use, ends="nuclear_use"))
        for i in range(self.n):
            if rungs[i] == self.war:
                continue
            if i in both:
                spot = self.above(x, i)
                found.append(self._step("carried", 1.0, x, i, spot))
                continue
            stages, days = self.stages[i][rungs[i]]
            if days:
                stage = x.spots[i].stage
                spot = Spot(rungs[i], stage + 1) if stage + 1 < stages else self.above(x, i)
                if spot is not None:
                    label = "lock-in" if spot.rung == self.war else "clock"
                    found.append(self._step(label, stages / days, x, i, spot))
            for j in range(self.n):
                mine, theirs = self.side(x, i), self.side(x, j)
                if j == i or mine == theirs:
                    continue
                rate = m.incident[i, j] / 2 * ladder[rungs[i]].contact * ladder[rungs[j]].contact
                spot = self.above(x, i, ENEMY.get(theirs, NOBODY))
                if rate > 0.0:
                    found.append(self._step("incident", rate, x, i, spot))
        return [f for f in found if f.rate > 0.0]

    def moves(self, x: State, i: int) -> list[Move]:
        """What actor i may choose, with its baseline hazard a day."""
        actor = self.actors[i]
        ladder = self.scenario.ladder
        found = []
        r = x.spots[i].rung
        names = [rung.name for rung in ladder]
        top = names.index(actor.ceiling) if actor.ceiling is not None else self.war
        if i not in self.fighting(x):
            rate = self.mu(i, "mu_climb") * (self.mu(i, "mu_war") if r + 1 == self.war else 1.0)
            if r < top and ladder[r].transit_days is None and rate > 0.0:
                entering = (CHALLENGER, TARGET) if r + 1 == self.war and not self.camp[i] else (0,)
                for label, side in zip(("up", "across"), entering, strict=False):
                    spot = self.above(x, i, side)
                    found.append(self._step(label, rate, x, i, spot))
            spot, rate = self.below(x, i), self.mu(i, "mu_descend")
            if spot is not None and rate > 0.0:
                drop = ladder[r].audience - ladder[r - 1].audience
                found.append(self._step("down", rate, x, i, spot, self.audience(i) * drop))
        if actor.principal and self.mu(i, "mu_yield") > 0.0:
            ends = "challenger_yields" if self.camp[i] == CHALLENGER else "target_yields"
            found.append(
                Move("yield", self.mu(i, "mu_yield"), i, ends=ends, cost=self.yield_cost(x, i))
            )
        return found

    def mu(self, i: int, name: str) -> float:
        """A baseline hazard (mu_war: the ratio), with the override of the actor.

        Third parties have a multiple of it, unless the scenario sets the hazard itself.
        """
        over = self.scenario.overrides.get(self.names[i])
        given = getattr(over, name) if over is not None else None
        if given is not None:
            return given
        rate = self.theta[name]
        if self.actors[i].principal:
            return rate
        powers = {
            "mu_climb": {
                "third_climb": 1.0,
                "pledge_climb": self.bound(i),
                "major_climb": float(self.actors[i].major),
            },
            "mu_war": {"third_war": 1.0},
        }
        for ratio, power in powers.get(name, {}).items():
            if ratio in self.scenario.theta or name not in self.scenario.theta:
                rate *= self.theta[ratio] ** power
        return rate

    def bound(self, i: int) -> float:
        """How far a third party is bound to fight for the principal of its camp."""
        free = 1.0
        for pledge in self.pledges:
            against = self.names if pledge.against is None else pledge.against
            camps = {self.scenario.actors[name].camp for name in against}
            mine = self.actors[i].camp
            if (
                pledge.obligor == self.names[i]
                and self.scenario.actors[pledge.beneficiary].principal
                and self.scenario.actors[pledge.beneficiary].camp == mine
                and camps & ({"challenger", "target"} - {mine})
                and pledge.kind in ("defence", "offence")
                and pledge.applies
            ):
                free *= 1.0 - pledge.weight
        return 1.0 - free

    def audience(self, i: int) -> float:
        top = self.scenario.ladder[self.war].audience
        return self.model.yield_cost[i, self.war] / top if top > 0.0 else 0.0

    def yield_cost(self, x: State, i: int) -> float:
        return self.audience(i) * self.scenario.ladder[x.spots[i].rung].audience

    def ending(self, x: State, ends: str, by: int | None = None) -> np.ndarray:
        """Everybody's payoff of an end at x; `by` yields and pays its audience."""
        m = self.model
        share = {"challenger_yields": 0.0, "target_yields": 1.0, "lapsed": 0.0}.get(ends)
        if ends == "war_ends":
            share = self.victory(x)
        pay = -self.base(x)
        pay = pay - m.nuclear_cost if ends == "nuclear_use" else pay + m.stake * share
        if by is not None:
            pay[by] -= self.yield_cost(x, by)
        return pay

    def answer_ends(self, asked: int) -> str:
        return "challenger_yields" if self.camp[asked] == CHALLENGER else "target_yields"

    # ---- positions -------------------------------------------------------------------------

    def states(self) -> list[State]:
        """Every state that a step could lead to, whatever the rates."""
        seen = {self.start(): None}
        queue = list(seen)
        while queue:
            x = queue.pop()
            for i in range(self.n):
                r, stage = x.spots[i].rung, x.spots[i].stage
                if r == self.war:
                    continue
                sides = (CHALLENGER, TARGET) if self.camp[i] == EITHER else (NOBODY,)
                spots = [self.above(x, i, s) for s in sides] + [self.below(x, i)]
                stages, days = self.stages[i][r]
                if days and stage + 1 < stages:
                    spots.append(Spot(r, stage + 1))
                for spot in spots:
                    if spot is None:
                        continue
                    y = self.move_to(x, i, spot)
                    if y not in seen:
                        seen[y] = None
                        queue.append(y)
        return list(seen)

    def key(self, x: State) -> tuple[int, ...]:
        """Coordinates and flag of a state, as the layout of the compiled game counts them."""
        result = []
        for i, spot in enumerate(x.spots):
            first = np.cumsum([0] + [count for count, _ in self.stages[i]]).tolist()
            entered_as_target = self.camp[i] == EITHER and spot.side == TARGET
            result.append(first[spot.rung] + spot.stage + int(entered_as_target))
        return (*result, x.first)


def index(game: Game, states: list[State], rules: Referee) -> dict[State, int]:
    """Position of each state in the compiled game."""
    rows = np.column_stack([game.layout.coord, game.layout.flag]).tolist()
    where = {tuple(row): x for x, row in enumerate(rows)}
    return {state: where[rules.key(state)] for state in states}


def logistic(z: float) -> float:
    return 1.0 / (1.0 + exp(-z)) if z > 0 else exp(z) / (1.0 + exp(z))


def shares(lam: float, weights: list[float], worth: list[float], still: float) -> list[float]:
    """Logit with prior weights, standing still having weight one."""
    exponents = [lam * (u - still) for u in worth]
    top = max([0.0, *exponents])
    raw = [w * exp(e - top) for w, e in zip(weights, exponents, strict=True)]
    total = exp(-top) + sum(raw)
    return [r / total for r in raw]
