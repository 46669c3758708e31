"""Benson and Clinton: how deep and broad alliances are, and how strong, as latent traits."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["SCORES", "TABLES"]

_UN = "s2un s3un s2uni s3uni ses2un ses3un ses2uni ses3uni"
_INDICATORS = (
    "polity s_wt_glo maxmajpow consultatop nagatop neutatop defenseatop offenseatop secrecy "
    "conditio intcom base contrib ecaid milaid organ1 specthrt macowe maconc maconp nmacowe "
    "nmaconc nmaconp nmaroir condother speclength condlength renounceok renounceproh "
    "renouncecond milcontact commondef lallycount lsumcap ldistance compel prob deter "
    "deterministic unconditional"
)

SCORES = Table(
    id="benson-clinton/scores",
    dataset="benson-clinton",
    title="Depth, scope and potential capacity of alliances",
    unit="ATOP alliance",
    key=("atopid",),
    columns=(
        Column(
            "atopid",
            pl.Int16,
            "ATOP number of the alliance, of an earlier release: expect gaps",
            required=True,
        ),
        *several(_INDICATORS, pl.Float64, about="mean over members or phases, used for the scores"),
        *several(_UN, pl.Float64, about="similarity of the members' votes or alliances"),
        Column("PotMilCapacity.score", pl.Float64, "potential military capacity, latent"),
        Column("Depth.score", pl.Float64, "depth: how costly the obligations are, latent"),
        Column("Scope.score", pl.Float64, "scope: how many contingencies oblige, latent"),
        Column("indx", pl.Int16, "number of the row"),
    ),
    # The first column has no name and holds row names.
    layouts={"publisher": Layout(ignores=("",), na=("NA",))},
)

TABLES = (SCORES,)
