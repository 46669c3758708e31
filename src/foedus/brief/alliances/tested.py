"""Point seven: tests against the record. Scores out of sample, calibration, historians."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk, cell, say
from .literature import page, to
from .rules import apart

__all__ = ["famous", "tested"]

Told = Mapping[str, Any]
_TASKS = {
    "escalation": "which disputes become wars",
    "joining": "who joins",
    "great-power-war": "which become wars of great powers",
    "onset": "which pairs fall out",
}
_VERDICTS = {
    "raised": "raised",
    "lowered": "lowered",
    "none": "none",
    "unclear": "none clear",
    "disputed": "disputed",
}


def tested(desk: Desk) -> Section:
    """How well the game foretells, and whether its labels are those of historians."""
    below = (_scores(desk), _calibrated(desk), _historians(desk))
    return Section(
        "tests",
        Phrase("Tests against the record"),
        (),
        tuple(one for one in below if one is not None),
    )


def _scores(desk: Desk) -> Section:
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


def _calibrated(desk: Desk) -> Section | None:
    told = desk.told["calibration"]
    if not told["rows"]:
        return None
    better = told["log_score"] < told["log_score_without"]
    inside = sum(one["low"] <= one["forecast"] <= one["high"] for one in told["bins"])
    where = "ledger, calibration: bins whose interval holds the forecast"
    first = say(
        "On the record that it was fitted to, the ledger expects <> wars where there were <>; in "
        "<> of <> bins of disputes the frequency of war is compatible with the chance given.",
        desk.at("calibration", "expected"),
        desk.at("calibration", "wars", kind="count"),
        desk.made("bins that fit", inside, "count", where),
        desk.made("bins", len(told["bins"]), "count", where),
    )
    second = say(
        "With the pacts the log score is <>, without them <>: the record is "
        + ("better" if better else "no better")
        + " foretold with them.",
        desk.at("calibration", "log_score", kind="score"),
        desk.at("calibration", "log_score_without", kind="score"),
    )
    text = paragraph(first, second)
    blocks = (text,) if text is not None else ()
    return Section("calibration", Phrase("In the sample: calibration"), blocks)


def _historians(desk: Desk) -> Section:
    told = desk.told["historians"]
    above = told["any_war"]["low"] is not None and told["any_war"]["low"] > 0
    words = (
        "more often than chance would have it"
        if above
        else "no more often than chance would have it, as far as so few cases tell"
    )
    first = say(
        "Of <> crises coded from histories before the ledger was built, <> could be compared for "
        f"any war: the labels agree in <>, {words} (kappa <>, <>), and are the opposite in <>.",
        desk.at("historians", "verdicts", kind="count"),
        desk.at("historians", "any_war", "compared", kind="count"),
        desk.at("historians", "any_war", "agree", kind="count"),
        desk.at("historians", "any_war", "kappa", kind="factor") or "–",
        desk.ends("historians", "any_war", kind="factors") or "–",
        desk.at("historians", "any_war", "opposite", kind="count"),
        cites=(page("historians"),),
    )
    second = say(
        "For great-power war they agree in <> of <>.",
        desk.at("historians", "great_power_war", "agree", kind="count"),
        desk.at("historians", "great_power_war", "compared", kind="count"),
        cites=(page("historians"),),
    )
    text = paragraph(first, second)
    blocks: list[Block | None] = [text, _cases(desk)]
    return Section(
        "historians",
        Phrase("Beside historians' verdicts"),
        tuple(one for one in blocks if one is not None),
    )


def famous(desk: Desk) -> Sentence | None:
    """Crises in which historians say that alliances raised the risk, and what the ledger says."""
    cases = desk.told["historians"]["cases"]
    raised = [one for one in cases if one["any_war_historians"] == "raised"]
    if not raised:
        return None
    found = [one for one in raised if one["any_war_model"] == "raised"]
    where = "ledger, historians: cases in which historians say raised"
    return say(
        "Of the <> crises in which historians say that alliances raised the risk of war, the "
        "ledger says so of <>.",
        desk.made("historians raised", len(raised), "count", where),
        desk.made("both raised", len(found), "count", where),
        cites=(page("historians"),),
    )


def _cases(desk: Desk) -> Table | None:
    cases = desk.told["historians"]["cases"]
    if not cases:
        return None
    rows = desk.material.ledger.rows.filter(
        pl.col("dispnum").is_in([one["dispnum"] for one in cases])
    )
    change = dict(zip(rows["dispnum"].to_list(), rows["any_war_difference"].to_list(), strict=True))
    lines = []
    for i, one in enumerate(cases):
        path = ("historians", "cases", i)
        moved = change.get(one["dispnum"])
        lines.append(
            Row(
                (
                    cell(desk.at(*path, "title", kind="text")),
                    cell(desk.at(*path, "year", kind="year")),
                    cell(desk.at(*path, "dispnum", kind="year")),
                    Phrase(_VERDICTS.get(one["any_war_historians"], "–")),
                    Phrase(_VERDICTS.get(one["any_war_model"], "–")),
                    Phrase("–")
                    if moved is None
                    else Phrase(
                        desk.made(
                            f"dispute {one['dispnum']}, any_war_difference",
                            moved,
                            "moved",
                            f"ledger, rows: dispnum {one['dispnum']}",
                        )
                    ),
                )
            )
        )
    return Table(
        "table-historians",
        Phrase("What alliances did to the risk of any war: historians and the ledger"),
        (
            Column(Phrase("crisis")),
            Column(Phrase("year"), number=True),
            Column(Phrase("number"), unit="COW MID", number=True),
            Column(Phrase("historians")),
            Column(Phrase("ledger")),
            Column(Phrase("change"), unit="of the chance", number=True),
        ),
        tuple(lines),
        cites=(page("historians"), *to("cow-mid-5.0")),
    )
