"""A build in a process of its own: ``python worker.py OUT DELAY [resume]``.

Each task takes DELAY seconds more than it needs, so that a signal finds it at work.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(out: str, delay: str, resume: str = "") -> int:
    sys.path.insert(0, str(HERE.parent.parent))
    from tests.ledger.made import some

    from foedus.core.progress import Lines, interruptible
    from foedus.ledger import build as module
    from foedus.ledger.options import Options
    from foedus.ledger.parts import disputes
    from foedus.ledger.record import Record

    solve = module.solve_task

    def slow(task):
        time.sleep(float(delay))
        return solve(task)

    module.solve_task = slow
    reporter = Lines(sys.stdout, every=0.0)
    with interruptible(reporter):
        done = module.build(
            disputes(Record(some(6)), Options(draws=2, search=0), "provisional"),
            Path(out),
            reporter=reporter,
            resume=bool(resume),
        )
    print("complete" if done.complete else "stopped", flush=True)
    return 0 if done.complete else 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
