"""The ledger's picture: every dispute a mark, year across, what its pacts did to any war up."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from foedus.brief.ledger.numbers import moved
from foedus.brief.look import DARK, GREY, INK, MUTED, PALE, WIDTH
from foedus.brief.network.put import Store, put
from foedus.brief.numbers import plain
from foedus.brief.picture import Picture
from foedus.ledger.columns import LEVELS

from .record import number

__all__ = ["drawn_rows", "ledger_picture"]

_HEIGHT = 330
_TICKS = (0.002, 0.01, 0.05, 0.2, 0.5)
_KNEE = LEVELS[0]
"""Effects up to this are drawn in proportion, larger ones by their logarithm."""
_LEAST = 0.012
_KINDS = ("bound", "third", "none")
_WARS = ((1914, 1919, "First World War"), (1939, 1946, "Second World War"))


def drawn_rows(rows: pl.DataFrame, bound: frozenset[int]) -> pl.DataFrame:
    """The marks: ``dispute, when, kind, any_war, great_power_war, sides``.

    Parameters
    ----------
    rows
        The ledger's rows; only solved ones are drawn.
    bound
        Disputes whose opponents were bound to each other.
    """
    kind = (
        pl.when(pl.col("dispnum").is_in(list(bound))).then(pl.lit("bound"))
        .when(pl.col("pledged")).then(pl.lit("third"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    sides = pl.concat_str(
        pl.col("challenger").list.join(", "), pl.lit(" against "), pl.col("target").list.join(", ")
    )
    return (
        rows.filter(pl.col("status") == "solved")
        .sort("dispnum")
        .select(
            dispute="dispnum",
            when=(pl.col("year") + (pl.col("start").dt.ordinal_day() - 1) / 366).round(2),
            kind=kind,
            any_war=pl.col("any_war_difference").cast(pl.Float64).round(6),
            great_power_war=pl.col("great_power_war_difference").cast(pl.Float64).round(6),
            sides=sides,
        )
    )


def ledger_picture(
    rows: pl.DataFrame, bound: frozenset[int], *, title: str, corner: str, level: float
) -> Picture:
    """Draw every solved dispute.

    Parameters
    ----------
    rows, bound
        As in `drawn_rows`.
    title, corner
        As in any picture.
    level
        Change of the chance of great-power war from which a mark has a ring.
    """
    found = drawn_rows(rows, bound)
    store = Store()
    low = min(-_LEAST, number(found["any_war"].min()) * 1.15)
    high = max(_LEAST, number(found["any_war"].max()) * 1.15)
    years = [number(found["when"].min()) - 1, number(found["when"].max()) + 1]
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=years, nice=False, zero=False),
        axis=alt.Axis(format="d", grid=False, title=None, tickCount=10),
    )
    ticks = [t for t in (*(-t for t in reversed(_TICKS)), 0.0, *_TICKS) if low <= t <= high]
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(type="symlog", constant=_KNEE, domain=[low, high], nice=False),
        axis=alt.Axis(values=ticks, format="+.2~f", title=None, labelExpr=_LABEL),
    )
    layers = [*_bands(store, years, x), *_marks(store, found, x, y, level)]
    counts = {kind: found.filter(pl.col("kind") == kind).height for kind in _KINDS}
    rings = found.filter(pl.col("great_power_war").abs() > level).height
    return put(
        alt.layer(*layers).properties(
            width=WIDTH - 60,
            height=_HEIGHT,
            title=alt.Title(
                "Change of the chance of any war by its pacts, each dispute a mark",
                fontSize=13, fontWeight="normal", color=MUTED,
            ),
        ),
        store,
        name="every-dispute",
        title=title,
        caption=f"Filled: the opponents were bound to each other ({counts['bound']:,} disputes). "
        f"Hollow: third parties alone owed or were owed ({counts['third']:,}). Pale ticks on the "
        f"line: no pact in the game ({counts['none']:,}); the change is nothing by construction. A "
        f"dark ring: the chance of great-power war moved by more than {level:g} ({rings:,}). The "
        f"scale is in proportion up to {_KNEE:g} and logarithmic beyond. Grey: the world wars. "
        f"Given that the dispute began; at the mean of theta.",
        corner=corner,
        words=_words(found),
        rows=[_row(row) for row in found.iter_rows(named=True)],
    )  # fmt: skip


_LABEL = "datum.value == 0 ? '0' : (datum.value > 0 ? '+' : '−') + format(abs(datum.value), '.3~f')"


def _bands(store: Store, years: list[float], x: alt.X) -> list[alt.Chart]:
    rows = [
        {"a": begin, "b": end, "t": name}
        for begin, end, name in _WARS
        if years[0] <= begin and end <= years[1]
    ]
    if not rows:
        return []
    begin = x.copy(deep=True)
    begin.shorthand = "a:Q"
    base = alt.Chart(store.add(rows))
    band = base.mark_rect(color="#F0F0F0").encode(
        x=begin, x2="b:Q", y=alt.value(0), y2=alt.value(_HEIGHT)
    )
    named = base.mark_text(align="left", baseline="top", fontSize=11, color=MUTED, dx=2, dy=2)
    text = named.encode(x=begin, y=alt.value(0), text=alt.Text("t:N"))
    return [band, text]


def _marks(store: Store, found: pl.DataFrame, x: alt.X, y: alt.Y, level: float) -> list[alt.Chart]:
    parts: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _KINDS}
    rings: list[dict[str, Any]] = []
    for row in found.iter_rows(named=True):
        at = {"x": row["when"], "y": plain(row["any_war"])}
        parts[row["kind"]].append(at)
        if abs(row["great_power_war"]) > level:
            rings.append(at)
    out: list[alt.Chart] = []
    if parts["none"]:
        out.append(
            alt.Chart(store.add(parts["none"]))
            .mark_tick(orient="vertical", color=PALE, thickness=1, size=9)
            .encode(x=x, y=y)
        )
    out += [
        alt.Chart(store.add(parts[kind]))
        .mark_point(
            shape="circle",
            size=17,
            filled=True,
            fill=GREY if kind == "bound" else "white",
            stroke=GREY if kind == "third" else "white",
            strokeWidth=0.9 if kind == "third" else 0.4,
            opacity=1,
        )
        .encode(x=x, y=y)
        for kind in ("third", "bound")
        if parts[kind]
    ]
    if rings:
        out.append(
            alt.Chart(store.add(rings))
            .mark_point(
                shape="circle", size=70, filled=False, stroke=DARK, strokeWidth=1.3, opacity=1
            )
            .encode(x=x, y=y)
        )
    zero = alt.Chart(store.add([{"x": 0.0, "y": 0.0}]))
    return [*out[:1], zero.mark_rule(color=INK, strokeWidth=0.8).encode(y=y), *out[1:]]


def _words(found: pl.DataFrame) -> str:
    parts = []
    for kind, name in (
        ("bound", "opponents bound to each other"),
        ("third", "third parties alone"),
    ):
        part = found.filter(pl.col("kind") == kind)["any_war"]
        if part.is_empty():
            continue
        low, middle, high = part.min(), part.median(), part.max()
        parts.append(
            f"{name}: {part.len():,} disputes, change from {moved(number(low))} to "
            f"{moved(number(high))}, half of them below {moved(number(middle))}"
        )
    return "; ".join(parts)[:1].upper() + "; ".join(parts)[1:] + "."


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "dispute": row["dispute"],
        "when": row["when"],
        "pacts": {"bound": "between opponents", "third": "third parties", "none": "none"}[
            row["kind"]
        ],
        "any_war_difference": row["any_war"],
        "great_power_war_difference": row["great_power_war"],
        "sides": row["sides"],
    }
