"""Which rows of the ledger are meant."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from foedus.cases.placebo import REGIONS
from foedus.core import countries
from foedus.core.errors import UsageError, did_you_mean

from .columns import LEVELS, OUTCOMES, STAGES, label_column
from .summary.labels import LABELS

__all__ = ["KINDS", "REACHED", "Selection", "parse_label"]

KINDS = ("defence", "offence", "neutrality", "nonaggression", "consultation")
"""Kinds of pledge in the ledger's obligations."""
REACHED = ("display", "force", "war")
"""Levels on record (COW MID)."""
_BEYOND = 1000
"""No state has a number as high."""


@dataclass(frozen=True)
class Selection:
    """Filters, all of which must hold.

    Attributes
    ----------
    first, last
        Years, both included.
    nuclear, major, pledged
        Only disputes with a nuclear state, a great power, an obligation in the game.
    without_world_wars
        Leave out the disputes of the two general wars.
    state
        Only disputes with this state on either side or among the third parties in the game: code,
        abbreviation or name.
    labels
        Only rows with these labels, each a column of labels and its value.
    status
        Only rows of this status.
    kind
        Only disputes with a pledge of this kind in the game: one of `KINDS`.
    region
        Only disputes with an originator, on either side, in this region: one of
        `foedus.cases.placebo.REGIONS`.
    level
        Only disputes that reached this level, and no higher, on record: one of `REACHED`.
    """

    first: int | None = None
    last: int | None = None
    nuclear: bool = False
    major: bool = False
    pledged: bool = False
    without_world_wars: bool = False
    state: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    status: str = ""
    kind: str = ""
    region: str = ""
    level: str = ""

    def __post_init__(self) -> None:
        """Refuse what selects nothing by mistake."""
        if self.first is not None and self.last is not None and self.first > self.last:
            raise UsageError(
                "the years are the wrong way round",
                value=f"{self.first} to {self.last}",
                fix=f"write --from {self.last} --to {self.first}",
            )
        for name, known in (
            ("status", ("solved", "failed", "unmade")),
            ("kind", KINDS),
            ("region", tuple(REGIONS)),
            ("level", REACHED),
        ):
            value: str = getattr(self, name)
            if value and value not in known:
                near = did_you_mean(value, known)
                told = f"write {', '.join(known)}"
                fix = f"{near} Or {told}" if near else told
                raise UsageError(f"no such {name}", value=value, fix=fix)

    def told(self) -> dict[str, Any]:
        """Return the filters in use."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", ())
                and value is not False}  # fmt: skip

    def unbegun(self) -> tuple[pl.Expr, tuple[str, ...]]:
        """Which sampled dyad-years without a dispute are meant: rows of the table ``quiet``.

        Returns
        -------
        Expr, tuple of str
            A condition by year, state of the pair and obligation; and the filters in use that the
            table cannot answer. ``without_world_wars`` asks nothing of what is no dispute.

        Raises
        ------
        UsageError
            Nobody is called like `state`.
        """
        meant = pl.lit(value=True)
        if self.first is not None:
            meant &= pl.col("year") >= self.first
        if self.last is not None:
            meant &= pl.col("year") <= self.last
        if self.pledged:
            meant &= pl.col("pledged")
        if self.state:
            code = countries.code(self.state)
            meant &= (pl.col("ccode1") == code) | (pl.col("ccode2") == code)
        known = ("first", "last", "pledged", "state", "without_world_wars")
        return meant, tuple(name for name in self.told() if name not in known)

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that are meant, in their order.

        Raises
        ------
        UsageError
            Nobody is called like `state`.
        """
        kept = rows
        if self.first is not None:
            kept = kept.filter(pl.col("year") >= self.first)
        if self.last is not None:
            kept = kept.filter(pl.col("year") <= self.last)
        for name in ("nuclear", "major", "pledged"):
            if getattr(self, name):
                kept = kept.filter(pl.col(name).fill_null(value=False))
        if self.without_world_wars:
            kept = kept.filter(~pl.col("world_war").fill_null(value=False))
        if self.state:
            kept = kept.filter(_has(countries.code(self.state)))
        if self.kind:
            kept = kept.filter(_owed(self.kind))
        if self.region:
            kept = kept.filter(_within(self.region))
        if self.level:
            kept = kept.filter(pl.col("level") == self.level)
        for column, label in self.labels:
            kept = kept.filter(pl.col(column) == label)
        return kept.filter(pl.col("status") == self.status) if self.status else kept


def _owed(kind: str) -> pl.Expr:
    kinds = pl.col("obligations").list.eval(pl.element().struct.field("kind") == kind)
    return kinds.list.any().fill_null(value=False)


def _within(region: str) -> pl.Expr:
    """Whether an originator's number lies among those of a region."""
    firsts = sorted(REGIONS.values())
    low = REGIONS[region] if REGIONS[region] != firsts[0] else 0
    high = next((first for first in firsts if first > REGIONS[region]), _BEYOND)
    sides = [
        pl.col(f"{camp}_ccodes").list.eval(pl.element().is_between(low, high - 1)).list.any()
        for camp in ("challenger", "target")
    ]
    return pl.any_horizontal(one.fill_null(value=False) for one in sides)


def _has(code: int) -> pl.Expr:
    thirds = pl.col("candidates").list.eval(pl.element().struct.field("ccode") == code).list.any()
    sides = [pl.col(f"{camp}_ccodes").list.contains(code) for camp in ("challenger", "target")]
    return pl.any_horizontal(one.fill_null(value=False) for one in (*sides, thirds))


def parse_label(text: str) -> tuple[str, str]:
    """Read ``any_war=raised``, ``any_war:0.01=raised`` or ``onset/any_war:0.05=lowered``.

    Returns
    -------
    tuple
        Column of labels and label; the threshold is .01 unless given.

    Raises
    ------
    UsageError
        If it cannot be read.

    Examples
    --------
    >>> parse_label("any_war=raised")
    ('label_any_war_010', 'raised')
    >>> parse_label("onset/great_power_war:0.05=lowered")
    ('label_onset_great_power_war_050', 'lowered')
    """
    what, _, label = text.partition("=")
    path, _, threshold = what.partition(":")
    stage, slash, outcome = path.rpartition("/")
    try:
        level = float(threshold) if threshold else LEVELS[1]
    except ValueError:
        level = -1.0
    good = (
        label in LABELS
        and outcome in OUTCOMES
        and level in LEVELS
        and (stage if slash else "escalation") in STAGES
    )
    if not good:
        raise UsageError(
            f"cannot read the label '{text}'",
            value=text,
            fix=f"write OUTCOME[:THRESHOLD]=LABEL: {' or '.join(OUTCOMES)}; "
            f"{', '.join(f'{one:g}' for one in LEVELS)}; {', '.join(LABELS)}",
        )
    return label_column(stage if slash else "escalation", outcome, level), label
