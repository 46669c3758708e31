"""What happened, in the words of the game. Nothing here may enter a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from .case import Camp, End, Level, Seen

__all__ = ["Joiner", "endings", "joiners", "seen"]

_FORCE, _WAR, _SHOW = 4, 5, 3
_LEVELS: dict[int, Level] = {2: "display", 3: "display", _FORCE: "force", _WAR: "war"}
_SIDE_GIVES_WAY = {1: 0, 4: 0, 2: 1, 3: 1}
"""By outcome, the side that gave way: victory of the other, or its own yielding. 1 is side A."""
_OTHER_ENDS: dict[int, End] = {6: "settled", 5: "lapsed", 7: "lapsed"}


@dataclass(frozen=True, slots=True)
class Joiner:
    """A state that came in after the first day.

    Attributes
    ----------
    sidea
        Side on which it came in first; a state may change sides later.
    level
        Its highest level of hostility on that side.
    """

    sidea: int
    level: int


def joiners(participants: pl.DataFrame) -> dict[int, dict[int, Joiner]]:
    """Return who came into each dispute after its first day, by dispute and state.

    Parameters
    ----------
    participants
        Table ``mid/participants``. Whoever was in the dispute from the first day is no joiner, on
        whatever side it was later.
    """
    keys = ["dispnum", "ccode"]
    inside = participants.filter(pl.col("orig") == 1).select(keys).unique()
    spells = (
        participants.filter(pl.col("orig") == 0)
        .join(inside, on=keys, how="anti")
        .sort("dispnum", "ccode", "start", "sidea", descending=[False, False, False, True])
        .select(*keys, "sidea", "hostlev", first=pl.col("sidea").first().over(keys))
    )
    levels = (
        spells.filter(pl.col("sidea") == pl.col("first"))
        .group_by(*keys, "sidea", maintain_order=True)
        .agg(pl.col("hostlev").max())
    )
    found: dict[int, dict[int, Joiner]] = {}
    for number, ccode, sidea, level in levels.iter_rows():
        found.setdefault(number, {})[ccode] = Joiner(sidea, level)
    return found


def endings(disputes: pl.DataFrame) -> dict[int, tuple[int, int | None, float | None]]:
    """Level, outcome and mean length in days of each dispute, as the record has them.

    Parameters
    ----------
    disputes
        Table ``mid/disputes``.
    """
    days = (pl.col("mindur") + pl.col("maxdur")) / 2.0
    rows = disputes.select("dispnum", "hostlev", "outcome", days=days)
    return {number: (level, outcome, days) for number, level, outcome, days in rows.iter_rows()}


def seen(
    ending: tuple[int, int | None, float | None],
    challenger: int,
    joined: Mapping[int, Joiner],
    candidates: Mapping[int, tuple[str, Camp]],
) -> Seen:
    """Put what happened into the words of the game.

    Parameters
    ----------
    ending
        From `endings`.
    challenger
        Side of the challenger: 1 for A, 0 for B.
    joined
        From `joiners`, of this dispute.
    candidates
        By COW number, those in the game: code and camp.

    Examples
    --------
    A yield by side B, which is the challenger; the target's ally showed its forces:

    >>> seen((4, 4, 10.0), 0, {2: Joiner(1, 3)}, {2: ("USA", "target"), 200: ("UKG", "target")})
    Seen(level='force', end='challenger_yields', days=10.0, joined={'USA': True, 'UKG': False},
         fought={}, elsewhere=())
    """
    number, outcome, days = ending
    level = _LEVELS[number]
    end: End | None = None
    if level != "war" and outcome is not None:
        if outcome in _SIDE_GIVES_WAY:
            gave_way = _SIDE_GIVES_WAY[outcome]
            end = "challenger_yields" if gave_way == challenger else "target_yields"
        else:
            end = _OTHER_ENDS.get(outcome)
    sides: dict[Camp, int] = {"challenger": challenger, "target": 1 - challenger}
    highest: dict[str, int] = {}
    elsewhere: list[str] = []
    for ccode, (code, camp) in candidates.items():
        one = joined.get(ccode)
        own = one is not None and one.sidea == sides[camp]
        highest[code] = one.level if one is not None and own else 0
        if one is not None and not own:
            elsewhere.append(code)
    return Seen(
        level=level,
        end=end,
        days=days,
        joined={code: reached >= _SHOW for code, reached in highest.items()},
        fought={code: reached == _WAR for code, reached in highest.items()}
        if level == "war"
        else {},
        elsewhere=tuple(elsewhere),
    )
