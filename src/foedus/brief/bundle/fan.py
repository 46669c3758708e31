"""The outcomes as a fan of bars, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.brief.look import OUTCOMES
from foedus.brief.numbers import probability
from foedus.brief.picture import Picture, picture

from .barred import Bar, barred, rows_of, words_of
from .names import named_outcomes
from .reading import LABELS, PEACE, WARS, cases, estimate

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["outcomes"]


def outcomes(bundle: Bundle) -> Picture | None:
    """Every outcome that can happen, and any war; hollow where the request changes it."""
    labels, both = named_outcomes(bundle), "edited" in cases(bundle)
    found = [
        Bar(case, name, labels[name], OUTCOMES[name], one)
        for name in (*PEACE, *WARS, "any_war")
        for case in cases(bundle)
        if (one := estimate(bundle, "outcomes", case=case, outcome=name)) is not None
    ]
    possible = {one.key for one in found if one.estimate.point > 0}
    found = [one for one in found if one.key in possible]
    ends = [one for one in found if one.case == "base" and one.key != "any_war"]
    if not ends:
        return None
    likeliest = max(ends, key=lambda one: round(one.estimate.point, 9))
    title = f"Likeliest end: {likeliest.label} ({probability(likeliest.estimate.point)})"
    war = estimate(bundle, "outcomes", case="base", outcome="any_war")
    if war is not None:
        title += f"; war of any kind, {probability(war.point)}"
    absent = [labels[name] for name in (*PEACE, *WARS) if name not in possible]
    if "great_power_war" in possible:  # two great powers can fight each other, under that name
        absent = [
            f"{one} that is no {LABELS['great_power_war']}"
            if one == LABELS["war_principals"]
            else one
            for one in absent
        ]
    return picture(
        barred(found, "probability"),
        name="outcomes",
        title=title,
        caption="Bar: probability at the mean parameters, exact for them. Thick line: half of the "
        "draws; thin line: nine in ten."
        + (" Hollow: with the requested change." if both else "")
        + (f" Cannot happen here: {', '.join(absent)}." if absent else ""),
        words=f"Probabilities: {words_of(found)}.",
        bundle=bundle,
        data=rows_of(found, "outcome"),
    )
