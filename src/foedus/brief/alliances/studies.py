"""What the literature found, as far as its figures were confirmed, and where it disagrees."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from foedus.brief.report.blocks import (
    Block,
    Column,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    paragraph,
)
from foedus.brief.report.phrases import Cite, Phrase, Sentence

from .desk import Desk
from .literature import page, to

__all__ = ["studies"]

_KEYS = {"llm-2000": "leeds-2000"}
"""Studies of ``published.toml`` whose work has another key in the bibliography."""
_SIGNS = {"+": "more", "-": "fewer", "0": "no effect found"}


@functools.cache
def published() -> dict[str, Any]:
    """The published figures that ship with the package."""
    place = files("foedus.estimate.reduced.replications").joinpath("published.toml")
    return tomllib.loads(place.read_text(encoding="utf-8"))


def studies(desk: Desk) -> Section:
    """Where the field disagrees; the published figures; what came of making them again."""
    blocks: list[Block | None] = [
        Listing(tuple(Paragraph((one,)) for one in _positions())),
        _table(desk),
        paragraph(_again()),
    ]
    return Section(
        "literature", Phrase("What the literature found"), tuple(one for one in blocks if one)
    )


def _positions() -> tuple[Sentence, ...]:
    return (
        Sentence(
            "Pacts deter: Leeds finds that a state with a defensive ally is challenged less, one "
            "with an offensive ally or a promise of neutrality challenges more, and Johnson and "
            "Leeds that defensive pacts do so without making their holders bolder.",
            to("leeds-2003", "johnson-leeds-2011"),
        ),
        Sentence(
            "It depends on the terms: Benson finds deterrence where help hangs on being "
            "attacked, and more conflict where a challenger is helped without conditions.",
            to("benson-2011"),
        ),
        Sentence(
            "Pacts often do not deter: Kenwick, Vasquez and Powers look at the years around the "
            "signing and find more disputes rather than fewer in some eras; Leeds and Johnson "
            "answer that this is no test of deterrence.",
            to("kenwick-2015", "leeds-johnson-2017"),
        ),
        Sentence(
            "Pacts spread wars: Christensen and Snyder trace chains of allies to the belief that "
            "attack has the advantage, Glenn Snyder the patron's choice between being drawn in "
            "and being left alone.",
            to("christensen-snyder-1990", "snyder-1984"),
        ),
        Sentence(
            "Entanglement is rare: Beckley finds few disputes of the United States that an ally "
            "drew it into.",
            to("beckley-2015"),
        ),
        Sentence(
            "The network pacifies: Li and others find less conflict between states near each "
            "other in it, Jackson and Nei trace its stability to trade.",
            to("li-2017", "jackson-nei-2015"),
        ),
        Sentence(
            "Selection may make all of it: Smith shows that reliable pacts are not tested, so "
            "that the record shows those that were doubted.",
            to("smith-1995"),
        ),
    )


def _table(desk: Desk) -> Table:
    told = published()
    rows: list[Row] = []
    for study in told["study"]:
        figures = {
            key: one
            for key, one in told["figure"].items()
            if one["study"] == study and one["value"] != ""
        }
        if not figures:
            continue
        cite = Cite(_KEYS.get(study, study))
        head = desk.of("published figures", told, "study", study, "short", kind="text")
        rows.append(Row((Phrase(str(head), (cite,)),), group=True))
        rows += [_figure(desk, key, one) for key, one in figures.items()]
    return Table(
        "table-studies",
        Phrase("Published figures that could be confirmed"),
        (
            Column(Phrase("what")),
            Column(Phrase("published"), number=True),
        ),
        tuple(rows),
        (_note(desk, rows),),
    )


def _note(desk: Desk, rows: Sequence[Row]) -> Sentence:
    count = sum(not row.group for row in rows)
    key = desk.made("published figures", count, "count", "published figures")
    return Sentence(
        f"All {key} as read in abstracts; what stands in the texts alone is not given, nor "
        "guessed.",
        (page("replications"),),
    )


def _figure(desk: Desk, key: str, one: dict[str, str]) -> Row:
    told = published()
    what = desk.of("published figures", told, "figure", key, "what", kind="text")
    value = _SIGNS.get(one["value"]) or str(
        desk.of("published figures", told, "figure", key, "value", kind="text")
    )
    return Row((Phrase(str(what)), Phrase(value)))


def _again() -> Sentence:
    return Sentence(
        "Made again with today's data, the offensive ally and the promise of neutrality come out "
        "as Leeds has them and the defensive ally of the target does not; thousands of "
        "specifications move most with the years one takes.",
        (page("replications"), page("curve")),
    )
