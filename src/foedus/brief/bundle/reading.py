"""What the pictures and sentences read out of a bundle: typed rows, and the scenario's names.

A partial bundle lacks tables, and a crisis without treaties has empty ones: every reader answers
with an empty tuple or None, never with an error.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import yaml

from foedus.brief.groups import FIGHTING
from foedus.core.errors import BundleError

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = [
    "GROUPS",
    "LABELS",
    "PEACE",
    "WARS",
    "Actor",
    "Effect",
    "Estimate",
    "Share",
    "about_beliefs",
    "accounting",
    "actors",
    "actors_fighting",
    "apart",
    "cases",
    "effects",
    "estimate",
    "facts",
    "furthest",
    "instruments",
    "main_war",
    "obliges",
    "records",
    "rung_names",
    "scenario",
    "treaties",
]

PEACE = ("lapsed", "settled", "challenger_yields", "target_yields")
WARS = ("war_principals", "wider_war", "great_power_war", "nuclear_use")
GROUPS = ("deterrence", "emboldenment", "entrapment", "others", "mechanics")
LABELS = {
    "challenger_yields": "challenger yields",
    "target_yields": "target yields",
    "settled": "settled by talks",
    "lapsed": "crisis lapses",
    "war_principals": "war of the principals",
    "wider_war": "wider war",
    "great_power_war": "great-power war",
    "nuclear_use": "nuclear use",
    "any_war": "any war",
    "patron_fights": "the patron fights",
}
_CASES = ("base", "edited")
_BELIEFS = re.compile(
    r"--with (perceived|assurance|ambiguous|signal):|--set (resolve|perceived|signals)\."
)


@dataclass(frozen=True)
class Estimate:
    """A number with its quantiles over the draws of theta."""

    point: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    draws: int = 0

    @property
    def has_interval(self) -> bool:
        """Whether draws were made; without them the quantiles are the point, or NaN."""
        return self.draws != 1 and not math.isnan(self.q05) and not math.isnan(self.q95)


@dataclass(frozen=True)
class Actor:
    """An actor as the bundle's scenario names it."""

    code: str
    name: str
    camp: str
    principal: bool


@dataclass(frozen=True)
class Effect:
    """What an instrument does to one outcome: with it, without it, and the difference."""

    instrument: str
    kind: str
    title: str
    outcome: str
    with_: float
    without: float
    difference: Estimate


@dataclass(frozen=True)
class Share:
    """One group's share of an effect, with its first-in to last-in range."""

    group: str
    share: float
    low: float
    high: float
    separable: bool
    best_response: float
    total: float
    feedback: float


def records(bundle: Bundle, table: str, **where: str) -> list[dict[str, Any]]:
    """Rows of a table, filtered by equality; none where the table or a column is absent."""
    frame = bundle.tables.get(table)
    if frame is None or any(column not in frame.columns for column in where):
        return []
    for column, value in where.items():
        frame = frame.filter(pl.col(column) == value)
    return frame.to_dicts()


def cases(bundle: Bundle) -> tuple[str, ...]:
    """Cases with outcomes: ``base``, and ``edited`` where something was asked for."""
    frame = bundle.tables.get("outcomes")
    found = set() if frame is None else set(frame["case"].to_list())
    return tuple(case for case in _CASES if case in found)


def estimate(bundle: Bundle, table: str, **where: str) -> Estimate | None:
    """The one number of a table that `where` points at, or None."""
    rows = records(bundle, table, **where)
    if not rows:
        return None
    return _estimate(rows[0], rows[0]["point"], int(bundle.manifest.get("draws") or 0))


def _estimate(row: dict[str, Any], point: float, draws: int) -> Estimate:
    quantiles = [_number(row.get(name)) for name in ("q05", "q25", "q50", "q75", "q95")]
    return Estimate(_number(point), *quantiles, draws=int(row.get("draws") or draws))


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def effects(bundle: Bundle, outcome: str, *, requested: bool = False) -> tuple[Effect, ...]:
    """Effects on one outcome, the largest difference first; ties by name.

    Parameters
    ----------
    requested
        True: only what the reader asked for (`kind` requested); False: every treaty and channel.
    """
    found = [
        Effect(
            instrument=row["instrument"],
            kind=row["kind"],
            title=_title(row),
            outcome=outcome,
            with_=_number(row["with_"]),
            without=_number(row["without"]),
            difference=_estimate(row, row["difference"], 0),
        )
        for row in records(bundle, "effects", outcome=outcome)
        if (row["kind"] == "requested") is requested
    ]
    return tuple(sorted(found, key=lambda one: (-_size(one), one.instrument)))


def _title(row: dict[str, Any]) -> str:
    """A channel's own title describes it at length; its two ends say enough."""
    if row["kind"] == "channel":
        return f"channel {row['instrument']}"
    return str(row["title"] or row["instrument"])


def _size(effect: Effect) -> float:
    """Magnitude rounded, so that noise in the last digits cannot change the order of a page."""
    return (
        round(abs(effect.difference.point), 9) if not math.isnan(effect.difference.point) else -1.0
    )


def instruments(bundle: Bundle, outcome: str, at_least: float = 0.01) -> tuple[str, ...]:
    """Treaties and channels that move `outcome` by `at_least`, the largest first."""
    return tuple(one.instrument for one in effects(bundle, outcome) if _size(one) >= at_least)


def accounting(bundle: Bundle, instrument: str, outcome: str) -> tuple[Share, ...]:
    """Shares of one effect in the order of `GROUPS`."""
    rows = {
        row["group"]: row
        for row in records(bundle, "accounting", instrument=instrument, outcome=outcome)
    }
    return tuple(
        Share(
            group=group,
            share=_number(row["share"]),
            low=_number(row["low"]),
            high=_number(row["high"]),
            separable=bool(row["separable"]),
            best_response=_number(row.get("best_response")),
            total=_number(row.get("total")),
            feedback=_number(row.get("feedback")),
        )
        for group in GROUPS
        if (row := rows.get(group)) is not None
    )


def main_war(bundle: Bundle) -> str:
    """The war the pictures speak of first: great-power war where it can happen, else any war."""
    for case in cases(bundle):
        found = estimate(bundle, "outcomes", case=case, outcome="great_power_war")
        if found is not None and found.point >= 0.005:
            return "great_power_war"
    return "any_war"


def scenario(bundle: Bundle) -> dict[str, Any]:
    """The scenario's YAML as plain values.

    Raises
    ------
    BundleError
        If the text is not a mapping.
    """
    return _mapping(bundle.scenario)


@functools.lru_cache(maxsize=16)
def _mapping(text: str) -> dict[str, Any]:
    """Read once what every picture of a page asks for; nobody changes what is returned."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where the wheel has it
    try:
        content = yaml.load(text, loader) if text.strip() else {}  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise BundleError(
            "scenario.yaml of the bundle is not YAML", fix="run the study again"
        ) from error
    if not isinstance(content, dict):
        raise BundleError("scenario.yaml of the bundle is not a mapping", fix="run the study again")
    return content


def actors(bundle: Bundle) -> tuple[Actor, ...]:
    """Actors by camp, principals first: challenger's camp, target's camp, either."""
    listed = scenario(bundle).get("actors") or {}
    found = [
        Actor(code, str(one.get("name") or code), str(one.get("camp")), bool(one.get("principal")))
        for code, one in listed.items()
    ]
    order = {"challenger": 0, "target": 1, "either": 2}
    return tuple(sorted(found, key=lambda one: (order.get(one.camp, 3), not one.principal)))


def actors_fighting(bundle: Bundle, case: str) -> tuple[tuple[dict[str, Any], Estimate], ...]:
    """Rows of `fights` with their estimates, likeliest first; ties by code."""
    rows = records(bundle, "fights", case=case)
    draws = int(bundle.manifest.get("draws") or 0)
    found = [(row, _estimate(row, row["point"], draws)) for row in rows]
    return tuple(sorted(found, key=lambda one: (-round(one[1].point, 9), one[0]["actor"])))


def furthest(bundle: Bundle, case: str) -> list[dict[str, Any]]:
    """Of every observer and actor the row of `beliefs` furthest from the truth, the furthest first.

    The higher of two rungs that are as far; none where private resolve was not asked for.
    """
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for row in records(bundle, "beliefs", case=case):
        pair = row["observer"], row["actor"]
        if pair not in best or apart(row) >= apart(best[pair]):
            best[pair] = row
    return sorted(best.values(), key=lambda row: (-apart(row), row["observer"], row["actor"]))


def apart(row: Mapping[str, Any]) -> float:
    """How far a belief is from what is so, to two decimals."""
    return round(abs(row["believed"] - row["so"]), 2)


def rung_names(bundle: Bundle) -> list[str]:
    """Names of the rungs from the lowest: the `rungs` table's, else the scenario's."""
    rows = sorted(records(bundle, "rungs"), key=lambda row: row["index"])
    found = list(dict.fromkeys((int(row["index"]), str(row["rung"])) for row in rows))
    if not found:
        told = scenario(bundle).get("ladder")
        return [str(one["name"]) for one in told] if isinstance(told, list) else []
    names: dict[int, str] = {}
    for index, name in found:
        names[index] = name if index not in names else f"{names[index]} / {name}"
    return [names.get(i, "") for i in range(max(names) + 1)]


def treaties(bundle: Bundle) -> dict[str, dict[str, Any]]:
    """Treaties of the scenario by id."""
    return scenario(bundle).get("treaties") or {}


def about_beliefs(bundle: Bundle) -> bool:
    """Whether a change asked for is of what states believe: the game without types lacks it."""
    return any(_BELIEFS.match(str(one)) for one in bundle.manifest.get("specs") or ())


def obliges(bundle: Bundle, treaty: str) -> bool:
    """Whether a treaty may oblige anybody to fight; one that the scenario lacks may."""
    kinds = treaties(bundle).get(treaty, {}).get("kind", "defence")
    return any(kind in kinds for kind in FIGHTING)


def facts(bundle: Bundle) -> list[dict[str, Any]]:
    """The scenario's chronology, in its order."""
    return scenario(bundle).get("facts") or []
