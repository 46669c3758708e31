"""Where a model gains or loses: scores by group of rows, and by part of the game's likelihood."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from foedus.core.errors import UsageError
from foedus.estimate.scoring.baselines import Model
from foedus.estimate.scoring.blocks import Interval
from foedus.estimate.scoring.harness import Report
from foedus.estimate.scoring.splits import Split

from .text import bracketed, table

__all__ = ["as_lines", "by_component", "by_group"]


def by_group(made: Report, names: Sequence[str]) -> list[dict[str, Any]]:
    """Log scores of all models by group, as data."""
    from foedus.estimate.scoring.groups import groups  # cases take seconds to import

    return groups(made, names).to_dicts()


def by_component(models: Mapping[str, Model], split: Split, draws: int) -> list[dict[str, Any]]:
    """Score the parts of the first game's likelihood, as data.

    Raises
    ------
    UsageError
        None of the models is the game, or the task is one that it has no part of.
    """
    from foedus.estimate.scoring.components import components
    from foedus.estimate.scoring.game import Forecaster

    ours = [one for one in models.values() if isinstance(one, Forecaster)]
    if not ours or ours[0].task.name == "onset":
        raise UsageError(
            "only the game has components, and of disputes",
            field="--by",
            fix="score game, or leave component out",
        )
    return [dataclasses.asdict(one) for one in components(ours[0], split, draws)]


def as_lines(more: Mapping[str, Any]) -> str:
    """All of it as text, each part after an empty line."""
    parts: list[str] = []
    for name, told in more.get("notes", {}).items():
        parts += [f"{name}: {line}" for line in told]
    if parts:
        parts = ["", *parts]
    if found := more.get("by"):
        parts += ["", _groups(found)]
    if found := more.get("components"):
        parts += ["", _components(found)]
    return "\n".join(parts)


def _groups(found: Sequence[Mapping[str, Any]]) -> str:
    models = [name for name in found[0] if name not in {"by", "group", "rows", "events"}]
    rows = [
        (
            f"{row['by']}: {row['group']}",
            f"{row['rows']:,}",
            f"{row['events']:,}",
            *(f"{row[name]:.4f}" for name in models),
        )
        for row in found
    ]
    return table(("log score by", "rows", "events", *models), rows)


def _components(found: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for row in found:
        gain = Interval(**row["gain"])
        rows.append(
            (
                row["kind"],
                f"{row['terms']:,}",
                f"{row['game']:.4f}",
                f"{row['constant']:.4f}",
                bracketed(gain, 4),
                gain.verdict,
            )
        )
    head = ("log score by component", "terms", "game", "frequencies", "gain", "")
    return table(head, rows)
