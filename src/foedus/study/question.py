"""A question: a crisis, perhaps an edited one beside it, and how each piece of the answer is found.

Every method that finds a piece is a pure function of the question and returns plain JSON-like
data, so pieces can be computed in any order, in any thread, and kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from functools import cached_property
from math import isfinite
from threading import Lock
from typing import Any

from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter, Silent
from foedus.crisis.account import GROUPS, NEGLIGIBLE, OUTCOMES, account, channel_roles, treaty_roles
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, others, solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.intervene import (
    Conditional,
    Hotline,
    Intervention,
    Unconditional,
    Without,
    apply,
)
from foedus.crisis.layout import Layout
from foedus.crisis.model import Floats
from foedus.crisis.outcomes import Outcomes, outcomes, without_nature
from foedus.crisis.paths import simulate
from foedus.crisis.private.solve import PrivateEquilibrium
from foedus.crisis.relax import residual
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta, load_theta

from .journal import Piece
from .options import Options
from .private import private, signals, solve_case, swings
from .readings import with_theta, without_incidents
from .store import solved

BASE, EDITED = "base", "edited"
QUALITIES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Qualities of a requested channel at which its effect is shown."""
RIBBON = (0.05, 0.25, 0.5, 0.75, 0.95)
DAYS = 120


class Question:
    """A crisis to be solved, with the edits asked for.

    Parameters
    ----------
    scenario : Scenario
    edits : sequence of Intervention
        Composed into one edited case; none is fine.
    options : Options
    theta : Theta, optional
        The set in use by default, the fitted one.
    """

    def __init__(
        self,
        scenario: Scenario,
        edits: Sequence[Intervention],
        options: Options,
        theta: Theta | None = None,
    ) -> None:
        self.scenario = scenario
        self.edits = tuple(edits)
        self.options = options
        self.theta = theta or load_theta()
        self.solve_options = SolveOptions()
        self._solved: dict[str, tuple[Layout, Floats]] = {}
        self._cases: dict[str, Scenario] = {}
        self._private: dict[str, PrivateEquilibrium] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    @cached_property
    def edited(self) -> Scenario | None:
        """The crisis with the edits asked for; None where there are none.

        Raises
        ------
        UsageError
            An edit names something unknown or leads to a scenario that cannot be played.
        """
        return apply(self.scenario, self.edits) if self.edits else None

    @cached_property
    def game(self) -> Game:
        """The crisis as it stands, compiled."""
        return compile_game(self.scenario, self.theta)

    @property
    def cases(self) -> list[str]:
        """The cases shown side by side."""
        return [BASE] if self.edited is None else [BASE, EDITED]

    @cached_property
    def instruments(self) -> dict[str, str]:
        """Treaties and channels of the crisis, by id, with their kind."""
        found = dict.fromkeys(self.scenario.treaties, "treaty")
        return found | dict.fromkeys(self.scenario.channels, "channel")

    def case(self, name: str) -> Scenario:
        """Return the scenario of a case: base, edited, or `without:` a treaty or channel."""
        if name == BASE:
            return self.scenario
        if name == EDITED:
            if self.edited is None:
                raise KeyError(name)
            return self.edited
        if name not in self._cases:
            edit = Without(name.removeprefix("without:"))
            self._cases[name] = apply(self.scenario, [edit])
        return self._cases[name]

    def found(self, name: str, threads: int = 1) -> Equilibrium:
        """Return the equilibrium of a case at the point values of theta.

        The base is followed from lambda 0; every other case starts from its values where the
        positions are the same. So the bits depend neither on the order of the work nor on what
        was solved before.
        """
        warm = None if name == BASE else self._start(BASE)[1]
        with self._locks[name]:
            if name in self._solved:
                layout, values = self._solved[name]
                game = self.game if name == BASE else self._compiled(name, layout)
                return Equilibrium(game, values, float("nan"), "kept", 0, 0.0)
            game = self.game if name == BASE else self._compiled(name, self.game.layout)
            found = solved(game, self.solve_options, warm=warm, threads=threads)
            self._solved[name] = game.layout, found.values
            return found

    def _start(self, name: str) -> tuple[Layout, Floats]:
        """Return the layout and the values of a solved case: all that a draw starts from."""
        if name not in self._solved:
            self.found(name)
        return self._solved[name]

    def _compiled(self, name: str, layout: Layout) -> Game:
        return compile_game(self.case(name), self.theta, layout)

    # pieces

    def point(self, name: str, threads: int = 1) -> Piece:
        """Outcomes of a case at the point values of theta."""
        return point_of(self.found(name, threads))

    def draw(self, name: str, index: int) -> Piece:
        """Outcomes of a case at one draw of theta; `failed` where it did not converge."""
        layout, values = self._start(name)
        theta = self.theta.draw(self.options.seed, index)
        game = compile_game(self.case(name), theta, layout)
        try:
            found = solve(game, self.solve_options, warm=values)
            return _told(outcomes(found, reached=False))
        except NotConverged as error:
            return {"failed": str(error)}

    def nature(self, name: str) -> Piece:
        """Any war with incidents and lock-ins off: policies held, then solved again."""
        found = self.found(name)
        quiet = without_incidents(found.game)
        held = without_nature(found)
        try:
            again = solve(quiet, self.solve_options, warm=found.values)
        except NotConverged as error:
            return {"held": held, "solved": None, "failed": str(error)}
        return {"held": held, "solved": outcomes(again, reached=False)["any_war"]}

    def paths(self, name: str) -> Piece:
        """Ribbons of the ladder and example crises."""
        found = self.found(name)
        drawn = simulate(found, self.options.paths, self.options.seed, days=DAYS)
        return {
            "quantiles": drawn.quantiles(RIBBON).tolist(),
            "examples": [[asdict(event) for event in run] for run in drawn.examples],
            "runs": drawn.runs,
        }

    def account(self, instrument: str) -> Piece:
        """How a treaty or channel worked, split over groups."""
        kind = self.instruments[instrument]
        with_, without = self.found(BASE), self.found(f"without:{instrument}")
        before, after = (outcomes(e, reached=False) for e in (without, with_))
        moved = max(abs(after[c] - before[c]) for c in after.classes)
        if moved < NEGLIGIBLE or with_.game.size != without.game.size:
            return {"shares": {}, "reason": "no effect" if moved < NEGLIGIBLE else "positions"}
        roles = (
            treaty_roles(self.scenario, instrument)
            if kind == "treaty"
            else channel_roles(self.scenario)
        )
        split = account(with_, without, roles)
        return {
            "roles": roles,
            "total": split.total,
            "shares": {
                outcome: {
                    group: {
                        "share": split.shares[outcome][group].value,
                        "first": split.shares[outcome][group].first,
                        "last": split.shares[outcome][group].last,
                        "separable": split.shares[outcome][group].separable,
                    }
                    for group in GROUPS
                }
                for outcome in OUTCOMES
            },
            "alone": split.alone,
            "feedback": {outcome: split.feedback(outcome) for outcome in OUTCOMES},
        }

    def contrast(self, treaty: str) -> Piece:
        """A treaty conditional, unconditional, and gone: the cleaner contrasts, by design."""
        variants = {"conditional": Conditional(treaty), "unconditional": Unconditional(treaty)}
        base = self.found(BASE)
        result = {"none": self._classes(self.found(f"without:{treaty}"))}
        for label, edit in variants.items():
            scenario = apply(self.scenario, [edit])
            game = compile_game(scenario, self.theta, self.game.layout)
            same = scenario.treaties[treaty] == self.scenario.treaties[treaty]
            found = base if same else solve(game, self.solve_options, warm=base.values)
            result[label] = self._classes(found)
        return result

    def lens(self, changes: dict[str, float]) -> Piece:
        """Outcomes of base and edited case with some parameters of theta set."""
        result: Piece = {}
        for name in self.cases:
            scenario = with_theta(self.case(name), changes)
            game = compile_game(scenario, self.theta, self.game.layout)
            try:
                result[name] = self._classes(solve(game, self.solve_options))
            except NotConverged as error:
                result[name] = {"failed": str(error)}
        return result

    def tips(self, edit: Hotline) -> Piece:
        """The effect of a requested channel over its quality, which nobody has measured."""
        base = self.found(BASE)
        rows = []
        for quality in QUALITIES:
            scenario = apply(self.scenario, [type(edit)(edit.ends, quality)])
            game = compile_game(scenario, self.theta, self.game.layout)
            found = solve(game, self.solve_options, warm=base.values)
            rows.append({"quality": quality} | self._classes(found))
        return {"rows": rows}

    def search(self, reporter: Reporter | None = None, threads: int = 1) -> Piece:
        """Other equilibria of the base case, from random starts at the point values of theta."""
        extra = others(
            self.found(BASE), self.options.search, self.options.seed, self.solve_options,
            threads=threads, reporter=reporter or Silent(),
        )  # fmt: skip
        return {"searched": self.options.search, "others": [self._classes(e) for e in extra]}

    def private(self, name: str, threads: int = 1) -> Piece:
        """A case with private resolve: worlds, types, beliefs, one crisis lived through."""
        return private(self._typed(name, threads), self.options.seed, threads)

    def signals(self, name: str, threads: int = 1) -> Piece:
        """What a statement of each actor that may make one would tell in a case."""
        return signals(self._typed(name, threads), self.case(name), threads)

    def swings(self, name: str, threads: int = 1) -> Piece:
        """A case at both ends of what is known of resolve only as a range."""
        return swings(self._typed(name, threads), self.case(name), threads)

    def _typed(self, name: str, threads: int) -> PrivateEquilibrium:
        if name not in self._private:
            plain = self.found(name, threads)
            self._private[name] = solve_case(self.case(name), plain, threads)
        return self._private[name]

    def _classes(self, found: Equilibrium) -> dict[str, float]:
        return dict(outcomes(found, reached=False).classes)


def point_of(found: Equilibrium) -> Piece:
    """Outcomes of an equilibrium, and how it was found."""
    told = _told(outcomes(found))
    return told | {
        "residual": residual(found.game, found.values),
        "method": found.method,
        "positions": found.game.size,
        "sharpness": found.game.model.sharpness,
    }


def _told(found: Outcomes) -> Piece:
    """Return outcomes as plain data."""
    told: dict[str, Any] = {
        "classes": found.classes,
        "fights": found.fights,
        "steps": found.steps,
        "rungs": list(found.rungs),
        "days": found.days,
        "sets": {"+".join(names): p for names, p in found.sets.items() if p > 1e-9},
    }
    if not all(isfinite(v) for v in found.classes.values()):
        raise NotConverged("outcomes are not numbers", fix="report the scenario")
    return told
