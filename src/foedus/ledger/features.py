"""Two features of every dispute that the ledger's rows lack: relative power, and great powers.

They are of the eve of the dispute, as its game has them, and need no theta; so they are kept apart
from the ledger, in ``features.parquet``, and are written anew only when the data change::

    python -m foedus.ledger.features
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from foedus.core.errors import BundleError
from foedus.core.provenance import sha256_file
from foedus.core.sealed import read_table
from foedus.core.whole import whole

if TYPE_CHECKING:
    from foedus.cases.case import Case

__all__ = ["SCHEMA", "features", "shipped", "write"]

SCHEMA = {"dispnum": pl.Int32, "share": pl.Float64, "majors": pl.Int16}
"""Number of the dispute; the challenger's share of the two principals' capabilities; great powers
among the states of the game."""
_TABLE, _ABOUT = "features.parquet", "features.json"
_DIGITS = 6


def features(cases: Iterable[Case]) -> pl.DataFrame:
    """Relative power and number of great powers of each case.

    Parameters
    ----------
    cases
        Disputes.

    Returns
    -------
    DataFrame
        Columns of `SCHEMA`, by number of the dispute.
    """
    rows = []
    for case in cases:
        actors = case.scenario.actors
        ours, theirs = (
            actors[case.scenario.principal(camp)].capability for camp in ("challenger", "target")
        )
        total = ours + theirs
        rows.append(
            {
                "dispnum": int(case.key),
                "share": round(ours / total, _DIGITS) if total > 0 else None,
                "majors": sum(one.major for one in actors.values()),
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA).sort("dispnum")


def shipped() -> pl.DataFrame:
    """The features that come with the package.

    Raises
    ------
    BundleError
        If the file is not the one that was written.
    """
    folder = Path(str(resources.files("foedus.ledger")))
    path = folder / _TABLE
    fix = "write it anew: python -m foedus.ledger.features"
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        expected = about["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise BundleError("cannot be read", file=path, fix=fix) from error
    return read_table(path, expected, unlike="is not the table that was written", fix=fix)


def write(found: pl.DataFrame, folder: Path) -> None:
    """Write the table and its hash; each file beside its place, then renamed."""
    from foedus.estimate.structural.artefact import data_versions

    with whole(folder / _TABLE) as table, whole(folder / _ABOUT) as told:
        found.write_parquet(table, compression="zstd", statistics=False)
        about = {"rows": found.height, "sha256": sha256_file(table), "data": data_versions()}
        text = json.dumps(about, indent=1, sort_keys=True) + "\n"
        told.write_text(text, encoding="utf-8")


def main() -> None:
    """Make the features of every dispute on record and put them into the package."""
    from foedus.cases.case import dispute_cases

    write(features(dispute_cases(2)), Path(str(resources.files("foedus.ledger"))))


if __name__ == "__main__":
    main()
