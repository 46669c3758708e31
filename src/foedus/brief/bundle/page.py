"""One HTML file with everything: it opens offline, prints, and has the same bytes every time.

Vega, Vega-Lite and Vega-Embed are embedded once (from vl-convert); a content security policy
forbids the page to fetch anything, and lets no text of a scenario run as a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.brief.embed import drawn_with, font, library, shown, specs, template, text
from foedus.brief.look import FONT
from foedus.brief.needs import require
from foedus.brief.numbers import day, probability
from foedus.brief.words import SCALE, SCALE_SOURCE, status

from . import private_sheets, sheets
from .bottom_line import bottom_line
from .reading import facts, scenario
from .sourcing import Sources, judgements

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["page"]


def page(bundle: Bundle) -> str:
    """The bundle as one HTML document.

    Parameters
    ----------
    bundle
        A study's result; a partial one gives a page of what is there.

    Returns
    -------
    str
        About 1.3 MB, of which the drawing library is 0.9.

    Raises
    ------
    BundleError
        If the bundle's scenario is not a mapping, or the `brief` extra is not installed.
    """
    require()
    from .plots import pictures  # needs the extra

    drawn = pictures(bundle)
    content = scenario(bundle)
    sources = Sources(content.get("sources"))
    told = [
        {
            "date": day(str(one.get("date", ""))),
            "text": one.get("text", ""),
            "numbers": sources.numbers(one),
        }
        for one in facts(bundle)
    ]
    treaties = sheets.treaties(bundle, sources)
    outcome = content.get("outcome") or {}
    outcome_numbers = sources.numbers(outcome)
    sources.walk(content)
    base = bundle.manifest.get("base_rate") or {}
    accountings = sheets.accountings(bundle)
    manifest = {"title": None, "hypothetical": False, "complete": True} | bundle.manifest
    return template("page.html").render(
        manifest=manifest,
        content=content,
        date=day(str(bundle.manifest.get("date", ""))),
        line=bottom_line(bundle),
        status=status(bundle),
        base_rate={"number": probability(base.get("any_war")), "source": base.get("source", "")}
        if base
        else None,
        pictures=[shown(one) for one in drawn],
        begins=sheets.begins(bundle),
        accountings=accountings,
        accounting_note=sheets.accounting_note(accountings),
        contrasts=sheets.contrasts(bundle),
        lenses=sheets.lenses(bundle),
        hidden=[
            {
                "case": case,
                "worlds": found,
                "types": private_sheets.types(bundle, case),
                "swings": private_sheets.swings(bundle, case),
                "statements": private_sheets.statements(bundle, case),
                "lived": private_sheets.lived(bundle, case),
            }
            for case in ("base", "edited")
            if (found := private_sheets.worlds(bundle, case))
        ],
        facts=told,
        treaties=treaties,
        outcome=outcome,
        outcome_numbers=outcome_numbers,
        judgements=judgements(content),
        sources=sources.listed,
        scale=_scale(),
        scale_source=SCALE_SOURCE,
        provenance=_provenance(bundle),
        font_family=FONT,
        font=font(),
        library=library(),
        **specs(drawn),
        style=text("templates/page.css"),
        script=text("templates/page.js"),
    )


def _scale() -> list[tuple[str, str]]:
    low = 0.0
    out: list[tuple[str, str]] = []
    for high, term in SCALE:
        out.append((term, f"{low:.2f} to {high:.2f}"))
        low = high
    return out


def _provenance(bundle: Bundle) -> list[tuple[str, str]]:
    """What made the numbers; no clock, no machine: the same bundle gives the same bytes."""
    manifest = bundle.manifest
    theta, found = manifest.get("theta") or {}, manifest.get("equilibria") or {}
    rows = [
        ("run", manifest.get("key")),
        ("scenario", manifest.get("name")),
        ("requested changes", ", ".join(str(one) for one in manifest.get("edits") or []) or "none"),
        ("theta", f"{theta.get('id', '?')}: {theta.get('status', '?')}"),
        ("draws, seed", f"{manifest.get('draws')}, {manifest.get('seed')}"),
        ("foedus, solver", f"{manifest.get('foedus')}, {manifest.get('solver')}"),
        (
            "positions",
            f"{manifest['positions']:,}" if isinstance(manifest.get("positions"), int) else None,
        ),
        (
            "residual",
            f"{manifest['residual']:.1e}" if isinstance(manifest.get("residual"), float) else None,
        ),
        (
            "equilibria",
            f"{found.get('found')} found in {found.get('searched')} random starts"
            if found
            else None,
        ),
        (
            "complete",
            "yes" if manifest.get("complete", True) else "no: interrupted, or still running",
        ),
        ("drawn with", drawn_with()),
    ]
    return [(name, str(value)) for name, value in rows if value is not None]
