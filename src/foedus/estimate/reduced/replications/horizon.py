"""Are allies of allies at peace? Li, Bradshaw, Clary and Cranmer 2017: a horizon of three degrees.

The study takes the network of defensive alliances, 1965-2000, and asks whether states one, two,
three and more steps apart in it fight less than states that no path connects. Its model is one of
the whole network (TERGM); ours is a logit on pairs, which knows the degree of each pair but treats
their conflicts as independent of one another but for a state in common.

One row is a pair of states in a year, without direction. It is 1 if a dispute begins between the
two in which either went on to use force. The study looks at neighbours, since few states can fight
farther away; so does ours in the main way. Pairs that are in a dispute in the year, and begin none
that counts, are left out: the dispute is an old one, or one of them joined it, or no force was
used. Three designs on the same rows differ in what the degrees are compared with: pairs without
a path, pairs within three degrees, and pairs at three degrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from foedus.core.errors import UsageError
from foedus.estimate.reduced.samples import TREND, Sample
from foedus.panel.disputes import dispute_dyads
from foedus.panel.dyads import dyad_years

from .beside import table
from .degrees import NO_PATH, degrees
from .initiation import FORCE_LEVEL, Design, Made, beside, fitted, sizes

__all__ = ["BEYOND", "DECAY", "DEGREES", "begun", "make", "pairs", "rates", "report", "ways"]

_FARTHEST: Final = 4  # four degrees and more count as one
_DEMOCRACY: Final = 6  # on the scale of Polity, -10 to 10
_CONTROLS: Final = ("capability_ratio", "joint_democracy", "log_distance", "log_peace_years")
_DISPUTES: Final = ("force", "any")
DEGREES = Design(
    1965,
    2000,
    ("degree_1", "degree_2", "degree_3", "degree_4"),
    {"degree_1": "li-one", "degree_2": "li-two", "degree_3": "li-three", "degree_4": "li-four"},
    1985,
)
BEYOND = Design(1965, 2000, ("degree_4", "no_path"), {"degree_4": "li-beyond"}, 1985)
DECAY = Design(
    1965, 2000, ("degree_1", "degree_2", "degree_4", "no_path"), {"degree_1": "li-decay"}, 1985
)


def pairs(
    *,
    neighbours: bool = True,
    originators: bool = True,
    disputes: str = "force",
    lag: int = 0,
) -> Sample:
    """Pairs of states by year, with their degree, conflict and controls.

    Parameters
    ----------
    neighbours
        Keep pairs only that are contiguous by land or across up to 150 miles of water.
    originators
        Whether only disputes count in which both states took part from their first day.
    disputes
        ``"force"``: disputes in which either state went on to use force. ``"any"``: all of MID 5.0.
    lag
        Years by which the network is older.

    Raises
    ------
    UsageError
        If there are no such disputes.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    if disputes not in _DISPUTES:
        raise UsageError("no such disputes", value=disputes, fix="choose force or any")
    first, last = DEGREES.first, DEGREES.last
    panel = dyad_years(first, last).add(
        "capabilities", "regime", "contiguity", "distance", "peace-years"
    )
    key = ["ccode1", "ccode2", "year"]
    rows = panel.frame.with_columns(_controls())
    if neighbours:
        rows = rows.filter(pl.col("contiguous") == 1)
    for part in (
        degrees(first, last, lag),
        begun(dispute_dyads(first, last).frame, originators=originators, force=disputes == "force"),
    ):
        same = part.with_columns(pl.col(name).cast(rows.schema[name]) for name in key)
        rows = rows.join(same, on=key, how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("begun", "ongoing").fill_null(0)).with_columns(_indicators())
    idle = (pl.col("ongoing") == 1) & (pl.col("begun") == 0)
    names = (*DEGREES.pledges, "no_path", *_CONTROLS, "contiguous", TREND)
    kept = rows.filter(~idle).select(*key, "begun", "degree", *names)
    about = f"{'neighbours' if neighbours else 'all pairs'}, {first}-{last}"
    sets = ("cow-states", "mid", "atop", "nmc", "polity", "contiguity", "distance")
    return Sample(kept, about, rows.height - kept.height, sets)


def begun(pairs: pl.DataFrame, *, originators: bool, force: bool) -> pl.DataFrame:
    """Whether a dispute began, and whether one went on, for the dyad-years that have one."""
    counts = pl.col("onset") == 1
    if originators:
        counts &= (pl.col("orig1") == 1) & (pl.col("orig2") == 1)
    if force:
        counts &= pl.max_horizontal("hostlev1", "hostlev2") >= FORCE_LEVEL
    return pairs.group_by("ccode1", "ccode2", "year").agg(
        begun=counts.any().cast(pl.Int8), ongoing=pl.lit(1, pl.Int8)
    )


def _controls() -> list[pl.Expr]:
    weaker, stronger = (f("cinc1", "cinc2") for f in (pl.min_horizontal, pl.max_horizontal))
    free = (pl.col("polity21") >= _DEMOCRACY) & (pl.col("polity22") >= _DEMOCRACY)
    return [
        pl.when(stronger > 0).then(weaker / stronger).alias("capability_ratio"),
        free.cast(pl.Int8).alias("joint_democracy"),
        ((pl.col("conttype") > 0) & (pl.col("conttype") <= 4)).cast(pl.Int8).alias("contiguous"),
        (pl.col("capdist").cast(pl.Float64) + 1.0).log().alias("log_distance"),
        # Not the cube: neighbours' peace is up to 184 years long, where it runs away.
        pl.col("cowmid_peace_years").cast(pl.Float64).log1p().alias("log_peace_years"),
        ((pl.col("year").cast(pl.Float64) - DEGREES.first) / 10.0).alias(TREND),
    ]


def _indicators() -> list[pl.Expr]:
    degree, last = pl.col("degree"), _FARTHEST
    near = [(degree == step).cast(pl.Int8).alias(f"degree_{step}") for step in range(1, last)]
    far = (degree >= last).cast(pl.Int8).alias(f"degree_{last}")
    return [*near, far, (degree == NO_PATH).cast(pl.Int8).alias("no_path")]


def make(
    design: Design = DEGREES,
    how: str = "main",
    sample: Sample | None = None,
    *,
    without: Sequence[str] = (),
    trend: bool = False,
) -> Made:
    """Make a design one way.

    Parameters
    ----------
    design
        `DEGREES`, `BEYOND` or `DECAY`.
    how
        The way, in words.
    sample
        What `pairs` returns; default: its main way. Contiguity is a control where it varies.
    without
        Controls to leave out.
    trend
        Whether a trend in time is a further control.

    Raises
    ------
    FoedusError
        If pyfixest is not installed, or a fit does not converge.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    rows = pairs() if sample is None else sample
    controls = [name for name in _CONTROLS if name not in without] + ([TREND] if trend else [])
    controls += ["contiguous"] if rows.frame["contiguous"].n_unique() > 1 else []
    return fitted(design, how, rows, controls, "begun")


def ways(*designs: Design) -> list[list[Made]]:
    """Make each design in the main way and around it: one thing changed at a time."""
    main = pairs()
    made = [
        [
            make(one, "main", main),
            make(one, "without years of peace", main, without=("log_peace_years",)),
            make(one, "with a trend in time", main, trend=True),
        ]
        for one in designs
    ]
    for how, sample in (
        ("network of the year before", pairs(lag=1)),
        ("all participants", pairs(originators=False)),
        ("all disputes", pairs(disputes="any")),
        ("all pairs", pairs(neighbours=False)),
    ):
        for design, found in zip(designs, made, strict=True):
            found.append(make(design, how, sample))
    return made


def rates(sample: Sample) -> pl.DataFrame:
    """How often conflict began at each degree: ``degree, rows, begun, share``."""
    return (
        sample.frame.with_columns(pl.col("degree").clip(upper_bound=_FARTHEST))
        .group_by("degree")
        .agg(rows=pl.len(), begun=pl.col("begun").sum(), share=pl.col("begun").mean())
        .sort(pl.col("degree") == NO_PATH, "degree")
    )


def report() -> str:
    """Shares by degree, then the designs beside what is published; text in Markdown."""
    lines = ["| degree | pairs of neighbours and years | conflicts begun | a year |"]
    lines.append("| --- | --- | --- | --- |")
    for row in rates(pairs()).iter_rows(named=True):
        step = {NO_PATH: "no path", _FARTHEST: "4 or more"}.get(row["degree"], row["degree"])
        share = f"{100 * row['share']:.1f} %"
        lines.append(f"| {step} | {row['rows']:,} | {row['begun']} | {share} |")
    made, beyond, decay = ways(DEGREES, BEYOND, DECAY)
    parts = ["\n".join(lines), table(beside(DEGREES, made)), sizes(DEGREES, made, "begun")]
    parts += [table(beside(BEYOND, beyond)), table(beside(DECAY, decay))]
    return "\n\n".join(parts)
