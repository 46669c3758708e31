"""The ladder in the terminal: one row an actor, the rung by day as the height of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.brief.bundle.reading import actors, records, rung_names
from foedus.cli.layout import WIDTH

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["BLOCKS", "ladder_lines"]

BLOCKS = "▁▂▃▄▅▆▇█"
_NAME, _END = 18, 14


def ladder_lines(bundle: Bundle) -> list[tuple[str, str]]:
    """Lines ``(text, style)``: a heading, an actor a row, days below.

    Each column is a span of days; the block's height is the upper quartile of the simulated paths
    at its end, the last words are the highest rung of the middle path and of the upper quartile.
    """
    rows = records(bundle, "ribbons", case="base")
    names = rung_names(bundle)
    if not rows or len(names) < 2:
        return []
    cells = WIDTH - 2 - _NAME - 2 * _END - 2
    last = max(float(row["day"]) for row in rows)
    if last <= 0:
        return []
    colours = {"challenger": "dark_orange3", "target": "deep_sky_blue4", "either": "dim"}
    heading = "How far each climbs"
    right = f"{'middle path':{_END}}{'upper quarter':{_END}}"
    out = [("", ""), (heading.ljust(WIDTH - 2 * _END) + right, "bold")]
    for actor in actors(bundle):
        own = sorted(
            (row for row in rows if row["actor"] == actor.code), key=lambda row: row["day"]
        )
        if not own:
            continue
        blocks = "".join(_block(_at(own, (i + 1) * last / cells), len(names)) for i in range(cells))
        middle = names[_index(max(float(row["q50"]) for row in own), names)]
        upper = names[_index(max(float(row["q75"]) for row in own), names)]
        name = actor.name if len(actor.name) <= _NAME else actor.name[: _NAME - 1] + "…"
        text = f"  {name:{_NAME}} {blocks} {_cut(middle):{_END}}{_cut(upper):{_END}}".rstrip()
        out.append((text, colours.get(actor.camp, "")))
    end = f"{last:.0f}"
    scale = f"{names[0]} {BLOCKS[0]} to {BLOCKS[-1]} {names[-1]}"
    out.append((f"  {'day':>{_NAME}} 0{end:>{cells - 1}}  {scale}"[:WIDTH], "dim"))
    return out


def _at(own: list[dict[str, float]], day: float) -> float:
    """Upper quartile on the last day of the grid that is not after `day`."""
    before = [row for row in own if float(row["day"]) <= day + 1e-9]
    return float((before or own[:1])[-1]["q75"])


def _index(rung: float, names: list[str]) -> int:
    return min(len(names) - 1, max(0, round(rung)))


def _block(rung: float, rungs: int) -> str:
    """Bottom block for the lowest rung, full block for the highest."""
    return BLOCKS[min(7, max(0, round(7 * rung / (rungs - 1))))]


def _cut(name: str) -> str:
    return name if len(name) < _END else name[: _END - 2] + "…"
