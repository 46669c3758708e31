"""What the ledger's tables hold: every column with its type, unit, meaning and origin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from .order import SHOWN

__all__ = ["LEVELS", "OUTCOMES", "STAGES", "TABLES", "Column", "codebook", "label_column", "schema"]

OUTCOMES = ("any_war", "great_power_war")
"""Outcomes for which effects are counted and labelled."""
LEVELS = (0.002, 0.01, 0.05)
"""Thresholds of a difference of probabilities at which a row is labelled."""
STAGES = ("escalation", "onset")
"""Escalation alone: given the dispute. With onset: it might not have begun without them."""
_OURS = "foedus"
_MID = "COW MID"
_ATOP = "ATOP"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, dtype
        Name and type.
    about, unit
        What it holds; empty unit where there is none.
    source
        Whose datum it is: a data set, or foedus for what is computed.
    """

    name: str
    dtype: Any
    about: str
    unit: str = ""
    source: str = _OURS


def label_column(stage: str, outcome: str, level: float) -> str:
    """Name of the column of labels.

    Examples
    --------
    >>> label_column("escalation", "any_war", 0.01), label_column("onset", "any_war", 0.002)
    ('label_any_war_010', 'label_onset_any_war_002')
    """
    middle = "" if stage == "escalation" else f"{stage}_"
    return f"label_{middle}{outcome}_{round(1000 * level):03d}"


_CANDIDATE = pl.Struct(
    {
        "ccode": pl.Int16, "code": pl.String, "name": pl.String, "camp": pl.String,
        "why": pl.List(pl.String), "joined": pl.Boolean, "fought": pl.Boolean,
        "fights": pl.Float32, "fights_without": pl.Float32, "difference": pl.Float32,
        "low": pl.Float32, "high": pl.Float32,
    }
)  # fmt: skip
_OBLIGATION = pl.Struct(
    {
        "treaty": pl.String, "atop": pl.Int32, "kind": pl.String, "obligor": pl.String,
        "beneficiary": pl.String, "weight": pl.Float32, "conditional": pl.Boolean,
        "against": pl.List(pl.String),
    }
)  # fmt: skip
_OTHER = pl.Struct({"any_war": pl.Float32, "great_power_war": pl.Float32})
_P = "probability"


def _probabilities() -> Iterable[Column]:
    for name in SHOWN:
        said = name.replace("_", " ")
        yield Column(name, pl.Float32, f"Chance of {said} as things were, at the mean.", _P)
        yield Column(f"{name}_without", pl.Float32, f"The same without any obligation: {said}.", _P)


def _differences() -> Iterable[Column]:
    for stage in STAGES:
        for name in OUTCOMES:
            said = name.replace("_", " ")
            stem = name if stage == "escalation" else f"{stage}_{name}"
            with_ = "With less without" if stage == "escalation" else "The same with onset"
            yield Column(f"{stem}_difference", pl.Float32, f"{with_}, {said}, at the mean.", _P)
            yield Column(f"{stem}_low", pl.Float32, "5 % of draws lie below.", _P)
            yield Column(f"{stem}_high", pl.Float32, "5 % of draws lie above.", _P)


def _labels() -> Iterable[Column]:
    for stage in STAGES:
        for name in OUTCOMES:
            for level in LEVELS:
                yield Column(
                    label_column(stage, name, level),
                    pl.String,
                    f"raised, lowered, unclear or none: {name.replace('_', ' ')}, {stage}, at "
                    f"{level:g}; null where unsolved.",
                )


_ROWS = (
    Column("key", pl.String, "Number of the dispute, as text.", source=_MID),
    Column("dispnum", pl.Int32, "Number of the dispute.", source=_MID),
    Column("start", pl.Date, "First day possible.", source=_MID),
    Column("year", pl.Int16, "Year of that day.", source=_MID),
    Column("decade", pl.Int16, "First year of the decade.", source=_MID),
    Column("block", pl.Int32, "Cluster: the dispute, or minus the number of a general war (106 "
           "First, 139 Second World War).", source="COW MID, COW wars"),
    Column("world_war", pl.Boolean, "Whether the block is a general war.", source="COW wars"),
    Column("challenger", pl.List(pl.String), "Names of the challenger's bloc.", source=_MID),
    Column("target", pl.List(pl.String), "Names of the target's bloc.", source=_MID),
    Column("challenger_ccodes", pl.List(pl.Int16), "COW numbers, strongest first.", source=_MID),
    Column("target_ccodes", pl.List(pl.Int16), "COW numbers, strongest first.", source=_MID),
    Column("challenger_code", pl.String, "Code of the bloc in the game."),
    Column("target_code", pl.String, "Code of the bloc in the game."),
    Column("issue", pl.String, "Kind of issue: territory, policy, regime, other.", source=_MID),
    Column("candidates", pl.List(_CANDIDATE), "Third parties in the game: who, in which camp, why "
           "a candidate, joined and fought on record, chance of fighting with and without, "
           "difference and its 90 % interval."),
    Column("left_out", pl.Int16, "Further candidates, not in the game.", "states"),
    Column("joined_outside", pl.Int16, "States that joined and are not in the game.", "states",
           _MID),
    Column("obligations", pl.List(_OBLIGATION), "In force the day before, among the actors of the "
           "game: treaty, ATOP number, kind, who owes whom, how binding, conditional, against "
           "whom: null is anybody.", source=_ATOP),
    Column("n_obligations", pl.Int16, "Number of obligations in play.", "obligations", _ATOP),
    Column("n_treaties", pl.Int16, "Number of treaties they rest on.", "treaties", _ATOP),
    Column("pledged", pl.Boolean, "Whether there is an obligation in play."),
    Column("icb", pl.List(pl.Int16), "Numbers of the ICB crises that are this dispute's; see "
           "foedus.ledger.icb for the rule.", source="ICB"),
    Column("nuclear", pl.Boolean, "Whether any actor of the game has nuclear weapons.",
           source="Bleek 2017, NTI"),
    Column("major", pl.Boolean, "Whether any actor of the game is a great power.",
           source="COW states"),
    Column("level", pl.String, "Highest level on record: display, force, war.", source=_MID),
    Column("end", pl.String, "How it ended on record; null for a war or where not known.",
           source=_MID),
    Column("days", pl.Float32, "Length on record.", "days", _MID),
    Column("elsewhere", pl.List(pl.String), "Candidates that came in on the other side.",
           source=_MID),
    Column("status", pl.String, "solved, failed (did not converge) or unmade (no game)."),
    Column("reason", pl.String, "Why not solved."),
    Column("converged", pl.Boolean, "Whether it was solved at the mean and at every draw."),
    Column("residual", pl.Float32, "Largest residual of the two solves at the mean."),
    Column("method", pl.String, "How the equilibrium was found."),
    Column("positions", pl.Int32, "Size of the game.", "positions"),
    Column("draws", pl.Int16, "Draws of theta that converged.", "draws"),
    Column("starts", pl.Int16, "Random starts in search of other equilibria."),
    Column("equilibria", pl.Int16, "Equilibria found, the first included."),
    Column("others", pl.List(_OTHER), "Chances of war in the others.", _P),
    *_probabilities(),
    Column("value", pl.Float32, "Value of the crisis to the challenger's principal.", "stakes"),
    Column("value_without", pl.Float32, "The same without any obligation.", "stakes"),
    Column("onset", pl.Float32, "Chance that it begins, as things were; null without a model of "
           "onset.", _P),
    Column("onset_without", pl.Float32, "The same without any obligation.", _P),
    Column("begun", pl.Float32, "Chance that the dispute, which did begin, would have begun "
           "without: min(1, onset_without / onset).", _P),
    *_differences(),
    *_labels(),
    Column("accounted", pl.String, "Treaty whose effect is accounted for: the one whose absence "
           "moves war most."),
    Column("notes", pl.List(pl.String), "What was judged or missing in the case."),
)  # fmt: skip

_PAIR = (
    Column("any_war", pl.Float32, "Chance of any war as things were.", _P),
    Column("any_war_without", pl.Float32, "The same without.", _P),
    Column("great_power_war", pl.Float32, "Chance of great-power war as things were.", _P),
    Column("great_power_war_without", pl.Float32, "The same without.", _P),
)
_DISPNUM = Column("dispnum", pl.Int32, "Number of the dispute.", source=_MID)

TABLES: dict[str, tuple[Column, ...]] = {
    "rows": _ROWS,
    "effects": (
        _DISPNUM,
        Column("draw", pl.Int16, "Draw of theta, from 0; common to all disputes."),
        Column("outcome", pl.String, "any_war, great_power_war, onset."),
        Column("with", pl.Float32, "Chance as things were; null where not converged.", _P),
        Column("without", pl.Float32, "Chance without any obligation.", _P),
    ),
    "treaties": (
        _DISPNUM,
        Column("instrument", pl.String, "Treaty, camp:challenger, camp:target (what is owed to "
               "that camp), or all."),
        Column("kind", pl.String, "treaty, camp or all."),
        Column("atop", pl.Int32, "Number of the treaty.", source=_ATOP),
        *_PAIR,
    ),
    "accounting": (
        _DISPNUM,
        Column("treaty", pl.String, "The treaty accounted for."),
        Column("outcome", pl.String, "any_war, great_power_war, patron_fights."),
        Column("group", pl.String, "entrapment (patron), emboldenment (protégé; negative: "
               "restraint), deterrence (adversary), others, mechanics."),
        Column("share", pl.Float32, "Shapley share of the treaty's effect.", _P),
        Column("first", pl.Float32, "Effect where the group changes first.", _P),
        Column("last", pl.Float32, "Effect where the group changes last.", _P),
        Column("separable", pl.Boolean, "Whether the two agree in sign."),
    ),
    "variants": (Column("variant", pl.String, "What was changed."), _DISPNUM, *_PAIR),
    "placebos": (
        Column("placebo", pl.String, "Which pacts stand in place of the real ones."),
        _DISPNUM,
        Column("n_obligations", pl.Int16, "Number of obligations in play.", "obligations"),
        *_PAIR,
    ),
    "prior": (
        _DISPNUM,
        Column("draw", pl.Int16, "Draw of theta under the prior."),
        *_PAIR,
    ),
    "quiet": (
        Column("key", pl.String, "Challenger, target, year."),
        Column("ccode1", pl.Int16, "Challenger, COW number."),
        Column("ccode2", pl.Int16, "Target, COW number."),
        Column("year", pl.Int16, "Year in question."),
        Column("weight", pl.Float64, "Dyad-years of its decade that it stands for.", "dyad-years"),
        Column("draw", pl.Int16, "Draw of theta, of a few; null for the mean."),
        Column("pledged", pl.Boolean, "Whether there is an obligation in play."),
        Column("onset", pl.Float32, "Chance that the crisis begins, as things were.", _P),
        Column("onset_without", pl.Float32, "The same without any obligation.", _P),
        *_PAIR,
    ),
}  # fmt: skip
"""Every table, with its columns in order."""


def schema(table: str) -> dict[str, Any]:
    """Types of a table's columns, in order."""
    return {column.name: column.dtype for column in TABLES[table]}


def codebook(tables: Iterable[str]) -> pl.DataFrame:
    """One row a column: ``table, attribute, type, unit, description, source``."""
    return pl.DataFrame(
        [
            {
                "table": table,
                "attribute": column.name,
                "type": _said(column.dtype),
                "unit": column.unit,
                "description": column.about,
                "source": column.source,
            }
            for table in tables
            for column in TABLES[table]
        ]
    )


def _said(dtype: Any) -> str:
    if isinstance(dtype, pl.List):
        return f"list of {_said(dtype.inner)}"
    if isinstance(dtype, pl.Struct):
        return "record (" + ", ".join(f.name for f in dtype.fields) + ")"
    return str(dtype).lower()
