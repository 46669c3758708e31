"""Print the replications: ``python -m foedus.estimate.reduced.replications leeds benson``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

from foedus.core.errors import FoedusError, UsageError
from foedus.estimate.reduced.honour import Rule

from . import conditionality, entangled, horizon
from .beside import table
from .initiation import JOHNSON_LEEDS, LEEDS, Design, beside, sizes, ways
from .reliability import beside as kept_beside

_RULES: tuple[Rule, ...] = ("most", "any", "all")


def report(name: str) -> str:
    """One replication as text in Markdown."""
    if name not in _ALL:
        raise UsageError("no such replication", value=name, fix=f"choose {', '.join(_ALL)}")
    return _ALL[name]()


def _initiation(design: Design) -> str:
    made = ways(design)
    return f"{table(beside(design, made))}\n\n{sizes(design, made)}"


def _kept() -> str:
    return "\n\n".join(f"Kept by {rule}:\n\n{table(kept_beside(rule))}" for rule in _RULES)


_ALL: Final[dict[str, Callable[[], str]]] = {
    "leeds": lambda: _initiation(LEEDS),
    "johnson": lambda: _initiation(JOHNSON_LEEDS),
    "kept": _kept,
    "benson": conditionality.report,
    "beckley": entangled.report,
    "li": horizon.report,
}


def main(arguments: Sequence[str]) -> int:
    """Print what is asked for, all without arguments; 2 where it cannot be made."""
    try:
        for name in arguments or _ALL:
            sys.stdout.write(f"{report(name)}\n\n")
            sys.stdout.flush()
    except FoedusError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
