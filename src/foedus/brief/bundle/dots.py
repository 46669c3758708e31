"""The headline: a hundred crises like this one, a dot each, by how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from foedus.brief.look import INK, MUTED, OUTCOMES
from foedus.brief.marks import data
from foedus.brief.numbers import per_hundred, probability
from foedus.brief.picture import Picture, picture
from foedus.brief.words import word

from .names import named_outcomes
from .reading import WARS, cases, estimate

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["ORDER", "dots"]

ORDER = (
    "great_power_war",
    "nuclear_use",
    "wider_war",
    "war_principals",
    "target_yields",
    "challenger_yields",
    "settled",
    "lapsed",
)
"""The order in which dots are laid: the gravest first."""

_SIDE = 200


def dots(bundle: Bundle) -> Picture | None:
    """A dot array of 100; a second, hollow one where something was requested."""
    counts = {case: count for case in cases(bundle) if (count := _counts(bundle, case))}
    if "base" not in counts:
        return None
    labels = named_outcomes(bundle)
    shown = [name for name in ORDER if any(one.get(name) for one in counts.values())]
    arrays = [_array(count, case) for case, count in counts.items()]
    return picture(
        alt.hconcat(*arrays, _key(shown, counts, labels), spacing=36),
        name="headline",
        title=_title(bundle, counts["base"]),
        caption="Each dot is one crisis in a hundred, by how it ends; counts are rounded to sum to "
        "100. The word is from the scale of ICD 203 (see the end of the page)."
        + (" Hollow dots: with the requested change." if len(counts) > 1 else ""),
        words="Dots of 100: "
        + "; ".join(
            f"{_CASES[case]}, "
            + ", ".join(f"{count[name]} {labels[name]}" for name in shown if count.get(name))
            for case, count in counts.items()
        )
        + ".",
        bundle=bundle,
        data=[
            {"case": case, "outcome": name, "of_100": count.get(name, 0)}
            for case, count in counts.items()
            for name in shown
        ],
    )


_CASES = {"base": "as things stand", "edited": "with the requested change"}


def _counts(bundle: Bundle, case: str) -> dict[str, int]:
    points = {
        name: one.point
        for name in ORDER
        if (one := estimate(bundle, "outcomes", case=case, outcome=name)) is not None
        and one.point > 0
    }
    return _apportioned(points) if points else {}


def _apportioned(points: dict[str, float]) -> dict[str, int]:
    """A hundred dots: war against peace first, as the chance of war is written, then inside."""
    war = {name: point for name, point in points.items() if name in WARS}
    peace = {name: point for name, point in points.items() if name not in WARS}
    share = sum(war.values()) / sum(points.values())
    dots_of_war = round(100 * float(f"{share:.2f}"))
    counts: dict[str, int] = {}
    for part, total in ((war, dots_of_war), (peace, 100 - dots_of_war)):
        counts |= per_hundred(part, total) if part else {}
    return {name: counts[name] for name in points}


def _title(bundle: Bundle, count: dict[str, int]) -> str:
    ends = sum(count.get(name, 0) for name in WARS)
    title = f"Of 100 crises like this one, {ends} end{'s' if ends == 1 else ''} in war"
    war = estimate(bundle, "outcomes", case="base", outcome="any_war")
    return title if war is None else f"{title}: {probability(war.point)}, {word(war.point)}"


def _array(count: dict[str, int], case: str) -> alt.Chart:
    order = [name for name in ORDER for _ in range(count.get(name, 0))]
    rows = [
        {"column": i // 10, "line": i % 10, "colour": OUTCOMES[name]}
        for i, name in enumerate(order)
    ]
    chart = alt.Chart(
        data(rows),
        title=alt.Title(_CASES[case], fontWeight="normal", fontSize=13, color=MUTED),
    )
    marked = (
        chart.mark_point(size=165, opacity=1, shape="circle", filled=True)
        if case == "base"
        else chart.mark_point(size=120, opacity=1, shape="circle", fill="white", strokeWidth=2)
    )
    return marked.encode(
        x=alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.5, 9.5], nice=False)),
        y=alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[9.5, -0.5], nice=False)),
        color=alt.Color("colour:N", scale=None, legend=None),
    ).properties(width=_SIDE, height=_SIDE)


def _key(
    shown: list[str], counts: dict[str, dict[str, int]], labels: dict[str, str]
) -> alt.LayerChart | alt.FacetChart:
    """The legend, with the counts."""
    rows = [
        {
            "line": i,
            "colour": OUTCOMES[name],
            "number": " → ".join(str(count.get(name, 0)) for count in counts.values()),
            "label": labels[name],
        }
        for i, name in enumerate(shown)
    ]
    y = alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[8.5, -0.5], nice=False))
    base = alt.Chart(data(rows)).encode(y=y)
    left = 44 if len(counts) == 1 else 80
    return alt.layer(
        base.mark_text(align="right", fontSize=15, fontWeight=600, color=INK).encode(
            x=alt.XValue(left - 22), text=alt.Text("number:N")
        ),
        base.mark_point(size=120, filled=True, opacity=1, shape="circle").encode(
            x=alt.XValue(left - 8), color=alt.Color("colour:N", scale=None, legend=None)
        ),
        base.mark_text(align="left", fontSize=14).encode(
            x=alt.XValue(left + 6), text=alt.Text("label:N")
        ),
    ).properties(width=_SIDE, height=_SIDE)
