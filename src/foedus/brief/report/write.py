"""Write a report to a file of one of three forms, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from foedus.brief import needs
from foedus.core.errors import UsageError, did_you_mean
from foedus.core.whole import whole
from foedus.core.writable import writing

from .html import html
from .markdown import markdown
from .model import Report
from .pdf import pdf

__all__ = ["FORMS", "form", "rendered", "require", "write"]

FORMS: Mapping[str, Callable[[Report], bytes]] = MappingProxyType(
    {
        ".html": lambda report: html(report).encode(),
        ".pdf": pdf,
        ".md": lambda report: markdown(report).encode(),
    }
)
"""Forms by the end of a file's name."""

_ELSEWHERE = "choose another file with -o"
_NEEDED = ("altair", "citeproc", "fontTools", "jinja2", "typst", "vl_convert")


def require() -> None:
    """Refuse early where a library is missing.

    Raises
    ------
    BundleError
        If one is.
    """
    needs.require("a brief", _NEEDED)


def form(path: Path) -> str:
    """The form that a file's name asks for.

    Raises
    ------
    UsageError
        If it asks for none of the three.

    Examples
    --------
    >>> form(Path("july.PDF"))
    '.pdf'
    """
    found = path.suffix.casefold()
    if found not in FORMS:
        known = ", ".join(FORMS)
        raise UsageError(
            f"-o: no such form of a brief: {path.name}",
            fix=did_you_mean(found, FORMS) or f"end the file's name in {known}",
        )
    return found


def rendered(report: Report, ending: str) -> bytes:
    """The report in a form, named by its ending such as ``.pdf``."""
    return FORMS[ending](report)


def write(report: Report, path: str | Path) -> Path:
    """Write a report; a file that is there already is replaced, in one step.

    Parameters
    ----------
    report
        What is to be written.
    path
        Where; its ending is the form: ``.html``, ``.pdf`` or ``.md``.

    Raises
    ------
    UsageError
        If the ending is another, or it cannot be written there.
    """
    target = Path(path)
    content = rendered(report, form(target))
    with writing(target, _ELSEWHERE), whole(target) as made:
        made.write_bytes(content)
    return target
