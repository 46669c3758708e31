"""What a reader may change in a crisis, as boxes to tick."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from foedus.brief.words import pledge, short
from foedus.crisis.edits.remedies import channel_key
from foedus.crisis.intervene import parse_with, parse_without
from foedus.crisis.ladder import transit_index

if TYPE_CHECKING:
    from foedus.crisis.scenario import Scenario
    from foedus.crisis.treaty import Treaty

    from .state import State

__all__ = ["Group", "Item", "Toggle", "toggles", "words"]

FIRM, SOFT = 0.95, 0.3
"""How binding a treaty is that is made firmer or softer (`foedus.crisis.edits.pledged`)."""
LINES = 4
"""Pairs without a line that are offered a hotline."""
GOOD = 0.8
"""Quality of a hotline (`foedus.crisis.edits.remedies`)."""


@dataclass(frozen=True)
class Toggle:
    """One box: the setting it writes, what it says, whether it is ticked, what it then means."""

    name: str
    value: str
    label: str
    on: bool
    said: str

    @property
    def id(self) -> str:
        """Of the box, for its label and for keeping the focus."""
        return f"{self.name}-{self.value}".replace(":", "-").replace("=", "-").replace(".", "-")


@dataclass(frozen=True)
class Item:
    """What is changed: a treaty, a channel, a clock; its first box, and the finer ones."""

    heading: str
    note: str
    toggles: tuple[Toggle, ...]
    more: tuple[Toggle, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether one of the finer boxes is ticked."""
        return any(one.on for one in self.more)


@dataclass(frozen=True)
class Group:
    """Items of a kind."""

    title: str
    items: tuple[Item, ...]

    @property
    def on(self) -> int:
        """Boxes ticked."""
        return sum(one.on for item in self.items for one in (*item.toggles, *item.more))


def toggles(scenario: Scenario, state: State) -> tuple[Group, ...]:
    """Everything that can be ticked in a crisis, as a state has it.

    What an address says and no box does is a box of its own, ticked.
    """
    found = [
        Group("Treaties", tuple(_treaty(scenario, name, state) for name in scenario.treaties)),
        Group("Channels", tuple(_channels(scenario, state))),
        Group("Clocks", tuple(_clocks(scenario, state))),
        Group("Postures", tuple(_postures(scenario, state))),
    ]
    offered = {
        (one.name, one.value)
        for group in found
        for item in group.items
        for one in (*item.toggles, *item.more)
    }
    asked = [*(("without", w) for w in state.without), *(("with", w) for w in state.with_)]
    rest = [
        Toggle(name, word, told, True, told)
        for name, word in asked
        if (name, word) not in offered and (told := _label(name, word))
    ]
    if rest:
        found.append(Group("From the address", (Item("", "", tuple(rest)),)))
    return tuple(group for group in found if group.items)


def words(scenario: Scenario, state: State) -> list[str]:
    """The changes as a reader would say them."""
    return [
        one.said
        for group in toggles(scenario, state)
        for item in group.items
        for one in (*item.toggles, *item.more)
        if one.on
    ]


def _label(name: str, word: str) -> str:
    """A change that no box makes, as the results of a study call it."""
    return (parse_without(word) if name == "without" else parse_with(word)).label


def _box(state: State, name: str, value: str, label: str, said: str) -> Toggle:
    chosen = state.without if name == "without" else state.with_
    return Toggle(name, value, label, value in chosen, said)


def _treaty(scenario: Scenario, name: str, state: State) -> Item:
    treaty = scenario.treaties[name]
    title = short(treaty.title or name)

    def finer(kind: str, label: str, said: str) -> Toggle:
        return _box(state, "with", f"{kind}:{name}", label, f"the {title} {said}")

    boxes = []
    if treaty.casus_belli and treaty.conditional:
        boxes.append(finer("unconditional", "binding whoever attacks first", "unconditional"))
    elif treaty.casus_belli:
        boxes.append(finer("conditional", "void if its own side attacks", "conditional"))
    if min(treaty.binding.values(), default=1.0) < FIRM:
        boxes.append(finer("firmer", "more firmly worded", "firmer"))
    if max(treaty.binding.values(), default=0.0) > SOFT:
        boxes.append(finer("softer", "more softly worded", "softer"))
    if treaty.secret:
        boxes.append(finer("public", "made public", "public"))
    out = _box(state, "without", name, "take it out", f"without the {title}")
    return Item(title, _owes(scenario, treaty), (out,), tuple(boxes))


def _owes(scenario: Scenario, treaty: Treaty) -> str:
    """What kind it is, and who owes it to whom; two that owe each other are named once."""
    pairs = [(who, one) for who, owed in treaty.owes.items() for one in owed]
    told: list[str] = []
    seen: set[tuple[str, str]] = set()
    for one, other in pairs:
        if (one, other) in seen:
            continue
        mutual = (other, one) in pairs
        seen |= {(one, other), (other, one)}
        sign = "\N{LEFT RIGHT ARROW}" if mutual else "\N{RIGHTWARDS ARROW}"
        told.append(f"{_called(scenario, one)} {sign} {_called(scenario, other)}")
    return f"{', '.join(map(pledge, treaty.kind))}: {'; '.join(told)}"


def _called(scenario: Scenario, code: str) -> str:
    return scenario.actors[code].name if code in scenario.actors else code


def _pair(scenario: Scenario, one: str, other: str) -> str:
    return f"{_called(scenario, one)} and {_called(scenario, other)}"


def _channels(scenario: Scenario, state: State) -> list[Item]:
    """The lines there are, and pairs that have none."""
    wanted = _pairs(scenario)
    found: list[Item] = []
    for key, channel in scenario.channels.items():
        ends = scenario.channel_pairs()[key]
        pair = _pair(scenario, *ends)
        boxes = [_box(state, "without", key, "cut it", f"no line between {pair}")]
        if tuple(sorted(ends)) in wanted and channel.quality < GOOD:
            boxes.append(_hotline(scenario, state, ends, "make it a hotline"))
        found.append(Item(pair, short(channel.kind) if channel.kind else "", tuple(boxes)))
    bare = [pair for pair in wanted if channel_key(scenario, "-".join(pair)) is None]
    for pair in bare[:LINES]:
        box = _hotline(scenario, state, pair, "give them a hotline")
        found.append(Item(_pair(scenario, *pair), "no line", (box,)))
    return found


def _pairs(scenario: Scenario) -> list[tuple[str, str]]:
    """Opponents that could be given a line: the principals first, then great powers."""
    heads = (scenario.principal("challenger"), scenario.principal("target"))
    majors = [name for name, actor in scenario.actors.items() if actor.major]
    pairs = [heads, *(p for p in combinations(majors, 2) if scenario.opposed(*p))]
    return list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))


def _hotline(scenario: Scenario, state: State, ends: tuple[str, str], label: str) -> Toggle:
    one, other = sorted(ends)
    said = f"a hotline between {_pair(scenario, one, other)}"
    return _box(state, "with", f"hotline:{one}-{other}", label, said)


def _clocks(scenario: Scenario, state: State) -> list[Item]:
    found: list[Item] = []
    transit = transit_index(scenario.ladder)
    for code, actor in scenario.actors.items():
        plan = actor.mobilisation
        if plan is None or (transit is None and plan.lock_in_days is None):
            continue
        slow = f"{actor.name} at half the speed"
        boxes = [_box(state, "with", f"slower:{code}", "half the speed", slow)]
        if not plan.revocable:
            said = f"{actor.name} able to stop its mobilisation"
            boxes.append(_box(state, "with", f"revocable:{code}", "able to stop once begun", said))
        told = [f"{plan.days:g} days to mobilise"] if plan.days else []
        if plan.lock_in_days:
            told.append(f"war plan takes over after {plan.lock_in_days:g} days")
        found.append(Item(actor.name, ", ".join(told), tuple(boxes)))
    return found


def _postures(scenario: Scenario, state: State) -> list[Item]:
    one, other = scenario.principal("challenger"), scenario.principal("target")
    pair = _pair(scenario, one, other)
    rare = "half as many incidents"
    trade = _box(
        state, "with", f"trade:{one}-{other}", "a tenth more of each one's trade",
        f"more trade between {pair}",
    )  # fmt: skip
    return [
        Item("Forces in contact", "", (_box(state, "with", "fewer-exercises", rare, rare),)),
        Item(pair, "", (trade,)),
    ]
