"""On what a pledge hangs: the adversaries it names, provocation, and what no table can check.

A pledge that names its adversaries (ATOP: ``defcoadv`` and its like, and the states in ``statthr1``
and ``statthr2``) holds against those only. Some hang on what a table cannot check: a place, a given
conflict, a number of adversaries, a demand refused, an adversary that is not named as a state.
The expressions are for what `foedus.panel.obligations.spells` returns.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import polars as pl

__all__ = ["KINDS", "Kind", "named", "narrow", "unchecked", "unprovoked"]

Kind: TypeAlias = Literal["defense", "offense", "neutral"]
KINDS: tuple[Kind, ...] = ("defense", "offense", "neutral")
_LIMITED = {"defense": "defcoadv", "offense": "offcoadv", "neutral": "neucoadv"}
_UNPROVOKED = {"defense": "defconpr", "neutral": "neuconpr"}  # offence has no such condition
_UNCHECKED_DEFENCE = ("defcoloc", "defcocon", "defconum", "defcodem")


def named() -> pl.Expr:
    """States that a treaty names as threats; a list, empty where it names none."""
    return pl.concat_list(
        pl.when(pl.col(name) > 0).then(pl.col(name).cast(pl.Int16))
        for name in ("statthr1", "statthr2")
    ).list.drop_nulls()


def narrow(kind: Kind) -> pl.Expr:
    """Whether the pledge holds against the states named only."""
    return _flag(_LIMITED[kind]) & (named().list.len() > 0)


def unprovoked(kind: Kind) -> pl.Expr:
    """Whether the pledge is void where the partner provoked the attack."""
    return _flag(_UNPROVOKED[kind]) if kind in _UNPROVOKED else pl.lit(value=False)


def unchecked(kind: Kind) -> pl.Expr:
    """Whether the pledge hangs on a condition that cannot be checked from tables."""
    if kind == "defense":  # ATOP says which conditions
        other = pl.any_horizontal(map(_flag, _UNCHECKED_DEFENCE))
        return other | (_flag(_LIMITED[kind]) & ~narrow(kind))
    conditional = _flag({"offense": "offcon", "neutral": "neucon"}[kind])
    return conditional & ~(narrow(kind) | unprovoked(kind))


def _flag(name: str) -> pl.Expr:
    return (pl.col(name) == 1).fill_null(value=False)
