"""What can be added to a panel: a name, a line about it, and how to make its blocks."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from foedus.core.errors import UsageError, did_you_mean

from .block import Block, Index

__all__ = ["Feature", "Request", "feature", "features", "parse"]


@dataclass(frozen=True)
class Request:
    """What a feature needs to know of the panel it is added to.

    Parameters
    ----------
    index
        Rows of the panel.
    directed
        Whether a pair stands for what its first state does to the second. Panels of single states
        are neither; it is False there.
    options
        The feature's options, defaults filled in.
    """

    index: Index
    directed: bool
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def of_pairs(self) -> bool:
        """Whether the panel's rows are about two states."""
        return len(self.index.sides) == 2


Build: TypeAlias = Callable[[Request], tuple[Block, ...]]


@dataclass(frozen=True)
class Feature:
    """Something that can be added to a panel.

    Parameters
    ----------
    name
        As in ``.add("alliances")``.
    about
        One line for lists.
    state
        Makes blocks about single states; None where there are none.
    pair
        Makes blocks about pairs. Where there are none, a panel of pairs gets the state's blocks for
        either side, with suffixes 1 and 2.
    options
        Name of each option to its values, the first of which is the default. An option whose only
        value is empty takes any text.
    """

    name: str
    about: str
    state: Build | None = None
    pair: Build | None = None
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def choose(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the options, defaults filled in.

        Raises
        ------
        UsageError
            If an option or its value is unknown.
        """
        for name, value in given.items():
            if name not in self.options:
                fix = did_you_mean(name, self.options) or (
                    f"it takes {', '.join(self.options)}" if self.options else "it takes none"
                )
                raise UsageError(f"no option {name!r}", field=self.name, fix=fix)
            allowed = self.options[name]
            if allowed != ("",) and value not in allowed:
                fix = did_you_mean(value, allowed) or f"choose {', '.join(allowed)}"
                raise UsageError(f"no {name} is called {value!r}", field=self.name, fix=fix)
        return {name: given.get(name, allowed[0]) for name, allowed in self.options.items()}


@functools.cache
def features() -> dict[str, Feature]:
    """Every feature by name, sorted. A module of `features` names its own in ``FEATURES``."""
    from . import features as room  # imported when asked: the rooms load every publisher's module

    found: dict[str, Feature] = {}
    for info in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{info.name}")
        for one in getattr(module, "FEATURES", ()):
            found[one.name] = one
    return dict(sorted(found.items()))


def feature(name: str) -> Feature:
    """Feature of that name.

    Raises
    ------
    UsageError
        If there is none; the nearest is offered.
    """
    known = features()
    if name not in known:
        fix = did_you_mean(name, known) or "'foedus panel --features' lists them"
        raise UsageError(f"nothing called {name!r} can be added", fix=fix)
    return known[name]


def parse(text: str) -> tuple[str, dict[str, str]]:
    """Name and options from ``name:option=value:option=value``.

    Raises
    ------
    UsageError
        If an option has no value.

    Examples
    --------
    >>> parse("disputes:rule=first")
    ('disputes', {'rule': 'first'})
    """
    name, *rest = text.strip().split(":")
    options: dict[str, str] = {}
    for part in rest:
        option, mark, value = part.partition("=")
        if not mark or not option or not value:
            raise UsageError(f"not option=value: {part!r}", field=name)
        options[option] = value
    return name, options
