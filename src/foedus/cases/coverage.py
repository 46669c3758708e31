"""How many of those who joined were chosen beforehand, and on the right side."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from .camps import RULES
from .seen import joiners
from .stage import Record, Stage, record, staged

__all__ = ["CampRecord", "Coverage", "coverage", "covered"]


@dataclass(frozen=True, slots=True)
class CampRecord:
    """Candidates that joined, by what their camp was judged by.

    Attributes
    ----------
    rule
        One of `foedus.cases.camps.RULES`.
    joined, right
        How many joined, and how many of them first on the side of the camp they were given.
    """

    rule: str
    joined: int
    right: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Joiners of all disputes against what was chosen on the eve.

    Attributes
    ----------
    k
        How many candidates come into a game.
    joiners
        States that joined a dispute, each once a dispute, at any level of hostility.
    candidates
        How many of them were candidates.
    in_game
        How many of these were among the first `k`, by a rank that has the first of each camp before
        the second of any.
    in_game_right
        How many of these joined first on the side of the camp they were given.
    most
        How many of them any ranking could have had there: disputes with more joiners than `k` are
        never covered whole.
    camps
        Of all candidates that joined, right or wrong, by rule.
    """

    k: int
    joiners: int
    candidates: int
    in_game: int
    in_game_right: int
    most: int
    camps: tuple[CampRecord, ...]

    @property
    def share(self) -> float:
        """Share of joiners that are in the game."""
        return self.in_game / self.joiners

    @property
    def right(self) -> float:
        """Share of candidates that joined, which joined the camp they were given."""
        return sum(one.right for one in self.camps) / self.candidates


def coverage(k: int = 2) -> Coverage:
    """Coverage of the first `k` candidates.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    sources = record()
    return covered(staged(sources), sources, k)


def covered(stage: Stage, sources: Record, k: int) -> Coverage:
    """Coverage of a stage of disputes; see `coverage`."""
    came = [
        (case, ccode, one.sidea)
        for case, states in joiners(sources[1].frame).items()
        for ccode, one in states.items()
    ]
    frame = pl.DataFrame(
        came, schema={"case": pl.Int16, "ccode": pl.Int16, "sidea": pl.Int8}, orient="row"
    )
    camp = pl.col("camp") == "challenger"
    hit = (
        stage.ranked.join(frame, on=["case", "ccode"])
        .join(stage.cases.select("case", "challenger"), on="case")
        .with_columns(right=camp == (pl.col("sidea") == pl.col("challenger")))
    )
    top = hit.filter(pl.col("rank") <= k)
    by = {
        rule: (joined, right)
        for rule, joined, right in hit.group_by("rule")
        .agg(pl.len(), pl.col("right").sum())
        .iter_rows()
    }
    return Coverage(
        k=k,
        joiners=frame.height,
        candidates=hit.height,
        in_game=top.height,
        in_game_right=int(top["right"].sum()),
        most=int(hit.group_by("case").len()["len"].clip(upper_bound=k).sum()),
        camps=tuple(CampRecord(rule, *by.get(rule, (0, 0))) for rule in RULES),
    )
