"""The model's answers beside historians' verdicts: how many agree, and how many would by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError, did_you_mean

from .verdict_file import Pact, Verdict, Work, verdicts

__all__ = ["DRAWS", "Agreement", "Pact", "Tally", "Verdict", "Work", "agreement", "verdicts"]

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

DRAWS = 10_000
_SEED = 19140728
_RISKS = ("any_war", "great_power_war")
# The model says 'unclear' where its interval holds zero, historians say 'none'. Both claim no
# direction: one label.
_LABELS = {"raised": 0, "lowered": 1, "none": 2, "unclear": 2}
_MODEL = ("raised", "lowered", "unclear")


@dataclass(frozen=True)
class Tally:
    """How historians and the model agree about one risk.

    Parameters
    ----------
    agree, disagree
        Cases that could be compared.
    opposite
        Of those that disagree: one says raised, the other lowered.
    disputed, missing
        Cases that could not: historians disagree; the model has no answer.
    kappa
        Cohen's kappa over three labels, unweighted; NaN where nothing is compared, or where both
        sides use one and the same label throughout.
    low, high
        95 per cent interval of kappa, by percentiles of a bootstrap over cases; NaN where no draw
        has a kappa.
    undefined
        Share of draws without a kappa; they are left out of the interval.
    chance
        Agreement to expect by chance: the share of cases in which two would agree that use the
        labels as often as these do, independently; NaN where nothing is compared.
    """

    agree: int
    disagree: int
    opposite: int
    disputed: int
    missing: int
    kappa: float
    low: float
    high: float
    undefined: float
    chance: float

    @property
    def compared(self) -> int:
        """Cases that could be compared."""
        return self.agree + self.disagree

    @property
    def share(self) -> float:
        """Share of the compared that agree; NaN where there are none."""
        return self.agree / self.compared if self.compared else float("nan")


@dataclass(frozen=True)
class Agreement:
    """Historians and the model side by side.

    Parameters
    ----------
    table
        One row for each verdict, in their order: ``dispnum, title, year, confidence, made_during``,
        and for each risk ``<risk>_historians``, ``<risk>_model`` (null where there is none) and
        ``<risk>``: ``"agrees"``, ``"disagrees"``, ``"disputed"`` or ``"missing"``.
    any_war, great_power_war
        The counts.
    """

    table: pl.DataFrame
    any_war: Tally
    great_power_war: Tally


def agreement(
    verdicts: Sequence[Verdict], frame: pl.DataFrame, draws: int = DRAWS, seed: int = _SEED
) -> Agreement:
    """Compare historians' verdicts with a model's answers.

    Parameters
    ----------
    verdicts
        Those to compare; leave some out to see what hangs on them (those of low confidence, or
        those that speak of alliances made during the dispute).
    frame
        Columns ``dispnum``, ``any_war``, ``great_power_war``, each dispute at most once; values
        ``"raised"``, ``"lowered"``, ``"unclear"``, or null where the model has no answer. Other
        columns and disputes are left aside.
    draws, seed
        Of the bootstrap: cases drawn with replacement.

    Returns
    -------
    Agreement
        The same for the same arguments, in any order of the frame's rows.

    Raises
    ------
    UsageError
        If a column is missing, a dispute comes twice, or a value is none of these.

    Notes
    -----
    The model's ``"unclear"`` and historians' ``"none"`` **count as agreeing**: neither claims a
    direction. That is generous to a model that is unclear about everything, which agrees with every
    ``"none"``; `Tally.chance` and kappa take account of it. Historians' ``"disputed"`` is compared
    with nothing, neither is a dispute that the model does not have.

    Kappa is (p - c) / (1 - c), p the share that agrees and c the share to expect by chance (Cohen,
    J. (1960). A Coefficient of Agreement for Nominal Scales. Educational and Psychological
    Measurement 20(1): 37-46). Labels have no order here: raised against lowered counts like raised
    against none; `Tally.opposite` tells them apart.

    Examples
    --------
    >>> frame = pl.DataFrame(
    ...     {"dispnum": [257, 77], "any_war": ["raised", "unclear"],
    ...      "great_power_war": ["lowered", None]}
    ... )
    >>> found = agreement(verdicts(), frame)
    >>> found.any_war.agree, found.great_power_war.disagree, found.great_power_war.opposite
    (2, 1, 1)
    """
    answers = _answers(frame)
    tallies: dict[str, Tally] = {}
    columns: dict[str, list[str | None]] = {}
    for risk in _RISKS:
        theirs = [one.any_war if risk == "any_war" else one.great_power_war for one in verdicts]
        ours = [answers.get(one.dispnum, {}).get(risk) for one in verdicts]
        found = [_compared(a, b) for a, b in zip(theirs, ours, strict=True)]
        columns |= {f"{risk}_historians": [*theirs], f"{risk}_model": ours, risk: [*found]}
        tallies[risk] = _tally(theirs, ours, found, draws, seed)
    table = pl.DataFrame(
        {
            "dispnum": pl.Series([one.dispnum for one in verdicts], dtype=pl.Int64),
            "title": pl.Series([one.title for one in verdicts], dtype=pl.String),
            "year": pl.Series([one.year for one in verdicts], dtype=pl.Int64),
            "confidence": pl.Series([one.confidence for one in verdicts], dtype=pl.String),
            "made_during": pl.Series([one.made_during for one in verdicts], dtype=pl.Boolean),
            **{name: pl.Series(values, dtype=pl.String) for name, values in columns.items()},
        }
    )
    return Agreement(table, tallies["any_war"], tallies["great_power_war"])


def _answers(frame: pl.DataFrame) -> dict[int, dict[str, str | None]]:
    for name in ("dispnum", *_RISKS):
        if name not in frame.columns:
            fix = (
                did_you_mean(name, frame.columns) or f"the columns are dispnum, {', '.join(_RISKS)}"
            )
            raise UsageError("is missing", field=name, fix=fix)
    found: dict[int, dict[str, str | None]] = {}
    for row in frame.select("dispnum", *_RISKS).iter_rows(named=True):
        number = row["dispnum"]
        if number in found:
            fix = "give each dispute once"
            raise UsageError("a dispute comes twice", field="dispnum", value=number, fix=fix)
        for risk in _RISKS:
            if row[risk] is not None and row[risk] not in _MODEL:
                fix = did_you_mean(str(row[risk]), _MODEL) or f"one of {', '.join(_MODEL)}, or null"
                where = f"{risk} of dispute {number}"
                raise UsageError("has no such value", field=where, value=row[risk], fix=fix)
        found[number] = {risk: row[risk] for risk in _RISKS}
    return found


def _compared(historians: str, model: str | None) -> str:
    if historians == "disputed":
        return "disputed"
    if model is None:
        return "missing"
    return "agrees" if _LABELS[historians] == _LABELS[model] else "disagrees"


def _tally(
    theirs: Sequence[str],
    ours: Sequence[str | None],
    found: Sequence[str],
    draws: int,
    seed: int,
) -> Tally:
    pairs = [
        (_LABELS[a], _LABELS[b])
        for a, b, one in zip(theirs, ours, found, strict=True)
        if b is not None and one in ("agrees", "disagrees")
    ]
    counts = np.zeros((3, 3), dtype=np.int64)
    for a, b in pairs:
        counts[a, b] += 1
    kappa, chance = _kappa(counts[None])
    low, high, undefined = _interval(counts, draws, seed)
    return Tally(
        agree=found.count("agrees"),
        disagree=found.count("disagrees"),
        opposite=int(counts[0, 1] + counts[1, 0]),
        disputed=found.count("disputed"),
        missing=found.count("missing"),
        kappa=float(kappa[0]),
        low=low,
        high=high,
        undefined=undefined,
        chance=float(chance[0]),
    )


def _kappa(counts: Ints) -> tuple[Floats, Floats]:
    """Kappa and the agreement to expect by chance, of tables of counts, shape (n, 3, 3)."""
    total = counts.sum(axis=(1, 2)).astype(np.float64)
    total[total == 0.0] = np.nan
    agree = np.trace(counts, axis1=1, axis2=2) / total
    chance = (counts.sum(axis=1) * counts.sum(axis=2)).sum(axis=1) / total**2
    # both sides on one label: they agree by necessity, and nothing is left to do better in
    room = np.where(chance < 1.0, 1.0 - chance, np.nan)
    return (agree - chance) / room, chance


def _interval(counts: Ints, draws: int, seed: int) -> tuple[float, float, float]:
    """Percentiles of kappa over cases drawn anew, and the share of draws without one.

    Cases that fall in one cell of the table are alike, so a draw of cases is a multinomial draw of
    cells: the order of the cases cannot matter.
    """
    n = int(counts.sum())
    if n == 0:
        return float("nan"), float("nan"), float("nan")
    rng = np.random.Generator(np.random.Philox(seed))
    drawn = rng.multinomial(n, counts.ravel() / n, size=draws).reshape(draws, 3, 3)
    kappas, _ = _kappa(drawn.astype(np.int64))
    kept = kappas[~np.isnan(kappas)]
    undefined = 1.0 - kept.size / draws
    if kept.size == 0:
        return float("nan"), float("nan"), undefined
    low, high = np.percentile(kept, (2.5, 97.5))
    return float(low), float(high), undefined
