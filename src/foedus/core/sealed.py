"""A folder of results that ships: tables, and a document with what made them and their hashes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from .errors import BundleError, UsageError
from .provenance import sha256_file
from .swap import beside, refuse_beside

__all__ = ["Sealed", "read_table"]

_ELSEWHERE = "choose another folder"


def read_table(path: Path, expected: str | None, *, unlike: str, fix: str) -> pl.DataFrame:
    """Read a table, if it is the one that was written.

    Parameters
    ----------
    path
        A Parquet file.
    expected
        Its SHA-256 when it was written; None where nothing is told of it.
    unlike, fix
        What to say, and what to do, where it is another one.

    Raises
    ------
    BundleError
        It is another one, or cannot be read.
    """
    try:
        if sha256_file(path) != expected:
            raise BundleError(unlike, file=path, fix=fix)
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BundleError(f"cannot be read ({error})", file=path, fix=fix) from error


@dataclass(frozen=True)
class Sealed:
    """A kind of such folders.

    Attributes
    ----------
    what
        What they hold, in words: ``annals``.
    mark
        Key of the document by which one is known; its value is the format.
    document
        Name of the document.
    fix
        How such a folder is made.
    format
        That this version writes and reads.
    """

    what: str
    mark: str
    document: str
    fix: str
    format: int = 1

    def write(
        self,
        folder: Path,
        content: Mapping[str, Any],
        tables: Mapping[str, pl.DataFrame],
        further: Mapping[str, str] | None = None,
    ) -> None:
        """Write a folder beside its place, then put it there.

        Parameters
        ----------
        folder
            Where. It may be absent, empty, or one of this kind, which is then replaced; files of
            the user's own in it stay.
        content
            Of the document; the mark, and the hashes of tables and texts as ``files``, are added.
        tables
            By name; each becomes a Parquet file.
        further
            Texts by the name of their file.

        Raises
        ------
        UsageError
            The folder cannot be written, or holds something else.
        """
        self.refuse(folder)
        old = self.content(folder) if self.there(folder) else {}
        written = {self.document, *old.get("files", ())}
        with beside(folder, _ELSEWHERE, written) as made:
            files: dict[str, str] = {}
            for name, table in tables.items():
                path = made / f"{name}.parquet"
                table.write_parquet(
                    path, compression="zstd", compression_level=19, statistics=False
                )
                files[path.name] = sha256_file(path)
            for name, one in (further or {}).items():
                (made / name).write_text(one, encoding="utf-8")
                files[name] = sha256_file(made / name)
            told = {self.mark: self.format, **content, "files": files}
            text = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
            (made / self.document).write_text(text, encoding="utf-8")

    def refuse(self, folder: Path) -> None:
        """Refuse, before the work too, a folder that `write` would not write.

        Raises
        ------
        UsageError
            It holds something else, or cannot be written.
        """
        refuse_beside(folder, _ELSEWHERE)
        empty = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        if not empty and not self.there(folder):
            raise UsageError(f"holds something else than {self.what}", file=folder, fix=_ELSEWHERE)

    def there(self, folder: Path) -> bool:
        """Whether the folder is one of this kind, of this format."""
        try:
            self.content(folder)
        except BundleError:
            return False
        return True

    def content(self, folder: Path) -> dict[str, Any]:
        """Read a folder's document.

        Raises
        ------
        BundleError
            There is none, or it is of another kind or format.
        """
        try:
            content = json.loads((folder / self.document).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BundleError(f"holds no {self.what}", file=folder, fix=self.fix) from error
        if not isinstance(content, dict) or content.get(self.mark) != self.format:
            raise BundleError(f"holds no {self.what} of this version", file=folder, fix=self.fix)
        return content

    def table(self, folder: Path, name: str, content: Mapping[str, Any]) -> pl.DataFrame:
        """Read one of a folder's tables.

        Raises
        ------
        BundleError
            It is not the one that the document tells of, or cannot be read.
        """
        file = f"{name}.parquet"
        return read_table(
            folder / file,
            content["files"].get(file),
            unlike=f"is not the table that {self.document} tells of",
            fix=self.fix,
        )
