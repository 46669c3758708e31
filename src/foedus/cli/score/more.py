"""Where a model gains or loses: scores by group of rows, and by part of the game's likelihood."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from foedus.core.errors import UsageError
from foedus.estimate.scoring.baselines import Model
from foedus.estimate.scoring.blocks import Interval
from foedus.estimate.scoring.harness import Report
from foedus.estimate.scoring.splits import Split
from foedus.estimate.scoring.tasks import Task

from .text import bracketed, table

if TYPE_CHECKING:
    from foedus.estimate.scoring.game import Forecaster

__all__ = ["COMPONENT", "as_lines", "by_component", "by_group", "refuse"]

COMPONENT = "component"


def refuse(task: Task, models: Mapping[str, Model], by: Sequence[str]) -> None:
    """Refuse, before the work, what scores cannot be taken apart by.

    Raises
    ------
    UsageError
        There is no such group for the task, or no game that has components.
    """
    from foedus.estimate.scoring.groups import refuse as refuse_groups

    refuse_groups(task, [name for name in by if name != COMPONENT])
    if COMPONENT in by:
        _game(models)


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

    return [dataclasses.asdict(one) for one in components(_game(models), split, draws)]


def _game(models: Mapping[str, Model]) -> Forecaster:
    """First model that is the game."""
    from foedus.estimate.scoring.game import Forecaster

    ours = [one for one in models.values() if isinstance(one, Forecaster)]
    if not ours or ours[0].task.name == "onset":
        raise UsageError(
            "only the game has components, and of disputes",
            field="--by",
            fix="score game, or leave component out",
        )
    return ours[0]


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
