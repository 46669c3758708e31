"""Write the golden numbers anew: ``python tests/golden/renew.py``, after raising SOLVER_VERSION.

Prints what changed. The commit says why.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from foedus.study.options import SOLVER_VERSION


def main() -> None:
    """Solve, compare with what was kept, and keep."""
    sys.path.insert(0, str(Path(__file__).parent))
    from cases import FILE, NAMES, inputs, numbers  # not a package: found beside this file

    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"cases": {}}
    cases = {}
    for name in NAMES:
        given = inputs(name)
        made = {key: float(f"{value:.9g}") for key, value in numbers(given).items()}
        old = before["cases"].get(name, {}).get("numbers", {})
        for key, value in made.items():
            if old.get(key) != value:
                print(f"{name}: {key}: {old.get(key)} -> {value}")
        cases[name] = given | {"numbers": made}
    content = {"solver": SOLVER_VERSION, "cases": cases}
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written: {FILE.name}, solver version {SOLVER_VERSION}")


if __name__ == "__main__":
    main()
