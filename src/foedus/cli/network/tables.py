"""Tables of one network, with their codebook, and the JSON document."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from foedus.brief.network.ties import ties
from foedus.core import countries
from foedus.core.provenance import foedus_version

if TYPE_CHECKING:
    from foedus.brief.network.findings import Findings

__all__ = ["ABOUT", "clean", "codebook", "document", "tables"]

ABOUT: dict[str, str] = {
    "ccode": "COW state code",
    "state": "COW abbreviation",
    "name": "Name at the time",
    "strength": "Share of the system's material capabilities (CINC)",
    "allies": "Allies",
    "bloc": "Number of its bloc, the largest first; a state without allies is one of its own",
    "vulnerable": "Whether some state and its allies could defeat it and those who stand with it",
    "attacker": "The state with the largest margin",
    "coalition": "States in its coalition (a count, or their abbreviations)",
    "attack": "Strength of the coalition",
    "defence": "Strength of the state and of its allies outside the coalition",
    "ratio": "Attack over defence",
    "ccode1": "COW code; where the pledge goes one way only, the state that owes it",
    "ccode2": "COW code of the other",
    "state1": "Abbreviation of the first",
    "state2": "Abbreviation of the second",
    "strongest_pledge": "Strongest pledge in either direction",
    "one_sided": "Whether the other owes less",
    "conditional": "Whether every treaty that holds it sets a condition",
    "treaties": "ATOP numbers of the treaties that hold it",
    "condition": "S1, S2, S3 of war stability, or of stability with trade",
    "one": "A state of the alliance added or dropped",
    "two": "The other",
    "atopid": "ATOP number",
    "obligor": "State that owes, COW code",
    "beneficiary": "State to which it is owed, COW code",
    "start": "First day possible",
    "end": "Last day possible",
    "censored": "In force when the record ends",
    "phase": "Phase of the treaty",
    "defense": "Owes help if the other is attacked",
    "offense": "Owes help beyond that",
    "neutral": "Owes neutrality",
    "nonagg": "Owes not to attack",
    "consul": "Owes consultation",
    "partners": "Those whom the state owes help under it",
    "share": "Share of the state's entries into wars between others",
    "first": "Share in which this is the pledge that the state itself honours",
    "anywhere": "Share in whose chain this treaty makes a link",
    "without": "Yearly chance with this treaty taken out",
    "difference_error": "Standard error of the difference this makes",
    "chain": "From the state back to the one with which the war began",
    "role": "What that one did first",
    "steps": "Calls in the chain",
    "side": "Side that the state joins",
    "attacked": "State attacked first",
    "yearly": "Expected entries a year into wars between others",
    "yearly_error": "Its standard error, from the drawing alone",
    "chance": "Chance to be drawn in at least once in a year",
    "given_war": "Chance to be drawn in if a war starts between two others",
    "error": "Its standard error, from the drawing alone",
    "with_attacked": "Share of its entries on the side of the attacked",
}
"""What a column holds; ATOP's conditions are in its codebook."""


def tables(found: Findings) -> dict[str, pl.DataFrame]:
    """Every table, by name: states, pairs, obligations, and what was asked for."""
    made = {
        "states": _states(found),
        "pairs": _pairs(found),
        "obligations": found.network.obligations,
    }
    if found.verdict is not None:
        made["breaches"] = _flat(found.verdict.breaches)
    if found.trade is not None:
        made["breaches_with_trade"] = _flat(found.trade.breaches)
    if found.exposure is not None:
        at_risk = found.exposure
        made["exposure"] = at_risk.exposure.frame
        made["chains"] = at_risk.chains.paths
        made["wars"] = at_risk.chains.wars
        made["carriers"] = pl.DataFrame(
            [
                (
                    one.atopid,
                    " ".join(countries.abb(code) for code in one.partners),
                    one.first,
                    one.anywhere,
                    one.without,
                    one.error,
                )
                for one in at_risk.carriers
            ],
            schema=_CARRIERS,
            orient="row",
        )
    return made


_CARRIERS = {
    "atopid": pl.Int16,
    "partners": pl.String,
    "first": pl.Float64,
    "anywhere": pl.Float64,
    "without": pl.Float64,
    "difference_error": pl.Float64,
}


def _states(found: Findings) -> pl.DataFrame:
    net = found.network
    when = net.day or net.year
    base = pl.DataFrame(
        {
            "ccode": net.states,
            "state": net.names,
            "name": [countries.name(int(code), when) for code in net.states],
            "strength": net.strength,
            "allies": net.allied.sum(axis=0).astype(np.int32),
            "bloc": (found.blocs.bloc + 1).astype(np.int32),
        }
    ).with_columns(pl.col("strength").fill_nan(None))
    judged = found.vulnerable.frame.select(
        pl.col("ccode").cast(pl.Int16),
        "vulnerable",
        "attacker",
        "coalition",
        "attack",
        "defence",
        pl.col("ratio").fill_nan(None),
    )
    return base.join(judged, on="ccode", how="left", maintain_order="left")


def _pairs(found: Findings) -> pl.DataFrame:
    rows = [
        (
            one.one,
            countries.abb(one.one),
            one.two,
            countries.abb(one.two),
            one.kind,
            one.one_sided,
            one.conditional,
            " ".join(map(str, one.treaties)),
        )
        for one in ties(found.network)
    ]
    schema = {
        "ccode1": pl.Int16,
        "state1": pl.String,
        "ccode2": pl.Int16,
        "state2": pl.String,
        "strongest_pledge": pl.String,
        "one_sided": pl.Boolean,
        "conditional": pl.Boolean,
        "treaties": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """CSV has no lists."""
    return frame.with_columns(pl.col("coalition").list.join(" "))


def codebook(
    made: Mapping[str, pl.DataFrame], known: Mapping[str, tuple[str, str]] | None = None
) -> pl.DataFrame:
    """``table, column, type, nulls, about, unit``: one row a column.

    Parameters
    ----------
    known
        By column: what it holds, and its unit; goes before `ABOUT`.
    """
    rows = [
        (name, column, str(kind), frame[column].null_count(), *_told(column, known or {}))
        for name, frame in made.items()
        for column, kind in frame.schema.items()
    ]
    heads = ["table", "column", "type", "nulls", "about", "unit"]
    return pl.DataFrame(rows, schema=heads, orient="row")


def _told(column: str, known: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    if column in known:
        return known[column]
    return ABOUT.get(column, "See the ATOP codebook"), ""


def document(found: Findings) -> dict[str, Any]:
    """Everything, for programs. What is not known is null."""
    net, one, parted = found.network, found.density, found.blocs
    made = tables(found)
    told: dict[str, Any] = {
        "foedus": foedus_version(),
        "year": net.year,
        "day": None if net.day is None else str(net.day),
        "kinds": list(net.kinds),
        "without": [f"atop:{number}" for number in found.without],
        "structure": {
            "states": one.states,
            "pairs_allied": one.ties,
            "allies_per_state": one.per_state,
            "density": one.density,
            "clustering": one.clustering,
            "transitivity": one.transitivity,
            "components": one.components,
            "isolates": one.isolates,
            "blocs": parted.count,
            "modularity": parted.modularity,
            "polarisation": parted.polarisation,
        },
        "gamma": found.gamma,
        "unknown_strength": list(found.vulnerable.known.left_out),
        "states": made["states"].to_dicts(),
        "pairs": made["pairs"].to_dicts(),
    }
    if found.verdict is not None:
        told["stability"] = {
            "war_stable": found.verdict.verdict.stable,
            "breaches": found.verdict.breaches.to_dicts(),
        }
    if found.trade is not None:
        told["stability_with_trade"] = {
            "war_and_trade_stable": found.trade.verdict.stable,
            "spoils": found.spoils,
            "breaches": found.trade.breaches.to_dicts(),
        }
    if found.exposure is not None:
        at_risk = found.exposure
        told["exposure"] = {
            "ccode": at_risk.ccode,
            "state": countries.abb(at_risk.ccode),
            "chance": at_risk.yearly,
            "chance_error": at_risk.error,
            "entries": at_risk.entries,
            "chance_if_conditions_unmet": at_risk.least,
            "given_war": at_risk.given_war,
            "rank": at_risk.rank,
            "among": int(at_risk.exposure.states.size),
            "change": None
            if at_risk.change is None
            else dict(zip(("before", "difference", "error"), at_risk.change, strict=True)),
            "chains": made["chains"].to_dicts(),
            "carriers": made["carriers"].to_dicts(),
            "assumptions": list(at_risk.assumptions),
        }
    told["files"] = [source.file.path for source in found.sources]
    cleaned: dict[str, Any] = clean(told)
    return cleaned


def clean(value: Any) -> Any:
    """JSON has no NaN, no infinity and no dates."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): clean(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [clean(one) for one in value]
    if isinstance(value, np.generic):
        return clean(value.item())
    return str(value)
