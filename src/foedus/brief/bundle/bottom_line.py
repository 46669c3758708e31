"""The bottom line: two or three sentences on likelihood, one on confidence.

Intelligence Community Directive 203 (see `foedus.brief.words`) asks, D.6.e(2), that likelihood and
confidence never share a sentence, which `bottom_line` observes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.brief.numbers import (
    change,
    interval,
    no_difference,
    probability,
    signed_interval,
    spans_zero,
)
from foedus.brief.words import clause, short, status

from .reading import LABELS, Effect, Estimate, about_beliefs, effects, estimate, main_war, records

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["BottomLine", "bottom_line", "moves"]


@dataclass(frozen=True)
class BottomLine:
    """What a reader takes away.

    Attributes
    ----------
    sentences
        Two or three on likelihood: as things stand, what was asked for, which treaty matters most.
    confidence
        One on confidence; it names no likelihood.
    """

    sentences: tuple[str, ...]
    confidence: str

    @property
    def text(self) -> str:
        """All of it as one paragraph."""
        return " ".join((*self.sentences, self.confidence))


def bottom_line(bundle: Bundle) -> BottomLine:
    """Two or three sentences with the bundle's numbers, and one on how far to trust them."""
    sentences = [_as_things_stand(bundle)]
    if bundle.manifest.get("edits"):
        sentences.append(_requested(bundle))
    sentences.append(_most_important(bundle))
    return BottomLine(tuple(one for one in sentences if one), _confidence(bundle))


def _as_things_stand(bundle: Bundle) -> str:
    war = estimate(bundle, "outcomes", case="base", outcome="any_war")
    if war is None or math.isnan(war.point):
        return "The chance of war has not been computed."
    text = f"As things stand, {clause('war', war.point)}: {_with_interval(war)}"
    great = estimate(bundle, "outcomes", case="base", outcome="great_power_war")
    if great is not None and great.point > 0:
        text += f"; of great-power war, {_with_interval(great)}"
    return text + "."


def _with_interval(found: Estimate) -> str:
    text = probability(found.point)
    if not found.has_interval:
        return text
    return f"{text} (90 % interval {interval(found.q05, found.q95)})"


def _requested(bundle: Bundle) -> str:
    label = " and ".join(str(one) for one in bundle.manifest["edits"])
    if about_beliefs(bundle):
        return f"The requested change ({label}) {_believed(bundle)}."
    told: list[str] = []
    for outcome in ("any_war", "great_power_war"):
        change_of = next(iter(effects(bundle, outcome, requested=True)), None)
        if change_of is not None:
            told.append(_told(change_of.difference, LABELS[outcome]))
            continue
        before = estimate(bundle, "outcomes", case="base", outcome=outcome)
        after = estimate(bundle, "outcomes", case="edited", outcome=outcome)
        if before is not None and after is not None and (before.point > 0 or after.point > 0):
            told.append(
                f"takes {LABELS[outcome]} from {probability(before.point)} to "
                f"{probability(after.point)} "
                "(interval of the difference not computed)"
            )
    return f"The requested change ({label}) {'; it '.join(told)}." if told else ""


def _believed(bundle: Bundle) -> str:
    """What a change of beliefs does, which only private resolve can say."""
    told: list[str] = []
    for outcome in ("any_war", "great_power_war"):
        before, after = (
            records(bundle, "worlds", case=case, world="as perceived", outcome=outcome)
            for case in ("base", "edited")
        )
        if not before or not after or max(before[0]["point"], after[0]["point"]) <= 0:
            continue
        start, end = before[0]["point"], after[0]["point"]
        if no_difference(end - start):
            told.append(f"leaves {LABELS[outcome]} as it was")
        else:
            told.append(f"takes {LABELS[outcome]} from {probability(start)} to {probability(end)}")
    if not told:
        return "is about what states believe of each other: see Private resolve (--types)"
    return f"{'; it '.join(told)}, as states perceive each other (see Private resolve)"


def _told(difference: Estimate, outcome: str) -> str:
    size = probability(abs(difference.point))
    if no_difference(difference.point):
        return f"leaves {outcome} as it was"
    if not difference.has_interval:
        verb = "raises" if difference.point > 0 else "lowers"
        return f"{verb} {outcome} by {size}"
    told = f"90 % interval {signed_interval(difference.q05, difference.q95)}"
    if spans_zero(difference.q05, difference.q95):
        return f"has no clear effect on {outcome} ({change(difference.point)}, {told})"
    return f"{'raises' if difference.point > 0 else 'lowers'} {outcome} by {size} ({told})"


def moves(effect: Effect) -> str:
    """What an instrument does to its outcome: raises, lowers, no effect, no clear effect."""
    found = effect.difference
    ends = (found.point, found.q05, found.q95) if found.has_interval else (found.point,)
    if all(no_difference(one) for one in ends):
        return "no effect"
    if spans_zero(found.q05, found.q95) and found.has_interval:
        return "no clear effect"
    return "raises" if found.point > 0 else "lowers"


def _most_important(bundle: Bundle) -> str:
    outcome = main_war(bundle)
    found = [one for one in effects(bundle, outcome) if one.kind == "treaty"]
    if not found:
        return ""
    top = found[0]
    if abs(top.difference.point) < 0.01:
        return f"No treaty moves the chance of {LABELS[outcome]} by 0.01 or more."
    text = (
        f"One treaty matters most, the {short(top.title)}: without it {LABELS[outcome]} goes from "
        f"{probability(top.with_)} to {probability(top.without)}"
    )
    if not top.difference.has_interval:
        return text + "."
    told = signed_interval(-top.difference.q95, -top.difference.q05)
    if spans_zero(top.difference.q05, top.difference.q95):
        return f"{text}, but the difference (90 % interval {told}) is no clear effect."
    return f"{text} (90 % interval of the difference {told})."


def _confidence(bundle: Bundle) -> str:
    draws = int(bundle.manifest.get("draws") or 0)
    if status(bundle) == "not yet fitted":
        basis = "theta is provisional, set by hand and not yet fitted to the record"
    else:
        basis = f"theta is {status(bundle)}"
    spread = (
        f"the intervals come from {draws} draws of theta"
        if draws > 1
        else "no intervals were computed"
    )
    single = [one.difference.draws for one in effects(bundle, main_war(bundle))]
    if draws > 1 and single and 1 < min(single) < draws:
        spread += f", those of single treaties from {min(single)}"
    text = f"Confidence is low: {basis}; {spread}."
    if not bundle.manifest.get("complete", True):
        text += " The study is not complete."
    return text
