"""Point seven: the score out of sample, against a naive baseline."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import polars as pl

from foedus.brief.models import MODELS
from foedus.brief.report.blocks import Block, Column, Row, Section, Table, kept, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.core.errors import BundleError
from foedus.crisis.theta import load_theta
from foedus.estimate.scoring.published.store import read

from .desk import MID, Desk
from .tabled import Field, tabled

__all__ = ["scores", "tables_of"]

_SHOWN = ("escalation", "joining")
_NAMES = MODELS | {"base": "base rate (the naive one)"}


def scores(desk: Desk) -> Section:
    """Log scores of the game and its rivals in later years; or that none are published."""
    try:
        content: Mapping[str, Any] | None = read().content
    except BundleError:
        content = None
    blocks: list[Block | None] = []
    if content is None:
        origin = Origin("scores", "", (), ("foedus.estimate.scoring.published.store.read",))
        told = say(
            "<> published scores come with this version, so the brief cannot say how the game has "
            "predicted.",
            desk.book.put("scores/reports", 0, "count", origin),
        )
        blocks.append(paragraph(told))
    else:
        blocks += [paragraph(*_about(desk, content))]
        blocks += [_table(desk, one) for one in content["reports"] if one["task"] in _SHOWN]
    return Section(
        "score",
        Phrase("How well it predicts, against a naive baseline"),
        kept(*blocks),
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
    theta = desk.book.path("scores", content, "theta.id", "text")
    out = [
        say(
            "Scored on <>, while the parameters in use were <>.",
            desk.book.path("scores", content, "date", "date"),
            theta,
        )
    ]
    used = load_theta()
    if dict(content.get("theta") or {}) != {"id": used.id, "status": used.status}:
        now = desk.fact("theta", used.id, "text", "foedus.crisis.theta.load_theta")
        out.append(Sentence(f"The parameters in use are now {now}: these scores are stale."))
    study = desk.run("theta.id")
    if study and theta and desk.bundle.manifest["theta"]["id"] != content["theta"].get("id"):
        out.append(Sentence(f"They are not those of this study, which took {study}."))
    return out


def _table(desk: Desk, report: Mapping[str, Any]) -> Table:
    task, split = str(report["task"]), str(report["split"])
    frame = tables_of(report)
    store = f"{task} {split}"

    get = functools.partial(desk.book.table, "scores", store, frame)
    names = frame["model"].to_list()
    level = desk.fact("blocks", "95 %", "text", "foedus.estimate.scoring.blocks.Interval")
    heads, lines = tabled(
        get,
        [{"model": name} for name in names],
        [
            Field("log score", "log_score", "score", "smaller is better"),
            Field("area", "auc", "area", "under the curve"),
            Field("the game gains", "gain", "gain", "log score"),
            Field(f"{level} interval", ("low", "high"), "gains", "by block"),
        ],
    )
    rows = tuple(
        Row((Phrase(_NAMES.get(name, "another model")), *line.cells))
        for name, line in zip(names, lines, strict=True)
    )
    judged = str(report["model"])
    when = desk.book.put(
        f"scores/{store}/split", split, "text", Origin("scores", store, (), ("split",))
    )
    events, many = (get(name, "count", model=judged) for name in ("events", "rows"))
    told = {"escalation": "a dispute becomes war", "joining": "a candidate joins"}[task]
    return Table(
        f"table-score-{task}-{split}",
        Phrase(f"Whether {told}, {when}: {events} events in {many} rows"),
        (Column(Phrase("model")), *heads),
        rows,
        cites=MID,
    )
