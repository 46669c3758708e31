"""The answer in short: the brief's bottom line as plain text, for the first page."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.brief.report.blocks import Listing, Paragraph

from .bottom import bottom
from .desk import Desk
from .material import Material
from .rules import against

__all__ = ["Short", "short"]


@dataclass(frozen=True)
class Short:
    """What the brief says first.

    Attributes
    ----------
    lead
        The answer, a sentence each: the counts, then what placebos say of them.
    warned
        Whether the last sentence of it says not to read the counts as effects.
    trust
        How far to trust it.
    points
        What it rests on, a line each.
    note
        How to read the numbers.
    """

    lead: tuple[str, ...]
    warned: bool
    trust: tuple[str, ...]
    points: tuple[str, ...]
    note: tuple[str, ...]


def short(material: Material) -> Short:
    """Write it from results, without citations: the brief has them.

    Parameters
    ----------
    material
        What ships, or a ledger of one's own.
    """
    desk = Desk(material)
    section = bottom(desk)
    numbers = desk.book.numbers()

    def said(role: str) -> tuple[str, ...]:
        return tuple(
            one.text(numbers)
            for block in section.blocks
            if isinstance(block, Paragraph) and block.role == role
            for one in block.sentences
        )

    points = tuple(
        " ".join(one.text(numbers) for one in item.sentences)
        for block in section.blocks
        if isinstance(block, Listing)
        for item in block.items
    )
    found = against(desk.told)
    warned = found is not None and found.warns
    return Short(said("lead"), warned, said(""), points, said("note"))
