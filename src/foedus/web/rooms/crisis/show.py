"""What the Crisis room's templates show: words, pictures, tables of a study; nothing is solved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from foedus.brief.bundle import sheets
from foedus.brief.bundle.bottom_line import bottom_line
from foedus.brief.bundle.dots import dots
from foedus.brief.bundle.dumbbell import dumbbell
from foedus.brief.bundle.fan import outcomes
from foedus.brief.bundle.fighting import fights
from foedus.brief.bundle.ladder import ladder
from foedus.brief.bundle.reading import LABELS, effects, estimate, instruments, main_war
from foedus.brief.bundle.sourcing import Sources
from foedus.brief.bundle.waterfall import waterfall
from foedus.brief.numbers import aligned, change, day, probability, signed_interval
from foedus.brief.sheet import Table
from foedus.brief.words import short
from foedus.crisis.account import treaty_roles
from foedus.web.kept import Kept
from foedus.web.pictures import Figure, figure

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.core.bundle import Bundle
    from foedus.crisis.scenario import Scenario

__all__ = ["Head", "More", "facts", "head", "more", "spoken"]

WATERFALLS = 3
"""Accountings that are drawn; the rest stand in the table."""


@dataclass(frozen=True)
class Head:
    """What is shown first: the answer.

    Attributes
    ----------
    sentences, confidence
        Bottom line.
    changes
        Wars with and without the change asked for.
    figures
        How it ends.
    """

    sentences: tuple[str, ...]
    confidence: str
    changes: Table | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class More:
    """What follows: why.

    Attributes
    ----------
    fights
        Who fights.
    drawn_in
        Who is drawn in by which treaty.
    effects, ladders, accounts
        Pictures by heading.
    shares, contrasts, begins, lenses
        Tables.
    warnings, run
        What to know before believing it; what made it.
    """

    fights: tuple[Figure, ...]
    drawn_in: Table | None
    effects: tuple[Figure, ...]
    ladders: tuple[Figure, ...]
    accounts: tuple[Figure, ...]
    shares: list[dict[str, Any]]
    shares_note: str
    contrasts: Table | None
    begins: Table | None
    lenses: Table | None
    warnings: tuple[str, ...]
    run: tuple[tuple[str, str], ...]


_heads: Kept[Head] = Kept(300)
_mores: Kept[More] = Kept(120)


def head(bundle: Bundle) -> Head:
    """The answer, as far as there is one."""
    return _heads.get(_name(bundle), lambda: _head(_honest(bundle)))


def more(bundle: Bundle, scenario: Scenario) -> More:
    """Why, as far as it is known."""
    return _mores.get(_name(bundle), lambda: _more(_honest(bundle), scenario))


def _honest(bundle: Bundle) -> Bundle:
    """The bundle, not speaking of draws before there are any."""
    if bundle.tables["draws"].height:
        return bundle
    return replace(bundle, manifest=bundle.manifest | {"draws": 0})


def _name(bundle: Bundle) -> tuple[object, ...]:
    """What a bundle shows depends on: its study, and how much of it is finished."""
    counts = (table.height for _, table in sorted(bundle.tables.items()) if table.height)
    drawn = bundle.tables["effects"]["draws"].sum()
    return (bundle.manifest["key"], bool(bundle.manifest["complete"]), drawn, *counts)


def _head(bundle: Bundle) -> Head:
    line = bottom_line(bundle)
    return Head(
        tuple(line.sentences),
        line.confidence,
        _changes(bundle),
        _figures(bundle, [dots(bundle), outcomes(bundle)]),
    )


def _more(bundle: Bundle, scenario: Scenario) -> More:
    war = main_war(bundle)
    other = "any_war" if war == "great_power_war" else None
    shown = [dumbbell(bundle, name) for name in (war, other, "patron_fights") if name]
    ladders = [ladder(bundle), ladder(bundle, "edited") if bundle.manifest.get("edits") else None]
    accounts = [waterfall(bundle, one, war) for one in instruments(bundle, war)[:WATERFALLS]]
    shares = sheets.accountings(bundle)
    return More(
        fights=_figures(bundle, [fights(bundle)]),
        drawn_in=_drawn_in(bundle, scenario),
        effects=_figures(bundle, shown),
        ladders=_figures(bundle, ladders),
        accounts=_figures(bundle, accounts),
        shares=shares,
        shares_note=sheets.accounting_note(shares),
        contrasts=_contrasts(bundle),
        begins=_begins(bundle),
        lenses=_lenses(bundle),
        warnings=tuple(str(one) for one in bundle.manifest.get("warnings") or ()),
        run=_run(bundle),
    )


def _figures(bundle: Bundle, pictures: list[Picture | None]) -> tuple[Figure, ...]:
    prefix = f"{bundle.manifest.get('name', 'crisis')}-"
    return tuple(figure(one, prefix=prefix) for one in pictures if one is not None)


def _changes(bundle: Bundle) -> Table | None:
    """Each kind of war as things stand and with the change."""
    rows: list[tuple[str, ...]] = []
    for name in ("any_war", "great_power_war", "wider_war", "nuclear_use"):
        before = estimate(bundle, "outcomes", case="base", outcome=name)
        after = estimate(bundle, "outcomes", case="edited", outcome=name)
        if before is None or after is None or max(before.point, after.point) <= 0:
            continue
        found = next(iter(effects(bundle, name, requested=True)), None)
        span = ""
        if found is not None and found.difference.has_interval:
            span = signed_interval(found.difference.q05, found.difference.q95)
        rows.append(
            (
                LABELS[name],
                aligned(probability(before.point)),
                aligned(probability(after.point)),
                aligned(change(after.point - before.point)),
                span,
            )
        )
    if not rows:
        return None
    heads = ("", "as things stand", "with the change", "difference", "90 % interval")
    return Table("What the change does to war", heads, tuple(rows))


def _drawn_in(bundle: Bundle, scenario: Scenario) -> Table | None:
    """Who must help whom by every treaty, and how likely a patron fights with and without it."""
    rows: list[tuple[str, ...]] = []
    for one in effects(bundle, "patron_fights"):
        if one.instrument not in scenario.treaties:
            continue
        drawn, by = _bound(scenario, one.instrument)
        if not drawn:
            continue
        known = one.difference.has_interval
        rows.append(
            (
                short(one.title),
                ", ".join(scenario.actors[code].name for code in drawn),
                scenario.actors[by].name,
                aligned(probability(one.with_)),
                aligned(probability(one.without)),
                aligned(change(one.difference.point)),
                signed_interval(one.difference.q05, one.difference.q95) if known else "",
            )
        )
    if not rows:
        return None
    heads = ("treaty", "drawn in", "by", "with it", "without", "difference", "90 % interval")
    return Table(
        "Who is drawn in, by which treaty",
        heads,
        tuple(rows),
        note="How likely a patron of the treaty fights, with it and without it; the largest "
        "difference first. A treaty that obliges nobody to fight draws nobody in.",
    )


def _bound(scenario: Scenario, name: str) -> tuple[list[str], str]:
    """The patrons that a treaty obliges to fight for its protégé, none where it obliges nobody."""
    treaty, home = scenario.treaties[name], scenario.home
    roles = treaty_roles(scenario, name)
    by = next(code for code, role in roles.items() if role == "emboldenment")
    owing = {home[one] for one, owed in treaty.owes.items() if by in {home[code] for code in owed}}
    drawn = [code for code, role in roles.items() if role == "entrapment" and code in owing]
    return (drawn if treaty.casus_belli else []), by


def _contrasts(bundle: Bundle) -> Table | None:
    rows = [
        (f"{row['title']}, {row['outcome']}", row["none"], row["conditional"], row["unconditional"])
        for row in sheets.contrasts(bundle)
    ]
    heads = ("", "no treaty", "conditional", "unconditional")
    note = "Conditional: void if the beneficiary's own camp went to war first."
    return Table("By design", heads, tuple(rows), note=note) if rows else None


def _begins(bundle: Bundle) -> Table | None:
    rows = [(row["label"], row["number"], row["range"]) for row in sheets.begins(bundle)]
    heads = ("step into war", "probability", "90 % interval")
    return Table("How war begins", heads, tuple(rows)) if rows else None


def _lenses(bundle: Bundle) -> Table | None:
    rows = [(r["lens"], r["any_war"], r["great_power_war"]) for r in sheets.lenses(bundle)]
    heads = ("reading", "any war", "great-power war")
    note = (
        "lambda: how closely states follow their interest. zeta: whether high stakes make them "
        "follow it more closely (0) or not (1)."
    )
    caption = "Under other readings of what disputes cannot tell"
    return Table(caption, heads, tuple(rows), note=note) if rows else None


def _run(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    manifest: dict[str, Any] = bundle.manifest
    found = manifest.get("equilibria") or {}
    rows = [
        ("run", str(manifest.get("key", ""))),
        ("theta", f"{manifest['theta']['id']}: {manifest['theta']['status']}"),
        ("draws, seed", f"{manifest.get('draws')}, {manifest.get('seed')}"),
        ("positions", f"{int(manifest.get('positions') or 0):,}"),
        ("equilibria", f"{found.get('found', 1)} found in {found.get('searched', 0)} starts"),
    ]
    if manifest.get("residual") is not None:
        rows.insert(4, ("residual", f"{manifest['residual']:.1e}"))
    return tuple(rows)


def facts(scenario: Scenario) -> dict[str, Any]:
    """What is on record: the chronology, the outcome, the sources."""
    return {
        "facts": [(day(one.date), one.text) for one in scenario.facts],
        "outcome": scenario.outcome.text if scenario.outcome is not None else "",
        "sources": list(Sources(dict(scenario.sources)).listed) or list(scenario.sources.values()),
    }


def spoken(bundle: Bundle) -> str:
    """The answer in a breath."""
    return " ".join(bottom_line(bundle).sentences[:2])
