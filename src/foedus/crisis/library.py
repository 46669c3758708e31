"""The bundled scenarios, and finding a scenario by its name or path."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path

from foedus.core.errors import UsageError, did_you_mean

from .scenario import VERSION


def folder() -> Path:
    """Folder of the bundled scenarios."""
    return Path(str(files("foedus.crisis"))) / "scenarios"


@cache
def _by_date() -> tuple[str, ...]:
    def day(path: Path) -> str:
        found = re.search(r"^date: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        return found.group(1) if found else ""

    return tuple(path.stem for path in sorted(folder().glob("*.yaml"), key=lambda p: (day(p), p)))


def bundled() -> list[str]:
    """Names of the bundled scenarios, in the order of their dates."""
    return list(_by_date())


def locate(path_or_name: str | PathLike[str]) -> Path:
    """Path of a scenario file, given itself or the name of a bundled one.

    Raises
    ------
    UsageError
        If there is neither; the message says the nearest bundled name.
    """
    text = fspath(path_or_name)
    if isinstance(path_or_name, str) and text in bundled():
        return folder() / f"{text}.yaml"
    path = Path(text)
    if path.exists():
        return path
    looks_like_file = path.suffix in {".yaml", ".yml"} or len(path.parts) > 1
    near = did_you_mean(path.stem, bundled())
    raise UsageError(
        f"no such file: '{text}'" if looks_like_file else f"unknown scenario '{text}'",
        value=text,
        fix=near or "`foedus scenario list` names the bundled ones",
    )


def template(name: str) -> str:
    """Text of a new scenario of that name, commented, that passes the check."""
    text = (folder().parent / "template.yaml").read_text(encoding="utf-8")
    return text.replace("{name}", name).replace("{title}", name.replace("-", " ").capitalize())


def upgrade(text: str) -> str:
    """Bring a scenario's text to the current version of the format, comments and all.

    Version 1 is the first: a file that does not say its version, or says it as text or as a
    decimal, is given it. Anything else is returned as it is, for the check to refuse.
    """
    line = f"foedus-scenario: {VERSION}"
    found = re.search(r"^foedus-scenario:[ \t]*(.*?)[ \t]*(#.*)?$", text, re.MULTILINE)
    if found is None:
        rest = text.removeprefix("\ufeff")
        return f"{line}\n{rest}"
    if found.group(1).strip("'\" ") in {str(VERSION), f"{VERSION}.0"}:
        return text[: found.start()] + line + text[found.end(1) :]
    return text
