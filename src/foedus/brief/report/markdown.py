"""A report as Markdown: for editors, and for whoever puts it into a text of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .blocks import Block, Listing, Paragraph, Picture, References, Section, Table
from .model import Report
from .phrases import Phrase
from .setting import Call, Setting, bracketed

__all__ = ["markdown"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(report: Report) -> str:
    """The report as text; pictures in words.

    Parameters
    ----------
    report
        What is to be written.
    """
    setting = Setting(report)
    head = [f"# {_said(setting, report.title)}", ""]
    flags = "".join(f"**{_plain(flag)}** · " for flag in report.flags)
    head += [
        f"{flags}{_said(setting, report.kicker)}",
        "",
        f"*{_said(setting, report.subtitle)}*",
        "",
    ]
    lines = [*head]
    for one in report.sections:
        lines += _section(setting, one, 2)
    for name, value in report.provenance:
        lines.append(f"- {_plain(name)}: {_said(setting, value)}")
    return "\n".join(lines).rstrip() + "\n"


def _section(setting: Setting, one: Section, level: int) -> Iterator[str]:
    yield f"{'#' * level} {_said(setting, one.title)}"
    yield ""
    for block in one.blocks:
        yield from _block(setting, block)
        yield ""
    for below in one.sections:
        yield from _section(setting, below, level + 1)


def _block(setting: Setting, block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _sentences(setting, block)
        case Listing():
            for number, item in enumerate(block.items, 1):
                yield f"{f'{number}.' if block.ordered else '-'} {_sentences(setting, item)}"
        case Table():
            yield from _table(setting, block)
        case Picture():
            yield from _picture(setting, block)
        case References():
            for entry in setting.entries():
                text = "".join(
                    f"*{_plain(one.text)}*" if one.italic else _plain(one.text)
                    for one in entry.words
                )
                link = f" <{entry.link}>" if entry.link else ""
                yield f"{entry.number}. {text}{link}"


def _sentences(setting: Setting, block: Paragraph) -> str:
    return " ".join(_said(setting, one) for one in block.sentences)


def _said(setting: Setting, phrase: Phrase) -> str:
    said = setting.said(phrase)
    text = "".join(_plain(run.text) for run in said.runs)
    return text + _calls(said.calls) + said.stop


def _calls(calls: tuple[Call, ...]) -> str:
    out = ""
    for group in bracketed(calls):
        said = [f"{one.number}{f', {_plain(one.place)}' if one.place else ''}" for one in group]
        out += f" \\[{', '.join(said)}\\]"
    return out


def _table(setting: Setting, table: Table) -> Iterator[str]:
    yield f"**{_said(setting, table.caption)}**"
    yield ""
    heads = [
        _said(setting, one.title) + (f" ({_plain(one.unit)})" if one.unit else "")
        for one in table.columns
    ]
    yield _line(heads)
    yield _line(["---:" if one.number else "---" for one in table.columns])
    for row in table.rows:
        cells = [_said(setting, cell) for cell in row.cells]
        if row.group:
            cells = [f"**{cells[0]}**", *[""] * (len(table.columns) - 1)]
        yield _line(cells)
    if table.notes or table.cites:
        notes = [_said(setting, one) for one in table.notes]
        if table.cites:
            notes.append(f"Sources:{_calls(setting.calls(table.cites))}.")
        yield ""
        yield " ".join(notes)


def _picture(setting: Setting, one: Picture) -> Iterator[str]:
    yield f"**{_plain(one.title)}**"
    yield ""
    yield f"Picture: {_plain(one.alt)}"
    yield ""
    yield f"{_plain(one.caption)}{_calls(setting.calls(one.cites))} ({_plain(one.corner)})"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()) if "\n" in text else text)
