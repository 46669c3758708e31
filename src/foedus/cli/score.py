"""``foedus score``: a model's probabilities against what happened, and against plain rivals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.core.errors import UsageError
from foedus.estimate.scoring.baselines import BASELINES
from foedus.estimate.scoring.calibration import calibration
from foedus.estimate.scoring.harness import Report, report
from foedus.estimate.scoring.plug import model as model_named
from foedus.estimate.scoring.splits import SPLITS, split
from foedus.estimate.scoring.tasks import TASKS, task
from foedus.sources.getting import registry

from .score_text import as_data, as_text
from .switch import Switch

__all__ = ["score"]


def score(
    model: str = "",
    /,
    *,
    task_: Annotated[str, Parameter(name="--task")] = "escalation",
    split_: Annotated[str, Parameter(name="--split")] = "1946-1992",
    against: str = "base,logit",
    draws: int = 2000,
    show_calibration: Annotated[Switch, Parameter(name="--calibration")] = False,
    list_: Annotated[Switch, Parameter(name="--list")] = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
) -> None:
    """Score a model forward in time: log score, Brier, calibration, differences with intervals.

    Parameters
    ----------
    model
        Your function as MODULE:FUNCTION or FILE.py:FUNCTION, or a baseline. It takes two Polars
        frames, rows to learn from and rows to foretell, and returns probabilities. Its code is run.
    task_
        onset, escalation, joining or great-power-war.
    split_
        1946-1992, 1993-2014 or decades.
    against
        Rivals, separated by commas: base,risks,logit,penalised,boosting, or functions.
    draws
        Of the blocked bootstrap.
    show_calibration
        Print forecasts beside frequencies.
    list_
        List tasks, splits and baselines, and stop.
    as_json
        Print for programs.
    output
        File for the forecasts, one row each: .parquet or .csv.
    """
    if list_:
        _list(as_json)
        return
    if not model:
        raise UsageError("no model is named", fix="write MODULE:FUNCTION, or see --list")
    if draws < 1:
        raise UsageError("must be at least 1", field="--draws", value=draws)
    if output is not None and output.suffix not in {".parquet", ".csv"}:
        raise UsageError("no such format", value=output.suffix, fix="write .parquet or .csv")
    chosen, when = task(task_), split(split_)
    names = [model, *(part.strip() for part in against.split(",") if part.strip())]
    models = {name: model_named(name, chosen) for name in dict.fromkeys(names)}
    made = report(chosen, when, models, draws=draws)
    if output is not None:
        _write(made, output)
    bins = _bins(made, model) if show_calibration else None
    versions = {name: registry.dataset(name).version for name in chosen.datasets}
    if as_json:
        print(json.dumps(as_data(made, versions, bins), ensure_ascii=False))
        return
    print(as_text(made, versions, bins))
    if output is not None:
        print(f"\n{output}: {made.forecasts.height:,} forecasts")


def _bins(made: Report, name: str) -> list[dict[str, Any]]:
    y = made.forecasts["y"].cast(int).to_numpy()
    return calibration(y, made.forecasts[f"p_{name}"].to_numpy()).to_dicts()


def _write(made: Report, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        made.forecasts.write_csv(path)
    else:
        made.forecasts.write_parquet(path)


def _list(as_json: bool) -> None:
    kinds = {
        "tasks": {one.name: one.about for one in TASKS.values()},
        "splits": {one.name: one.about for one in SPLITS.values()},
        "baselines": BASELINES,
    }
    if as_json:
        print(json.dumps(kinds, indent=2, ensure_ascii=False))
        return
    for kind, named in kinds.items():
        print(kind)
        for name, about in named.items():
            print(f"  {name:<16} {about}")
