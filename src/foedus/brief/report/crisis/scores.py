"""Point seven: the score out of sample, against a naive baseline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph
from foedus.brief.report.phrases import Cite, Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.core.errors import BundleError
from foedus.crisis.theta import load_theta
from foedus.estimate.scoring.published.store import read

from .desk import Desk, phrase, where_

__all__ = ["scores", "tables_of"]

_MID = (Cite("cow-mid-5.0"), Cite("palmer-2022"))
_SHOWN = ("escalation", "joining")
_NAMES = {
    "game": "the game",
    "game-calibrated": "the game, recalibrated",
    "game-point": "the game, point values",
    "base": "base rate (the naive one)",
    "risks": "competing risks",
    "logit": "logit",
    "penalised": "penalised logit",
    "boosting": "boosted trees",
}


def scores(desk: Desk) -> Section:
    """Log scores of the game and its rivals in later years; or that none are published."""
    try:
        content: Mapping[str, Any] | None = read().content
    except BundleError:
        content = None
    blocks: list[Block | None] = []
    if content is None:
        count = desk.book.put(
            "scores/reports", 0, "count",
            Origin("scores", "", (), ("foedus.estimate.scoring.published.store.read",)),
        )  # fmt: skip
        told = Sentence(
            f"{count} published scores come with this version, so the brief cannot say how the "
            "game has predicted."
        )
        blocks.append(paragraph(told))
    else:
        blocks += [paragraph(*_about(desk, content))]
        blocks += [_table(desk, one) for one in content["reports"] if one["task"] in _SHOWN]
    return Section(
        "score",
        Phrase("How well it predicts, against a naive baseline"),
        tuple(one for one in blocks if one is not None),
    )


def tables_of(report: Mapping[str, Any]) -> pl.DataFrame:
    """Scores of one report as a table: ``model, rows, events, log_score, auc, gain, low, high``.

    ``gain`` is what the judged model gains in log score on this one, with the ends of its interval.
    """
    gains = {one["against"]: one["log_score"] for one in report["contrasts"]}
    return pl.DataFrame(
        [
            {
                "model": name,
                **{key: one[key] for key in ("rows", "events", "log_score", "auc")},
                "gain": gains[name]["mean"] if name in gains else None,
                "low": gains[name]["low"] if name in gains else None,
                "high": gains[name]["high"] if name in gains else None,
            }
            for name, one in report["scores"].items()
        ],
        schema={
            "model": pl.String, "rows": pl.Int64, "events": pl.Int64, "log_score": pl.Float64,
            "auc": pl.Float64, "gain": pl.Float64, "low": pl.Float64, "high": pl.Float64,
        },
    )  # fmt: skip


def _about(desk: Desk, content: Mapping[str, Any]) -> list[Sentence | None]:
    date = desk.book.path("scores", content, "date", "date")
    theta = desk.book.path("scores", content, "theta.id", "text")
    first = where_("Scored on <>, while the parameters in use were <>.", date, theta)
    used = load_theta()
    out = [Sentence(first) if first else None]
    if dict(content.get("theta") or {}) != {"id": used.id, "status": used.status}:
        now = desk.book.put(
            "package/theta", used.id, "text",
            Origin("package", "", (), ("foedus.crisis.theta.load_theta",)),
        )  # fmt: skip
        out.append(Sentence(f"The parameters in use are now {now}: these scores are stale."))
    study = desk.run("theta.id")
    if study and theta and desk.bundle.manifest["theta"]["id"] != content["theta"].get("id"):
        out.append(Sentence(f"They are not those of this study, which took {study}."))
    return out


def _table(desk: Desk, report: Mapping[str, Any]) -> Table:
    task, split = str(report["task"]), str(report["split"])
    frame = tables_of(report)
    store = f"{task} {split}"

    def cell(name: str, column: str | tuple[str, str], kind: str) -> Phrase:
        return phrase(desk.book.table("scores", store, frame, column, kind, model=name))

    rows = tuple(
        Row(
            (
                Phrase(_NAMES.get(name, "another model")),
                cell(name, "log_score", "score"),
                cell(name, "auc", "area"),
                cell(name, "gain", "gain"),
                cell(name, ("low", "high"), "gains"),
            )
        )
        for name in frame["model"].to_list()
    )
    judged = str(report["model"])
    when = desk.book.put(
        f"scores/{store}/split", split, "text", Origin("scores", store, (), ("split",))
    )
    events, many = (
        desk.book.table("scores", store, frame, name, "count", model=judged)
        for name in ("events", "rows")
    )
    told = {"escalation": "a dispute becomes war", "joining": "a candidate joins"}[task]
    level = desk.fact("blocks", "95%", "text", "foedus.estimate.scoring.blocks.Interval")
    heads = (
        Column(Phrase("model")),
        Column(Phrase("log score"), unit="smaller is better", number=True),
        Column(Phrase("area"), unit="under the curve", number=True),
        Column(Phrase("the game gains"), unit="log score", number=True),
        Column(Phrase(f"{level} interval"), unit="by block", number=True),
    )
    return Table(
        f"table-score-{task}-{split}",
        Phrase(f"Whether {told}, {when}: {events} events in {many} rows"),
        heads,
        rows,
        cites=_MID,
    )
