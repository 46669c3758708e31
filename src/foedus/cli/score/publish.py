"""``foedus score MODEL --publish DIR``: all scores that the explorer and the briefs show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.core.provenance import versions
from foedus.estimate.scoring.groups import groups
from foedus.estimate.scoring.harness import report
from foedus.estimate.scoring.plug import model as model_named
from foedus.estimate.scoring.published.scores import report_data, worst
from foedus.estimate.scoring.published.store import refuse, write
from foedus.estimate.scoring.rivals import fitted
from foedus.estimate.scoring.splits import split
from foedus.estimate.scoring.tasks import task
from foedus.estimate.structural.origins import load_origins
from foedus.estimate.structural.schools import GAME
from foedus.sources.getting import registry

if TYPE_CHECKING:
    from foedus.estimate.scoring.game import Settings

__all__ = ["GROUPED", "RIVALS", "SPLITS", "publish"]

SPLITS = ("1946-1992", "1993-2014")
RIVALS = ("base", "risks", "logit", "penalised", "boosting")
GROUPED: dict[str, tuple[str, ...]] = {
    "escalation": ("decade", "parties", "power", "obligations"),
    "joining": ("decade", "in-game"),
    "great-power-war": (),
    "onset": ("decade", "power"),
}
"""Tasks, and by what their scores are taken apart."""
_ONSET = "onset"


def publish(
    model: str,
    settings: Settings,
    folder: Path,
    *,
    tasks: Sequence[str] = tuple(GROUPED),
    splits: Sequence[str] = SPLITS,
    rivals: Sequence[str] | None = None,
    draws: int = 2000,
    date: dt.date,
) -> None:
    """Score a model at every task and split, and write what is shown of it.

    Parameters
    ----------
    model
        Name of the model that is judged.
    settings
        How the game foretells.
    folder
        Where.
    tasks, splits
        What is scored, and when.
    rivals
        Against whom; by default `RIVALS`, the game in its other forms and, where it is the game
        that is judged, every school that was fitted for the split. Onset has no schools: a fold
        has up to 84,000 games, and every school would solve them anew.
    draws
        Of the blocked bootstrap.
    date
        The day on which it is done.

    Raises
    ------
    UsageError
        If the folder holds something else, or cannot be written; before the work.
    """
    refuse(folder)
    reports: list[dict[str, Any]] = []
    rows = []
    datasets: dict[str, None] = {}
    for name in tasks:
        chosen = task(name)
        datasets |= dict.fromkeys(chosen.datasets)
        held = chosen.rows()
        for when in splits:
            against = _rivals(model, settings, name, when) if rivals is None else rivals
            names = list(dict.fromkeys([model, *against]))
            models = {one: model_named(one, chosen, settings) for one in names}
            made = report(chosen, split(when), models, rows=held, draws=draws)
            notes = {one: list(getattr(made_, "notes", list)()) for one, made_ in models.items()}
            by = GROUPED.get(name, ())
            found = groups(made, by).to_dicts() if by else []
            reports.append(report_data(made, {k: v for k, v in notes.items() if v}, found))
            rows.append(worst(made))
            print(f"{name} {when}: {made.forecasts.height:,} rows", flush=True)
    content = {
        "date": date.isoformat(),
        "theta": _theta(),
        "data": {name: registry.dataset(name).version for name in _with_cases(datasets)},
        "versions": versions(),
        "reports": reports,
    }
    write(content, rows, folder)
    print(f"written: {folder}")


def _rivals(model: str, settings: Settings, name: str, when: str) -> list[str]:
    """Against whom a model is judged at a task."""
    if name == _ONSET:
        return [*RIVALS, "game-free"]
    return [*RIVALS, "game-point", "game-calibrated", *_schools(model, settings, when)]


def _schools(model: str, settings: Settings, when: str) -> list[str]:
    """Rival schools that have a fit of their own for a split, where the game is judged."""
    if model != GAME:
        return []
    return list(fitted(split(when), load_origins(settings.origins)))


def _theta() -> dict[str, str]:
    from foedus.crisis.theta import load_theta

    theta = load_theta()
    return {"id": theta.id, "status": theta.status}


def _with_cases(datasets: dict[str, None]) -> list[str]:
    from foedus.estimate.structural.sample import DATASETS

    return sorted({*datasets, *DATASETS})
