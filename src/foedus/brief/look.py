"""The visual language: colours mean camps, dark means great-power war, hollow means counterfactual.

The hues are Okabe and Ito's (*Color Universal Design*, 2008), safe for colour-blind readers; every
text colour has a contrast of at least 4.5:1 on white (WCAG 2.1 AA).
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "CAMPS",
    "DARK",
    "FONT",
    "GREY",
    "INK",
    "MUTED",
    "OUTCOMES",
    "PALE",
    "RULE",
    "WIDTH",
    "config",
]

CAMPS = {"challenger": "#D55E00", "target": "#0072B2", "either": "#777777"}
DARK = "#222222"
GREY = "#777777"
PALE = "#C4C4C4"
INK = "#1A1A1A"
MUTED = "#595959"
RULE = "#E3E3E3"
OUTCOMES = {
    "challenger_yields": CAMPS["challenger"],
    "target_yields": CAMPS["target"],
    "settled": PALE,
    "lapsed": PALE,
    "war_principals": GREY,
    "wider_war": GREY,
    "great_power_war": DARK,
    "nuclear_use": GREY,
    "any_war": GREY,
    "patron_fights": GREY,
}
"""A yield has the colour of the camp that yields; great-power war is the one dark tone."""

FONT = "'Source Sans 3', 'Source Sans Pro', Candara, Optima, 'Gill Sans', 'Noto Sans', sans-serif"
WIDTH = 720
"""Width of a whole picture, pixels; a page of 66 characters is a little narrower than that."""


def config() -> dict[str, Any]:
    """Vega-Lite configuration shared by all pictures."""
    text = {"font": FONT, "fontSize": 13, "color": INK}
    axis = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "labelColor": INK,
        "titleColor": MUTED,
        "domain": False,
        "ticks": False,
        "gridColor": RULE,
        "labelPadding": 6,
        "titlePadding": 8,
    }
    return {
        "background": "white",
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "text": text,
        "title": {
            "font": FONT,
            "fontSize": 14,
            "fontWeight": 600,
            "anchor": "start",
            "color": INK,
            "subtitleFont": FONT,
            "subtitleFontSize": 13,
            "subtitleColor": MUTED,
            "frame": "group",
        },
        "concat": {"spacing": 22},
    }
