"""A scenario's text -> plain data, and the line of every field.

YAML is read as events (never as tags or objects), with a smaller and stricter reading of plain
words than YAML 1.1: `no` is a word and not false, `1914-07-23` stays text until a field wants a
day, `010` is not eight, keys are always text. Anchors, tags, several documents, tabs, deep nesting
and files above one megabyte are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from foedus.core.errors import ScenarioError

LARGEST = 1_000_000
"""Largest file that is read, in bytes; the bundled ones have about 25,000."""

DEEPEST = 12
"""Deepest nesting that is read; the format itself needs five levels."""

NULL = re.compile(r"(?:~|null|Null|NULL|)")
TRUE = re.compile(r"(?:true|True|TRUE)")
FALSE = re.compile(r"(?:false|False|FALSE)")
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})")
DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

Path_ = tuple[str | int, ...]
"""A place in the data: keys and indices from the root."""


@dataclass(frozen=True)
class Document:
    """What a text says, before any field is looked at.

    Attributes
    ----------
    data
        Mappings, lists and scalars; None where the text could not be read.
    lines
        Line of each place, counted from 1.
    errors
        What could not be read, or is there twice.
    """

    data: Any
    lines: dict[Path_, int]
    errors: tuple[ScenarioError, ...] = ()

    def line(self, path: Path_) -> int | None:
        """Line of a place, or of the nearest place around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


@dataclass
class _Composer:
    """Builds data from events, one document, without recursion into anything unbounded."""

    events: Iterator[yaml.Event]
    file: str
    lines: dict[Path_, int] = field(default_factory=dict)
    errors: list[ScenarioError] = field(default_factory=list)

    def document(self) -> Any:
        next(self.events)  # the stream
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise ScenarioError(
                "the file is empty",
                file=self.file,
                line=1,
                fix="start from `foedus scenario new NAME`",
            )
        data = self.node(next(self.events), ())
        next(self.events)  # the end of the document
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.error("a second document begins here", event, "keep one scenario a file")
        return data

    def node(self, event: yaml.Event, path: Path_) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise self.error(
                "aliases are not read", event, "write the value out again", path, f"*{event.anchor}"
            )
        if getattr(event, "anchor", None):
            raise self.error(
                "anchors are not read", event, "write the value out", path, f"&{event.anchor}"
            )
        if getattr(event, "tag", None):
            raise self.error("tags are not read", event, "leave the tag out", path, event.tag)
        if len(path) > DEEPEST:
            raise self.error("nested too deeply", event, f"at most {DEEPEST} levels", path[:3])
        self.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        assert isinstance(event, yaml.ScalarEvent)
        return scalar(event.value) if event.implicit[0] else event.value

    def mapping(self, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise self.error("a key must be a plain word", event, "write `key: value`", path)
            key = event.value
            place = (*path, key)
            line = event.start_mark.line + 1
            if key in result:
                self.errors.append(
                    ScenarioError(
                        f"duplicate key '{key}', first on line {self.lines[place]}",
                        file=self.file,
                        line=line,
                        field=dotted(place),
                        value=key,
                        fix="keep one of the two",
                    )
                )
                _Composer(self.events, self.file).node(next(self.events), place)
                continue
            self.lines[place] = line
            result[key] = self.node(next(self.events), place)
        return result

    def sequence(self, path: Path_) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.append(self.node(event, (*path, len(result))))
        return result

    def error(
        self, message: str, event: yaml.Event, fix: str, path: Path_ = (), value: object = None
    ) -> ScenarioError:
        return ScenarioError(
            message,
            file=self.file,
            line=event.start_mark.line + 1,
            field=dotted(path) or None,
            value=value,
            fix=fix,
        )


def dotted(path: Path_) -> str:
    """Write a place as people do: `treaties.dual.owes.GMY.0`."""
    return ".".join(str(part) for part in path)


def scalar(text: str) -> Any:
    """Read a plain (unquoted) word.

    >>> [scalar(t) for t in ("no", "NO", "1914-07-23", "010", "1e-5", "true", "4.4", "~")]
    ['no', 'NO', '1914-07-23', '010', 1e-05, True, 4.4, None]
    """
    if NULL.fullmatch(text):
        return None
    if TRUE.fullmatch(text):
        return True
    if FALSE.fullmatch(text):
        return False
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    if SPECIAL.fullmatch(text):
        return float(text.lower().replace(".", ""))
    return text


def slurp(path: Path) -> bytes:
    """Read a file's bytes, refusing what is too large before reading it.

    Raises
    ------
    ScenarioError
        If the file is too large or cannot be read.
    """
    try:
        if path.is_dir():
            raise ScenarioError("is a folder", file=path, fix="give one scenario file")
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(size, str(path))
        with path.open("rb") as stream:  # a device has no size: never read more than needed
            return stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise ScenarioError(reason, file=path, fix="check its path and permissions") from error


def read(source: str | bytes, file: str) -> Document:
    """Read the text of a scenario.

    Parameters
    ----------
    source
        The text, or its bytes in UTF-8.
    file
        What errors call it.

    Returns
    -------
    Document
        Its data and lines, or the errors that kept it from being read.
    """
    try:
        text = _decode(source, file)
        _refuse_tabs(text, file)
    except ScenarioError as error:
        return Document(None, {}, (error,))
    composer = _Composer(_events(text), file)
    try:
        data = composer.document()
        if not isinstance(data, dict):
            raise ScenarioError(
                "a scenario is a mapping of keys to values",
                file=file,
                line=composer.lines.get((), 1),
                value=data,
                fix="start from `foedus scenario new NAME`",
            )
    except ScenarioError as error:
        return Document(None, composer.lines, (*composer.errors, error))
    except yaml.YAMLError as error:
        return Document(None, composer.lines, (*composer.errors, _not_yaml(error, file)))
    return Document(data, composer.lines, tuple(composer.errors))


def _events(text: str) -> Iterator[yaml.Event]:
    # libyaml's parser where the wheel has it: ten times as fast, the same events
    return yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _too_large(size: int, file: str) -> ScenarioError:
    return ScenarioError(
        f"too large: {size:,} bytes",
        file=file,
        value=size,
        fix=f"a scenario has at most {LARGEST:,} bytes",
    )


def _decode(source: str | bytes, file: str) -> str:
    if len(source) > LARGEST:
        raise _too_large(len(source), file)
    fix = "save the file as UTF-8"
    if isinstance(source, bytes):
        if source.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in source[:64]:
            raise ScenarioError(
                "not UTF-8: looks like UTF-16 or a binary file", file=file, line=1, fix=fix
            )
        try:
            source = source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            raise ScenarioError(
                f"not UTF-8: byte 0x{source[error.start]:02x}", file=file, line=line, fix=fix
            ) from error
    source = source.removeprefix("\ufeff")
    for number, line in enumerate(source.split("\n"), 1):
        bad = next((c for c in line if _unprintable(c)), None)
        if bad is not None:
            raise ScenarioError(
                f"unprintable character U+{ord(bad):04X}",
                file=file,
                line=number,
                value=bad,
                fix="take it out",
            )
    return source


def _unprintable(char: str) -> bool:
    point = ord(char)
    return (
        (point < 32 and char not in "\t\r")
        or 127 <= point < 160
        or 0xD800 <= point < 0xE000
        or point in {0xFEFF, 0xFFFE, 0xFFFF}
    )


def _refuse_tabs(text: str, file: str) -> None:
    found = re.search(r"^[ ]*\t", text, re.MULTILINE)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise ScenarioError(
            "a tab indents this line", file=file, line=line, value="\t", fix="indent with spaces"
        )


def _not_yaml(error: yaml.YAMLError, file: str) -> ScenarioError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    context = getattr(error, "context", None)
    fixes = {
        "mapping values": "quote a text that contains ': '",
        "could not find expected ':'": "write `key: value`, with a space after the colon",
        "did not find expected ',' or": "close the bracket, and put commas between entries",
        "block": "line up keys that belong together",
        "tab": "indent with spaces",
        "cannot start any token": "quote the text, or indent with spaces",
        "unexpected end of stream": "close the quotation mark",
        "found undefined alias": "write the value out",
    }
    words = f"{context or ''} {problem}"
    return ScenarioError(
        f"not YAML: {problem}" + (f", {context}" if context else ""),
        file=file,
        line=None if mark is None else mark.line + 1,
        fix=next((fix for part, fix in fixes.items() if part in words), "see the line before, too"),
    )
