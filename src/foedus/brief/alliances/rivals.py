"""Point five: rival readings side by side, the prior alone, and what the literature found."""

from __future__ import annotations

import polars as pl

from foedus.brief.report.blocks import Block, Section, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.estimate.structural.schools import RIVALS
from foedus.ledger.summary.readings import BUILT, readings

from .desk import Desk
from .literature import page
from .readings import drawn, listed
from .rules import lean, one_sign
from .studies import studies
from .variants import called

__all__ = ["rivals"]


def rivals(desk: Desk) -> Section:
    """Picture and table of all readings, then the literature."""
    blocks: list[Block | None] = [
        paragraph(_signs(desk), _span(desk)),
        paragraph(_fits(desk), _scored(desk)),
    ]
    names = [name for name in desk.told["range"] if name != "as built"]
    if names:
        blocks += [drawn(desk, names), listed(desk, names)]
    blocks.append(paragraph(_prior(desk)))
    return Section(
        "rivals",
        Phrase("Rival readings, side by side"),
        tuple(one for one in blocks if one is not None),
        (studies(desk),),
    )


def _signs(desk: Desk) -> Sentence | None:
    found = desk.told["range"]
    if len(found) < 2:
        return say(
            "No other readings were computed beside this ledger of <> disputes.",
            desk.at("ledger", "rows", kind="count"),
        )
    any_war, great = (
        one_sign(one[outcome]["net"] for one in found.values())
        for outcome in ("any_war", "great_power_war")
    )
    words = {
        "below": "lower it under every reading",
        "above": "raise it under every reading",
        "mixed": "raise it under some readings and lower it under others",
        "none": "leave it as it is under every reading",
    }
    return say(
        "The same ledger was built with one assumption changed at a time, <> times: in the "
        f"number of wars, all pacts together {words[any_war]}; in the number of wars between "
        f"great powers, they {words[great]}.",
        desk.made("variants", len(found) - 1, "count", "ledger, range"),
    )


def _span(desk: Desk) -> Sentence | None:
    found = {name: one["any_war"]["net"] for name, one in desk.told["range"].items()}
    if len(found) < 2:
        return None
    least, most = min(found, key=lambda n: found[n]), max(found, key=lambda n: found[n])
    return say(
        "The net in any war runs from <> ('<>') to <> ('<>'), and is <> as built: how much, far "
        "more than which way, hangs on what is assumed."
        if one_sign(found.values()) in ("below", "above")
        else "The net in any war runs from <> ('<>') to <> ('<>'), and is <> as built: the "
        "direction itself "
        "hangs on what is assumed.",
        *(key for name in (least, most) for key in _told(desk, name)),
        desk.at("range", "as built", "any_war", "net", kind="net"),
    )


def _told(desk: Desk, name: str) -> tuple[str | None, str]:
    return desk.at("range", name, "any_war", "net", kind="net"), called(desk, name)


def _fits(desk: Desk) -> Sentence | None:
    """Which school the record fits best, in the sample."""
    ledger = desk.material.ledger
    found = readings(ledger.tables, ledger.manifest)
    if found.is_empty():
        return None
    schools = found.filter(pl.col("reading") != BUILT).sort(
        "gain", "reading", descending=[True, False]
    )
    built = found.filter(pl.col("reading") == BUILT)
    if schools.is_empty() or built.is_empty():
        return None
    where = "foedus.ledger.summary.readings"

    def gain(row: dict[str, object]) -> str:
        value = row["gain"]
        assert isinstance(value, float)
        return desk.made(f"gain of {row['reading']}", value, "gain", where)

    best, worst = schools.row(0, named=True), schools.row(-1, named=True)
    return say(
        "In the sample and at the shared parameters, the game as built gains <> in log score on "
        "the bare frequency of war; of the schools '<>' does best (<>) and '<>' worst (<>).",
        gain(built.row(0, named=True)),
        called(desk, str(best["reading"])),
        gain(best),
        called(desk, str(worst["reading"])),
        gain(worst),
    )


def _scored(desk: Desk) -> Sentence | None:
    """How the schools foretell, each fitted by itself; or that they were not."""
    content = {} if desk.material.scores is None else desk.material.scores.content
    for i, report in enumerate(content.get("reports", ())):
        told = {name: one for name, one in report["scores"].items() if name in RIVALS}
        judged = report["model"]
        if report["task"] != "escalation" or not told or judged in told:
            continue
        losses = {name: float(one["log_score"]) for name, one in told.items()}
        game = float(report["scores"][judged]["log_score"])
        where = f"scores, escalation {report['split']}: log scores of the schools"
        better = sum(loss < game for loss in losses.values())
        return say(
            "Out of sample, each fitted by itself to what was known before, <> of <> schools "
            f"{'foretells' if better == 1 else 'foretell'} better than the game as built which "
            "disputes of <> became wars: their log scores go from <> to <>, the game's is <> "
            "(smaller is better).",
            desk.made("schools better than the game", better, "count", where),
            desk.made("schools scored", len(losses), "count", where),
            desk.of("scores", content, "reports", i, "split", kind="text"),
            desk.made("best score of a school", min(losses.values()), "score", where),
            desk.made("worst score of a school", max(losses.values()), "score", where),
            desk.of("scores", content, "reports", i, "scores", judged, "log_score", kind="score"),
            cites=(page("scores"),),
        )
    return Sentence(
        "How well each school foretells is a question for scores out of sample, which need each "
        "of them fitted by itself.",
        (page("scores"),),
    )


def _prior(desk: Desk) -> Sentence | None:
    """What theory alone says, before the record was looked at."""
    if desk.told["prior"] is None:
        return None
    level = desk.told["headline"]["level"]
    at = next(
        i for i, one in enumerate(desk.told["prior"]["any_war"]["counts"]) if one["level"] == level
    )
    path = ("prior", "any_war", "counts", at)
    before = lean(desk.told["prior"]["any_war"]["counts"][at])
    after = lean(desk.told["headline"]["any_war"])
    same = {"only lowered": "lowered", "only raised": "raised"}
    told = (
        "the record narrowed what theory alone had leant to"
        if same.get(before, before) == same.get(after, after)
        else "the direction came with the record"
    )
    return say(
        "Under the prior alone, before any record, the counts are <> raised and <> lowered (any "
        f"war, more than <>), against <> and <> in the ledger: {told}.",
        desk.ends(*path, "raised"),
        desk.ends(*path, "lowered"),
        desk.threshold,
        desk.ends("headline", "any_war", "raised"),
        desk.ends("headline", "any_war", "lowered"),
        cites=(page("the-fit"),),
    )
