"""The alliances of a year on a map: land without borders, capitals, great circles."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import altair as alt

from foedus.brief.look import GREY, INK, MUTED, PALE, WIDTH
from foedus.brief.numbers import day as told_day
from foedus.core import countries
from foedus.sources.getting import registry

from .arcs import MANY, Arc, arcs
from .camps import Camp, camps, colours, listed
from .key import Entry, key
from .labels import ALIGNS, Label, labels
from .put import Store, put
from .spots import Frame, Spot, capitals
from .ties import WORDS, Tie, ties

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import polars as pl

    from foedus.brief.picture import Picture
    from foedus.network.graph import Network

__all__ = ["EUROPE", "WORLD", "record", "when", "world_map"]

WORLD = Frame("equalEarth", (11.0, 0.0), 132.0, WIDTH, 314, -18)
EUROPE = Frame("azimuthalEqualArea", (17.0, 49.0), 870.0, WIDTH, 560)
_OWN = "#0072B2"
_COLUMN = 42  # letters
_LAND = "#EEEDE8"


def world_map(
    network: Network,
    bloc: npt.NDArray[np.int64],
    places: pl.DataFrame,
    *,
    about: int | None = None,
) -> Picture:
    """Alliances as arcs between capitals, coloured by bloc, or those of one state.

    Parameters
    ----------
    bloc
        Number of each state's bloc, shape (n,).
    places
        Table ``distance/capitals``.
    about
        COW code of the state whose alliances stand out; None for blocs.
    """
    spots = capitals(network, places)
    known = [tie for tie in ties(network) if tie.one in spots and tie.two in spots]
    # Thousands of weak ties would hide everything else; the matrix has them.
    drawn = [one for one in known if len(known) <= MANY or one.active or _own(one, about)]
    found = camps(network, bloc)
    store = Store()
    painted = _painted(drawn, found, about)
    sheets = [
        _sheet(store, network, frame, spots, painted, found, about) for frame in (WORLD, EUROPE)
    ]
    entries = _entries(found, network, drawn, about)
    chart = alt.vconcat(*sheets, key(store, entries), spacing=14)
    return put(
        chart,
        store,
        name="map",
        title=_title(network, known, about),
        caption=_CAPTION + _left_out(known, drawn) + (_ABOUT if about is not None else _BLOCS),
        corner=f"n = {network.states.size} states · {when(network)} · {record(network)}",
        words=_words(network, known, found, spots, about),
        rigid=True,
        rows=_rows(known, spots),
    )


_CAPTION = (
    "Great circles between capitals; a dot's area grows with the state's share of capabilities "
    "(CINC). Lines: help in war; thin lines: neutrality, non-aggression or consultation only. "
    "Dashed: every treaty sets conditions. Arrowhead: owed in that direction only. Land without "
    "borders: those of Natural Earth are of today. "
)
_BLOCS = "Blocs: the partition of states of greatest modularity that was found."
_ABOUT = "Other states' alliances are drawn pale."


def when(network: Network) -> str:
    """``1914`` or ``28 July 1914``."""
    return told_day(network.day) if network.day is not None else str(network.year)


def record(network: Network) -> str:
    """Data set of the treaties and its version."""
    atop = registry.dataset(network.sources[0].file.dataset) if network.sources else None
    return f"{atop.title} {atop.version}".strip() if atop is not None else "made up"


def _own(tie: Tie, about: int | None) -> bool:
    return about is not None and about in (tie.one, tie.two)


def _left_out(known: Sequence[Tie], drawn: Sequence[Tie]) -> str:
    count = len(known) - len(drawn)
    return f"Not drawn, but in the data: {count:,} ties without a pledge of help. " if count else ""


def _painted(drawn: Sequence[Tie], found: Sequence[Camp], about: int | None) -> list[Arc]:
    if about is not None:
        own = [_own(tie, about) for tie in drawn]
        return [
            Arc(tie, _OWN if mine else PALE, mine) for tie, mine in zip(drawn, own, strict=True)
        ]
    painted = colours(found)
    number = {code: camp.number for camp in found for code in camp.members}
    inner = [number.get(tie.one, -1) == number.get(tie.two, -2) for tie in drawn]
    return [
        Arc(tie, painted[tie.one] if within else GREY)
        for tie, within in zip(drawn, inner, strict=True)
    ]


def _sheet(
    store: Store,
    network: Network,
    frame: Frame,
    spots: Mapping[int, Spot],
    drawn: Sequence[Arc],
    found: Sequence[Camp],
    about: int | None,
) -> alt.LayerChart | alt.FacetChart:
    inside = {code for code, spot in spots.items() if frame.pixel(spot.lat, spot.lng) is not None}
    shown = [one for one in drawn if one.tie.one in inside or one.tie.two in inside]
    layers: list[alt.Chart] = [_land(store)]
    layers += arcs(store, frame, spots, shown)
    layers += _dots(store, network, frame, spots, drawn, found, about)
    return frame.applied(layers)


def _land(store: Store) -> alt.Chart:
    return alt.Chart(store.add(_topology(), "land")).mark_geoshape(
        fill=_LAND, stroke="#D8D6CE", strokeWidth=0.5, clip=True
    )


@functools.cache
def _topology() -> dict[str, Any]:
    file = files("foedus.brief").joinpath("world/land-110m.json")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _dots(
    store: Store,
    network: Network,
    frame: Frame,
    spots: Mapping[int, Spot],
    drawn: Sequence[Arc],
    found: Sequence[Camp],
    about: int | None,
) -> list[alt.Chart]:
    colour = _colour(drawn, found)
    power = {
        code: 0.0 if math.isnan(share) else share
        for code, share in zip(network.states.tolist(), network.strength.tolist(), strict=True)
    }
    area = {code: 14 + 560 * power[code] for code in spots}
    ordered = sorted(spots.values(), key=lambda one: -power[one.ccode])
    if about is not None:
        ordered.sort(key=lambda one: (one.ccode != about, colour.get(one.ccode) != _OWN))
    rows = [
        {
            "lng": round(one.lng, 3),
            "lat": round(one.lat, 3),
            "area": round(area[one.ccode], 1),
            "c": INK if one.ccode == about else colour.get(one.ccode, "#9A9A9A"),
        }
        for one in reversed(ordered)
        if frame.pixel(one.lat, one.lng) is not None
    ]
    small = (
        [code for code, one in spots.items() if EUROPE.pixel(one.lat, one.lng) is not None]
        if frame is WORLD
        else []
    )
    names = {code: countries.abb(code) for code in spots}
    radii = {code: math.sqrt(area[code] / math.pi) for code in spots}
    placed = labels(frame, ordered, names, radii, small)
    dots = (
        alt.Chart(store.add(rows))
        .mark_point(
            shape="circle", filled=True, opacity=1, stroke="white", strokeWidth=0.7, clip=True
        )
        .encode(
            longitude="lng:Q",
            latitude="lat:Q",
            size=alt.Size("area:Q", scale=None, legend=None),
            fill=alt.Fill("c:N", scale=None, legend=None),
        )
    )
    return [dots, *_texts(store, placed, frame, colour)]


def _colour(drawn: Sequence[Arc], found: Sequence[Camp]) -> dict[int, str]:
    """Colour of each state with an ally: its bloc's, or that of the reader's state."""
    colour = {code: camp.colour for camp in found for code in camp.members}
    if any(one.own for one in drawn):
        colour = dict.fromkeys(colour, PALE)
        for one in drawn:
            if one.own:
                colour[one.tie.one] = colour[one.tie.two] = one.colour
    return colour


def _texts(
    store: Store, placed: Sequence[Label], frame: Frame, colour: Mapping[int, str]
) -> list[alt.Chart]:
    """Labels with a white edge, so that lines under them do not cross them out."""
    layers: list[alt.Chart] = []
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, frame.width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[frame.height, 0], nice=False, zero=False))
    for align in ALIGNS:
        rows = [
            {
                "x": round(one.x, 1),
                "y": round(one.y, 1),
                "t": one.text,
                "c": INK if one.ccode in colour and colour[one.ccode] != PALE else MUTED,
            }
            for one in placed
            if one.align == align
        ]
        if not rows:
            continue
        base = alt.Chart(store.add(rows)).encode(x=x, y=y, text="t:N")
        for edge in (True, False):
            text = base.mark_text(
                align=align,
                baseline="middle",
                fontSize=10.5,
                strokeWidth=2.6 if edge else 0,
                strokeOpacity=0.85,
            )
            paint = alt.value("white") if edge else alt.Color("c:N", scale=None, legend=None)
            layers.append(
                text.encode(stroke=alt.value("white") if edge else alt.value(None), color=paint)
            )
    return layers


def _entries(
    found: Sequence[Camp], network: Network, drawn: Sequence[Tie], about: int | None
) -> list[Entry]:
    if about is not None:
        name = countries.name(about, network.year)
        entries = [Entry(_OWN, f"alliances of {name}"), Entry(PALE, "alliances among others")]
    else:
        entries = [
            Entry(camp.colour, _short(camp, network.year)) for camp in found if camp.colour != GREY
        ]
        entries.append(Entry(GREY, "between blocs, or in other small ones"))
    if any(not tie.active for tie in drawn):
        entries.append(Entry(_OWN if about is not None else GREY, "no pledge of help", thin=True))
    if any(tie.active and tie.conditional for tie in drawn):
        entries.append(Entry(MUTED, "help on conditions", dash=True))
    if any(tie.one_sided for tie in drawn):
        entries.append(Entry(MUTED, "owed in one direction only", arrow=True))
    return entries


def _short(camp: Camp, year: int) -> str:
    """Its strongest members, as many as fit into a column of the key."""
    three = listed(camp, year, 3)
    return three if len(three) <= _COLUMN else listed(camp, year, 2)


def _title(network: Network, drawn: Sequence[Tie], about: int | None) -> str:
    on = f"On {when(network)}" if network.day is not None else f"In {network.year}"
    if about is not None:
        own = [tie for tie in drawn if about in (tie.one, tie.two)]
        help_owed = sum(tie.active for tie in own)
        name = countries.name(about, network.year)
        many = "ally" if len(own) == 1 else "allies"
        return (
            f"{name} {on[0].lower()}{on[1:]}: {len(own)} {many}, "
            f"{help_owed} of them by a pledge of help in war"
        )
    tied = {code for tie in drawn for code in (tie.one, tie.two)}
    helping = sum(tie.active for tie in drawn)
    return (
        f"{on}, {len(tied)} of {network.states.size} states have allies: {len(drawn):,} pairs, "
        f"{helping:,} of them pledged to help in war"
    )


def _words(
    network: Network,
    drawn: Sequence[Tie],
    found: Sequence[Camp],
    spots: Mapping[int, Spot],
    about: int | None,
) -> str:
    missing = [
        countries.name(code, network.year) for code in network.states.tolist() if code not in spots
    ]
    lost = f" No capital on record, so not drawn: {', '.join(missing)}." if missing else ""
    if about is not None:
        by_kind: dict[str, list[str]] = {}
        for tie in drawn:
            if about in (tie.one, tie.two):
                other = tie.two if tie.one == about else tie.one
                by_kind.setdefault(WORDS[tie.kind], []).append(countries.name(other, network.year))
        told = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind.items())
        return f"By the strongest pledge, {told or 'no ally'}.{lost}"
    blocs = "; ".join(listed(camp, network.year) for camp in found[:8])
    more = f"; and {len(found) - 8} smaller blocs" if len(found) > 8 else ""
    one_sided = sum(tie.one_sided for tie in drawn)
    helping = [tie for tie in drawn if tie.active]
    conditional = sum(tie.conditional for tie in helping)
    return (
        f"Blocs: {blocs or 'none'}{more}. Owed in one direction only: {one_sided} of {len(drawn)}. "
        f"Of the {len(helping)} with a pledge of help in war, conditional in every treaty: "
        f"{conditional}.{lost}"
    )


def _rows(drawn: Sequence[Tie], spots: Mapping[int, Spot]) -> list[dict[str, Any]]:
    return [
        {
            "ccode1": tie.one,
            "state1": countries.abb(tie.one),
            "ccode2": tie.two,
            "state2": countries.abb(tie.two),
            "strongest_pledge": tie.kind,
            "one_sided": int(tie.one_sided),
            "conditional": int(tie.conditional),
            "atop": " ".join(map(str, tie.treaties)),
            "capital1": spots[tie.one].city,
            "capital2": spots[tie.two].city,
        }
        for tie in drawn
    ]
