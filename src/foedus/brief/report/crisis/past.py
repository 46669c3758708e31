"""Point two: how often disputes became war, and the most similar ones with what happened."""

from __future__ import annotations

import functools

import polars as pl

from foedus.brief.report.blocks import Block, Section, Table, kept, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.ledger.features import shipped as features
from foedus.ledger.similar import Likeness, similar, traits

from .desk import MID, Desk
from .tabled import Field, tabled

__all__ = ["past"]

_ENDS = {
    "challenger_yields": "the challenger yielded",
    "target_yields": "the target yielded",
    "settled": "settled by talks",
    "lapsed": "lapsed",
}


def past(desk: Desk) -> Section:
    """The record's frequency, theta's, and the nearest disputes."""
    blocks: list[Block | None] = [paragraph(*_base(desk))]
    crisis = traits(desk.content)
    if crisis is None:
        return _section([*blocks])
    found = similar(desk.ledger.rows, features(), crisis)
    blocks.append(paragraph(*_around(desk, found)))
    if found.rows.height:
        blocks.append(_table(desk, found))
    return _section(blocks)


def _section(blocks: list[Block | None]) -> Section:
    return Section(
        "past",
        Phrase("Base rate and the most similar past disputes"),
        kept(*blocks),
    )


def _base(desk: Desk) -> list[Sentence | None]:
    record = say(
        "On the record <> of disputes between two states became wars, and <> of those with more.",
        desk.run("base_rate.any_war", "share"), desk.run("base_rate.multiparty", "share"),
        cites=MID,
    )  # fmt: skip
    if record is None:
        record = say("On the record <> of disputes became wars.",
                     desk.run("base_rate.any_war", "share"), cites=MID)  # fmt: skip
    average = say(
        "The parameters in use give an average dispute, two equal states with a display of force "
        f"made, a chance of war of <> ({desk.level} interval under them <>).",
        desk.run("base_rate.average_dispute", "probability"), _prior(desk),
    )  # fmt: skip
    return [record, average]


def _prior(desk: Desk) -> str | None:
    base = desk.bundle.manifest.get("base_rate") or {}
    if "prior_q05" not in base or "prior_q95" not in base:
        return None
    columns = ("base_rate.prior_q05", "base_rate.prior_q95")
    value = (base["prior_q05"], base["prior_q95"])
    origin = Origin("manifest", "", (), columns)
    return desk.book.put("manifest/base_rate.prior", value, "interval", origin)


def _around(desk: Desk, found: Likeness) -> list[Sentence | None]:
    def put(name: str, value: int) -> str:
        origin = Origin("ledger", "similar", (), (name,))
        return desk.book.put(f"similar/{name}", value, "count", origin)

    if not found.around:
        none = put("candidates", found.candidates)
        return [Sentence(f"{none} disputes of the record had ended before this crisis began.", MID)]
    around, wars, many = (put(n, getattr(found, n)) for n in ("around", "wars", "candidates"))
    return [
        Sentence(
            f"Of the {around} disputes on record most like it, {wars} became war; {many} that had "
            "ended before it began were compared.",
            MID,
        )
    ]


def _table(desk: Desk, found: Likeness) -> Table:
    rows = found.rows.with_columns(
        sides=pl.struct("challenger", "target").map_elements(_sides, return_dtype=pl.String),
        happened=pl.struct("level", "end").map_elements(_happened, return_dtype=pl.String),
    )

    heads, lines = tabled(
        functools.partial(desk.book.table, "ledger", "similar", rows),
        [{"dispnum": number} for number in rows["dispnum"].to_list()],
        [
            Field("dispute", "sides", "text"),
            Field("year", "year", "year"),
            Field("number", "dispnum", "year", "COW"),
            Field("what happened", "happened", "text"),
            Field("chance of war", "any_war", "probability", "as the game has it"),
            Field("distance", "distance", "area", "from none to one"),
        ],
    )
    nearest = desk.book.put(
        "similar/rows", rows.height, "count", Origin("ledger", "similar", (), ("rows",))
    )
    notes = (
        Sentence(
            "Distance is the mean of five parts of equal weight, a judgement: about territory or "
            "not; difference of the challenger's share of the two principals' capabilities; "
            "number of great powers; any obligation in play or none; years apart.",
            MID,
        ),
        Sentence(
            f"The {nearest} nearest are shown; disputes of the general wars and any that had not "
            "ended when this crisis began are left out."
        ),
    )
    return Table("similar", Phrase("The most similar disputes before it"), heads, lines, notes, MID)


def _sides(row: dict[str, list[str]]) -> str:
    return f"{', '.join(row['challenger'])} against {', '.join(row['target'])}"


def _happened(row: dict[str, str | None]) -> str:
    if row["level"] == "war":
        return "war"
    how = _ENDS.get(str(row["end"]), "end not clear")
    return f"{how}, after {'use' if row['level'] == 'force' else 'display'} of force"
