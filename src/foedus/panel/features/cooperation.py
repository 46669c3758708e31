"""Defence cooperation agreements in force."""

from __future__ import annotations

from typing import cast

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.dcad import Since, dyad_years
from foedus.sources.load import load

# Nothing signed before 1980 is on record: 0 is "none signed since".
_ABOUT = {
    "treaties": "Defence cooperation agreements signed since 1980 and in force",
    "general": "General ones among them",
    "sector": "Those of one sector among them",
    "uncertain": "Those among them of which it is only estimated that they were still in force",
}


def _pair(request: Request) -> tuple[Block, ...]:
    source = load("dcad/treaties")
    frame = dyad_years(source.frame, cast("Since", request.options["since"]))
    variables = tuple(Variable(f"dcad_{n}", about, absent=0) for n, about in _ABOUT.items())
    renamed = frame.rename({n: f"dcad_{n}" for n in _ABOUT})
    file = source.file
    return (Block(renamed, variables, (source,), file.first, file.last, symmetric=True),)


FEATURES = (
    Feature(
        "defence-cooperation",
        "Defence cooperation agreements in force, from signature or entry into force",
        pair=_pair,
        options={"since": ("signed", "force")},
    ),
)
