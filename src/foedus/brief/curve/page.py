"""The page about a specification curve: one HTML file that opens offline and prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.brief.needs import require
from foedus.brief.sheet import Layout, Section, Table, sheet_html
from foedus.estimate.reduced.curve.summary import failures, movers, summaries
from foedus.sources.citing.cite import as_text

from .picture import curve_pictures
from .words import EVENTS, PLEDGES, STAGES, choice_words, per_cent, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.brief.picture import Picture
    from foedus.estimate.reduced.curve.curve import Curve

__all__ = ["LIMITS", "curve_page", "moves_table", "summary_table"]

_CURVES = (
    "Simonsohn, Uri, Joseph P. Simmons, and Leif D. Nelson. 2020. Specification Curve Analysis. "
    "Nature Human Behaviour 4: 1208–1214."
)
_ERRORS = (
    "Aronow, Peter M., Cyrus Samii, and Valentina A. Assenova. 2015. Cluster-Robust Variance "
    "Estimation for Dyadic Data. Political Analysis 23: 564–577."
)
LIMITS = (
    "Shares of models are no probabilities: all are made from the same disputes, and which choices "
    "are in was decided by us. None of the models is causal: states that expect an attack look for "
    "allies. Coefficients of a logit change with its controls even where nothing is confounded."
)
_TOP = 5


def curve_page(curve: Curve, drawn: Sequence[Picture] | None = None) -> str:
    """The page, as one HTML document.

    Parameters
    ----------
    curve
        What `foedus.estimate.reduced.curve.run.run` returns.
    drawn
        Its pictures, where they have been made already.

    Raises
    ------
    BundleError
        If the `brief` extra is not installed.
    """
    require()
    pictures = tuple(curve_pictures(curve) if drawn is None else drawn)
    made = summaries(curve.frame)
    moved = movers(curve.frame)
    sections = [
        _section(stage, made, moved, pictures)
        for stage in made["stage"].unique(maintain_order=True)
    ]
    failed = failures(curve.frame)
    if failed.height:
        sections.append(_not_fitted(failed))
    n, kinds = curve.frame.height, curve.frame["model"].n_unique()
    cited = as_text(curve.files, files=curve.files).splitlines() if curve.files else []
    return sheet_html(
        kicker="Specification curve · alliances, onset and escalation",
        title="What alliances do, under every choice that can be defended",
        sentences=[_size(n, kinds), *_sentences(made)],
        limits=LIMITS,
        sections=sections,
        sources=[*cited, _CURVES, _ERRORS],
        run=(
            ("key", curve.key),
            ("specifications, models", f"{n:,}, {kinds:,}"),
            ("complete", "yes" if curve.complete else "no: interrupted"),
        ),
        pictures=pictures,
        layout=Layout(headed=True, tables_first=True),
    )


def _size(n: int, models: int) -> str:
    return (
        f"{models:,} logits, {n:,} coefficients of pledges: samples, codings, pledges and "
        "controls, each with each."
    )


def _sentences(made: pl.DataFrame) -> list[str]:
    """What holds in nine models of ten, and what does not."""
    out: list[str] = []
    for stage in made["stage"].unique(maintain_order=True):
        rows = made.filter(pl.col("stage") == stage, pl.col("made") > 0)
        firm = [
            f"{PLEDGES[row['pledge']].lower()} ({'more' if row['positive'] > 0.5 else 'fewer'})"
            for row in rows.iter_rows(named=True)
            if max(row["clear_positive"], row["clear_negative"]) >= 0.9
        ]
        told = "; ".join(firm) if firm else "nothing"
        out.append(f"Clear in at least nine of ten models on {EVENTS[stage]}: {told}.")
    return out


def _section(
    stage: str, made: pl.DataFrame, moved: pl.DataFrame, pictures: Sequence[Picture]
) -> Section:
    about = summary_table(made.filter(pl.col("stage") == stage))
    causes = moves_table(moved.filter(pl.col("stage") == stage))
    own = tuple(one for one in pictures if one.id.startswith(f"curve-{stage}-"))
    return Section(STAGES[stage], (), own, (about, causes))


def summary_table(rows: pl.DataFrame) -> Table:
    """How often which sign: rows of `summaries`, as a page has them."""
    cells = tuple(_cells(row) for row in rows.iter_rows(named=True))
    heads = ("pledge", "models", "not fitted", "negative", "clearly", "positive", "clearly",
             "median", "range")  # fmt: skip
    note = (
        "Clearly: the interval of 95 per cent, by the greater of the two errors, leaves zero out. "
        "Coefficients are log odds."
    )
    return Table("How often which sign", heads, cells, tuple(range(1, 9)), note)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    shares = ("negative", "clear_negative", "positive", "clear_positive")
    span = f"{signed(row['lowest'])} to {signed(row['highest'])}" if row["made"] else signed(None)
    return (
        PLEDGES[row["pledge"]],
        f"{row['made']:,}",
        f"{row['failed']:,}",
        *(per_cent(row[name]) for name in shares),
        signed(row["median"]),
        span,
    )


def moves_table(moved: pl.DataFrame) -> Table:
    """What moves the coefficient: the first rows of `movers` for each pledge."""
    rows: list[tuple[str, ...]] = []
    for pledge in moved["pledge"].unique(maintain_order=True):
        top = moved.filter(pl.col("pledge") == pledge, pl.col("shift").is_not_null()).head(_TOP)
        rows += [
            (
                PLEDGES[pledge],
                choice_words(row["choice"]),
                f"{row['shift']:.2f}",
                per_cent(row["explained"]),
                f"{row['sets']:,}",
            )
            for row in top.iter_rows(named=True)
        ]
    note = (
        "Moves it by: models that differ in this choice alone are set beside each other; mean "
        "distance between their greatest and smallest coefficient, over as many sets as said. "
        "Explains: share of the variance of all coefficients between the options, one way."
    )
    heads = ("pledge", "choice", "moves it by", "explains", "sets")
    return Table("Which choices move the coefficient most", heads, tuple(rows), (2, 3, 4), note)


def _not_fitted(failed: pl.DataFrame) -> Section:
    rows = tuple(
        (row["stage"], row["failed"], f"{row['specifications']:,}")
        for row in failed.iter_rows(named=True)
    )
    heads = ("stage", "why", "specifications")
    return Section("What was not fitted", (), (), (Table("Reasons", heads, rows, (2,)),))
