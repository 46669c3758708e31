"""One member of a zip archive, written out as a file of our naming."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from .checksum import DataError

__all__ = ["unpack"]

_CHUNK = 1 << 20
_SHOWN = 4
_ENCRYPTED = 0x1
_DEEPEST = 2
_ABSURD_RATIO = 1000
"""Text of digits packs to about a twentieth; deflate cannot do better than about 1032."""


def unpack(archive: Path, member: str, target: Path, *, largest: int, sure: bool) -> None:
    """Write the member's bytes to `target`, which the caller checks and renames.

    The archive's own names are compared with `member` and never used as paths.

    Parameters
    ----------
    archive
        A zip file.
    member
        Name in the archive, its folders parted by ``/``; ``inner.zip!name`` for a name in an
        archive in the archive.
    target
        File to write.
    largest
        Bytes a member may have.
    sure
        Whether the caller compares a checksum afterwards. Then the one entry of the same name in
        another folder will do: publishers pack their archives anew now and then.

    Raises
    ------
    DataError
        If it is no zip file, has no such member, is damaged, encrypted, or absurdly large.
    OSError
        If `target` cannot be written.
    """
    names = member.split("!")
    if len(names) > _DEEPEST or not all(_inside(name) for name in names):
        raise DataError(f"{member!r} is not a name inside an archive")
    try:
        with archive.open("rb") as stream:
            _write(stream, names, target, largest, sure=sure)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DataError(f"not a sound zip archive ({error})") from None


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    outside = path.is_absolute() or ".." in path.parts or "\\" in name
    return bool(path.parts) and not outside and ":" not in path.parts[0]


def _write(stream: IO[bytes], names: list[str], target: Path, largest: int, *, sure: bool) -> None:
    with zipfile.ZipFile(stream) as opened:
        info = _member(opened, names[0], sure=sure)
        _refuse_absurd(info, largest)
        with opened.open(info) as source:
            if len(names) > 1:
                _write(io.BytesIO(source.read()), names[1:], target, largest, sure=sure)
                return
            with target.open("wb") as out:
                while chunk := source.read(_CHUNK):  # the archive's own checksum is compared here
                    out.write(chunk)


def _member(opened: zipfile.ZipFile, name: str, *, sure: bool) -> zipfile.ZipInfo:
    entries = [info for info in opened.infolist() if not info.is_dir()]
    found = [info for info in entries if info.filename == name]
    if sure and not found:
        own = PurePosixPath(name).name
        found = [info for info in entries if PurePosixPath(info.filename).name == own]
    if len(found) == 1:
        return found[0]
    if found:
        raise DataError(f"{name!r} is {len(found)} times in the archive")
    names = [info.filename for info in entries]
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    raise DataError(f"no {name!r} in the archive, which holds {shown or 'nothing'}")


def _refuse_absurd(info: zipfile.ZipInfo, largest: int) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise DataError(f"{info.filename!r} is encrypted in the archive")
    if info.file_size > largest or info.file_size > _ABSURD_RATIO * max(info.compress_size, 1):
        raise DataError(
            f"{info.filename!r} would unpack from {info.compress_size:,} to {info.file_size:,} "
            "bytes, which no data set does"
        )
