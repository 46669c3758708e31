"""Sphinx configuration. The pages are built with warnings as errors: ``make docs``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from foedus.core.provenance import foedus_version

project = "foedus"
author = "The foedus contributors"
copyright = "The foedus contributors"
version = release = foedus_version()

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
default_role = "py:obj"

napoleon_numpy_docstring = True
napoleon_google_docstring = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = f"foedus {version}"
html_copy_source = False
html_show_sphinx = False


THETA = Path(__file__).parent.parent / "src" / "foedus" / "crisis" / "theta" / "fitted.json"
MARKER = re.compile(r"<!-- table of theta:.*?-->")


def theta_table() -> str:
    """Markdown table of the parameters as the program reads them."""
    rows = ["| name | value | unit | meaning | spread | range |", "|---|---|---|---|---|---|"]
    for name, entry in json.loads(THETA.read_text(encoding="utf-8"))["parameters"].items():
        spread = entry["prior"] if "sd" not in entry else f"{entry['prior']}, sd {entry['sd']:g}"
        within = " to ".join(f"{end:g}" for end in entry["range"])
        text = f"{entry['meaning']} *{entry['reason']}*"
        cells = [f"`{name}`", f"{entry['value']:g}", entry["unit"], text, spread, within]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def fill_in(_app: Any, name: str, source: list[str]) -> None:
    """Put the table where the page of parameters asks for it; the page must ask exactly once."""
    if name == "reference/parameters":
        source[0], found = MARKER.subn(lambda _: theta_table(), source[0])
        if found != 1:
            raise ValueError(f"{name}: {found} marks for the table of theta, expected 1")


def setup(app: Any) -> None:
    app.connect("source-read", fill_in)
