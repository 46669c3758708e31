"""The cut game with one actor of two types as a tree: first chance draws the type.

Only its owner learns the draw. With memory an actor sees the positions of the crisis, event by
event, and remembers its own choices (whose turn it was, and that somebody stood still, it does not
see): recall is perfect. Without, it sees where the crisis stands and how many events are left, and
no more, as in the stationary game. An information set is all that looks alike to who decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from foedus.crisis.game import Game
from foedus.crisis.horizon import event_rate

from . import tree
from .private_dense import of_type
from .referee import Referee, State


@dataclass(frozen=True)
class Informed(tree.Decision):
    """A decision of an actor that knows whether it is resolute (one of one type is)."""

    resolute: bool = True


@dataclass
class Node:
    """A node on the path to where the writer is: what its owner, or anybody, saw there."""

    actor: int | None
    seen: object
    labels: list[str]
    next: int = 0


class PrivateTree(tree.Tree):
    """A tree whose root draws the type of actor `typed`, resolute with chance `share`."""

    def __init__(
        self,
        game: Game,
        typed: int,
        share: float,
        events: int,
        settlement: dict[State, float],
        *,
        memory: bool,
    ) -> None:
        self.kinds = [Referee(of_type(game, typed, high)) for high in (False, True)]
        super().__init__(self.kinds[0], events, event_rate(game), settlement)
        self.typed, self.share = typed, Fraction(share).limit_denominator(1000)
        self.memory = memory

    def text(self) -> str:
        names = " ".join(f'"{n}"' for n in self.rules.names)
        self.decisions: list[list[Informed]] = [[] for _ in self.rules.names]
        self.known: list[dict[object, int]] = [{} for _ in self.rules.names]
        self.lines = [f'EFG 2 R "private" {{ {names} }}', '""', ""]
        self.chances, self.path = 0, []
        self.here: State | None = None
        self._chance([("weak", 1 - self.share), ("resolute", self.share)])
        for resolute, rules in zip((False, True), self.kinds, strict=True):
            self.resolute, self.rules = resolute, rules
            self._event(rules.start(), self.events, np.zeros(rules.n))
        assert not self.path
        return "\n".join(self.lines)

    # ---- where the writer is ---------------------------------------------------------------

    def _enter(self, actor: int | None, seen: object, labels: list[str]) -> None:
        if self.path:
            self.path[-1].next += 1
        self.path.append(Node(actor, seen, labels))

    def _end(self, pay: np.ndarray) -> None:
        super()._end(pay)
        self._enter(None, None, [])
        while self.path and self.path[-1].next == len(self.path[-1].labels):
            self.path.pop()

    def _event(self, x: State, left: int, paid: np.ndarray) -> None:
        self.here = x
        super()._event(x, left, paid)

    def _chance(self, branches: list[tuple[str, Fraction]]) -> None:
        super()._chance(branches)
        self._enter(None, self.here, [label for label, _ in branches])

    def history(self, i: int) -> tuple:
        """What actor i has seen on the way: positions, and its own decisions and choices."""
        return tuple(
            node.seen if node.actor is None else (node.seen, node.labels[node.next - 1])
            for node in self.path
            if node.actor in (None, i)
        )

    def _decide(self, decision: tree.Decision) -> None:
        i = decision.actor
        resolute = self.resolute or i != self.typed
        to = None if decision.by is None else decision.by.to
        past = self.history(i) if self.memory else (decision.at, decision.left)
        key = (decision.kind, resolute, to, past)
        known, mine = self.known[i], self.decisions[i]
        if key not in known:
            known[key] = len(known) + 1
            mine.append(Informed(**vars(decision), resolute=resolute))
        labels = [f"{label}{k}" for label, count in decision.groups for k in range(count)]
        said = " ".join(f'"{label}"' for label in labels)
        self.lines.append(f'p "" {i + 1} {known[key]} "" {{ {said} }} 0')
        self._enter(i, known[key], labels)
