"""Point four: how pacts work. Whose pledges, which mechanism, one treaty, one camp, all."""

from __future__ import annotations

from foedus.brief.report.blocks import Section
from foedus.brief.report.phrases import Phrase

from .calms import calms
from .desk import Desk
from .named import named
from .pledges import pledges
from .stories import stories

__all__ = ["how"]


def how(desk: Desk) -> Section:
    """Whose pledges bear, how they work, which disputes moved most, what calms."""
    below = (pledges(desk), stories(desk), named(desk), calms(desk))
    return Section(
        "mechanisms",
        Phrase("How pacts work: deterrence, emboldenment, entrapment, and breaking one's word"),
        (),
        tuple(one for one in below if one is not None),
    )
