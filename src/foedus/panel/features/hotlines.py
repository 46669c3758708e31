"""Direct lines and crisis channels between two states, from our own catalogue."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request

_KINDS = {
    "head-of-government": "between heads of state or government",
    "foreign-ministry": "between foreign ministries, or the offices that stand in for them",
    "defence-ministry": "between defence ministries",
    "military-command": "between military commands",
    "coast-guard-or-navy": "between coast guards or navies",
    "risk-reduction-centre": "between risk reduction centres",
    "deconfliction": "for forces in one theatre",
}
_NOTE = "catalogued channels only, and the catalogue is not complete"


def _between(_request: Request) -> tuple[Block, ...]:
    # Imported when asked for: the catalogue is checked with Pydantic, which takes long to import.
    from foedus.sources.hotlines.table import by_year, source

    made = source()
    first, last = made.file.first, made.file.last
    variables = (
        Variable("hotlines", f"Channels in use on any day of the year: {_NOTE}", absent=0),
        Variable(
            "hotlines_attested",
            "Of these, channels that a source shows in the year or later; the others are only not "
            "known to have ended",
            absent=0,
        ),
        Variable("hotlines_cut", f"Channels in place but cut all year: {_NOTE}", absent=0),
        *(
            Variable(_name(kind), f"Of the channels in use, those {whom}", absent=0)
            for kind, whom in _KINDS.items()
        ),
    )
    return (Block(counts(by_year(last)), variables, (made,), first, last, symmetric=True),)


def counts(channels: pl.DataFrame) -> pl.DataFrame:
    """Channels by pair and year.

    Parameters
    ----------
    channels
        One row a channel, pair and year, as `foedus.sources.hotlines.table.by_year` gives them.
    """
    used = ~pl.col("cut")
    kinds = {_name(kind): (used & (pl.col("kind") == kind)) for kind in _KINDS}
    counted = {
        "hotlines": used,
        "hotlines_attested": used & pl.col("attested"),
        "hotlines_cut": pl.col("cut"),
        **kinds,
    }
    return (
        channels.group_by("ccode1", "ccode2", "year")
        .agg(**{name: flag.sum().cast(pl.Int8) for name, flag in counted.items()})
        .sort("ccode1", "ccode2", "year")
    )


def _name(kind: str) -> str:
    return f"hotlines_{kind.replace('-', '_')}"


FEATURES = (Feature("hotlines", "Direct lines and crisis channels in use (foedus)", pair=_between),)
