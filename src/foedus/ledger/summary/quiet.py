"""The crises that never began: sums over a sample of dyad-years, and how sure they are."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.ledger.columns import OUTCOMES

from .counts import Told, interval
from .labels import Floats, Ints

__all__ = ["RESAMPLES", "quiet", "resampled"]

RESAMPLES = 2000
"""Samples drawn again for the intervals."""
SUMS = ("onsets", *OUTCOMES)
EVERY = pl.lit(value=True)


def quiet(table: pl.DataFrame | None, meant: pl.Expr = EVERY) -> Told | None:
    """Expected onsets and wars that the obligations prevented and caused where no dispute began.

    Parameters
    ----------
    table
        The table ``quiet``: sampled dyad-years with weights, at the mean (draw null) and draws.
    meant
        Which dyad-years count. The others stay in the sample that is drawn again, and add nothing.

    Returns
    -------
    dict or None
        For ``onsets``, ``any_war`` and ``great_power_war``: ``mean``, the sum over dyad-years of
        weight times with less without, ``caused`` and ``prevented``, its positive and negative
        parts; median and 90 % interval of the sum by `resampled`; ``largest``, the dyad-year that
        carries most of it: ``key, ccode1, ccode2, year`` and its ``effect``, weight included, or
        None where nothing does.
        ``resamples`` says how many samples were drawn. None without the table, or without a model
        of onset.
    """
    if table is None or table["onset"].null_count() == table.height:
        return None
    marked = table.with_columns(meant=meant)
    mean = marked.filter(pl.col("draw").is_null()).sort("key")
    there = mean.filter("meant").drop_nulls(["onset", "onset_without"])
    drawn = marked.drop_nulls("draw")
    at_mean, at_draws = _effects(mean), _drawn(drawn, mean.height)
    told: Told = {
        "sampled": int(mean["meant"].sum()),
        "stands_for": float(there["weight"].sum()),
        "pledged": float(there.filter("pledged")["weight"].sum()),
        "draws": drawn["draw"].n_unique(),
        "resamples": RESAMPLES,
    }
    decade = (mean["year"] // 10 * 10).to_numpy().astype(np.int64)
    sums = resampled(at_draws if told["draws"] else at_mean[:, None], decade)
    for index, name in enumerate(SUMS):
        effect = at_mean[:, index]
        most = int(np.argmax(np.abs(effect)))
        told[name] = {
            "mean": float(effect.sum()),
            "caused": float(effect[effect > 0].sum()),
            "prevented": float(-effect[effect < 0].sum()),
            **interval(sums[:, index]),
            "largest": None
            if not effect[most]
            else {
                **mean.select("key", "ccode1", "ccode2", "year").row(most, named=True),
                "effect": float(effect[most]),
            },
        }
    return told


def resampled(effects: Floats, strata: Ints, *, number: int = RESAMPLES, seed: int = 0) -> Floats:
    """Sums over a stratified sample drawn again and again, each time at one draw of theta.

    Parameters
    ----------
    effects : (rows, draws, sums)
        What each row adds to each sum, its weight included.
    strata : (rows,)
        Stratum that a row was drawn in.
    number
        How many samples are drawn; each draw of theta has as many of them, as far as that goes.
    seed
        Of the Philox generator: the same seed gives the same samples.

    Returns
    -------
    array (number, sums)

    Notes
    -----
    From a stratum of n rows n - 1 are drawn with replacement, each of which counts n / (n - 1):
    the variance is then that of the sum without bias (Rao & Wu 1988). A stratum of one row says
    nothing of its own error and stays as it is.

    Examples
    --------
    >>> resampled(np.full((3, 1, 1), 2.0), np.array([7, 7, 8]), number=2).tolist()
    [[6.0], [6.0]]
    """
    rng = np.random.Generator(np.random.Philox(key=[seed, 0]))
    totals = np.zeros((number, *effects.shape[1:]))
    for stratum in np.unique(strata):
        own = effects[strata == stratum]
        n = len(own)
        if n == 1:
            totals += own[0]
            continue
        times = rng.multinomial(n - 1, np.full(n, 1.0 / n), size=number) * (n / (n - 1))
        totals += np.tensordot(times, own, axes=1)
    return totals[np.arange(number), np.arange(number) % effects.shape[1]]


def _drawn(drawn: pl.DataFrame, rows: int) -> Floats:
    """Effects at the draws, (rows, draws, sums); rows in the order of their keys."""
    effects = _effects(drawn.sort("key", "draw"))
    return effects.reshape(rows, -1, len(SUMS))


def _effects(part: pl.DataFrame) -> Floats:
    """Weight times with less without, (rows, sums); 0 for what is not meant or not converged."""
    weight = part["weight"] * part["meant"].cast(pl.Float64)
    columns = [(_moved(part, name) * weight).fill_null(0.0) for name in SUMS]
    return np.column_stack([column.to_numpy() for column in columns])


def _moved(part: pl.DataFrame, name: str) -> pl.Series:
    one, other = part["onset"].cast(pl.Float64), part["onset_without"].cast(pl.Float64)
    if name == "onsets":
        return one - other
    return one * part[name].cast(pl.Float64) - other * part[f"{name}_without"].cast(pl.Float64)
