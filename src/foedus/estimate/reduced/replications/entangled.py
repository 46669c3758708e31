"""Do allies entangle the United States? Beckley 2015, as far as tables can say.

The study goes through the histories of the disputes of the United States, 1948-2010, and finds five
episodes that might be entanglement by an ally. A table knows who was in a dispute, on which side,
from which day, and who owed whom defence on the eve; it knows no motive. So ours counts what must
be there before anybody can be entangled, by rules, and looks up where the five episodes fall.

=========== ====================================================================================
column      1 where, in a dispute of the state asked about,
=========== ====================================================================================
joined      it was not there from the first day (COW's or GML's originators)
beside      another state took part on its side on any day
owed        a state that it owed defence took part on its side on any day
followed    it joined, and a state that it owed defence had been on that side before
called      as before, and the state owed defence was the first target (originator on side B)
against     a state that it owed defence took part on the other side
=========== ====================================================================================

Owed is what was in force on the day before the state entered, after ATOP; conditions that a table
cannot check are taken as met, since nearly every treaty of the United States names a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from foedus.estimate.reduced.pledges import adversaries
from foedus.panel.disputes import dispute_participants
from foedus.panel.obligations import spells
from foedus.sources.load import load

from .beside import figures
from .initiation import FORCE_LEVEL

__all__ = ["EPISODES", "FIRST", "LAST", "Answers", "answers", "involvement", "own", "report"]

_USA: Final = 2
FIRST, LAST = 1948, 2010
EPISODES: Final[dict[str, int]] = {
    "Taiwan Strait 1954": 50,
    "Vietnam": 611,
    "Bosnia": 3551,
    "Taiwan Strait 1995-96": 4064,
    "Kosovo": 4137,
}
"""Dispute of MID 5.0 that each episode is, matched here by opponent and dates."""
_COUNTED: Final = ("joined", "beside", "owed", "followed", "called", "against")
_WORDS: Final[dict[str, str]] = {
    "joined": "of these: it joined later",
    "beside": "of these: others took part on its side",
    "owed": "of these: a state owed defence took part on its side",
    "followed": "of these: it joined a side on which a state owed defence already was",
    "called": "of these: it did so, and that state was the first target",
    "against": "of these: a state owed defence was on the other side",
}
_ANSWERED: Final[dict[str, str]] = {
    "disputes that others began with states owed defence": "calls",
    "of these: the United States joined their side": "beside",
    "of these: the United States joined the other side": "against",
    "of these: the United States stayed out": "out",
}


def own(source: str = "cow", state: int = _USA) -> pl.DataFrame:
    """Every dispute that a state entered, `FIRST` to `LAST`, as `involvement`.

    Raises
    ------
    UsageError
        If there is no such set of disputes.
    foedus.sources.getting.fetch.DataMissing
        If the disputes or ATOP's members are not there.
    """
    rows, owed = _tables(source)
    return involvement(rows, owed, state).filter(pl.col("year").is_between(FIRST, LAST))


def _tables(source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = dispute_participants(source=source).frame
    return rows.rename({"first_day": "start", "last_day": "end"}), spells(
        load("atop/members").frame
    )


def involvement(participants: pl.DataFrame, owed: pl.DataFrame, state: int) -> pl.DataFrame:
    """What a state's disputes were to it: who was beside it, and who of them was owed defence.

    Parameters
    ----------
    participants
        ``dispnum, ccode, start, sidea, orig, hostlev``; one row a state and spell.
    owed
        What `foedus.panel.obligations.spells` returns.
    state
        Whose disputes.

    Returns
    -------
    DataFrame
        One row a dispute, by the day of the state's first spell in it: ``dispnum, year, level``
        (its own highest), then the columns above, 0 or 1. Sorted by ``dispnum``.
    """
    entered = participants.filter(pl.col("ccode") == state).sort("dispnum", "start")
    mine = entered.group_by("dispnum", maintain_order=True).agg(
        pl.col("start").first().alias("since"),
        pl.col("sidea").first().alias("side"),
        joined=(pl.col("orig").first() != 1),
        level=pl.col("hostlev").max(),
    )
    others = participants.filter(pl.col("ccode") != state).join(mine, on="dispnum")
    facing = (
        others.filter(pl.col("sidea") != pl.col("side"))
        .group_by("dispnum")
        .agg(facing=pl.col("ccode").cast(pl.Int16).unique())
    )
    partners = _owed_on(owed, state, mine.select("dispnum", eve=_eve("since")), facing)
    there = others.join(partners, on=["dispnum", "ccode"], how="left").with_columns(
        pl.col("owed").fill_null(value=False), same=pl.col("sidea") == pl.col("side")
    )
    helped = pl.col("same") & pl.col("owed")
    before = helped & pl.col("joined") & (pl.col("start") < pl.col("since"))
    found = there.group_by("dispnum").agg(
        beside=pl.col("same").any(),
        owed=helped.any(),
        followed=before.any(),
        called=(before & (pl.col("orig") == 1) & (pl.col("sidea") == 0)).any(),
        against=(~pl.col("same") & pl.col("owed")).any(),
    )
    return (
        mine.join(found, on="dispnum", how="left")
        .select(
            "dispnum",
            year=pl.col("since").dt.year().cast(pl.Int16),
            level=pl.col("level"),
            **{name: pl.col(name).fill_null(value=False).cast(pl.Int8) for name in _COUNTED},
        )
        .sort("dispnum")
    )


def _eve(day: str) -> pl.Expr:
    return pl.col(day).dt.offset_by("-1d")


def _owed_on(
    owed: pl.DataFrame, state: int, eves: pl.DataFrame, facing: pl.DataFrame
) -> pl.DataFrame:
    """``dispnum, ccode, owed``: whom the state owed defence on the eve, against those it faces."""
    pledged = owed.filter(pl.col("obligor") == state, pl.col("defense") == 1).select(
        "start", "end", ccode="beneficiary", against=adversaries("defense")
    )
    named = pl.col("against").list.drop_nulls()
    holds = (named.list.len() == 0) | (named.list.set_intersection("facing").list.len() > 0)
    return (
        eves.join(facing, on="dispnum")
        .join(pledged, how="cross")
        .filter(pl.col("start") <= pl.col("eve"), pl.col("end") >= pl.col("eve"), holds)
        .select("dispnum", "ccode", owed=pl.lit(value=True))
        .unique()
    )


@dataclass(frozen=True)
class Answers:
    """Disputes in which a state owed defence was the first target, and what its guarantor did.

    Parameters
    ----------
    calls
        Disputes; left out are those that are the guarantor's own from the first day, and those that
        another state owed defence began.
    beside, against
        In how many it took part on that state's side, and on the other.
    """

    calls: int
    beside: int
    against: int

    @property
    def out(self) -> int:
        """In how many it did not take part."""
        return self.calls - self.beside - self.against


def answers(
    participants: pl.DataFrame,
    owed: pl.DataFrame,
    state: int,
    first: int = FIRST,
    last: int = LAST,
) -> Answers:
    """How a state answered disputes that others began with those it owed defence.

    Parameters
    ----------
    participants, owed, state
        As for `involvement`.
    first, last
        Years in which the target entered, both included.
    """
    origin = participants.filter(pl.col("orig") == 1)
    mine = origin.filter(pl.col("ccode") == state).select("dispnum")
    facing = (
        origin.filter(pl.col("sidea") == 1)
        .group_by("dispnum")
        .agg(facing=pl.col("ccode").cast(pl.Int16).unique())
    )
    begun = origin.filter(pl.col("start").dt.year().is_between(first, last)).join(
        mine, on="dispnum", how="anti"
    )
    eves = begun.group_by("dispnum").agg(eve=_eve("start").min())
    partners = begun.join(_owed_on(owed, state, eves, facing), on=["dispnum", "ccode"])
    called = partners.filter(pl.col("sidea") == 0).join(
        partners.filter(pl.col("sidea") == 1), on="dispnum", how="anti"
    )
    took = participants.filter(pl.col("ccode") == state).join(
        called.select("dispnum").unique(), on="dispnum", how="semi"
    )
    part = took.sort("start").group_by("dispnum", maintain_order=True).agg(pl.col("sidea").first())
    sides = part["sidea"]
    return Answers(called["dispnum"].n_unique(), int((sides == 0).sum()), int((sides == 1).sum()))


def report() -> str:
    """Counts beside what is published, then the five episodes; text in Markdown."""
    made = {source: own(source) for source in ("cow", "gml")}
    force = made["cow"].filter(pl.col("level") >= FORCE_LEVEL)
    sets = [made["cow"], force, made["gml"]]
    known = figures()
    head = ["what, 1948-2010", "published", "COW disputes", "of these, force used", "GML disputes"]
    rows = [head, ["---"] * len(head)]
    total, episodes = known["beckley-disputes"], known["beckley-episodes"]
    heights = (str(one.height) for one in sets)
    rows.append([total.what, total.value or "not confirmed", *heights])
    rows += [[_WORDS[name], "", *(str(one[name].sum()) for one in sets)] for name in _COUNTED]
    rows.append([episodes.what, episodes.value, *["no table knows"] * len(sets)])
    said = [answers(*_tables(source), _USA) for source in made]
    for label, word in _ANSWERED.items():
        cells = [str(getattr(one, word)) for one in said]
        rows.append([label, "", cells[0], "", cells[1]])
    return f"{_lines(rows)}\n\n{_lines(_episodes(made['cow']))}"


def _episodes(rows: pl.DataFrame) -> list[list[str]]:
    """The five episodes, and which columns are 1 for the dispute that each is."""
    head = ["episode", "dispute", *_COUNTED]
    lines = [head, ["---"] * len(head)]
    for name, number in EPISODES.items():
        row = rows.filter(pl.col("dispnum") == number).row(0, named=True)
        lines.append([name, str(number), *("yes" if row[c] else "no" for c in _COUNTED)])
    return lines


def _lines(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
