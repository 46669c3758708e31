"""The summary of a ledger: its headline and its nine outputs, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.ledger.columns import LEVELS, OUTCOMES

from .agreement import beside_historians
from .calibration import calibration, convergence, under_prior
from .confounding import confounding
from .counts import Told
from .matrix import matrix
from .opponents import opponents
from .quiet import quiet
from .sheets import at_mean, removed, sheets
from .stages import stages
from .subsets import periods, schemes, without_decades
from .weights import weighed, weight_of

if TYPE_CHECKING:
    from foedus.ledger.select import Selection

__all__ = ["HEADLINE", "Summary", "summarise"]

HEADLINE = LEVELS[1]
"""Threshold of the headline and of the outputs that show one threshold."""


@dataclass(frozen=True)
class Summary:
    """What the ledger comes to.

    Attributes
    ----------
    data
        JSON-like: ``ledger`` (what it is), ``selection``, ``headline``, and the outputs by name.
    """

    data: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return one of the outputs."""
        return self.data[name]


def summarise(
    tables: Mapping[str, pl.DataFrame | None],
    chosen: pl.DataFrame,
    manifest: Mapping[str, Any],
    *,
    selection: Selection,
    scheme: str = "dispute",
) -> Summary:
    """Compute the outputs for some rows of a ledger.

    Parameters
    ----------
    tables
        The ledger's tables by name; None for what was not built.
    chosen
        The rows that count.
    manifest
        What the ledger is.
    selection
        The filters that gave them. The sampled dyad-years of ``quiet`` are filtered likewise, or
        left out where a filter cannot tell which are meant: ``quiet_left_out`` names such filters.
    scheme
        How the disputes of the world wars are weighed where one scheme is shown. Not weighed are
        numbers of games, the historians' cases, and the dyad-years without a dispute.
    """
    effects = tables["effects"]
    assert effects is not None
    chosen = weighed(chosen, scheme)
    one = matrix(chosen, effects)
    weight = weight_of(one.rows)
    numbers = dict(chosen.select("dispnum", "weight").iter_rows())
    meant, unfit = selection.unbegun()
    by_stage = stages(one, weight)
    return Summary(
        {
            "ledger": _about(manifest),
            "selection": {**selection.told(), "scheme": scheme, "rows": chosen.height},
            "headline": _headline(by_stage),
            "stages": by_stage,
            "quiet": None if unfit else quiet(tables.get("quiet"), meant),
            "quiet_left_out": list(unfit),
            "range": {
                "as built": {"about": "the ledger at the mean", **at_mean(chosen)},
                **(sheets(tables.get("variants"), "variant", _sheets(manifest, "variants"), numbers)
                   or {}),
            },
            "opponents": opponents(chosen, effects),
            "removed": removed(tables.get("treaties"), numbers),
            "schemes": schemes(one, HEADLINE),
            "periods": periods(one, weight, HEADLINE),
            "decades": without_decades(one, weight, HEADLINE),
            "placebos": sheets(
                tables.get("placebos"), "placebo", _sheets(manifest, "placebos"), numbers
            ),
            "confounding": confounding(one),
            "calibration": calibration(chosen),
            "convergence": convergence(chosen, one.draws),
            "prior": under_prior(tables.get("prior"), one, weight),
            "historians": beside_historians(chosen, HEADLINE),
        }
    )  # fmt: skip


def _headline(by_stage: Told) -> Told:
    """Return the counts at the headline's threshold: intervals, never one share."""
    told: Told = {"level": HEADLINE}
    for outcome in OUTCOMES:
        part = by_stage["escalation"][outcome]
        told[outcome] = next(c for c in part["counts"] if c["level"] == HEADLINE)
    return told


def _sheets(manifest: Mapping[str, Any], part: str) -> dict[str, str]:
    return dict(manifest["parts"].get(part, {}).get("sheets", {}))


def _about(manifest: Mapping[str, Any]) -> Told:
    """Return what the ledger is: theta, options, data, and which parts are there."""
    main = manifest["parts"]["disputes"]
    question = main["question"]
    return {
        "theta": question["theta"],
        "options": question["options"],
        "solver": question["solver"],
        "data": question["data"],
        "rows": main["rows"],
        "disputes": main["disputes"],
        "partial": main["partial"],
        "onset": main["onset"],
        "versions": manifest["versions"],
        "key": main["key"],
        "parts": sorted(manifest["parts"]),
        "other_theta": sorted(
            name
            for name, part in manifest["parts"].items()
            if name != "prior"
            and part["question"]["theta"]["values"] != question["theta"]["values"]
        ),
        "other_disputes": sorted(
            name
            for name, part in manifest["parts"].items()
            if name != "quiet" and part["question"]["cases"] != question["cases"]
        ),
    }
