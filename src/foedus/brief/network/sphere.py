"""Arrowheads on great circles."""

from __future__ import annotations

import math

__all__ = ["Place", "arc", "arrowhead"]

Place = tuple[float, float]
"""Latitude and longitude, degrees."""

_BARB = math.radians(24)


def arrowhead(tail: Place, head: Place, size: float, back: float) -> list[list[float]]:
    """An arrowhead on the great circle from `tail` to `head`, as three points on the sphere.

    Parameters
    ----------
    size
        Length of its barbs, degrees of arc.
    back
        Distance of its tip from the head, degrees of arc.

    Returns
    -------
    list
        Longitude and latitude of one barb's end, of the tip, of the other barb's end.
    """
    length = arc(head, tail)
    toward = _bearing(head, tail)
    tip = _gone(head, toward, min(back, length / 2))
    behind = _bearing(tip, tail)
    barbs = [_gone(tip, behind + turn, size) for turn in (_BARB, -_BARB)]
    return [_lnglat(barbs[0]), _lnglat(tip), _lnglat(barbs[1])]


def _lnglat(place: Place) -> list[float]:
    return [round(place[1], 3), round(place[0], 3)]


def arc(one: Place, two: Place) -> float:
    """Degrees of arc between two places."""
    a, b = math.radians(one[0]), math.radians(two[0])
    up, along = math.sin((b - a) / 2), math.sin(math.radians(two[1] - one[1]) / 2)
    half = up * up + math.cos(a) * math.cos(b) * along * along
    return math.degrees(2 * math.asin(math.sqrt(min(half, 1.0))))


def _bearing(one: Place, two: Place) -> float:
    """Direction of the second place seen from the first, radians clockwise from north."""
    a, b, turned = math.radians(one[0]), math.radians(two[0]), math.radians(two[1] - one[1])
    east = math.sin(turned) * math.cos(b)
    north = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turned)
    return math.atan2(east, north)


def _gone(place: Place, bearing: float, degrees: float) -> Place:
    """Where one comes by going so many degrees of arc in a direction."""
    a, far = math.radians(place[0]), math.radians(degrees)
    up = math.asin(math.sin(a) * math.cos(far) + math.cos(a) * math.sin(far) * math.cos(bearing))
    east = math.atan2(
        math.sin(bearing) * math.sin(far) * math.cos(a),
        math.cos(far) - math.sin(a) * math.sin(up),
    )
    return math.degrees(up), (place[1] + math.degrees(east) + 180) % 360 - 180
