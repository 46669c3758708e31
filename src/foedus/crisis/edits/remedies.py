"""Remedies: small, named, pure edits of actors, channels and the ladder.

Each is a frozen dataclass with a `label` for readers and a `spec` as the command line writes it;
calling it with a scenario gives the edited scenario and leaves the first as it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from foedus.core.errors import UsageError, did_you_mean
from foedus.crisis.scenario import Actor, Channel, Mobilisation, Scenario

REQUESTED = "assumed for this question"


class Intervention(Protocol):
    """A named edit."""

    @property
    def label(self) -> str:
        """As a reader sees it."""
        ...

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        ...

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the edited scenario."""
        ...


@dataclass(frozen=True, slots=True)
class Hotline:
    """A channel of at least this quality between two actors."""

    ends: str
    quality: float = 0.8

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with hotline:{self.ends}={self.quality:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"hotline {self.ends} (quality {self.quality:g})"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        one, other = _ends(scenario, self.ends)
        key = channel_key(scenario, self.ends) or f"{one}-{other}"
        old = scenario.channels.get(key)
        if old is not None and old.quality >= self.quality:
            return scenario
        new = (
            Channel(quality=self.quality, kind="hotline", judgement=REQUESTED)
            if old is None
            else old.model_copy(update={"quality": self.quality, "judgement": REQUESTED})
        )
        return changed(scenario, channels={**scenario.channels, key: new})


@dataclass(frozen=True, slots=True)
class Slower:
    """An actor's timetable slower by a factor: each transit rung's own days, and the lock-in."""

    actor: str
    factor: float = 2.0

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with slower:{self.actor}={self.factor:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.actor}'s mobilisation {self.factor:g} times slower"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        plan = _actor(scenario, self.actor).mobilisation or Mobilisation(judgement=REQUESTED)
        clocks = [r.transit_days for r in scenario.ladder if r.transit_days is not None]
        if not clocks and plan.lock_in_days is None:
            raise UsageError(
                f"{self.actor} has no timetable to slow",
                value=self.actor,
                fix="the ladder has no transit rung, and the actor no lock-in",
            )
        if self.factor == 1:
            return scenario
        update: dict[str, float] = {}
        if plan.days is not None:
            update["days"] = plan.days * self.factor
        elif len(set(clocks)) == 1:
            update["days"] = clocks[0] * plan.slower * self.factor
        elif clocks:
            update["slower"] = plan.slower * self.factor
        if plan.lock_in_days is not None:
            update["lock_in_days"] = plan.lock_in_days * self.factor
        return _change(scenario, self.actor, mobilisation=plan.model_copy(update=update))


@dataclass(frozen=True, slots=True)
class Revocable:
    """An actor that may stop its mobilisation and step down."""

    actor: str

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with revocable:{self.actor}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.actor}'s mobilisation revocable"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        plan = _actor(scenario, self.actor).mobilisation
        if plan is None:
            raise UsageError(
                f"{self.actor} has no mobilisation of its own",
                value=self.actor,
                fix="it may step down already, wherever the ladder allows it",
            )
        return _change(
            scenario, self.actor, mobilisation=plan.model_copy(update={"revocable": True})
        )


@dataclass(frozen=True, slots=True)
class FewerExercises:
    """Incidents below war rarer by a factor: each side's contact falls by its square root."""

    factor: float = 0.5

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with fewer-exercises={self.factor:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"fewer exercises (incidents x {self.factor:g})"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        if self.factor == 1:
            return scenario
        root = math.sqrt(self.factor)
        ladder = tuple(
            rung
            if rung.war
            else rung.model_copy(update={"contact": rung.contact * root, "judgement": REQUESTED})
            for rung in scenario.ladder
        )
        return changed(scenario, ladder=ladder)


@dataclass(frozen=True, slots=True)
class MoreTrade:
    """Trade between two actors, more by a share of each one's total."""

    ends: str
    share: float = 0.1

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with trade:{self.ends}={self.share:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"trade {self.ends} up by {self.share:g} of each one's total"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        one, other = _ends(scenario, self.ends)
        for me, you in ((one, other), (other, one)):
            trade = _actor(scenario, me).trade
            rest = sum(share for code, share in trade.items() if code != you)
            grown = min(trade.get(you, 0.0) + self.share, max(1.0 - rest, trade.get(you, 0.0)))
            scenario = _change(scenario, me, trade={**trade, you: grown})
        return scenario


def unknown_word(what: str, word: str, options: Iterable[str]) -> UsageError:
    """Build (not raise) the error of a name that is none of the options."""
    options = list(options)
    fix = did_you_mean(word, options) or f"known: {', '.join(options) or 'none'}"
    return UsageError(f"unknown {what} '{word}'", value=word, fix=fix)


def changed(scenario: Scenario, **update: Any) -> Scenario:
    """Return a copy of the scenario with fields replaced."""
    return scenario.model_copy(update=update)


def _actor(scenario: Scenario, code: str) -> Actor:
    if code not in scenario.actors:
        raise unknown_word("actor", code, scenario.actors)
    return scenario.actors[code]


def _change(scenario: Scenario, code: str, **update: Any) -> Scenario:
    actor = scenario.actors[code].model_copy(update=update)
    return changed(scenario, actors={**scenario.actors, code: actor})


def _ends(scenario: Scenario, ends: str) -> tuple[str, str]:
    one, dash, other = ends.partition("-")
    if not dash:
        raise UsageError(f"'{ends}' does not name two actors", value=ends, fix="write GMY-RUS")
    _actor(scenario, one)
    _actor(scenario, other)
    if one == other:
        raise UsageError(f"'{ends}' names one actor twice", value=ends, fix="name two actors")
    return one, other


def channel_key(scenario: Scenario, ends: str) -> str | None:
    """Key of the channel between two ends, in whichever order, or None."""
    one, _, other = ends.partition("-")
    return next((key for key in (ends, f"{other}-{one}") if key in scenario.channels), None)
