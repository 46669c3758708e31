"""Recovery: records drawn from the model at a known theta, fitted as the real ones are.

If the fit works, it gives theta back within its intervals. Where it does not, the record of that
size cannot tell, or the errors are wrong; z-scores part the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foedus.core.canonical import key as content_key
from foedus.core.errors import Cancelled, FoedusError, UsageError, WorkerDied
from foedus.core.progress import Reporter, Silent

from .begins import challenges
from .crew import Crew
from .drawn import Truth, drawn_samples
from .fit import Plan
from .refit import kept, refit, write
from .sample import Sample, sample
from .space import Space, space
from .types import Floats
from .uncertainty import posterior

__all__ = ["NINETY", "Recovery", "recover"]

NINETY = 1.6448536269514722
"""Half the width of a 90 per cent interval, in standard deviations."""
_SEED = 7


@dataclass(frozen=True)
class Recovery:
    """What refits of drawn records gave back; R replications, P parameters and C coefficients.

    Attributes
    ----------
    names : tuple of str
        Parameters, then onset coefficients, as ``onset:slope``.
    truth : (P + C,)
    estimate, sandwich : (R, P + C)
        Top of each refit, and its standard errors.
    mean, sd : (R, P + C)
        Of each posterior; for onset coefficients estimate and error again.
    converged : (R,)
        Whether the top was reached.
    failed : dict
        Replication -> why it could not be fitted.
    stride, disputes, seed : int
        Every so many disputes, how many that are, seed of the draws.
    """

    names: tuple[str, ...]
    truth: Floats
    estimate: Floats
    sandwich: Floats
    mean: Floats
    sd: Floats
    converged: tuple[bool, ...]
    failed: dict[int, str]
    stride: int
    disputes: int
    seed: int

    @property
    def z(self) -> Floats:
        """Estimate less truth, in standard errors of the sandwich: (R, P + C).

        0 where nothing in a drawn record moves the parameter, so that there is no error to measure
        by.
        """
        gap = self.estimate - self.truth
        return np.divide(gap, self.sandwich, out=np.zeros_like(gap), where=self.sandwich > 0.0)

    @property
    def covered(self) -> Floats:
        """Share of posterior 90 per cent intervals that hold the truth: (P + C,)."""
        return (np.abs(self.mean - self.truth) <= NINETY * self.sd).mean(axis=0)

    def document(self) -> dict[str, Any]:
        """Return what goes into the report."""
        many = len(self.estimate)
        gap, z = self.estimate - self.truth, self.z
        inside = np.abs(gap) <= NINETY * self.sandwich
        rows = [
            {
                "name": name,
                "truth": float(self.truth[i]),
                "bias": float(gap[:, i].mean()),
                "bias_error": _error(gap[:, i]),
                "z_mean": float(z[:, i].mean()),
                "z_sd": float(z[:, i].std(ddof=1)) if many > 1 else None,
                "z_posterior": float(((self.mean - self.truth) / self.sd)[:, i].mean()),
                "covered": float(self.covered[i]),
                "covered_sandwich": float(inside[:, i].mean()),
            }
            for i, name in enumerate(self.names)
        ]
        return {
            "replications": many,
            "converged": int(sum(self.converged)),
            "failed": {str(k): why for k, why in self.failed.items()},
            "stride": self.stride,
            "disputes": self.disputes,
            "seed": self.seed,
            "parameters": rows,
            "covered": float(self.covered.mean()),
            "covered_sandwich": float(inside.mean()),
            "z": z.tolist(),
        }


def _error(gap: Floats) -> float | None:
    """Standard error of a mean; None for one number."""
    return float(gap.std(ddof=1) / np.sqrt(len(gap))) if len(gap) > 1 else None


def recover(
    plan: Plan,
    truth: Truth,
    replications: int,
    directory: Path | None = None,
    *,
    stride: int = 6,
    seed: int = _SEED,
    workers: int = 1,
    reporter: Reporter | None = None,
) -> Recovery:
    """Draw records at a truth on the real cases, and fit each as the real record is fitted.

    Parameters
    ----------
    plan : Plan
        Which cases; its stride is not used.
    truth : Truth
    replications : int
    directory : Path, optional
        Where each finished replication is kept, and taken from on the next call.
    stride : int
        Take every so many disputes.
    seed : int
        Of the draws.
    workers : int
        Processes.
    reporter : Reporter, optional

    Raises
    ------
    FoedusError
        Not one replication could be fitted.
    Cancelled
        The user stopped it; finished replications are kept.
    WorkerDied
        A worker process ended early; finished replications are kept.

    Notes
    -----
    A refit starts at the centre of the prior, as a fit does, and the onset model follows it, its
    slope free. A case that cannot be solved at the truth is left out.
    """
    if replications < 1:
        raise UsageError("must be at least 1", field="replications", value=replications)
    reporter = reporter or Silent()
    where = space(dict(plan.fixed))
    held = sample(before=plan.before, stride=stride, quiet=plan.quiet, seed=plan.seed, k=plan.k)
    told = ["recovery", plan.key, truth.at, truth.coef, stride, seed]
    pieces: dict[int, dict[str, Any]] = {}
    for k in range(replications):
        found = kept(_path(directory, k), content_key([*told, k])) if directory else None
        if found is not None:
            pieces[k] = found
    missing = [k for k in range(replications) if k not in pieces]
    reporter.start("replications", replications)
    reporter.advance(len(pieces))
    if missing:
        records = drawn_samples(held, where, truth, missing, seed, reporter)
        for k, record in records.items():
            piece = {"key": content_key([*told, k])} | _replication(
                record, where, workers, reporter
            )
            if directory is not None:
                write(directory, _path(directory, k).name, piece)
            pieces[k] = piece
            reporter.advance()
    reporter.done()
    return _gathered(pieces, where, held, truth, stride, seed)


def _path(directory: Path, k: int) -> Path:
    return directory / f"replication-{k:03d}.json"


def _replication(record: Sample, where: Space, workers: int, reporter: Reporter) -> dict[str, Any]:
    try:
        with Crew(record.items, workers) as crew:
            top, state = refit(crew, record, where, where.centre, reporter=reporter)
            onset = challenges(crew, record, where, top.at, reporter)
        belief = posterior(top, where, ())
    except (Cancelled, WorkerDied):
        raise
    except (FoedusError, np.linalg.LinAlgError) as error:
        return {"failed": str(error)}
    return {
        "estimate": [*top.at.tolist(), *onset.free.tolist()],
        "sandwich": [*belief.sandwich.tolist(), *onset.error.tolist()],
        "mean": [*belief.mean.tolist(), *onset.free.tolist()],
        "sd": [*belief.sd.tolist(), *onset.error.tolist()],
        "converged": state.done,
        "not_solved": len(top.failed),
    }


def _gathered(
    pieces: dict[int, dict[str, Any]],
    where: Space,
    held: Sample,
    truth: Truth,
    stride: int,
    seed: int,
) -> Recovery:
    good = [pieces[k] for k in sorted(pieces) if "failed" not in pieces[k]]
    failed = {k: str(piece["failed"]) for k, piece in sorted(pieces.items()) if "failed" in piece}
    if not good:
        raise FoedusError(
            "not one replication could be fitted",
            value=next(iter(failed.values())),
            fix="take more disputes: a smaller stride",
        )
    arrays = {
        name: np.array([piece[name] for piece in good], np.float64)
        for name in ("estimate", "sandwich", "mean", "sd")
    }
    return Recovery(
        names=(*where.names, *(f"onset:{n}" for n in ("intercept", "slope", *held.rows.names))),
        truth=np.concatenate([truth.at, truth.coef]),
        converged=tuple(bool(piece["converged"]) for piece in good),
        failed=failed,
        stride=stride,
        disputes=len(held.disputes),
        seed=seed,
        **arrays,
    )
