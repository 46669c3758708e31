"""A picture of the record: how often disputes became wars, by period and by who had an ally."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from foedus.brief.look import GREY, INK, MUTED
from foedus.brief.network.put import Store, put
from foedus.brief.numbers import plain
from foedus.brief.picture import Picture

from .record import TIES, Rate

__all__ = ["shares_picture"]

_ROW = 36
_LABELS = 176
_WHOLE = 705


def shares_picture(rates: Sequence[Rate], *, title: str, corner: str) -> Picture:
    """Draw the share of wars of every period and kind of tie, with intervals."""
    found = [one for one in rates if one.period and one.tie]
    periods = list(dict.fromkeys(one.period for one in found))
    top = min(1.0, 1.04 * max(one.high for one in found))
    store = Store()
    width = (_WHOLE - _LABELS) // max(1, len(periods)) - 14
    charts = [
        _panel(store, period, [one for one in found if one.period == period], top, width, i == 0)
        for i, period in enumerate(periods)
    ]
    return put(
        alt.hconcat(*charts, spacing=14),
        store,
        name="record",
        title=title,
        caption="Share of disputes that became wars (COW MID: highest level reached). Lines: 95 % "
        "intervals (Jeffreys), which take disputes as independent and are too narrow in the world "
        "wars. An ally is a third party in the dispute's game that owes the side defence or "
        "offence. Small: wars of disputes.",
        corner=corner,
        words="; ".join(
            f"{one.period}, {TIES[one.tie]}: {one.wars} of {one.disputes}, "
            f"{100 * one.share:.1f} % ({100 * one.low:.1f} to {100 * one.high:.1f})"
            for one in found
        )
        + ".",
        rows=[
            {
                "period": one.period,
                "ties": TIES[one.tie],
                "disputes": one.disputes,
                "wars": one.wars,
                "share": one.share,
                "low": one.low,
                "high": one.high,
            }
            for one in found
        ],
    )


def _panel(
    store: Store, period: str, found: Sequence[Rate], top: float, width: int, first: bool
) -> alt.LayerChart | alt.FacetChart:
    keys = list(TIES)
    rows = [
        {
            "row": keys.index(one.tie),
            "low": plain(one.low),
            "high": plain(one.high),
            "share": plain(one.share),
            "text": f"{one.wars} of {one.disputes:,}",
        }
        for one in found
    ]
    y = alt.Y(
        "row:Q",
        scale=alt.Scale(domain=[len(keys) - 0.5, -0.5], nice=False, zero=False),
        axis=None,
    )
    x = alt.X(
        "low:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(format="%", tickCount=3, title=None),
    )
    share = x.copy(deep=True)
    share.shorthand = "share:Q"
    base = alt.Chart(store.add(rows))
    layers: list[alt.Chart] = [
        base.mark_rule(color=INK, strokeWidth=1.3).encode(x=x, x2="high:Q", y=y),
        base.mark_point(shape="circle", filled=True, fill=GREY, size=62, opacity=1).encode(
            x=share, y=y
        ),
        base.mark_text(
            align="left", baseline="bottom", dy=-6, dx=-2, fontSize=11, color=MUTED
        ).encode(x=share, y=y, text="text:N"),
    ]
    if first:
        names = [{"row": i, "label": TIES[key]} for i, key in enumerate(keys)]
        layers.append(
            alt.Chart(store.add(names))
            .mark_text(align="right", baseline="middle", fontSize=13, color=INK)
            .encode(x=alt.value(-8), y=y, text="label:N")
        )
    return alt.layer(*layers).properties(
        width=width, height=_ROW * len(keys), title=alt.Title(period, fontSize=13)
    )
