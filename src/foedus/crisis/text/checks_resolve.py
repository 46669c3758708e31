"""Rules about private resolve: who has two types, who takes whom for what, who may signal."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.crisis.resolve import Perception, Resolve
from foedus.crisis.scenario import Scenario

from .defects import Defect, grounded, known_codes


def check_resolve(scenario: Scenario) -> Iterator[Defect]:
    """Check `resolve`, `perceived` and `signals`: known actors, of two types, grounded."""
    yield from known_codes(scenario, ("resolve",), scenario.resolve, members=False)
    for code, entry in scenario.resolve.items():
        yield from grounded(("resolve", code), entry)
        yield from _within(("resolve", code), entry)
        doubled = [trait for trait in entry.of if entry.of.count(trait) > 1]
        if doubled:
            path = ("resolve", code, "of")
            yield Defect(path, f"'{doubled[0]}' is listed twice", doubled[0], "keep one")
    yield from known_codes(scenario, ("perceived",), scenario.perceived, members=False)
    for observer, seen in scenario.perceived.items():
        path = ("perceived", observer)
        yield from known_codes(scenario, path, seen, members=False)
        for code, perception in seen.items():
            yield from grounded((*path, code), perception)
            yield from _within((*path, code), perception)
            if code == observer:
                fix = "an actor knows its own type; take it out"
                yield Defect((*path, code), "perceives itself", code, fix)
            elif code in scenario.actors:
                yield from _of_two_types(scenario, (*path, code), code)
    yield from known_codes(scenario, ("signals",), scenario.signals, members=False)
    for code, signal in scenario.signals.items():
        yield from grounded(("signals", code), signal)
        if code in scenario.actors:
            yield from _of_two_types(scenario, ("signals", code), code)


def _within(path: tuple[str, ...], entry: Resolve | Perception) -> Iterator[Defect]:
    if entry.range is not None and not entry.range[0] <= entry.share <= entry.range[1]:
        fix = "write the lower end, the upper end, and a share between them"
        yield Defect((*path, "range"), "does not hold the share", list(entry.range), fix)


def _of_two_types(scenario: Scenario, path: tuple[str, ...], code: str) -> Iterator[Defect]:
    if code not in scenario.resolve:
        fix = f"say under `resolve` how resolute {code} is, e.g. {code}: {{share: 0.5}}"
        yield Defect(path, f"{code} has only one type, so nothing of it is hidden", code, fix)
