"""The changes to a crisis that are solved beforehand: none, each alone, each two together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from foedus.core.errors import FoedusError
from foedus.crisis.intervene import Intervention, apply, parse_with, parse_without
from foedus.web.rooms.crisis.state import State
from foedus.web.rooms.crisis.toggles import Toggle, toggles

if TYPE_CHECKING:
    from foedus.crisis.scenario import Scenario
    from foedus.web.links import Links

__all__ = ["Entry", "Heading", "boxes", "combined", "edits_of", "offered", "possible", "solved"]


@dataclass(frozen=True)
class Entry:
    """A change as a link.

    Attributes
    ----------
    label, said
        Beside its heading; alone.
    on
        Whether the page has it.
    to
        The page that has it, too; where the page has it, the one that has not.
    """

    label: str
    said: str
    on: bool
    to: str


@dataclass(frozen=True)
class Heading:
    """What is changed, and the changes that a page leads to."""

    title: str
    note: str
    entries: tuple[Entry, ...]


def boxes(scenario: Scenario, most: int | None = None) -> tuple[Toggle, ...]:
    """Every change that the room Crisis offers, in its order; the first `most` of them."""
    found = tuple(
        one
        for group in toggles(scenario, State(scenario.name))
        for item in group.items
        for one in (*item.toggles, *item.more)
    )
    return found if most is None else found[:most]


def combined(name: str, changes: Iterable[Toggle]) -> State:
    """The state with these changes, in the order in which the room's boxes send them."""
    made = tuple(changes)
    return State(
        name,
        tuple(one.value for one in made if one.name == "without"),
        tuple(one.value for one in made if one.name == "with"),
    )


def edits_of(state: State) -> tuple[Intervention, ...]:
    """The changes of a state, in the order of `foedus run`."""
    return (*map(parse_without, state.without), *map(parse_with, state.with_))


def possible(scenario: Scenario, state: State) -> bool:
    """Whether all changes of a state can be made together, and each says something."""
    if state.playable != state:
        return False
    try:
        changed = [apply(scenario, edits_of(state))]
        if len(state.without) + len(state.with_) > 1:
            changed += [apply(scenario, [one]) for one in edits_of(state)]
    except FoedusError:
        return False
    made = _played(changed[0])
    return all(made != _played(other) for other in (scenario, *changed[1:]))


def _played(scenario: Scenario) -> tuple[Scenario, dict[frozenset[str], float]]:
    """What of a scenario is played: of channels their ends and quality, not what they are called.

    A line that is cut and then made a hotline is no other than one made a hotline.
    """
    ends = scenario.channel_pairs()
    lines = {frozenset(ends[key]): one.quality for key, one in scenario.channels.items()}
    return scenario.model_copy(update={"channels": {}}), lines


def solved(scenario: Scenario, changes: Sequence[Toggle], *, pairs: bool) -> tuple[State, ...]:
    """The crisis as it stands, with each change, and with each two of them if wanted."""
    most = 2 if pairs else 1
    sets = [made for size in range(most + 1) for made in combinations(changes, size)]
    states = (combined(scenario.name, made) for made in sets)
    return tuple(
        state for state in states if not (state.without or state.with_) or possible(scenario, state)
    )


def offered(scenario: Scenario, state: State, links: Links) -> tuple[Heading, ...]:
    """The changes of a page as links to pages that are written; the rest are left out."""
    order = boxes(scenario)
    here = {(one.name, one.value) for one in order if _on(one, state)}
    found: list[Heading] = []
    for group in toggles(scenario, state):
        for item in group.items:
            entries = tuple(
                Entry(one.label, one.said, one.on, to)
                for one in (*item.toggles, *item.more)
                if (to := _other(scenario.name, order, here, one, links))
            )
            if entries:
                found.append(Heading(item.heading or group.title, item.note, entries))
    return tuple(found)


def _on(one: Toggle, state: State) -> bool:
    return one.value in (state.without if one.name == "without" else state.with_)


def _other(
    name: str, order: Sequence[Toggle], here: set[tuple[str, str]], one: Toggle, links: Links
) -> str:
    wanted = here ^ {(one.name, one.value)}
    state = combined(name, (box for box in order if (box.name, box.value) in wanted))
    return links.to("crisis", **state.query())
