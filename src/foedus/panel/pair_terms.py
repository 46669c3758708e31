"""Treaties whose members owe different things to different partners: read from their file."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

import polars as pl

from foedus.core.errors import FoedusError
from foedus.sources.atop import PLEDGES

__all__ = ["exceptions"]

_FILE = "pair_terms.toml"
_FIELDS = {"atopid", "obligors", "not_to", "pledges", "reason", "reference"}
_SCHEMA = {"atopid": pl.Int16, "obligor": pl.Int16, "beneficiary": pl.Int16, "pledge": pl.String}


@functools.cache
def exceptions() -> pl.DataFrame:
    """Return what a member's row says it owes, and one partner is not owed.

    Returns
    -------
    DataFrame
        ``atopid, obligor, beneficiary``, then one Boolean column a pledge: True where it is not
        owed. One row a pair.

    Raises
    ------
    FoedusError
        If an entry has an unknown field, an unknown pledge, or no reason or reference.
    """
    text = resources.files("foedus.panel").joinpath(_FILE).read_text(encoding="utf-8")
    rows: list[tuple[int, int, int, str]] = []
    for number, term in enumerate(tomllib.loads(text)["term"]):
        where = f"term[{number}]"
        if unknown := set(term) - _FIELDS:
            raise FoedusError("unknown field", file=_FILE, field=f"{where}.{min(unknown)}")
        for name in ("reason", "reference"):
            if not term.get(name):
                raise FoedusError("is missing", file=_FILE, field=f"{where}.{name}")
        if unknown := set(term["pledges"]) - set(PLEDGES):
            raise FoedusError("unknown pledge", file=_FILE, field=where, value=min(unknown))
        rows += [
            (term["atopid"], obligor, other, pledge)
            for obligor in term["obligors"]
            for other in term["not_to"]
            for pledge in term["pledges"]
            if other != obligor
        ]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return frame.group_by("atopid", "obligor", "beneficiary", maintain_order=True).agg(
        (pl.col("pledge") == name).any().alias(name) for name in PLEDGES
    )
