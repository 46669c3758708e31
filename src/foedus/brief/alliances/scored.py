"""Point seven: scores forward in time, beside the base rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page
from .rules import apart

__all__ = ["scored"]

Told = Mapping[str, Any]
_TASKS = {
    "escalation": "which disputes become wars",
    "joining": "who joins",
    "great-power-war": "which become wars of great powers",
    "onset": "which pairs fall out",
}


def scored(desk: Desk) -> Section:
    """Scores out of sample, or what is known in the sample."""
    scores = desk.material.scores
    if scores is None:
        text = paragraph(
            Sentence(
                "No scores out of sample ship with this version; 'foedus score game' makes them, "
                "and the page on scores prints those of an earlier day.",
                (page("scores"),),
            ),
            _in_sample(desk),
        )
        blocks: list[Block | None] = [text]
    else:
        blocks = [
            paragraph(
                *(_said(desk, i, one) for i, one in enumerate(scores.content["reports"])),
                _stale(desk, scores.content),
            ),
            _score_table(desk, scores.content),
        ]
    return Section(
        "scores",
        Phrase("Forward in time, beside the base rate"),
        tuple(one for one in blocks if one is not None),
    )


def _stale(desk: Desk, content: Told) -> Sentence | None:
    """Said where the scores are of other parameters than the ledger's."""
    scored, used = content.get("theta", {}).get("id"), desk.told["ledger"]["theta"]["id"]
    if scored is None or scored == used:
        return None
    return say(
        "These scores are stale: they are of the parameters '<>', and the ledger is of '<>'.",
        desk.of("scores", content, "theta", "id", kind="text"),
        desk.at("ledger", "theta", "id", kind="text"),
    )


def _in_sample(desk: Desk) -> Sentence | None:
    fit = desk.material.fit
    if fit is None or "level" not in fit.get("losses", {}):
        return None
    return say(
        "In the sample that it was fitted to, over <> disputes, the game's mean loss on how high "
        "they went is <>.",
        desk.of("fit", fit, "losses", "level", 0, kind="count"),
        desk.of("fit", fit, "losses", "level", 1, kind="plain"),
        cites=(page("the-fit"),),
    )


def _base(report: Told) -> tuple[int, Told] | None:
    found = ((i, one) for i, one in enumerate(report["contrasts"]) if one["against"] == "base")
    return next(found, None)


def _said(desk: Desk, i: int, report: Told) -> Sentence | None:
    found = _base(report)
    if found is None:
        return None
    at, contrast = found
    low, high = contrast["log_score"]["low"], contrast["log_score"]["high"]
    way = apart((low, high), (0.0, 0.0))
    told = {
        "above": "better than the base rate",
        "below": "worse than the base rate",
        "no": "not told apart from the base rate",
    }[way]
    name = _TASKS.get(report["task"], report["task"])
    path = ("reports", i)
    content = desk.material.scores.content if desk.material.scores is not None else {}
    model = report["model"]

    def of(*steps: str | int, kind: str) -> str | None:
        return desk.of("scores", content, *path, *steps, kind=kind)

    gain = (
        content["reports"][i]["contrasts"][at]["log_score"]["low"],
        content["reports"][i]["contrasts"][at]["log_score"]["high"],
    )
    ends = desk.made(
        f"gain over base, {report['task']}, {report['split']}",
        gain,
        "gains",
        f"scores, {report['task']} {report['split']}: contrast with base, interval",
    )
    return say(
        f"Of {name} in <>, the game foretells {told}: log score <> against <>, a gain of <> to "
        "the base rate's loss (interval <>).",
        of("split", kind="text"),
        of("scores", model, "log_score", kind="score"),
        of("scores", "base", "log_score", kind="score"),
        desk.made(
            f"gain over base, {report['task']}, {report['split']}, point",
            report["scores"]["base"]["log_score"] - report["scores"][model]["log_score"],
            "gain",
            f"scores, {report['task']} {report['split']}: base less the model",
        ),
        ends,
        cites=(page("scores"),),
    )


def _score_table(desk: Desk, content: Told) -> Table:
    rows: list[Row] = []
    for i, report in enumerate(content["reports"]):
        task = _TASKS.get(report["task"], report["task"])
        split = desk.of("scores", content, "reports", i, "split", kind="text")
        rows.append(Row((Phrase(f"{task}, {split}"),), group=True))
        for name in report["scores"]:
            path = ("reports", i, "scores", name)
            rows.append(
                Row(
                    (
                        Phrase(desk.made(f"model {name}", name, "text", "scores: names of models")),
                        *(
                            cell(desk.of("scores", content, *path, part, kind=kind))
                            for part, kind in (
                                ("events", "count"),
                                ("rows", "count"),
                                ("log_score", "score"),
                                ("auc", "area"),
                            )
                        ),
                    )
                )
            )
    return Table(
        "table-scores",
        Phrase("Scores out of sample: smaller log scores are better"),
        (
            Column(Phrase("model")),
            Column(Phrase("events"), number=True),
            Column(Phrase("of"), number=True),
            Column(Phrase("log score"), number=True),
            Column(Phrase("AUC"), number=True),
        ),
        tuple(rows),
    )
