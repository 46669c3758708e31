"""A scoring report as text and as data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from foedus.estimate.scoring.blocks import Interval
from foedus.estimate.scoring.harness import Report

__all__ = ["as_data", "as_text", "bracketed", "table"]

Bins = Sequence[Mapping[str, Any]]


def as_text(made: Report, versions: Mapping[str, str], bins: Bins | None) -> str:
    """Report for people.

    Parameters
    ----------
    made
        The report.
    versions
        Of each data set in use.
    bins
        Calibration of the model, where asked for.
    """
    one = next(iter(made.scores.values()))
    parts = [
        f"{made.task.name}: {made.task.about}",
        f"{made.split.name}: {made.split.about}",
        (
            f"scored on {one.rows:,} rows ({made.task.unit}), {one.events:,} events "
            f"({100 * one.events / one.rows:.2f} %); {made.rows.note}"
        ),
        f"rows {made.rows.fingerprint(made.task.key)}; "
        + ", ".join(f"{name} {version}" for name, version in versions.items()),
        "",
        _scores(made),
        "",
        _contrasts(made),
    ]
    if made.folds.height > 1:
        parts += ["", _folds(made)]
    if bins is not None:
        parts += ["", _bins(bins, next(iter(made.scores)))]
    clipped = {name: s.clipped for name, s in made.scores.items() if s.clipped}
    if clipped:
        who = ", ".join(f"{name} {count:,}" for name, count in clipped.items())
        parts += ["", f"nearer to 0 or 1 than one in a million, and scored as that: {who}"]
    return "\n".join(parts)


def as_data(made: Report, versions: Mapping[str, str], bins: Bins | None) -> dict[str, Any]:
    """Report for programs; parameters as for `as_text`."""
    data: dict[str, Any] = {
        "task": made.task.name,
        "split": made.split.name,
        "rows": made.rows.fingerprint(made.task.key),
        "note": made.rows.note,
        "datasets": dict(versions),
        "scores": {name: dataclasses.asdict(s) for name, s in made.scores.items()},
        "contrasts": [dataclasses.asdict(c) for c in made.contrasts],
        "folds": made.folds.to_dicts(),
    }
    return data if bins is None else data | {"calibration": list(bins)}


def _scores(made: Report) -> str:
    heads = ("log score", "Brier", "reliability", "resolution", "uncertainty", "mean", "AUC")
    rows = [
        (
            name,
            f"{s.log_score:.4f}",
            f"{s.brier:.4f}",
            f"{s.reliability:.5f}",
            f"{s.resolution:.5f}",
            f"{s.uncertainty:.5f}",
            f"{s.mean:.4f}",
            "-" if s.auc is None else f"{s.auc:.2f}",
        )
        for name, s in made.scores.items()
    ]
    return table(("", *heads), rows)


def _contrasts(made: Report) -> str:
    if not made.contrasts:
        return "set against nothing"
    model = next(iter(made.scores))
    rows = [
        (
            f"against {one.against}",
            bracketed(one.log_score, 4),
            one.log_score.verdict,
            bracketed(one.brier, 5),
            one.brier.verdict,
            # Of onset the two may be widest by different blocks.
            ", ".join(dict.fromkeys(f"{g.blocks:,} by {g.by}" for g in (one.log_score, one.brier))),
        )
        for one in made.contrasts
    ]
    head = (f"gain of {model}", "log score", "", "Brier", "", "blocks")
    return table(head, rows)


def bracketed(one: Interval, digits: int) -> str:
    """Mean and ends of an interval, with signs."""
    return f"{one.mean:+.{digits}f} [{one.low:+.{digits}f}, {one.high:+.{digits}f}]"


def _folds(made: Report) -> str:
    names = list(made.scores)
    rows = [
        (
            str(row["fold"]),
            f"{row['learnt']:,}",
            f"{row['learnt_events']:,}",
            f"{row['rows']:,}",
            f"{row['events']:,}",
            *(f"{row[name]:.4f}" for name in names),
        )
        for row in made.folds.iter_rows(named=True)
    ]
    return table(("log score by fold", "learnt", "events", "rows", "events", *names), rows)


def _bins(bins: Bins, model: str) -> str:
    rows = [
        (
            f"bin {row['bin']}",
            f"{row['rows']:,}",
            f"{row['events']:,}",
            f"{row['forecast']:.4f}",
            f"{row['frequency']:.4f}",
            f"[{row['low']:.4f}, {row['high']:.4f}]",
        )
        for row in bins
    ]
    head = (f"calibration of {model}", "rows", "events", "forecast", "frequency", "95 per cent")
    return table(head, rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """First column to the left, the others to the right."""
    wide = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = [f"{row[0]:<{wide[0]}}", *(f"{row[k]:>{wide[k]}}" for k in range(1, len(row)))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
