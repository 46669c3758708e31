"""The works this brief cites beside those of the data sets, and pages of foedus itself."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from foedus.brief.report.citing import Reference
from foedus.brief.report.citing import library as common
from foedus.brief.report.phrases import Cite

__all__ = ["library", "page", "to"]

_PAGES: Mapping[str, str] = {
    "the-ledger": "foedus documentation, 'The ledger', docs/explanation/the-ledger.md",
    "the-fit": "foedus documentation, 'The fit', docs/explanation/the-fit.md",
    "scores": "foedus documentation, 'Scores', docs/explanation/scores.md",
    "accounting": (
        "foedus documentation, 'The accounting of an alliance', docs/explanation/accounting.md"
    ),
    "historians": (
        "foedus documentation, 'Historians' verdicts', docs/explanation/historians.md, which names "
        "the works the coding rests on"
    ),
    "replications": "foedus documentation, 'Replications', docs/explanation/replications.md",
    "networks": "foedus documentation, 'Networks', docs/explanation/networks.md",
    "curve": (
        "foedus documentation, 'Specification curve', docs/explanation/specification-curve.md"
    ),
    "not-known": "foedus documentation, 'What is not known', docs/explanation/what-is-not-known.md",
}
"""Pages that ship with the source, by a short name."""


def page(name: str) -> Cite:
    """A citation of a page of the documentation."""
    assert name in _PAGES, name
    return Cite(f"foedus-{name}")


def to(*keys: str) -> tuple[Cite, ...]:
    """Citations of works."""
    return tuple(Cite(key) for key in keys)


@functools.cache
def library() -> Mapping[str, Reference]:
    """Every work that may be cited, by its key."""
    found = dict(common())
    text = files("foedus.brief.alliances").joinpath("literature.json").read_text(encoding="utf-8")
    for item in json.loads(text):
        link = f"https://doi.org/{item['DOI']}" if "DOI" in item else item["URL"]
        found.setdefault(item["id"], Reference(item["id"], MappingProxyType(item), link=link))
    for name, words in _PAGES.items():
        found[f"foedus-{name}"] = Reference(f"foedus-{name}", text=words)
    return MappingProxyType(found)
