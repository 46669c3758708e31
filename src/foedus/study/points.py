"""Many changes to one crisis, each answered at the centre of theta and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.game import compile_game
from foedus.crisis.intervene import Intervention
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta, load_theta

from .journal import Journal, Piece
from .options import Options
from .question import BASE, EDITED, Question, point_of
from .run import study_key

__all__ = ["Points"]


class Points:
    """The first numbers of many studies of one crisis, found one by one.

    They are those that `foedus.study.run.run` finds first, and are kept in the same journals, so
    that each finds what the other has solved. The crisis as it stands is solved once for all of
    them, and equilibria of changed crises are not kept: there may be thousands.

    Parameters
    ----------
    scenario : Scenario
    options : Options, optional
        Those of the studies.
    theta : Theta, optional
        The set in use by default, the fitted one.
    """

    def __init__(
        self, scenario: Scenario, options: Options | None = None, theta: Theta | None = None
    ) -> None:
        self.scenario = scenario
        self.options = options or Options()
        self.theta = theta or load_theta()
        self._plain = Question(scenario, (), self.options, self.theta)

    @cached_property
    def positions(self) -> int:
        """Positions of the crisis as it stands."""
        return self._plain.game.size

    def base(self) -> Piece:
        """Outcomes as things stand."""
        return self._found(self._plain, BASE, 1)

    def edited(self, edits: Sequence[Intervention], threads: int = 1) -> Piece:
        """Outcomes with changes, composed into one case.

        Raises
        ------
        UsageError
            A change is unknown, or cannot be made to this crisis.
        NotConverged
            The case could not be solved.
        """
        question = Question(self.scenario, edits, self.options, self.theta)
        return self._found(question, EDITED, threads)

    def _found(self, question: Question, case: str, threads: int) -> Piece:
        name = f"point/{case}"
        journal = Journal(study_key(question, self.positions))
        if name not in journal:
            found = self._standing if case == BASE else self._changed(question, threads)
            journal.add(name, point_of(found))
        return journal[name]

    @cached_property
    def _standing(self) -> Equilibrium:
        return self._plain.found(BASE)

    def _changed(self, question: Question, threads: int) -> Equilibrium:
        """Solved as a study solves it: on the positions of the base, from its values."""
        game = compile_game(question.case(EDITED), self.theta, self._plain.game.layout)
        values = self._standing.values
        return solve(game, question.solve_options, warm=values, threads=threads)
