"""All pictures of a bundle, in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beliefs import beliefs
from .dots import dots
from .dumbbell import dumbbell
from .fan import outcomes
from .fighting import fights
from .ladder import ladder
from .reading import cases, instruments, main_war
from .waterfall import waterfall

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.core.bundle import Bundle

__all__ = ["beliefs", "dots", "dumbbell", "fights", "ladder", "outcomes", "pictures", "waterfall"]

_WATERFALLS = 3
"""How many treaties' accountings are drawn; the rest stand in the table."""


def pictures(bundle: Bundle) -> tuple[Picture, ...]:
    """Headline, outcomes, ladder, who fights, effects by outcome, accountings, beliefs.

    What a bundle lacks is left out.
    """
    first = main_war(bundle)
    second = "any_war" if first == "great_power_war" else "patron_fights"
    third = "patron_fights" if first == "great_power_war" else None
    found: list[Picture | None] = [dots(bundle), outcomes(bundle), ladder(bundle)]
    if "edited" in cases(bundle):
        found.append(ladder(bundle, "edited"))
    found.append(fights(bundle))
    found += [
        dumbbell(bundle, outcome) for outcome in (first, second, third) if outcome is not None
    ]
    for instrument in instruments(bundle, first)[:_WATERFALLS]:
        found.append(waterfall(bundle, instrument, first))
    if first != "any_war":
        found += [
            waterfall(bundle, instrument, "any_war")
            for instrument in instruments(bundle, "any_war")[:1]
        ]
    found.append(beliefs(bundle))
    if "edited" in cases(bundle):
        found.append(beliefs(bundle, "edited"))
    return tuple(one for one in found if one is not None)
