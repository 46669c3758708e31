"""Cases made: records joined once for all of them, then one light pass that writes scenarios."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence
from typing import get_args

import polars as pl

from foedus.core.errors import UsageError, did_you_mean

from .case import Candidate, Case, TreatySet
from .originators import Start, owed_spells
from .scenarios import Game, games
from .seen import Joiner, endings, joiners, seen
from .stage import Record, Stage, might_have_been, record, staged

__all__ = ["dispute_cases", "dyad_year_cases", "made", "unmade"]

_PAIRS = 1_000_000
"""Clusters of dyad-years are numbered above this, away from those of disputes."""
_REASONS = ("ally_first", "ally_other", "neighbour", "major")


def dispute_cases(
    k: int = 2,
    treaties: TreatySet = "any",
    only: Collection[int] | None = None,
    spells: pl.DataFrame | None = None,
) -> tuple[Case, ...]:
    """See `foedus.cases.case.dispute_cases`."""
    _check(k, treaties, spells)
    sources = record()
    if only is None:
        # Made once and kept, but for pledges that somebody brought.
        if spells is None:
            return _all(sources, k, treaties)
        return made(sources, k, treaties, None, spells)
    known = set(sources[0].frame["dispnum"])
    if unknown := sorted(set(only) - known):
        raise UsageError(
            "no dispute of COW's list has that number",
            value=unknown[0],
            fix="take numbers from mid/disputes",
        )
    return made(sources, k, treaties, only, spells)


@functools.lru_cache(maxsize=4)
def _all(sources: Record, k: int, treaties: TreatySet) -> tuple[Case, ...]:
    return made(sources, k, treaties, None)


def made(
    sources: Record,
    k: int,
    treaties: TreatySet,
    only: Collection[int] | None,
    spells: pl.DataFrame | None = None,
) -> tuple[Case, ...]:
    """Make cases of the disputes in these tables.

    Parameters
    ----------
    sources
        What `foedus.cases.stage.record` returns.
    k, treaties, only, spells
        As for `foedus.cases.case.dispute_cases`.
    """
    stage = staged(sources)
    if only is not None:
        stage = _some(stage, only)
    return tuple(_disputes(stage, sources, k, treaties, spells))


def unmade(k: int = 2) -> tuple[tuple[int, str], ...]:
    """See `foedus.cases.case.unmade`."""
    _check(k, "any", None)
    return _lacking(staged(record()))


def dyad_year_cases(
    rows: pl.DataFrame,
    k: int = 2,
    treaties: TreatySet = "any",
    spells: pl.DataFrame | None = None,
) -> tuple[Case, ...]:
    """See `foedus.cases.case.dyad_year_cases`."""
    _check(k, treaties, spells)
    wanted = ("ccode1", "ccode2", "year")
    if missing := [name for name in wanted if name not in rows.columns]:
        raise UsageError("the rows lack a column", value=missing[0], fix=f"give {list(wanted)}")
    pairs = rows.select(wanted)
    wrong = pairs.filter(
        pl.any_horizontal(pl.all().is_null()) | (pl.col("ccode1") == pl.col("ccode2"))
    )
    if not wrong.is_empty():
        raise UsageError(
            "two different states and a year are needed", value=wrong.row(0), fix="mend the row"
        )
    stage = might_have_been(pairs)
    result: list[Case] = []
    for game, (one, other, year) in zip(
        games(stage, k, treaties, "dyad-year", spells=spells), pairs.iter_rows(), strict=True
    ):
        result.append(
            Case(
                key=f"{one}-{other}-{year}",
                kind="dyad-year",
                year=year,
                known=year,
                block=_PAIRS + min(one, other) * 1000 + max(one, other),
                scenario=game.scenario,
                seen=None,
                challenger=game.challenger,
                target=game.target,
                candidates=_candidates(game),
                left_out=game.left_out,
                joined_outside=0,
                notes=game.notes,
            )
        )
    return tuple(result)


def _disputes(
    stage: Stage, sources: Record, k: int, treaties: TreatySet, spells: pl.DataFrame | None
) -> Iterator[Case]:
    assert stage.start is not None
    about = _about(stage.start)
    how, who = endings(sources[0].frame), joiners(sources[1].frame)
    without = {number for number, _ in _lacking(stage)}
    side = dict(stage.cases.select("case", "challenger").iter_rows())
    for game in games(stage, k, treaties, "dispute", without, spells):
        year, known, block = about[game.case]
        joined: dict[int, Joiner] = who.get(game.case, {})
        candidates = _candidates(game)
        yield Case(
            key=str(game.case),
            kind="dispute",
            year=year,
            known=known,
            block=block,
            scenario=game.scenario,
            seen=seen(
                how[game.case],
                side[game.case],
                joined,
                {one.ccode: (one.code, one.camp) for one in candidates},
            ),
            challenger=game.challenger,
            target=game.target,
            candidates=candidates,
            left_out=game.left_out,
            joined_outside=len(joined.keys() - {one.ccode for one in candidates}),
            notes=game.notes,
        )


def _about(start: Start) -> dict[int, tuple[int, int, int]]:
    rows = start.disputes.select("dispnum", "year", "known", "block")
    return {number: (year, known, block) for number, year, known, block in rows.iter_rows()}


def _candidates(game: Game) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            ccode=row["ccode"],
            code=row["actor"],
            camp=row["camp"],
            score=row["score"],
            why=tuple(name for name in _REASONS if row[name]),
            rule=row["rule"],
        )
        for row in game.candidates
    )


def _lacking(stage: Stage) -> tuple[tuple[int, str], ...]:
    """Disputes in which one side was not there on the first day."""
    sides = stage.cases.select("case").join(stage.states, on="case", how="left").group_by("case")
    counted = sides.agg(a=(pl.col("sidea") == 1).sum(), b=(pl.col("sidea") == 0).sum()).sort("case")
    return tuple(
        (number, f"no originator on side {'A' if not a else 'B'}")
        for number, a, b in counted.iter_rows()
        if not (a and b)
    )


def _some(stage: Stage, only: Collection[int]) -> Stage:
    wanted = pl.col("case").is_in(list(only))
    return Stage(
        stage.cases.filter(wanted),
        stage.states.filter(wanted),
        stage.ranked.filter(wanted),
        stage.start,
    )


def _check(k: int, treaties: str, spells: pl.DataFrame | None) -> None:
    if isinstance(k, bool) or k < 0:
        raise UsageError("k is how many candidates come in", value=k, fix="give 0 or more")
    options: Sequence[str] = get_args(TreatySet)
    if treaties not in options:
        fix = did_you_mean(treaties, options) or f"choose {', '.join(options)}"
        raise UsageError("no such set of treaties", value=treaties, fix=fix)
    if spells is None:
        return
    for name, kind in owed_spells().schema.items():
        if spells.schema.get(name) != kind:
            raise UsageError(
                f"the pledges need a column of type {kind}",
                field=name,
                value=spells.schema.get(name, "no such column"),
                fix="give the columns of foedus.panel.obligations.spells",
            )
