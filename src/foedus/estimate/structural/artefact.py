"""What a fit publishes: theta with its posterior, the onset model, and the report, as JSON.

``theta.json`` has the form of the sets in `foedus.crisis.theta`, with the correlations of what was
estimated together; ``onset.json`` is what `load_onset` reads; ``report.json`` is everything that
`foedus estimate report` prints. They go into the package whole, by `publish`.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from foedus.core.errors import FoedusError
from foedus.core.provenance import versions
from foedus.core.whole import whole
from foedus.crisis.version import SOLVER_VERSION
from foedus.sources.getting import registry

from .begins import Begins
from .came_in import came_in
from .objective import Point
from .sample import DATASETS, Sample
from .space import FURTHER, Space
from .types import Floats
from .uncertainty import Posterior, bootstrap, directions

__all__ = ["FILES", "data_versions", "publish", "report", "theta_file", "write"]

FILES = ("theta.json", "onset.json", "report.json")


def data_versions() -> dict[str, dict[str, str]]:
    """Return version and hashes of the data sets that cases are made of."""
    found: dict[str, dict[str, str]] = {}
    for name in DATASETS:
        one = registry.dataset(name)
        hashes = {f.path: f.sha256[:16] for f in one.files if f.sha256}
        found[name] = {"version": one.version} | hashes
    return found


def theta_file(
    space: Space, belief: Posterior, *, name: str, status: str, date: str
) -> dict[str, Any]:
    """Return a set of parameters: posterior medians, spreads and correlations."""
    many = len(space.names)
    sd = belief.sd[:many]
    entries: dict[str, Any] = {}
    for key, entry in space.base.parameters.items():
        value, spread, reason = entry.value, entry.sd, entry.reason
        if key in space.names:
            i = space.names.index(key)
            at = float(belief.mean[i])
            value = float(np.exp(at)) if entry.prior == "lognormal" else at
            value = min(max(value, entry.low), entry.high)
            spread = float(sd[i])
            reason = (
                f"Estimated. Prior {entry.prior} around {entry.value:.4g} with spread "
                f"{entry.sd:.3g}: {entry.reason}"
            )
        entries[key] = {
            "value": float(f"{value:.10g}"),
            "unit": entry.unit,
            "meaning": entry.meaning,
            "prior": entry.prior,
            "sd": float(f"{spread:.6g}"),
            "range": [entry.low, entry.high],
            "reason": reason,
        }
        if entry.prior == "fixed":
            del entries[key]["sd"]
    correlation = belief.covariance[:many, :many] / np.outer(sd, sd)
    factor = np.linalg.cholesky(correlation)
    return {
        "id": name,
        "status": status,
        "date": date,
        "note": (
            "value and sd are the posterior's median and spread, the latter on the scale of "
            "estimation (the logarithm, where prior is lognormal)."
        ),
        "data": data_versions(),
        "solver": SOLVER_VERSION,
        "parameters": entries,
        "together": {
            "names": list(space.names),
            "factor": [
                [float(f"{v:.6g}") for v in row[: i + 1]] for i, row in enumerate(factor.tolist())
            ],
        },
    }


def report(
    sample: Sample,
    space: Space,
    point: Point,
    belief: Posterior,
    begins: Begins,
    *,
    about: dict[str, Any],
) -> dict[str, Any]:
    """Return everything a reader of the fit is told."""
    drawn: Floats = bootstrap(point, space)
    many = len(space.names)
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    names = belief.names
    rows = [
        {
            "name": name,
            "scale": "log" if i < many and _logged(space, name) else "plain",
            "estimate": float(np.concatenate([point.at, point.coef])[i]),
            "mean": float(belief.mean[i]),
            "sd": float(belief.sd[i]),
            "prior_mean": float(space.centre[i]) if i < many else None,
            "prior_sd": float(belief.prior[i]) if i < many else None,
            "sandwich": float(belief.sandwich[i]),
            "naive": float(belief.naive[i]),
            "decades_low": float(low[i]),
            "decades_high": float(high[i]),
        }
        for i, name in enumerate(names)
    ]
    return about | {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "disputes": len(sample.disputes),
        "onset_rows": sample.rows.size,
        "clusters": len(point.clusters),
        "log_likelihood": point.log_likelihood,
        "objective": point.objective,
        "onset": begins.told(),
        "losses": {kind: list(found) for kind, found in point.losses.items()},
        "failed": point.failed,
        "candidates": came_in(sample.disputes),
        "parameters": rows,
        "directions": [
            {"told": d.told, "weights": dict(list(d.weights.items())[:5])}
            for d in directions(point, space)
        ],
        "further": {name: reason for name, (_, _, reason) in FURTHER.items()},
        "data": data_versions(),
        "versions": versions(),
        "solver": SOLVER_VERSION,
    }


def _logged(space: Space, name: str) -> bool:
    return space.base.parameters[name].prior == "lognormal"


def write(directory: Path, name: str, content: dict[str, Any]) -> None:
    """Write one file of the fit beside and rename it."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    with whole(directory / name) as made:
        made.write_text(text + "\n", encoding="utf-8")


def publish(directory: Path) -> None:
    """Copy a finished fit into the package, where the engine and the report find it.

    Raises
    ------
    FoedusError
        The fit is not whole, not at its top, or one of a part of the record or with parameters
        held: that is never what ships.
    """
    for name in FILES:
        if not (directory / name).is_file():
            raise FoedusError(
                "the fit is not finished", file=directory / name, fix="run it to its end"
            )
    told = json.loads((directory / "report.json").read_text(encoding="utf-8"))
    if told.get("quick"):
        raise FoedusError("a quick fit never ships", file=directory, fix="fit without --quick")
    plan = told["plan"]
    if plan["before"] is not None or plan["fixed"]:
        raise FoedusError(
            "a fit of a part of the record, or with parameters held, never ships",
            file=directory,
            fix="fit the whole record with nothing held",
        )
    if not told["converged"]:
        raise FoedusError(
            "the fit is not at its top",
            file=directory,
            value=f"about {told['decrement'] / 2:.2g} left to gain",
            fix="go on with --resume",
        )
    package = Path(str(resources.files("foedus")))
    shutil.copyfile(directory / "theta.json", package / "crisis" / "theta" / "fitted.json")
    for name in ("onset.json", "report.json"):
        shutil.copyfile(directory / name, package / "estimate" / "structural" / name)
