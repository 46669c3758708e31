"""The two-player crisis signalling game, solved and fitted."""

from .estimators import Fit, bootstrap, constrained, first_stage, nested, pseudo
from .game import OUTCOMES, PAYOFFS, Equilibrium, Payoffs, equilibria
from .likelihood import Design, design
from .simulate import Recovery, recover, simulate

__all__ = [
    "OUTCOMES",
    "PAYOFFS",
    "Design",
    "Equilibrium",
    "Fit",
    "Payoffs",
    "Recovery",
    "bootstrap",
    "constrained",
    "design",
    "equilibria",
    "first_stage",
    "nested",
    "pseudo",
    "recover",
    "simulate",
]
