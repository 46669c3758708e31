"""A report as PDF, set by Typst: one vendored typeface, no clock, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from foedus.core.errors import FoedusError
from foedus.core.provenance import foedus_version

from .blocks import Block, Listing, Paragraph, Picture, References, Section, Table
from .citing import STYLE
from .draw import fonts
from .model import Report
from .phrases import Phrase
from .setting import Call, Setting, bracketed

__all__ = ["pdf"]

_SHORT, _LONG = 24, 90
"""Letters up to which a column is as wide as its text, and beyond which it gets no wider."""
_TIME: Final = dt.datetime(1816, 1, 1, tzinfo=dt.UTC)
"""Typst writes a date into the file; this one says nothing, and no clock is asked."""


def pdf(report: Report) -> bytes:
    """The report as a PDF file, tagged for screen readers.

    Parameters
    ----------
    report
        What is to be written.

    Raises
    ------
    FoedusError
        If it cannot be set.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="foedus-") as name:
        folder = Path(name)
        content = _content(Setting(report), folder)
        (folder / "report.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        source = files("foedus.brief.report").joinpath("templates/report.typ").read_text("utf-8")
        (folder / "report.typ").write_text(source, "utf-8")
        try:
            made = typst.compile(
                str(folder / "report.typ"),
                root=str(folder),
                font_paths=[str(fonts())],
                ignore_system_fonts=True,
                timestamp=_TIME,
            )
        except typst.TypstError as error:
            raise FoedusError(f"the PDF could not be set: {error}") from error
    assert isinstance(made, bytes)
    return made


def _content(setting: Setting, folder: Path) -> dict[str, Any]:
    """The report as data for the template; drawings as files beside it."""
    report = setting.report
    return {
        "lang": report.lang,
        "title": setting.text(report.title),
        "subtitle": _said(setting, report.subtitle),
        "kicker": _said(setting, report.kicker),
        "flags": list(report.flags),
        "sections": [_section(setting, one, folder) for one in report.sections],
        "provenance": [
            {"name": name, "value": _said(setting, value)} for name, value in report.provenance
        ],
        "version": foedus_version(),
        "style": STYLE,
    }


def _section(setting: Setting, one: Section, folder: Path) -> dict[str, Any]:
    return {
        "title": _said(setting, one.title),
        "blocks": [_block(setting, block, folder) for block in one.blocks],
        "sections": [_section(setting, below, folder) for below in one.sections],
    }


def _block(setting: Setting, block: Block, folder: Path) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "role": block.role, "text": _sentences(setting, block)}
        case Listing():
            items = [_sentences(setting, item) for item in block.items]
            return {"kind": "list", "ordered": block.ordered, "items": items}
        case Table():
            return {"kind": "table"} | _table(setting, block)
        case Picture():
            (folder / f"{block.id}.svg").write_text(block.svg, encoding="utf-8")
            return {
                "kind": "picture",
                "file": f"{block.id}.svg",
                "title": block.title,
                "alt": block.alt,
                "caption": block.caption,
                "calls": _calls(setting.calls(block.cites)),
                "corner": block.corner,
            }
        case References():
            return {
                "kind": "references",
                "entries": [
                    {
                        "number": one.number,
                        "words": [{"text": w.text, "italic": w.italic} for w in one.words],
                        "link": one.link,
                    }
                    for one in setting.entries()
                ],
            }


def _table(setting: Setting, table: Table) -> dict[str, Any]:
    return {
        "caption": _said(setting, table.caption),
        "columns": [
            {"title": _said(setting, one.title), "unit": one.unit, "number": one.number}
            for one in table.columns
        ],
        "rows": [
            {"group": row.group, "cells": [_said(setting, cell) for cell in row.cells]}
            for row in table.rows
        ],
        "widths": _widths(setting, table),
        "notes": [_said(setting, one) for one in table.notes],
        "calls": _calls(setting.calls(table.cites)),
    }


def _widths(setting: Setting, table: Table) -> list[int]:
    """Shares of the columns with running text in what the others leave; 0 for as wide as it is."""

    def longest(i: int) -> int:
        return max((_length(setting, r.cells[i]) for r in table.rows if not r.group), default=0)

    found = [0 if one.number else longest(i) for i, one in enumerate(table.columns)]
    return [0 if wide <= _SHORT else min(wide, _LONG) for wide in found]


def _length(setting: Setting, phrase: Phrase) -> int:
    said = setting.said(phrase)
    return len(said.text) + sum(len(one.place) + 4 for one in said.calls)


def _sentences(setting: Setting, block: Paragraph) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for i, one in enumerate(block.sentences):
        out += ([{"text": " "}] if i else []) + _said(setting, one)
    return out


def _said(setting: Setting, phrase: Phrase) -> list[dict[str, Any]]:
    said = setting.said(phrase)
    text = "".join(run.text for run in said.runs)
    runs: list[dict[str, Any]] = [{"text": text}] if text else []
    runs += _calls(said.calls)
    return [*runs, {"text": said.stop}] if said.stop else runs


def _calls(calls: tuple[Call, ...]) -> list[dict[str, Any]]:
    return [
        {"calls": [{"number": one.number, "place": one.place} for one in group]}
        for group in bracketed(calls)
    ]
