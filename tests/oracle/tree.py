"""The game cut after some events as a tree in Gambit's EFG text, and Gambit's answer to it.

Time is cut into events at a rate that no position exceeds; each event is one actor's chance to
move, one thing of nature's, or nothing. Prior weights are repeated actions: with mu / alpha =
1/2 standing still is there twice and the move once. Every node is its own information set.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np
import pygambit as gbt

from .referee import Move, Referee, State


@dataclass(frozen=True)
class Decision:
    """One decision node: who decides what where, with how many events left after it.

    `groups` maps each label to the number of repeated actions that stand for it, in order.
    """

    kind: str  # move, answer, accept
    actor: int
    at: State
    left: int
    groups: tuple[tuple[str, int], ...]
    by: Move | None = None


@dataclass
class Tree:
    """An EFG text under construction."""

    rules: Referee
    events: int
    rate: float
    settlement: dict[State, float]
    lines: list[str] = field(default_factory=list)
    decisions: list[list[Decision]] = field(default_factory=list)
    ends: int = 0

    def text(self) -> str:
        names = " ".join(f'"{n}"' for n in self.rules.names)
        self.decisions = [[] for _ in self.rules.names]
        self.lines = [f'EFG 2 R "cut" {{ {names} }}', '""', ""]
        self.chances = 0
        self._event(self.rules.start(), self.events, np.zeros(self.rules.n))
        return "\n".join(self.lines)

    def _end(self, pay: np.ndarray) -> None:
        self.ends += 1
        payoffs = ", ".join(repr(float(v)) for v in pay)
        self.lines.append(f't "" {self.ends} "" {{ {payoffs} }}')

    def _chance(self, branches: list[tuple[str, Fraction]]) -> None:
        self.chances += 1
        said = " ".join(f'"{label}" {p}' for label, p in branches)
        self.lines.append(f'c "" {self.chances} "" {{ {said} }} 0')

    def _decide(self, decision: Decision) -> None:
        mine = self.decisions[decision.actor]
        mine.append(decision)
        labels = [f"{label}{k}" for label, count in decision.groups for k in range(count)]
        said = " ".join(f'"{label}"' for label in labels)
        self.lines.append(f'p "" {decision.actor + 1} {len(mine)} "" {{ {said} }} 0')

    def _event(self, x: State, left: int, paid: np.ndarray) -> None:
        """One event at x, `left` of them to come, `paid` so far for flows and lump costs."""
        if left == 0:
            self._end(paid - self.rules.base(x))
            return
        rules = self.rules
        paid = paid + rules.flow(x) / self.rate
        nature = rules.nature(x)
        chance = [Fraction(m.rate / self.rate).limit_denominator(10**13) for m in nature]
        decide = Fraction(rules.model.ceiling / self.rate).limit_denominator(10**13)
        active = [i for i in range(rules.n) if rules.moves(x, i)]
        nothing = 1 - sum(chance) - decide * len(active)
        branches = [
            (f"{k} {m.label}", p) for k, (m, p) in enumerate(zip(nature, chance, strict=True))
        ]
        branches += [(f"turn {i}", decide) for i in active]
        self._chance([*branches, ("nothing", nothing)])
        for move in nature:
            if move.ends == "talks":
                self._talks(x, left - 1, paid)
            elif move.to is None:
                self._end(paid + rules.ending(x, move.ends))
            else:
                self._lead(x, move, left - 1, paid)
        for i in active:
            self._turn(x, i, left - 1, paid)
        self._event(x, left - 1, paid)

    def _turn(self, x: State, i: int, left: int, paid: np.ndarray) -> None:
        rules = self.rules
        moves = rules.moves(x, i)
        weights = [
            Fraction(m.rate / rules.model.ceiling).limit_denominator(1000) for m in moves
        ]  # fmt: skip
        still = lcm(*(w.denominator for w in weights))
        counts = [int(w * still) for w in weights]
        groups = [("still", still)] + [(m.label, c) for m, c in zip(moves, counts, strict=True)]
        self._decide(Decision("move", i, x, left, tuple(groups)))
        for _ in range(still):
            self._event(x, left, paid)
        for move, count in zip(moves, counts, strict=True):
            for _ in range(count):
                if move.to is None:
                    self._end(paid + rules.ending(x, move.ends, by=i))
                else:
                    own = paid.copy()
                    own[i] -= move.cost
                    self._lead(x, move, left, own)

    def _lead(self, x: State, move: Move, left: int, paid: np.ndarray) -> None:
        """A step, and the answer to it where it is an attack on a principal."""
        rules = self.rules
        if move.asked is None:
            self._event(move.to, left, paid)
            return
        groups = (("yield", 1), ("resist", 1))
        self._decide(Decision("answer", move.asked, x, left, groups, move))
        self._end(paid + rules.ending(x, rules.answer_ends(move.asked), by=move.asked))
        self._event(move.to, left, paid)

    def _talks(self, x: State, left: int, paid: np.ndarray) -> None:
        rules = self.rules
        groups = (("accept", 1), ("refuse", 1))
        self._decide(Decision("accept", rules.heads[1], x, left, groups))
        self._decide(Decision("accept", rules.heads[2], x, left, groups))
        self._end(paid + rules.model.stake * self.settlement[x])
        self._event(x, left, paid)
        self._event(x, left, paid)


@dataclass(frozen=True)
class Solved:
    """Gambit's agent logit QRE: the chance of each group at each decision, and the values."""

    decisions: list[tuple[Decision, dict[str, float]]]
    start: np.ndarray
    infosets: int


def parse(text: str) -> gbt.Game:
    """Read an EFG text."""
    return gbt.read_efg(io.BytesIO(text.encode()))


def solve(tree: Tree, sharpness: float, **options: float) -> Solved:
    """Trace the principal branch of the agent logit correspondence to lambda."""
    game = parse(tree.text())
    found = gbt.qre.logit_solve_lambda(game, [sharpness], use_strategic=False, **options)
    profile = found[0].profile
    decisions = []
    for player, mine in zip(game.players, tree.decisions, strict=True):
        behavior = list(profile[player])
        assert len(behavior) == len(mine)
        for (_, mixed), decision in zip(behavior, mine, strict=True):
            chances = {action: mixed[action] for action, _ in mixed}
            grouped = {}
            for label, count in decision.groups:
                each = [chances.pop(f"{label}{k}") for k in range(count)]
                assert max(each) - min(each) < 1e-9
                grouped[label] = sum(each)
            assert not chances
            decisions.append((decision, grouped))
    start = np.array([profile.payoffs[player] for player in game.players])
    return Solved(decisions, start, len(decisions))
