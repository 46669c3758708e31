"""Point seven: tests against the record. Scores out of sample, calibration, historians."""

from __future__ import annotations

from foedus.brief.report.blocks import Section, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase

from .desk import Desk
from .historians import historians
from .scored import scored

__all__ = ["tested"]


def tested(desk: Desk) -> Section:
    """How well the game foretells, and whether its labels are those of historians."""
    below = (scored(desk), _calibrated(desk), historians(desk))
    return Section(
        "tests",
        Phrase("Tests against the record"),
        (),
        tuple(one for one in below if one is not None),
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
