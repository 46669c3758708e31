"""Were pledges kept in war? Leeds, Long and Mitchell 2000; Berkemeier and Fuhrmann 2018.

The studies code treaty by treaty, from histories, whether a war called an alliance and whether it
was honoured. Ours is made from tables alone (`foedus.estimate.reduced.honour`), so that it can be
asked anew for other years and pledges; what the coders knew and tables do not is the difference.
One case is a treaty in a war. Several rules are printed, since a treaty of many can be half kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.estimate.reduced.honour import CALLED, Rule, Share, by_treaty, called, share_kept
from foedus.estimate.reduced.pledges import CONDITIONS, Conditions
from foedus.panel.obligations import spells
from foedus.sources.load import load

from .beside import Beside, Verdict, figures

__all__ = ["COMPARED", "Compared", "beside", "calls"]

_HELP_OR_NEUTRAL = CALLED[:3]


@dataclass(frozen=True)
class Compared:
    """A published share, and the calls that it is about.

    Parameters
    ----------
    figure
        Its name in the file.
    first, last
        Years of wars.
    kinds
        Kinds of pledge.
    """

    figure: str
    first: int
    last: int
    kinds: tuple[str, ...]


COMPARED = (
    Compared("llm-all", 1816, 1944, _HELP_OR_NEUTRAL),
    Compared("bf-all", 1816, 2003, _HELP_OR_NEUTRAL),
    Compared("bf-before", 1816, 1944, _HELP_OR_NEUTRAL),
    Compared("bf-after", 1945, 2003, _HELP_OR_NEUTRAL),
    Compared("bf-defense", 1816, 2003, ("defense",)),
    Compared("bf-offense", 1816, 2003, ("offense",)),
    Compared("bf-neutral", 1816, 2003, ("neutral",)),
    Compared("bf-nonagg", 1816, 2003, ("nonagg",)),
)


def calls(conditions: Conditions) -> pl.DataFrame:
    """Pledges that COW's inter-state wars called, as `foedus.estimate.reduced.honour.called`.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If COW's wars or ATOP's members are not there.
    """
    return called(load("wars/participants").frame, spells(load("atop/members").frame), conditions)


def beside(rule: Rule = "most") -> list[Beside]:
    """Our shares of treaties honoured beside the published, with conditions met and unmet.

    Parameters
    ----------
    rule
        When a treaty in a war is honoured: if any obligor kept it, if at least half did, or all.
    """
    known = figures()
    lines: list[Beside] = []
    for conditions in CONDITIONS:
        rows = calls(conditions)
        for one in COMPARED:
            kept = rows.filter(
                pl.col("year").is_between(one.first, one.last), pl.col("kind").is_in(one.kinds)
            )
            share = share_kept(by_treaty(kept, rule))
            if share is None:
                continue
            figure = known[one.figure]
            how = f"{share.called} treaties in {share.wars} wars; conditions {conditions}"
            verdict = _verdict(float(figure.value), share)
            lines.append(Beside(figure, share.value, share.low, share.high, how, verdict))
    order = [one.figure for one in COMPARED]
    return sorted(lines, key=lambda line: order.index(line.figure.id))


def _verdict(published: float, share: Share) -> Verdict:
    return "agrees" if share.low <= published <= share.high else "does not agree"
