"""Every table by its identifier, in the module of its publisher."""

from __future__ import annotations

import functools
import importlib

from foedus.core.errors import UsageError, did_you_mean

from .reading.schema import Table

__all__ = ["HOMES", "table", "tables"]

# Module to the data sets whose tables it declares in TABLES. Written down, so that reading one
# table imports one module.
HOMES = {
    "alliance_scores": ("benson-clinton",),
    "archigos": ("leaders",),
    "atop": ("atop", "atop-5.0"),
    "codes": ("codes", "countrycode"),
    "cow_capabilities": ("nmc",),
    "cow_contiguity": ("contiguity",),
    "cow_disputes": ("mid",),
    "cow_igo": ("igo",),
    "cow_states": ("cow-states",),
    "cow_territory": ("territory",),
    "cow_trade": ("trade",),
    "cow_wars": ("wars", "dyadic-wars"),
    "dcad": ("dcad",),
    "democracy": ("democracy", "vdem", "uds"),
    "distance": ("distance",),
    "events": ("icews", "gdelt", "cameo", "plover"),
    "exercises": ("mme", "jme"),
    "gml": ("gml", "gml-2.1.1"),
    "icb": ("icb",),
    "icbe": ("icbe",),
    "mie": ("mie",),
    "nuclear": ("nuclear",),
    "polity": ("polity",),
    "powers": ("maoz-powers", "arms-races"),
    "rivalries": ("kdg", "peace-data", "td", "tss"),
    "troops": ("us-troops", "us-bases"),
    "ucdp": ("ucdp",),
    "un_votes": ("un-votes",),
    "wealth": ("gdppop",),
}


@functools.cache
def _declared(module: str) -> dict[str, Table]:
    home = importlib.import_module(f"{__package__}.{module}")
    return {one.id: one for one in home.TABLES}


def tables() -> dict[str, Table]:
    """Every table, by identifier, sorted."""
    found: dict[str, Table] = {}
    for module in HOMES:
        found |= _declared(module)
    return dict(sorted(found.items()))


def table(name: str) -> Table:
    """Table of that identifier.

    Raises
    ------
    UsageError
        If there is none; the nearest name is offered.
    """
    prefix = name.partition("/")[0]
    for module, datasets in HOMES.items():
        if prefix in datasets and name in (declared := _declared(module)):
            return declared[name]
    raise UsageError(f"no table is called {name!r}", fix=did_you_mean(name, tables()))
