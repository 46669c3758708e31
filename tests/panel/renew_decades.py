"""Write the table of decades anew: ``python tests/panel/renew_decades.py``. Prints what changed.

The commit says why.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Make the table, compare it with what was kept, and keep it."""
    sys.path.insert(0, str(Path(__file__).parent))
    import polars as pl
    from decades import FILE, SCHEMA, table  # not a package: found beside this file

    made = table().with_columns(pl.col("mean").round_sig_figs(12))
    if FILE.exists():
        kept = pl.read_csv(FILE, schema=SCHEMA)
        key = ["panel", "column", "decade"]
        for old, new in ((kept, made), (made, kept)):
            gone = old.join(new, on=key, how="anti")
            word = "gone" if old is kept else "new"
            for panel, column in (
                gone.select("panel", "column").unique().sort("panel", "column").rows()
            ):
                print(f"{word}: {panel} {column}")
        both = kept.join(made, on=key, suffix="_new")
        for name in ("rows", "nulls", "mean"):
            for row in both.filter(pl.col(name).ne_missing(pl.col(f"{name}_new"))).iter_rows(
                named=True
            ):
                print(*(row[k] for k in key), f"{name}: {row[name]} -> {row[f'{name}_new']}")
    made.write_csv(FILE)
    print(f"written: {FILE.name}, {made.height:,} rows")


if __name__ == "__main__":
    main()
