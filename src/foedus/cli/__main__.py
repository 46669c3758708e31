"""``python -m foedus.cli``."""

from __future__ import annotations

import sys

from foedus.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
