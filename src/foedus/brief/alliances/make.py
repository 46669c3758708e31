"""The brief, put together: nine points in their order."""

from __future__ import annotations

from foedus.brief.report.blocks import References, Section
from foedus.brief.report.model import Report
from foedus.brief.report.phrases import Phrase

from .assumptions import assumptions
from .base import base
from .bottom import bottom
from .counts import counts
from .desk import Desk
from .how import how
from .limits import limits
from .literature import library
from .material import Material, gathered
from .rivals import rivals
from .run import flags, run, years
from .tested import tested

__all__ = ["NAME", "alliances", "report"]

NAME = "alliances"


def report(material: Material) -> Report:
    """Write the brief from results.

    Parameters
    ----------
    material
        What ships, or a ledger of one's own.
    """
    desk = Desk(material)
    first, last = years(desk)
    sections = (
        bottom(desk),
        base(desk),
        counts(desk),
        how(desk),
        rivals(desk),
        assumptions(desk),
        tested(desk),
        limits(desk),
        Section("sources", Phrase("Sources"), (References(),)),
        Section("run", Phrase("What made this"), ()),
    )
    return Report(
        name=NAME,
        title=Phrase("Do military alliances escalate or calm?"),
        subtitle=Phrase(
            f"How alliances contributed to escalation and to de-escalation, {first} to {last}: "
            "the record, a fitted game, rival readings, and what would change the answer"
        ),
        kicker=Phrase(f"The question itself · {desk.at('ledger', 'rows', kind='count')} disputes"),
        sections=sections,
        provenance=run(desk),
        numbers=desk.book.numbers(),
        library=library(),
        flags=flags(desk),
    )


def alliances(ledger: str | None = None) -> Report:
    """Write the brief from what ships with the package.

    Parameters
    ----------
    ledger
        Folder of another ledger than the one that ships.

    Raises
    ------
    BundleError
        If there is no ledger, or it is damaged.
    """
    return report(gathered(ledger))
