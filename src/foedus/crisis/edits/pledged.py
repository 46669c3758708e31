"""Edits of treaties: leaving one out, its condition, how firm it is, whether it is known."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from foedus.crisis.scenario import Scenario
from foedus.crisis.treaty import Treaty

from .remedies import changed, channel_key, unknown_word


@dataclass(frozen=True, slots=True)
class Without:
    """Take out a treaty, a channel `A-B`, `all` treaties, or what is owed to a camp.

    `camp:target` takes out every obligation owed to an actor of that camp; a treaty under which
    nothing is left goes with them.
    """

    name: str

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--without {self.name}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        if self.name == "all":
            return "without any treaty"
        camp = self.name.removeprefix("camp:")
        return f"without what is owed to the {camp}" if camp != self.name else f"without {camp}"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it."""
        if self.name in scenario.treaties:
            return changed(scenario, treaties=_less(scenario.treaties, self.name))
        if self.name == "all":
            return changed(scenario, treaties={})
        if self.name.startswith("camp:"):
            return self._without_camp(scenario)
        key = channel_key(scenario, self.name)
        if key is not None:
            return changed(scenario, channels=_less(scenario.channels, key))
        options = [*scenario.treaties, *scenario.channels, "all", "camp:challenger", "camp:target"]
        raise unknown_word("treaty or channel", self.name, options)

    def _without_camp(self, scenario: Scenario) -> Scenario:
        camp = self.name.removeprefix("camp:")
        if camp not in {"challenger", "target"}:
            raise unknown_word("camp", camp, ["challenger", "target"])
        treaties = {}
        for name, treaty in scenario.treaties.items():
            owes = {
                obligor: kept
                for obligor, owed in treaty.owes.items()
                if (kept := tuple(c for c in owed if _camp(scenario, c) != camp))
            }
            if owes == treaty.owes:
                treaties[name] = treaty
            elif owes:
                against = treaty.against
                treaties[name] = treaty.model_copy(
                    update={
                        "owes": owes,
                        "binding": {o: treaty.binding[o] for o in owes},
                        "against": against and {o: c for o, c in against.items() if o in owes},
                    }
                )
        return changed(scenario, treaties=treaties)


@dataclass(frozen=True, slots=True)
class _OnTreaty(ABC):
    treaty: str

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with {type(self).__name__.lower()}:{self.treaty}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.treaty} {type(self).__name__.lower()}"

    @abstractmethod
    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""


@dataclass(frozen=True, slots=True)
class Conditional(_OnTreaty):
    """A treaty void where the beneficiary's own camp went to war first."""

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        return _treaty(scenario, self.treaty, lambda _: {"conditional": True})


@dataclass(frozen=True, slots=True)
class Unconditional(_OnTreaty):
    """A treaty that binds whoever went to war first."""

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        return _treaty(scenario, self.treaty, lambda _: {"conditional": False})


@dataclass(frozen=True, slots=True)
class Public(_OnTreaty):
    """A secret treaty made known."""

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        return _treaty(scenario, self.treaty, lambda _: {"secret": False})


@dataclass(frozen=True, slots=True)
class Firmer:
    """A treaty at least this binding on all its obligors."""

    treaty: str
    binding: float = 0.95

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with firmer:{self.treaty}={self.binding:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.treaty} firmer (binding {self.binding:g})"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        return _binding(scenario, self.treaty, lambda old: max(old, self.binding))


@dataclass(frozen=True, slots=True)
class Softer:
    """A treaty at most this binding on all its obligors."""

    treaty: str
    binding: float = 0.3

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--with softer:{self.treaty}={self.binding:g}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.treaty} softer (binding {self.binding:g})"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the scenario with it."""
        return _binding(scenario, self.treaty, lambda old: min(old, self.binding))


def _less(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _camp(scenario: Scenario, code: str) -> str:
    return scenario.actors[scenario.home[code]].camp


def _treaty(scenario: Scenario, name: str, update: Callable[[Treaty], dict[str, Any]]) -> Scenario:
    if name not in scenario.treaties:
        raise unknown_word("treaty", name, scenario.treaties)
    treaty = scenario.treaties[name]
    edited = treaty.model_copy(update=update(treaty))
    return changed(scenario, treaties={**scenario.treaties, name: edited})


def _binding(scenario: Scenario, name: str, rule: Callable[[float], float]) -> Scenario:
    return _treaty(
        scenario, name, lambda t: {"binding": {code: rule(b) for code, b in t.binding.items()}}
    )
