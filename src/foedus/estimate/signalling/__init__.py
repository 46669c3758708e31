"""The two-player crisis signalling game, solved and fitted."""

from .constrained import constrained
from .estimators import bootstrap, first_stage, nested, pseudo
from .fit import Fit
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
