"""Who fights: one bar an actor, in the colour of its camp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.brief.look import CAMPS, GREY
from foedus.brief.numbers import probability
from foedus.brief.picture import Picture, picture

from .barred import Bar, barred, rows_of, words_of
from .reading import actors, actors_fighting, cases

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["fights"]


def fights(bundle: Bundle) -> Picture | None:
    """The chance that each actor fights, likeliest first; hollow where the request changes it."""
    rank = {row["actor"]: i for i, (row, _) in enumerate(actors_fighting(bundle, "base"))}
    if not rank:
        return None
    found = [
        Bar(case, row["actor"], str(row["name"]), CAMPS.get(row["camp"], GREY), one)
        for case in cases(bundle)
        for row, one in actors_fighting(bundle, case)
        if row["actor"] in rank
    ]
    found.sort(key=lambda one: (rank[one.key], one.case))
    both = any(one.case == "edited" for one in found)
    return picture(
        barred(found, "probability of fighting"),
        name="fights",
        title=_title(bundle),
        caption="Probability that the actor fights, whichever war it is. Vermillion: the "
        "challenger's camp; blue: the target's; grey: bound to neither. Thick line: half of the "
        "draws; thin line: nine in ten." + (" Hollow: with the requested change." if both else ""),
        words=f"Probability of fighting: {words_of(found)}.",
        bundle=bundle,
        data=rows_of(found, "actor"),
    )


def _title(bundle: Bundle) -> str:
    """The likeliest fighter that is no principal is the news: principals fight in every war."""
    principals = {actor.code for actor in actors(bundle) if actor.principal}
    ranked = actors_fighting(bundle, "base")
    joiners = [one for one in ranked if one[0]["actor"] not in principals]
    row, one = (joiners or ranked)[0]
    if joiners:
        return f"Likeliest outsider to fight: {row['name']} ({probability(one.point)})"
    return f"Likeliest to fight: {row['name']} ({probability(one.point)})"
