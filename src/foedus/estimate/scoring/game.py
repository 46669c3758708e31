"""The crisis game as a model: theta of the fold's origin, each case solved, a probability a row.

What is scored is the mean of the chances over draws from the posterior at the origin: that is what
somebody who has learnt only from earlier disputes believes, and by Jensen's inequality its log loss
is never above the mean of those of the draws. The point values alone pretend to know theta.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from foedus.cases.case import Case, dispute_cases
from foedus.core.errors import UsageError
from foedus.core.progress import Reporter, Silent
from foedus.estimate.structural.origins import Origin, Origins, Slope, load_origins
from foedus.estimate.structural.origins_fit import question
from foedus.estimate.structural.schools import School

from .onset_game import onset_chances
from .recalibrated import recalibrated
from .scores import Floats
from .solved import Chances, journal, solved
from .tasks import Task

__all__ = ["DRAWS", "Forecaster", "Settings"]

DRAWS = 8
"""Draws from the posterior over which chances are averaged. Their mean has a standard error of a
third of the spread that theta's uncertainty gives a chance."""
READINGS = {"escalation": "any_war", "great-power-war": "great_power_war", "joining": "reached:2:"}
"""What a task's event is in the game: war however it ends; war between great powers; the candidate
reaches display, on its camp's side (to its name comes the candidate's code)."""


@dataclass(frozen=True)
class Settings:
    """How the game foretells.

    Attributes
    ----------
    draws : int or None
        From the posterior at the origin; 0 for its point values. None for `DRAWS`, and for 0 in
        the task *onset*, where two games a row would take hours more.
    seed : int
        Of the draws, the same for all cases.
    k : int
        Candidates in a game, as in the fit.
    executor : Executor, optional
        Where cases are solved.
    origins : Path, optional
        File of origins; the shipped one by default.
    folder : Path, optional
        Where solved cases are kept; in the cache by default.
    cases : callable
        Gives the disputes for `k`.
    reporter : Reporter
    """

    draws: int | None = None
    seed: int = 0
    k: int = 2
    executor: Executor | None = None
    origins: Path | None = None
    folder: Path | None = None
    cases: Callable[[int], Sequence[Case]] = field(default=dispute_cases)
    reporter: Reporter = field(default_factory=Silent)


class Forecaster:
    """The game, or a school of it, as a function from rows learnt from and rows to foretell.

    Parameters
    ----------
    task
        What is foretold.
    school
        Of which the game is one.
    settings
        How.
    calibrated
        Whether forecasts are moved by `recalibrated`, learnt on the rows learnt from.
    slope
        Of the onset model; of no account for other tasks.

    Raises
    ------
    UsageError
        `calibrated` for the task *onset*.
    """

    def __init__(
        self,
        task: Task,
        school: School,
        settings: Settings,
        *,
        calibrated: bool = False,
        slope: Slope = "play",
    ) -> None:
        if calibrated and task.name == "onset":
            raise UsageError(
                "onset is a logit in the value of the crisis: it is calibrated as it is",
                fix="score game",
            )
        self.task, self.school, self.settings = task, school, settings
        self.calibrated, self.slope = calibrated, slope
        self._counts: Counter[str] = Counter()
        self._used: dict[str, Origin] = {}

    @property
    def draws(self) -> int:
        """Draws from the posterior."""
        if self.settings.draws is not None:
            return self.settings.draws
        return 0 if self.task.name == "onset" else DRAWS

    @cached_property
    def origins(self) -> Origins:
        """All fits there are."""
        return load_origins(self.settings.origins)

    def __call__(self, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
        """Foretell a fold from the fit at its origin.

        Parameters
        ----------
        train, test
            As for every model. The origin is the fit that knew what `train` knows, and nothing of
            the years of `test`.

        Returns
        -------
        ndarray
            Probabilities, shape (rows of `test`,).

        Raises
        ------
        foedus.estimate.structural.origins.NotFittedError
            There is no such fit.
        """
        learnt, first = train["known"].cast(int).to_numpy().max(), test["year"].to_numpy().min()
        origin = self.origins.fitting(self.school.name, int(learnt), int(first))
        return self.at(origin, train, test)

    def at(self, origin: Origin, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
        """Foretell rows from a given fit; parameters as for a call."""
        self._used[origin.id] = origin
        p = self._onset(origin, test) if self.task.name == "onset" else self._disputes(
            origin, train, test
        )  # fmt: skip
        lost = np.isnan(p)
        self._counts["at the base rate, no game or not solved"] += int(lost.sum())
        self._counts["rows"] += p.size
        return np.where(lost, _share(train), p)

    def readings(
        self, origin: Origin, cases: Sequence[Case]
    ) -> Iterator[tuple[Case, Mapping[str, float]]]:
        """Readings of cases at a fit's point values; those that are not solved are left out."""
        seen = [self.school.case(case) for case in cases]
        found = self._solved(origin, seen)
        for case in seen:
            if (point := found[case.key].point) is not None:
                yield case, point

    def notes(self) -> list[str]:
        """Return what a reader of the scores has to know."""
        fits = [f"{one.id} ({one.disputes:,} disputes)" for one in self._used.values()]
        how = f"mean of {self.draws} draws" if self.draws else "point values"
        out = [f"{how} of {', '.join(fits)}"] if fits else []
        told = {name: count for name, count in self._counts.items() if name != "rows" and count}
        if told:
            counts = "; ".join(f"{name}: {count:,}" for name, count in told.items())
            out.append(f"of {self._counts['rows']:,} rows: {counts}")
        if rough := [one.id for one in self._used.values() if not one.converged]:
            out.append(f"the climb had not ended: {', '.join(rough)}")
        current = {one.id: question(self.school, one.before) for one in self._used.values()}
        if stale := [one.id for one in self._used.values() if one.key != current[one.id]]:
            out.append(
                f"fitted with other priors, data or solver than those in use: {', '.join(stale)}"
            )
        return out

    def _onset(self, origin: Origin, test: pl.DataFrame) -> Floats:
        own = self.settings
        return onset_chances(
            test, self.school, origin, self.draws, own.seed, own.k,
            journal(origin, own.seed, own.folder), slope=self.slope, executor=own.executor,
            reporter=own.reporter,
        )  # fmt: skip

    def _disputes(self, origin: Origin, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
        made = {case.key: self.school.case(case) for case in self.settings.cases(self.settings.k)}
        rows, earlier = self._rows(made, test), self._rows(made, train)
        wanted = [*rows, *earlier] if self.calibrated else rows
        keys = dict.fromkeys(row.case for row in wanted if row.reading)
        chances = self._solved(origin, [made[key] for key in keys])
        p = np.array([row.chance(chances) for row in rows], np.float64)
        if self.calibrated:
            learnt = np.array([row.chance(chances) for row in earlier], np.float64)
            y = train["y"].cast(pl.Int64).to_numpy()
            good, known = np.isfinite(p), np.isfinite(learnt)
            p[good] = recalibrated(learnt[known], y[known], p[good])
        outside = np.array([row.outside for row in rows], np.bool_)
        if outside.any():
            before = train.filter(pl.Series([row.outside for row in earlier], dtype=pl.Boolean))
            p[outside] = _share(before if before.height else train)
            self._counts["candidates outside the game, one rate for all"] += int(outside.sum())
        found = [chances[row.case] for row in rows if row.reading]
        self._counts["with a draw lost"] += sum(one.lost > 0 for one in found)
        return p

    def _solved(self, origin: Origin, cases: Sequence[Case]) -> dict[str, Chances]:
        own = self.settings
        kept = journal(origin, own.seed, own.folder)
        found = solved(
            cases, origin, self.draws, own.seed, kept,
            executor=own.executor, reporter=own.reporter,
        )  # fmt: skip
        return dict(zip((case.key for case in cases), found, strict=True))

    def _rows(self, made: Mapping[str, Case], frame: pl.DataFrame) -> list[_Row]:
        """Which reading of which case each row asks for."""
        reading = READINGS[self.task.name]
        keys = frame["dispnum"].cast(pl.String).to_list()
        if self.task.name != "joining":
            return [_Row(key, reading if key in made else "") for key in keys]
        codes = {
            (key, one.ccode): one.code for key, case in made.items() for one in case.candidates
        }
        rows = []
        for key, ccode in zip(keys, frame["ccode"].to_list(), strict=True):
            code = codes.get((key, ccode))
            rows.append(_Row(key, reading + code if code else "", key in made and code is None))
        return rows


@dataclass(frozen=True)
class _Row:
    """What a row asks of the game.

    Attributes
    ----------
    case, reading : str
        Empty where it asks nothing: the dispute makes no game, or the candidate is not in it.
    outside : bool
        The latter.
    """

    case: str
    reading: str
    outside: bool = False

    def chance(self, chances: Mapping[str, Chances]) -> float:
        found = chances[self.case].mean(self.reading) if self.reading else None
        return np.nan if found is None else found


def _share(rows: pl.DataFrame) -> float:
    """Half an event and half a non-event more than counted, as the baseline has it."""
    return (float(rows["y"].sum()) + 0.5) / (rows.height + 1.0)
