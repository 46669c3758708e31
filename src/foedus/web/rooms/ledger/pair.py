"""With and without, on one axis: filled as things were, hollow without the pacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from foedus.brief.ledger.numbers import chance, ends, moved
from foedus.brief.ledger.words import NAMES

__all__ = ["Pair", "alt", "drawing", "pairs"]

Told = Mapping[str, Any]
_WIDTH, _ROW, _TOP = 720, 58, 30
_LEFT, _RIGHT = 158, 470
_STEPS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


@dataclass(frozen=True)
class Pair:
    """One outcome with and without: point, ends of its 90 % interval where there are draws."""

    name: str
    dark: bool
    with_: float
    with_ends: tuple[float, float] | None
    without: float
    without_ends: tuple[float, float] | None
    change: str
    interval: str


def pairs(told: Told) -> tuple[Pair, ...]:
    """Both outcomes of a dispute.

    Parameters
    ----------
    told
        As `foedus.ledger.show.shown` makes it, of a solved dispute.
    """
    out: list[Pair] = []
    for key, name in NAMES.items():
        one = told["effects"][key]
        out.append(
            Pair(
                name=name,
                dark=key == "great_power_war",
                with_=one["with"],
                with_ends=_ends(one["with_interval"]),
                without=one["without"],
                without_ends=_ends(one["without_interval"]),
                change=moved(one["difference"]),
                interval="" if one["low"] is None else ends(one["low"], one["high"]),
            )
        )
    return tuple(out)


def _ends(interval: Told) -> tuple[float, float] | None:
    low, high = interval["low"], interval["high"]
    return None if low is None or high is None else (low, high)


def alt(found: Sequence[Pair]) -> str:
    """What the picture shows, in words."""
    parts = []
    for one in found:
        told = f"{one.name}: {chance(one.with_)} with, {chance(one.without)} without, {one.change}"
        parts.append(told + (f" [{one.interval}]" if one.interval else ""))
    return f"{'; '.join(parts)}."


def drawing(found: Sequence[Pair]) -> Markup:
    """The picture as SVG."""
    tops = [end for one in found for end in _all(one)]
    step = next((s for s in _STEPS if max(tops) / s <= 5), 1.0)
    high = step * max(1, -(-max(tops) // step))
    height = _TOP + _ROW * len(found) + 30

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * value / high

    parts: list[str] = []
    bottom = height - 30
    for i in range(round(high / step) + 1):
        at = x(i * step)
        parts.append(
            f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP - 8}" y2="{bottom}"/>'
            f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{i * step:g}</text>'
        )
    parts.append(f'<text class="faint" x="{_RIGHT + 30}" y="14">change, 90 % interval</text>')
    for i, one in enumerate(found):
        y = _TOP + _ROW * i + _ROW / 2 - 4
        parts += _row(one, x, y)
    head = (
        f'<svg class="pair" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(alt(found))}">'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - every value is escaped or a number


def _all(one: Pair) -> tuple[float, ...]:
    ends_ = [end for pair in (one.with_ends, one.without_ends) if pair for end in pair]
    return (one.with_, one.without, *ends_, 1e-4)


def _row(one: Pair, x: Any, y: float) -> list[str]:
    kind = "dark" if one.dark else "grey"
    out = [f'<text x="{_LEFT - 14}" y="{y + 5:.1f}" text-anchor="end">{escape(one.name)}</text>']
    for ends_, shift in ((one.with_ends, -7), (one.without_ends, 7)):
        if ends_ is not None:
            out.append(
                f'<line class="whisker {kind}" x1="{x(ends_[0]):.1f}" x2="{x(ends_[1]):.1f}" '
                f'y1="{y + shift:.1f}" y2="{y + shift:.1f}"/>'
            )
    out += [
        f'<circle class="point {kind}" cx="{x(one.with_):.1f}" cy="{y - 7:.1f}" r="5"/>',
        f'<circle class="point hollow {kind}" cx="{x(one.without):.1f}" cy="{y + 7:.1f}" r="5"/>',
        f'<text class="label" x="{_RIGHT + 30}" y="{y + 5:.1f}">{one.change}</text>',
        f'<text class="faint" x="{_RIGHT + 95}" y="{y + 5:.1f}">{one.interval}</text>',
    ]
    return out
