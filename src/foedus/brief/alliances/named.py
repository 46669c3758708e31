"""The disputes that moved most, by name."""

from __future__ import annotations

import polars as pl

from foedus.brief.report.blocks import Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase

from .clauses import NAMES
from .desk import Desk
from .literature import to
from .rules import Sign

__all__ = ["MOST", "largest", "named"]

MOST = 5
"""Disputes shown of each kind."""
_FEW = 2
"""Shown where none moved beyond the threshold."""
_NOISE = 1e-6
"""Smaller differences are the solver's."""


def largest(rows: pl.DataFrame, outcome: str, way: Sign, most: int = MOST) -> pl.DataFrame:
    """The disputes that moved most one way; each pair of opponents once.

    Parameters
    ----------
    rows
        The ledger's rows.
    outcome
        ``any_war`` or ``great_power_war``.
    way
        ``more``: raised most; ``fewer``: lowered most.
    most
        How many.
    """
    apart = pl.col(f"{outcome}_difference").cast(pl.Float64)
    size = apart if way == "more" else -apart
    pair = pl.concat_list("challenger_ccodes", "target_ccodes").list.sort()
    return (
        rows.filter(pl.col("status") == "solved")
        .with_columns(size=size, pair=pair.cast(pl.List(pl.String)).list.join("-"))
        .filter(pl.col("size") > _NOISE)
        .sort("size", "dispnum", descending=[True, False])
        .unique("pair", keep="first", maintain_order=True)
        .head(most)
    )


def named(desk: Desk) -> Section:
    """Tables of the disputes raised most and lowered most."""
    rows = desk.material.ledger.rows
    level = float(desk.told["headline"]["level"])
    lines: list[Row] = []
    for outcome, name in NAMES.items():
        ways: tuple[tuple[Sign, str], ...] = (("fewer", "lowered"), ("more", "raised"))
        for way, word in ways:
            found = largest(rows, outcome, way)
            if found.is_empty():
                lines.append(Row((Phrase(f"{name}: none {word}"),), group=True))
                continue
            small = float(found["size"][0]) <= level
            found = found.head(_FEW) if small else found
            head = f"{name}, {word} most" + (
                f" (none by more than {desk.threshold})" if small else ""
            )
            lines.append(Row((Phrase(head),), group=True))
            lines += [_line(desk, outcome, row) for row in found.iter_rows(named=True)]
    heads = (
        Column(Phrase("dispute")),
        Column(Phrase("year"), number=True),
        Column(Phrase("number"), unit="COW MID", number=True),
        Column(Phrase("with"), unit="chance", number=True),
        Column(Phrase("without"), unit="chance", number=True),
        Column(Phrase("change"), unit="at the mean", number=True),
        Column(Phrase("on record")),
    )
    table = Table(
        "table-named",
        Phrase("The disputes that their pacts moved most"),
        heads,
        tuple(lines),
        cites=to("cow-mid-5.0", "atop-5.1"),
    )
    text = paragraph(
        say(
            "By name, each pair of opponents once among <> solved disputes; 'foedus ledger show' "
            "with the number shows a dispute whole: its pacts, who might have come in, and how "
            "each treaty worked.",
            desk.at("convergence", "solved", kind="count"),
        )
    )
    return Section(
        "named",
        Phrase("The disputes that moved most"),
        (*((text,) if text is not None else ()), table),
    )


def _line(desk: Desk, outcome: str, row: dict[str, object]) -> Row:
    number = row["dispnum"]
    sides = [row["challenger"], row["target"]]
    who = " against ".join(", ".join(side) for side in sides if isinstance(side, list))

    def entered(column: str, value: object, kind: str) -> Phrase:
        assert isinstance(value, int | float | str)
        where = f"ledger, rows: dispnum {number}"
        return Phrase(desk.made(f"dispute {number}, {column}", value, kind, where))

    return Row(
        (
            entered("sides", who, "text"),
            entered("year", row["year"], "year"),
            entered("dispnum", number, "year"),
            entered(outcome, row[outcome], "chance"),
            entered(f"{outcome}_without", row[f"{outcome}_without"], "chance"),
            entered(f"{outcome}_difference", row[f"{outcome}_difference"], "moved"),
            entered("level", row["level"] or "–", "text"),
        )
    )
