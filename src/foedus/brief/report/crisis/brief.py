"""The brief of a crisis: from a result bundle to a report, point by point."""

from __future__ import annotations

from foedus.brief.bundle.plots import pictures
from foedus.brief.report.blocks import Section, plot
from foedus.brief.report.filling import cell, fill
from foedus.brief.report.model import Report
from foedus.brief.report.phrases import Phrase
from foedus.core.bundle import Bundle

from .assume import assume, record
from .bottom import bottom
from .desk import Desk, desk
from .levers import levers
from .limits import limits, made, sources
from .outcome import outcome
from .past import past
from .schools import schools
from .scores import scores

__all__ = ["crisis_brief"]


def crisis_brief(bundle: Bundle) -> Report:
    """Write the brief of a crisis.

    Every number is read from the bundle, from the ledger and the scores that come with the package,
    or from the scenario; nothing is solved here.

    Parameters
    ----------
    bundle
        A study's result; of a partial one, what is there.

    Returns
    -------
    Report
        Ready for `foedus.brief.report.write.write`.

    Raises
    ------
    BundleError
        If the bundle's scenario is not a mapping, or the ledger of the package is damaged.
    """
    on = desk(bundle)
    drawn = {one.id: plot(one) for one in pictures(bundle)}
    sections = (
        bottom(on, drawn.get("headline")),
        past(on),
        outcome(on, drawn),
        levers(on, drawn),
        schools(on),
        assume(on),
        record(on),
        scores(on),
        limits(on),
        sources(),
        Section("run", Phrase("Run, versions, hashes")),
    )
    head = cell(on.run("title") or on.run("name"), missing="A crisis")
    subtitle, kicker, provenance = _subtitle(on), _kicker(on), made(on)
    # The book is closed last: everything above writes into it.
    return Report(
        name=str(bundle.manifest.get("name") or "crisis"),
        title=head,
        subtitle=subtitle,
        kicker=kicker,
        sections=tuple(one for one in sections if one.blocks or one.sections or one.id == "run"),
        numbers=on.book.numbers(),
        library=on.shelf.references,
        provenance=provenance,
        flags=_flags(bundle),
    )


def _subtitle(on: Desk) -> Phrase:
    parts = [one for one in (on.told("question"), on.told("summary")) if one]
    return Phrase(" ".join(parts))


def _kicker(on: Desk) -> Phrase:
    text = fill("<> · parameters <>", on.run("date", "date"), on.run("theta.status"))
    return cell(text, missing="A brief")


def _flags(bundle: Bundle) -> tuple[str, ...]:
    found = []
    if bundle.manifest.get("hypothetical"):
        found.append("hypothetical")
    if not bundle.manifest.get("complete", True):
        found.append("incomplete study")
    return tuple(found)
