"""What standard output's encoding cannot hold is written as what looks like it.

A terminal or a pipe may be ASCII or Windows-1252, which lack the minus sign, the bars and most
accents. One character stands for one, so that columns stay where they are.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
import unicodedata
from collections.abc import Sequence

__all__ = ["write_anything"]

_LIKE = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "─": "-", "·": "-", "…": "~", "│": "|", "±": "~", "×": "x",
     "‘": "'", "’": "'", "“": "'", "”": "'", "đ": "d", "ł": "l", "ø": "o"}
    | dict.fromkeys("▏▎▍▌▋▊▉█▁▂▃▄▅▆▇", "#")
)  # fmt: skip


def write_anything(words: Sequence[str]) -> None:
    """Let standard output hold any text.

    Parameters
    ----------
    words
        Of the command line: with ``--json`` what cannot be held is escaped, and nothing is lost.
    """
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and out.errors == "strict":
        out.reconfigure(errors=_ESCAPED if "--json" in words else _ALIKE)


def _alike(error: UnicodeError) -> tuple[str, int]:
    text, end = _unheld(error)
    plain = [unicodedata.normalize("NFKD", one.translate(_LIKE))[:1] for one in text]
    return "".join(one if one.isascii() else "?" for one in plain), end


def _escaped(error: UnicodeError) -> tuple[str, int]:
    text, end = _unheld(error)
    return json.dumps(text)[1:-1], end


def _unheld(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end], error.end


_ALIKE, _ESCAPED = "foedus-alike", "foedus-escaped"
codecs.register_error(_ALIKE, _alike)
codecs.register_error(_ESCAPED, _escaped)
