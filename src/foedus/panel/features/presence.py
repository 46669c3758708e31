"""US troops and bases in a state."""

from __future__ import annotations

import polars as pl

from foedus.core.errors import UsageError
from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_USA = 2
_DIGITS = 4  # of a year
_TROOPS = {
    "troops_ad": "us_troops",
    "army_ad": "us_army",
    "navy_ad": "us_navy",
    "air_force_ad": "us_air_force",
    "marine_corps_ad": "us_marines",
}
_SITES = {
    "us_sites": "US sites listed",
    "us_bases": "US bases among them",
    "us_lilypads": "Small US sites among them",
    "us_funded": "Sites of the host paid for by the US among them",
}


def _troops(_request: Request) -> tuple[Block, ...]:
    """Counts by place; a place that is not listed in a year is not said to be empty."""
    source = load("us-troops/years")
    frame = (
        source.frame.filter(pl.col("ccode").is_not_null() & (pl.col("ccode") != _USA))
        .select("ccode", "year", *(pl.col(n).alias(ours) for n, ours in _TROOPS.items()))
        .sort("ccode", "year")
    )
    services = ("all services", "Army", "Navy", "Air Force", "Marine Corps")
    variables = tuple(
        Variable(ours, f"US military on active duty in the state, {service}", "persons")
        for ours, service in zip(_TROOPS.values(), services, strict=True)
    )
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


def _bases(request: Request) -> tuple[Block, ...]:
    source = load("us-bases/sites")
    first, last = _stands_for(request.options["years"])
    counts = (
        source.frame.filter(pl.col("ccode") != _USA)
        .group_by("ccode")
        .agg(
            us_sites=pl.len().cast(pl.Int16),
            us_bases=pl.col("base").cast(pl.Int16).sum().cast(pl.Int16),
            us_lilypads=pl.col("lilypad").cast(pl.Int16).sum().cast(pl.Int16),
            us_funded=pl.col("fundedsite").cast(pl.Int16).sum().cast(pl.Int16),
        )
    )
    home = pl.DataFrame({"ccode": [_USA]}, schema={"ccode": pl.Int16})
    years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": pl.Int16})
    frame = pl.concat([counts, home], how="diagonal").sort("ccode").join(years, how="cross")
    variables = tuple(
        Variable(name, f"{about}; the list has no dates", absent=0)
        for name, about in _SITES.items()
    )
    return (Block(frame, variables, (source,), first, last),)


def _stands_for(years: str) -> tuple[int, int]:
    """Years that a list without dates is to stand for."""
    first, _, last = years.partition("-")
    last = last or first
    if not all(year.isdecimal() and len(year) == _DIGITS for year in (first, last)):
        raise UsageError(
            "the list of bases has no dates",
            field="bases",
            value=years or None,
            fix="say which years it should stand for, as in bases:years=2015-2020",
        )
    if int(first) > int(last):
        raise UsageError(
            f"years end ({last}) before they begin ({first})",
            field="bases",
            fix=f"write bases:years={last}-{first}",
        )
    return int(first), int(last)


FEATURES = (
    Feature("troops", "US troops in the state", state=_troops),
    Feature(
        "bases",
        "US bases in the state, for the years you say: the list has no dates",
        state=_bases,
        options={"years": ("",)},
    ),
)
