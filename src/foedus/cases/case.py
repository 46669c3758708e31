"""A case: a dispute on record, or a crisis that might have been, as a scenario of the game.

What happened stands beside the scenario, never in it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import polars as pl

    from foedus.crisis.scenario import Scenario

__all__ = [
    "Camp",
    "Candidate",
    "Case",
    "End",
    "Level",
    "Seen",
    "TreatySet",
    "dispute_cases",
    "dyad_year_cases",
    "unmade",
]

Camp: TypeAlias = Literal["challenger", "target"]
Level: TypeAlias = Literal["display", "force", "war"]
End: TypeAlias = Literal["challenger_yields", "target_yields", "settled", "lapsed"]
TreatySet: TypeAlias = Literal["any", "defence", "binding"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What really happened, in the words of the game; nothing of it enters the scenario.

    Attributes
    ----------
    level
        Highest level of the dispute: COW's hostility 2 and 3 are ``display``, 4 is ``force``, 5 is
        ``war``.
    end
        How it ended; None for a war, and where the record is unclear or says nothing.
    days
        Length, the mean of the shortest and the longest possible; None where it is not known.
    joined
        By the code of each candidate in the game: whether it joined its camp with a show of force
        or more.
    fought
        The same with war; empty where there was none.
    elsewhere
        Candidates that came in on the other side than their camp here: no term in a likelihood.
    """

    level: Level
    end: End | None
    days: float | None
    joined: dict[str, bool]
    fought: dict[str, bool]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A state that might come in, chosen on the eve.

    Attributes
    ----------
    ccode, code
        COW number, and code of the actor.
    camp
        The camp in which it stands in the game.
    score
        What candidates of a camp are ranked by, the highest first: 5 for an allied major power,
        else 4 for a major power next door, 3 for an ally next door, 2 for another ally, 1 for
        another neighbour, 0 for another major power; to which its share of the world's capability
        is added. The first of each camp comes before the second of any, whatever their scores. No
        probability.
    why
        Reasons that made it a candidate, of ``ally_first, ally_other, neighbour, major``: owes
        defence to side A, to side B, touches an originator, is a major power.
    rule
        What its camp was judged by; see `foedus.cases.camps`.
    """

    ccode: int
    code: str
    camp: Camp
    score: float
    why: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute or a dyad-year as a scenario of the game.

    Attributes
    ----------
    key
        ``"257"`` for a dispute; ``"255-365-1936"`` (challenger, target, year) for a dyad-year.
    kind
        Which of the two.
    year, known
        First year, and the year in which the outcome was known.
    block
        Cluster: the dispute, minus the number of a general war, or a million plus the pair.
    scenario
        The game on the first day.
    seen
        What happened; None for a dyad-year.
    challenger, target
        COW numbers of the originators of each camp, the strongest first.
    candidates
        Candidates in the game, by rank: the first of each camp, then the best of the rest.
    left_out
        Further candidates, not in the game.
    joined_outside
        States that joined and are not in the game: no candidates, or below the cap.
    notes
        What was judged or missing.
    """

    key: str
    kind: Literal["dispute", "dyad-year"]
    year: int
    known: int
    block: int
    scenario: Scenario
    seen: Seen | None
    challenger: tuple[int, ...]
    target: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    left_out: int
    joined_outside: int
    notes: tuple[str, ...]


def dispute_cases(
    k: int = 2,
    treaties: TreatySet = "any",
    only: Collection[int] | None = None,
    spells: pl.DataFrame | None = None,
) -> tuple[Case, ...]:
    """Every dispute of COW's list (MID 5.0) that makes a game, by its number.

    Parameters
    ----------
    k
        How many candidates come into the game at most, by rank: with two or more there is one of
        each camp, where each has any.
    treaties
        ``"any"`` pledge; ``"defence"``, only defence and offence; ``"binding"``, only pledges
        without conditions that tables cannot check.
    only
        Numbers of the disputes wanted; all where None.
    spells
        Pledges in place of ATOP's, with the columns of `foedus.panel.obligations.spells`; such as
        those of `foedus.cases.placebo`. They make the treaties and nothing else: candidates, their
        rank and their camps stay those of ATOP's pledges, so that the game is the same but for what
        is owed in it.

    Raises
    ------
    foedus.core.errors.UsageError
        If `k` is negative, `treaties` is none of the three, a number in `only` is no dispute, or
        `spells` lack a column or have it of another type.
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    from .build import dispute_cases as run

    return run(k, treaties, only, spells)


def unmade(k: int = 2) -> tuple[tuple[int, str], ...]:
    """Return disputes that make no game, by number, each with the reason."""
    from .build import unmade as run

    return run(k)


def dyad_year_cases(
    rows: pl.DataFrame,
    k: int = 2,
    treaties: TreatySet = "any",
    spells: pl.DataFrame | None = None,
) -> tuple[Case, ...]:
    """Crises that might have been: the first state challenges the second on 1 January of the year.

    Parameters
    ----------
    rows
        ``ccode1, ccode2, year``; in the order in which cases come back.
    k, treaties, spells
        As for `dispute_cases`; `spells` make the treaties and nothing else.
    """
    from .build import dyad_year_cases as run

    return run(rows, k, treaties, spells)
