"""A made-up specification curve: the quick grid, coefficients that follow from the choices."""

from __future__ import annotations

from typing import Any

from foedus.estimate.reduced.curve.choices import Grid, Unit, grid
from foedus.estimate.reduced.curve.curve import Curve, assembled
from foedus.estimate.reduced.curve.journal import Journal

_CENTRE = {"target_defense": -0.4, "challenger_defense": 0.0, "challenger_offense": 0.9,
           "challenger_neutral": 0.3}  # fmt: skip


def pieces(unit: Unit) -> dict[str, dict[str, Any]]:
    """What `unit.work` would find, made up; escalation lacks one pledge and all big models."""
    found: dict[str, dict[str, Any]] = {}
    for name, model, pledge in unit.specifications():
        about = {"rows": 5000, "events": 60, "missing": 10}
        escalation = unit.sampling.stage == "escalation"
        if escalation and (len(model.blocks) > 3 or pledge == "challenger_offense"):
            found[name] = about | {"failed": "fewer than 5 events a covariate"}
            continue
        coef = _CENTRE[pledge] + 0.1 * len(model.blocks) + 0.05 * unit.sampling.lag
        coef += 0.2 * (unit.sampling.conditions == "unmet") - 0.1 * (unit.sampling.first == 1946)
        coef += 0.01 * (model.beside == "alone")
        found[name] = about | {
            "coef": coef, "se_cluster": 0.15, "se_state": None if escalation else 0.2,
            "low": coef - 0.4, "high": coef + 0.4, "clusters": 900, "states": 80, "loss": 0.055,
            "base_loss": 0.0573,
        }  # fmt: skip
    return found


class _Held(Journal):
    """A journal in memory."""

    def __init__(self, whole: Grid) -> None:
        self._pieces = {name: one for unit in whole.units for name, one in pieces(unit).items()}


def make_curve(whole: Grid | None = None) -> Curve:
    """The curve of a grid, the quick one by default."""
    used = whole or grid(quick=True)
    return assembled(used, _Held(used), "made-up", ("cow/MIDA 5.0.csv", "atop/atop5_1m.csv"))
