"""Put a chart of a network and its words together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from foedus.brief.look import config
from foedus.brief.picture import Picture, csv_text
from foedus.brief.spec import RIGID

__all__ = ["Store", "put"]


class Store:
    """Data of a chart by name, put into its specification when that has been validated.

    Altair validates thousands of rows in seconds, and moves them to where a picture that becomes
    part of another one loses them.
    """

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Any]] = {}

    def add(self, values: Any, feature: str = "") -> alt.NamedData:
        """Keep rows, GeoJSON features, or a feature of a TopoJSON topology."""
        name = f"rows-{len(self._held)}"
        held: dict[str, Any] = {"values": values}
        if feature:
            held["format"] = {"type": "topojson", "feature": feature}
        self._held[name] = held
        return alt.NamedData(name=name)

    def fill(self, content: Any) -> Any:
        """The same specification with every name replaced by what it stands for."""
        if isinstance(content, dict):
            return {
                key: self._held[value["name"]] if key == "data" else self.fill(value)
                for key, value in content.items()
            }
        if isinstance(content, list):
            return [self.fill(one) for one in content]
        return content


def put(
    chart: alt.TopLevelMixin,
    store: Store,
    *,
    name: str,
    title: str,
    caption: str,
    corner: str,
    words: str,
    rows: Sequence[Mapping[str, Any]],
    rigid: bool = False,
) -> Picture:
    """Put a chart and its words together.

    Parameters
    ----------
    chart
        Altair chart; it is validated against the Vega-Lite schema here.
    store
        Its data.
    words
        Told to those who cannot see it; the title is put in front.
    rows
        Rows drawn, for the reader's spreadsheet.
    rigid
        Whether its breadth means something, so that it is not drawn narrower for a phone.
    """
    spec: dict[str, Any] = store.fill(chart.to_dict())
    spec["config"] = config()
    if rigid:
        spec["usermeta"] = dict(RIGID)
    told = f"{title}. {words}"
    spec["description"] = told
    return Picture(name, title, caption, corner, told, spec, csv_text(rows))
