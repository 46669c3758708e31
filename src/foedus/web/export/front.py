"""The page that is opened first, and the list of files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.web import question
from foedus.web.front import TOLD, html
from foedus.web.render import page
from foedus.web.rooms.crisis.answer import shelf

from .wanted import Group, Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foedus.web.links import Links

    from .crisis import Crisis

__all__ = ["fronts"]

_TOLD = {
    "network": "The alliances at the turn of each decade and in the years of the crises: map, "
    "matrix, who is vulnerable, who can be drawn in.",
}
"""What is other than in the live explorer."""


@dataclass(frozen=True)
class File:
    """A file that can be taken along: what it is, and where."""

    label: str
    kind: str
    to: str


def fronts(crises: tuple[Crisis, ...], years: Iterable[int]) -> Group:
    """First page, list of files, and the brief on the question itself."""
    there = question.brief()
    made = tuple(years)
    rows = shelf(tuple(one.scenario.name for one in crises))
    items = [
        Item("", {}, lambda links: html(links, rows, TOLD | _TOLD)),
        Item("files", {}, lambda links: _files(links, crises, made)),
    ]
    if there is not None:
        items.append(Item(question.FILE, {}, lambda _: there))
    return Group("first page", tuple(items))


def _files(links: Links, crises: tuple[Crisis, ...], years: tuple[int, ...]) -> str:
    named = [
        ("What alliances do: the brief", "HTML", links.to(question.FILE)),
        ("Every dispute, all columns", "CSV", links.to("ledger/rows.csv")),
        ("Every dispute, all columns", "Parquet", links.to("ledger/rows.parquet")),
        ("References of all data sets", "BibTeX", links.to("sources/references.bib")),
    ]
    for one in crises:
        title = one.scenario.title or one.scenario.name
        for part, kind in (
            ("brief.html", "HTML"), ("bundle.zip", "ZIP"), ("scenario.yaml", "YAML")
        ):  # fmt: skip
            word = part.partition(".")[0]
            to = links.to(f"crisis/{part}", name=one.scenario.name)
            named.append((f"{title}: {word}", kind, to))
    named += [
        (f"States in {year}", "CSV", links.to("network/states.csv", year=year)) for year in years
    ]
    files = [File(*one) for one in named if one[2]]
    return page("export/files.html", room="", title="Files", links=links, files=files)
