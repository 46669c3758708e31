"""Print the replications: ``python -m foedus.estimate.reduced.replications leeds johnson kept``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from foedus.core.errors import FoedusError, UsageError
from foedus.estimate.reduced.honour import Rule

from .beside import table
from .initiation import JOHNSON_LEEDS, LEEDS, Design, Made, beside, ways
from .reliability import beside as kept_beside

_ALL = ("leeds", "johnson", "kept")
_RULES: tuple[Rule, ...] = ("most", "any", "all")


def report(name: str) -> str:
    """One replication as text in Markdown."""
    if name == "kept":
        return "\n\n".join(f"Kept by {rule}:\n\n{table(kept_beside(rule))}" for rule in _RULES)
    if name not in ("leeds", "johnson"):
        raise UsageError("no such replication", value=name, fix=f"choose {', '.join(_ALL)}")
    design = LEEDS if name == "leeds" else JOHNSON_LEEDS
    made = ways(design)
    return f"{table(beside(design, made))}\n\n{_sizes(design, made)}"


def _sizes(design: Design, made: Sequence[Made]) -> str:
    """By how much each pledge changes the probability, and how well each model predicts."""
    names = [name.replace("_", " ") for name in design.pledges]
    head = ["how", "rows", "initiated", *names, "log loss forward", "of base rate"]
    rows = [head, ["---"] * len(head)]
    for one in made:
        ratios = [one.changes[name] for name in design.pledges]
        rows.append(
            [
                one.how,
                f"{one.model.rows:,}",
                f"{one.model.events:,}",
                *(f"x {ratio.value:.2f} ({ratio.low:.2f}-{ratio.high:.2f})" for ratio in ratios),
                f"{one.forward[0]:.4f}",
                f"{one.forward[1]:.4f}",
            ]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


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
