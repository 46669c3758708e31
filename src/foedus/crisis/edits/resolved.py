"""Edits of what states know of each other's resolve: perceptions, assurances, pledges, signals.

Each presumes that the scenario says who may be resolute (its block `resolve`); an actor of one type
has nothing to hide.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.core.errors import UsageError
from foedus.crisis.resolve import Perception, Signal
from foedus.crisis.scenario import Scenario
from foedus.crisis.treaty import Treaty

from .remedies import REQUESTED, changed, unknown_word

__all__ = ["Ambiguous", "Assurance", "Perceived", "Pledged", "Signalled", "about_beliefs"]


@dataclass(frozen=True, slots=True)
class Perceived:
    """What one actor takes another's chance of being resolute to be, before it is told better.

    As with a scenario's `perceived`, channels and public pledges move it towards the truth.
    """

    pair: str
    share: float = 0.5

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with perceived:{self.pair}={self.share:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        observer, _, actor = self.pair.partition(":")
        return (
            f"{observer} takes {actor} to be resolute with chance {self.share:g} before it is told "
            "better"
        )

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        observer, actor = _two(scenario, self.pair, ":", "perceived:GMY:UKG=0.8")
        return _seen(scenario, observer, actor, self.share)


@dataclass(frozen=True, slots=True)
class Assurance:
    """A private assurance of a patron to its ally, who alone then takes it to be resolute.

    Of what the ally knows from channels and public pledges it takes nothing back: see `Perceived`.
    """

    pair: str
    share: float = 0.9

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with assurance:{self.pair}={self.share:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        patron, _, ally = self.pair.partition("-")
        return f"{patron} assures {ally} in private ({self.share:g})"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        patron, ally = _two(scenario, self.pair, "-", "assurance:GMY-AUH")
        if scenario.opposed(patron, ally):
            raise UsageError(
                f"{patron} and {ally} are not of one camp",
                value=self.pair,
                fix="an assurance is given to an ally; for an opponent write perceived:A:B",
            )
        return _seen(scenario, ally, patron, self.share)


@dataclass(frozen=True, slots=True)
class Pledged:
    """A clear public pledge of defence of one actor to another, new or beside what is owed."""

    pair: str
    binding: float = 0.8

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with pledge:{self.pair}={self.binding:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        patron, _, ally = self.pair.partition("-")
        return f"{patron} pledges in public to defend {ally} (binding {self.binding:g})"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        patron, ally = _two(scenario, self.pair, "-", "pledge:UKG-FRN")
        name = _free(scenario, f"pledge-{patron}-{ally}".lower())
        treaty = Treaty(
            title=f"public pledge of {scenario.actors[patron].name} "
            f"to {scenario.actors[ally].name}",
            kind=("defence",),
            owes={patron: (ally,)},
            binding={patron: self.binding},
            clarity=1.0,
            in_force=(scenario.date, None),
            judgement=REQUESTED,
        )
        return changed(scenario, treaties={**scenario.treaties, name: treaty})


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A treaty about which its obligors speak ambiguously: it binds, and tells nobody anything."""

    treaty: str

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with ambiguous:{self.treaty}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.treaty} left ambiguous"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        if self.treaty not in scenario.treaties:
            raise unknown_word("treaty", self.treaty, scenario.treaties)
        edited = scenario.treaties[self.treaty].model_copy(update={"clarity": 0.0})
        return changed(scenario, treaties={**scenario.treaties, self.treaty: edited})


@dataclass(frozen=True, slots=True)
class Signalled:
    """A statement that an actor may make beforehand and is then held to; cost 0 is cheap talk."""

    actor: str
    cost: float = 0.3

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with signal:{self.actor}={self.cost:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        kind = f"a statement that binds it by {self.cost:g}" if self.cost > 0 else "cheap talk"
        return f"{self.actor} may make {kind}"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        _resolute(scenario, self.actor)
        signal = Signal(cost=self.cost, judgement=REQUESTED)
        return changed(scenario, signals={**scenario.signals, self.actor: signal})


def _free(scenario: Scenario, name: str) -> str:
    """Return the id of a new pledge: that of one asked for before, never of a scenario's own."""
    own = {key for key, one in scenario.treaties.items() if one.judgement != REQUESTED}
    return next(
        one for one in (name, *(f"{name}-{k}" for k in range(2, len(own) + 3))) if one not in own
    )


def about_beliefs(*edits: object) -> bool:
    """Whether some edit is about what states believe, so that it shows only with types."""
    return any(isinstance(one, Perceived | Assurance | Ambiguous | Signalled) for one in edits)


def _seen(scenario: Scenario, observer: str, actor: str, share: float) -> Scenario:
    _resolute(scenario, actor)
    seen = {
        **scenario.perceived.get(observer, {}),
        actor: Perception(share=share, judgement=REQUESTED),
    }
    return changed(scenario, perceived={**scenario.perceived, observer: seen})


def _two(scenario: Scenario, pair: str, mark: str, example: str) -> tuple[str, str]:
    one, sign, other = pair.partition(mark)
    if not sign or not one or not other:
        raise UsageError(f"'{pair}' does not name two actors", value=pair, fix=f"write {example}")
    for code in (one, other):
        if code not in scenario.actors:
            raise unknown_word("actor", code, scenario.actors)
    if one == other:
        raise UsageError(f"'{pair}' names one actor twice", value=pair, fix=f"write {example}")
    return one, other


def _resolute(scenario: Scenario, code: str) -> None:
    if code not in scenario.actors:
        raise unknown_word("actor", code, scenario.actors)
    if code not in scenario.resolve:
        known = ", ".join(scenario.resolve) or "none"
        raise UsageError(
            f"{code} has only one type in {scenario.name}, so nothing of it is hidden",
            value=code,
            fix=f"actors of two types: {known}; add one with --set resolve.{code}.share=0.5",
        )
