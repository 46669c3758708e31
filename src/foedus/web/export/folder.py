"""The site's folder: written beside its place, then renamed; what is not a site stays as it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from foedus.core.errors import UsageError
from foedus.core.provenance import sha256_file
from foedus.core.swap import carry_over, files_of, put_in_place
from foedus.core.writable import writing

__all__ = ["MANIFEST", "Staging", "manifest", "refuse_strangers"]

MANIFEST = "site.json"
FORMAT = 1
"""Of the manifest."""
_PART = ".part"
_ELSEWHERE = "choose another folder"


def manifest(folder: Path) -> dict[str, Any] | None:
    """Manifest of a site, finished or not; None where the folder is something else."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and type(found.get("site")) is int else None


def refuse_strangers(target: Path) -> None:
    """Refuse a place where something else lies.

    Raises
    ------
    UsageError
        It is a file, a link, or a folder that holds something else than a site.
    """
    fix = _ELSEWHERE
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError("is not a folder; not overwritten", file=target, fix=fix)
    if target.is_dir() and any(target.iterdir()) and manifest(target) is None:
        raise UsageError(
            "not a site of foedus, and not empty; not overwritten", file=target, fix=fix
        )


class Staging:
    """A site that is being written, beside its place.

    Parameters
    ----------
    target
        Where it will lie.
    made
        What goes in, for the manifest.
    key
        Hash of that: an interrupted site is taken up only where it is the same.
    resume
        Whether to take up an interrupted one.

    Raises
    ------
    UsageError
        Something else lies in the place or beside it, there is nothing to resume, or nothing can
        be written there.
    """

    def __init__(self, target: Path, made: dict[str, object], key: str, *, resume: bool) -> None:
        self.target = target.absolute()
        self.folder = self.target.parent / f".{self.target.name}.export"
        self._made = made | {"key": key}
        refuse_strangers(self.target)
        refuse_strangers(self.folder)
        if resume:
            self._take_up(key)
            return
        with writing(self.target, _ELSEWHERE):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self._write(MANIFEST, _json({"site": FORMAT, **self._made, "complete": False}))

    def _take_up(self, key: str) -> None:
        found = manifest(self.folder)
        if found is None:
            raise UsageError(
                "there is no interrupted export to go on with", file=self.target,
                fix="leave --resume out",
            )  # fmt: skip
        if found.get("key") != key:
            raise UsageError(
                "the interrupted export was another one: other options, version or parameters",
                file=self.target,
                fix="use the same options, or leave --resume out to begin anew",
            )

    def has(self, name: str) -> bool:
        """Whether a file is there already, whole."""
        return (self.folder / name).is_file()

    def add(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        with writing(self.target, _ELSEWHERE):
            self._write(name, content)

    def _write(self, name: str, content: bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(file.name + _PART)
        part.write_bytes(content)
        part.replace(file)

    def finish(self, names: set[str]) -> dict[str, Any]:
        """Write the manifest, and put the site in its place.

        Parameters
        ----------
        names
            The files that belong to it; others, of an earlier attempt, go.

        Returns
        -------
        dict
            The manifest.
        """
        hashes: dict[str, str] = {}
        with writing(self.target, _ELSEWHERE):
            for name in files_of(self.folder):
                if name in names:
                    hashes[name] = sha256_file(self.folder / name)
                elif name != MANIFEST:
                    (self.folder / name).unlink()
            told = {"site": FORMAT, **self._made, "complete": True, "files": hashes}
            self._write(MANIFEST, _json(told))
            self._carry_over()
            put_in_place(self.folder, self.target)
        return told

    def _carry_over(self) -> None:
        """Copy what the user put into the old site: a domain's name, a folder of git."""
        old = manifest(self.target)
        if old is not None:
            carry_over(self.target, self.folder, {MANIFEST, *old.get("files", {})})


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
