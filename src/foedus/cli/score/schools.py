"""``foedus score schools``: the rival schools and the baselines in one table, and their weights."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from foedus.estimate.scoring.rivals import STACKED, Rivals, rivals
from foedus.estimate.scoring.splits import split
from foedus.estimate.scoring.tasks import task
from foedus.estimate.structural.schools import GAME, SCHOOLS

from .text import bracketed, table

if TYPE_CHECKING:
    from foedus.estimate.scoring.game import Settings

__all__ = ["SPLITS", "TASKS", "as_data", "as_text", "schools"]

TASKS = ("escalation", "joining")
SPLITS = ("1946-1992", "1993-2014")
_PRIOR = (
    "Weights: learnt on earlier rows, each foretold from before its year, with their interval over "
    "blocks; 'prior' where it holds equal weights: there the record does not tell schools apart."
)


def schools(settings: Settings, draws: int, *, as_json: bool) -> None:
    """Score and print.

    Parameters
    ----------
    settings
        How the game foretells.
    draws
        Of the blocked bootstrap.
    """
    made: list[Rivals] = []
    for name in TASKS:
        chosen = task(name)
        rows = chosen.rows()
        made += [rivals(chosen, split(when), settings, rows=rows, draws=draws) for when in SPLITS]
    if as_json:
        print(json.dumps([as_data(one) for one in made], ensure_ascii=False))
        return
    print("\n\n".join(as_text(one) for one in made))
    print(f"\n{_PRIOR}")
    print("\n".join(f"{one.name}: {one.about}" for one in SCHOOLS.values()))


def as_data(made: Rivals) -> dict[str, Any]:
    """One task and split, for programs."""
    report = made.report
    return {
        "task": report.task.name,
        "split": report.split.name,
        "rows": report.rows.fingerprint(report.task.key),
        "scores": {name: dataclasses.asdict(one) for name, one in report.scores.items()},
        "contrasts": [dataclasses.asdict(one) for one in report.contrasts],
        "stacks": [
            {
                "rows": one.rows,
                "events": one.events,
                "blocks": one.blocks,
                "weights": {
                    name: dataclasses.asdict(weight) | {"told_by": weight.told_by}
                    for name, weight in one.weights.items()
                },
            }
            for one in made.stacks
        ],
        "missing": list(made.missing),
        "notes": made.notes,
    }


def as_text(made: Rivals) -> str:
    """One task and split, for people."""
    report = made.report
    against = {one.against: one.log_score for one in report.contrasts}
    weights = made.stacks[0].weights if made.stacks else {}
    rows = []
    for name, scores in report.scores.items():
        gain = against.get(name)
        rows.append(
            (
                name,
                f"{scores.log_score:.4f}",
                f"{scores.brier:.4f}",
                "-" if scores.auc is None else f"{scores.auc:.2f}",
                "" if gain is None else bracketed(gain, 4),
                "" if gain is None else gain.verdict,
                *_weight(weights, name),
            )
        )
    one = report.scores[GAME]
    head = ("", "log score", "Brier", "AUC", "gain of game", "", "weight", "told by")
    out = [
        f"{report.task.name}, {report.split.name}: {one.rows:,} rows, {one.events:,} events",
        table(head, rows),
    ]
    learnt = made.stacks[0] if made.stacks else None
    if learnt is not None:
        out.append(
            f"{STACKED}: weights from {learnt.rows:,} earlier rows, {learnt.events:,} events"
            if learnt.rows
            else f"{STACKED}: equal weights; no school has an earlier fit to learn others from"
        )
    if made.missing:
        out.append(
            f"not fitted: {', '.join(made.missing)}; run foedus estimate origins --school "
            f"{','.join(made.missing)} --publish"
        )
    out += [f"{name}: {line}" for name, told in made.notes.items() for line in told[1:]]
    return "\n".join(out)


def _weight(weights: Mapping[str, Any], name: str) -> tuple[str, str]:
    one = weights.get(name)
    if one is None:
        return "", ""
    return f"{one.weight:.2f} [{one.low:.2f}, {one.high:.2f}]", one.told_by
