"""``foedus score``: a model's probabilities against what happened, and against plain rivals."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import UsageError
from foedus.core.paths import threads
from foedus.core.progress import interruptible, reporter_for
from foedus.core.whole import whole
from foedus.core.workers import process_pool
from foedus.core.writable import refuse_file, writing
from foedus.estimate.scoring.baselines import BASELINES, Model
from foedus.estimate.scoring.calibration import calibration
from foedus.estimate.scoring.games import GAMES
from foedus.estimate.scoring.harness import Report, report
from foedus.estimate.scoring.plug import model as model_named
from foedus.estimate.scoring.splits import SPLITS, split
from foedus.estimate.scoring.tasks import TASKS, task
from foedus.sources.getting import registry

from .text import as_data, as_text

if TYPE_CHECKING:
    from foedus.estimate.scoring.game import Settings

__all__ = ["score"]

_SCHOOLS = "schools"
_TASK, _SPLIT, _AGAINST = "escalation", "1946-1992", "base,logit"
_ELSEWHERE = "name another with -o FILE"


def score(
    model: str = "",
    /,
    *,
    task_: Annotated[str, Parameter(name="--task")] = _TASK,
    split_: Annotated[str, Parameter(name="--split")] = _SPLIT,
    against: str = _AGAINST,
    draws: int = 2000,
    show_calibration: Annotated[Switch, Parameter(name="--calibration")] = False,
    list_: Annotated[Switch, Parameter(name="--list")] = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    by: str = "",
    theta_draws: int | None = None,
    origins: Path | None = None,
    workers: int | None = None,
    publish: Path | None = None,
) -> None:
    """Score a model forward in time: log score, Brier, calibration, differences with intervals.

    Parameters
    ----------
    model
        game, a school of it, a baseline, or your function as MODULE:FUNCTION or FILE.py:FUNCTION.
        It takes two Polars frames, rows to learn from and rows to foretell, and returns
        probabilities. Its code is run. Or schools: one table of them all, and their weights.
    task_
        onset, escalation, joining or great-power-war.
    split_
        1946-1992, 1993-2014 or decades.
    against
        Rivals, separated by commas: base,risks,logit,penalised,boosting, or any other model.
    draws
        Of the blocked bootstrap.
    show_calibration
        Print forecasts beside frequencies.
    list_
        List tasks, splits and models, and stop.
    as_json
        Print for programs.
    output
        File for the forecasts, one row each: .parquet or .csv.
    by
        Log scores by group, separated by commas: decade, parties, power, obligations, in-game; or
        component: the parts of the game's likelihood, against frequencies.
    theta_draws
        Draws from the game's posterior over which its chances are averaged; 0 for point values.
        Default: 8; for onset 0.
    origins
        File of fits that the game foretells with; the shipped one by default.
    workers
        Processes that solve games, 300 MB each; default: the processors this process may use.
    publish
        Folder for what the explorer and the briefs show: every task, both frozen splits, all
        rivals. Takes --draws, --theta-draws, --origins and --workers with it.
    """
    if list_:
        _list(as_json)
        return
    if not model:
        raise UsageError("no model is named", fix="write MODULE:FUNCTION, or see --list")
    count = _counted({"--draws": draws}, theta_draws, workers)
    whole = (task_, split_, against) == (_TASK, _SPLIT, _AGAINST)
    if publish is not None:
        more = output is not None or by or show_calibration or as_json
        if more or not whole or model == _SCHOOLS:
            raise UsageError("--publish writes everything, of one model", fix="drop the others")
        with _settings(theta_draws, origins, count) as settings:
            from .publish import publish as publish_scores

            publish_scores(
                model, settings, publish, draws=draws, date=dt.datetime.now(tz=dt.UTC).date()
            )
        return
    if output is not None and output.suffix not in {".parquet", ".csv"}:
        raise UsageError("no such format", value=output.suffix, fix="write .parquet or .csv")
    rivals = [part.strip() for part in against.split(",") if part.strip()]
    if model == _SCHOOLS:
        if output is not None or by or show_calibration or not whole:
            raise UsageError(
                "schools are one table: no --task, --split, --against, -o, --by or --calibration",
                fix="score game, or one school, for more",
            )
        with _settings(theta_draws, origins, count) as settings:
            from .schools import schools

            schools(settings, draws, as_json=as_json)
        return
    if output is not None:
        refuse_file(output, _ELSEWHERE)
    chosen, when = task(task_), split(split_)
    names = list(dict.fromkeys([model, *rivals]))
    ours = [name for name in names if name in GAMES]
    kinds = [part.strip() for part in by.split(",") if part.strip()]
    with _settings(theta_draws, origins, count) if ours else nullcontext() as settings:
        models = {name: model_named(name, chosen, settings) for name in names}
        if kinds:
            from .more import refuse

            refuse(chosen, models, kinds)
        made = report(chosen, when, models, draws=draws)
        more = _more(made, models, kinds, draws)
    bins = _bins(made, model) if show_calibration else None
    versions = {name: registry.dataset(name).version for name in _datasets(made, game=bool(ours))}
    if as_json:
        print(json.dumps(as_data(made, versions, bins) | more, ensure_ascii=False), flush=True)
    else:
        print(as_text(made, versions, bins))
        if more:
            from .more import as_lines

            print(as_lines(more))
    if output is None:
        return
    _write(made, output)
    if not as_json:
        print(f"\n{output}: {made.forecasts.height:,} forecasts")


def _counted(given: dict[str, int], theta_draws: int | None, workers: int | None) -> int:
    """Return how many workers; refuse counts that are none."""
    if workers is not None:
        given = given | {"--workers": workers}
    for name, value in given.items():
        if value < 1:
            raise UsageError("must be at least 1", field=name, value=value)
    if theta_draws is not None and theta_draws < 0:
        raise UsageError("must not be negative", field="--theta-draws", value=theta_draws)
    return threads() if workers is None else workers


@contextmanager
def _settings(draws: int | None, origins: Path | None, workers: int) -> Iterator[Settings]:
    """How the game foretells, with processes that end with it."""
    from foedus.estimate.scoring.game import Settings  # the engine takes seconds to import

    reporter = reporter_for(sys.stderr)
    with (
        interruptible(reporter),
        process_pool(workers) if workers > 1 else nullcontext() as executor,
    ):
        yield Settings(draws=draws, executor=executor, origins=origins, reporter=reporter)


def _datasets(made: Report, *, game: bool) -> tuple[str, ...]:
    if not game:
        return made.task.datasets
    from foedus.estimate.structural.sample import DATASETS

    return tuple(dict.fromkeys((*made.task.datasets, *DATASETS)))


def _more(made: Report, models: dict[str, Model], by: list[str], draws: int) -> dict[str, Any]:
    """What the game has to say of itself, and scores by group."""
    notes = {name: told for name, one in models.items() if (told := getattr(one, "notes", list)())}
    found: dict[str, Any] = {"notes": notes} if notes else {}
    if not by:
        return found
    from .more import COMPONENT, by_component, by_group

    groups = [name for name in by if name != COMPONENT]
    if groups:
        found["by"] = by_group(made, groups)
    if COMPONENT in by:
        found["components"] = by_component(models, made.split, draws)
    return found


def _bins(made: Report, name: str) -> list[dict[str, Any]]:
    y = made.forecasts["y"].cast(int).to_numpy()
    return calibration(y, made.forecasts[f"p_{name}"].to_numpy()).to_dicts()


def _write(made: Report, path: Path) -> None:
    with writing(path, _ELSEWHERE), whole(path) as beside:
        if path.suffix == ".csv":
            made.forecasts.write_csv(beside)
        else:
            made.forecasts.write_parquet(beside)


def _list(as_json: bool) -> None:
    kinds = {
        "tasks": {one.name: one.about for one in TASKS.values()},
        "splits": {one.name: one.about for one in SPLITS.values()},
        "baselines": BASELINES,
        "games": GAMES,
    }
    if as_json:
        print(json.dumps(kinds, indent=2, ensure_ascii=False))
        return
    for kind, named in kinds.items():
        print(kind)
        for name, about in named.items():
            print(f"  {name:<16} {about}")
