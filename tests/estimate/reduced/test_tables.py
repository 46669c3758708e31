"""Tables for papers: read back by other parsers, number by number."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from foedus.core.errors import UsageError
from foedus.estimate.reduced.logit import Logit
from foedus.estimate.reduced.tables import ERRORS, UNDEFINED, Table, regression_table
from foedus.estimate.reduced.tables_text import latex_text, markdown_text

NUMBER = st.floats(-1e4, 1e4, allow_nan=False)
WORDS = st.text(min_size=1, max_size=25).filter(str.strip)
NASTY = st.sampled_from(["[x]", "*", "a|b", "a & b", r"\end{table}", "50 %", "x_1^2", "</td>", "--",
                         "~{}$#", "`a`", "**b**", "\\", "{", "$", "<script>", "a\nb"])  # fmt: skip
TEXT = WORDS | NASTY


def plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _logit(names: list[str], coef: list[float], spread: list[float], outcome: str = "war") -> Logit:
    by_pair = np.diag(np.array(spread))
    return Logit(outcome, tuple(names), np.array(coef), by_pair, by_pair * 2.0, 71_896, 734, 700,
                 90, 3, 0.0571, 0.0574)  # fmt: skip


@st.composite
def models(draw: st.DrawFn) -> dict[str, Logit]:
    heads = draw(st.lists(TEXT, min_size=1, max_size=4, unique_by=plain).filter(
        lambda found: all(plain(one) for one in found)))  # fmt: skip
    covariates = draw(st.lists(TEXT.filter(plain), min_size=1, max_size=5, unique_by=plain))
    made = {}
    for head in heads:
        some = draw(st.lists(st.sampled_from(covariates), min_size=1, unique=True))
        names = ["Intercept", *(one for one in some if one != "Intercept")]
        size = len(names)
        coef = draw(st.lists(NUMBER, min_size=size, max_size=size))
        spread = draw(st.lists(st.floats(-0.5, 1e6), min_size=size, max_size=size))
        made[head] = _logit(names, coef, spread)
    return made


def _expected(made: dict[str, Logit], name: str, digits: int) -> list[tuple[float, float] | None]:
    return [
        (round(one.of(name)[0], digits), round(one.of(name)[1], digits))
        if name in one.names
        else None
        for one in made.values()
    ]


def _parsed(text: str) -> tuple[float, float] | None:
    """Coefficient and error of a cell; the error NaN where it is not defined."""
    if not text:
        return None
    found = re.fullmatch(r"(-?\d+\.\d+)(\**) \((\d+\.\d+|n\.d\.)\)", text)
    assert found, text
    error = math.nan if found[3] == UNDEFINED else float(found[3])
    return float(found[1]), error


def _same(ours: list, theirs: list) -> bool:
    return len(ours) == len(theirs) and all(
        (a is None) == (b is None) and (a is None or np.allclose(a, b, atol=1e-12, equal_nan=True))
        for a, b in zip(ours, theirs, strict=True)
    )


class Cells(HTMLParser):
    """Rows of the tables of a page, cells as text; and what surrounds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.scopes: list[str | None] = []
        self.caption, self.inside = "", ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))
        if tag == "br":
            self.rows[-1][-1] += " "
        if tag in ("td", "th", "caption"):
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption"):
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.caption += data
        elif self.inside:
            self.rows[-1][-1] += data


FOOT = ["N", "Events", "Pairs of states", "Log loss", "Log loss of the base rate"]


def _checked(rows: list[list[str]], made: dict[str, Logit], digits: int) -> None:
    names = list(dict.fromkeys(n for one in made.values() for n in one.names if n != "Intercept"))
    names.append("Intercept")
    assert rows[0] == ["", *map(plain, made)]
    assert len(rows) == 1 + len(names) + len(FOOT)
    assert all(len(row) == 1 + len(made) for row in rows)
    for name, row in zip(names, rows[1:], strict=False):
        assert row[0] == plain(name.replace("_", " "))
        cells = [_parsed(cell.replace("\N{MINUS SIGN}", "-")) for cell in row[1:]]
        assert _same(cells, _expected(made, name, digits))
    foot = rows[-len(FOOT) :]
    assert [row[0] for row in foot] == FOOT
    assert foot[0][1:] == ["71,896"] * len(made)
    assert foot[3][1:] == ["0.0571"] * len(made)


@given(models(), st.integers(1, 8), st.booleans())
def test_markdown_read_by_a_parser_of_markdown(
    made: dict[str, Logit], digits: int, stars: bool
) -> None:
    """Escapes, rows, columns, and every number out of it again."""
    text = regression_table(made, digits=digits, stars=stars).markdown()
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    _checked(Cells(page).rows, made, digits)
    # The table is where it should be in the raw text too: as many bars as there are columns.
    lines = [line for line in text.splitlines() if line.startswith("|")]
    bars = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines}
    assert bars == {len(made) + 2}


@given(models(), st.integers(1, 8), TEXT.filter(plain))
def test_html_read_by_a_parser_of_html(made: dict[str, Logit], digits: int, caption: str) -> None:
    read = Cells(regression_table(made, digits=digits, caption=caption).html("t1"))
    _checked(read.rows, made, digits)
    assert read.caption == plain(caption)
    assert read.scopes.count("col") == len(made)
    assert read.scopes.count("row") == len(read.rows) - 1
    assert None not in read.scopes


# -- LaTeX: a reader of the few commands that are written ------------------------------------------

_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([{}])|(.)", re.DOTALL)
_SAID = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<",
         "textgreater": ">", "textbar": "|", "textquotedbl": '"', "textasciigrave": "`",
         "textquotesingle": "'"}  # fmt: skip


def read_latex(text: str) -> str:
    """What the escaped text prints; fails on anything that TeX would not read as text."""
    out, depth = "", 0
    for command, brace, letter in _TOKEN.findall(text):
        if command:
            assert command in _SAID or command in set("{}$&%#_"), command
            out += _SAID.get(command, command)
        elif brace:
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        else:
            assert letter not in set(r"\$&%#_~^<>|\"`'"), letter
            out += letter
    assert depth == 0
    return out


@given(TEXT)
def test_latex_escapes_lose_nothing(text: str) -> None:
    told = latex_text(text)
    assert read_latex(told) == plain(text)
    assert "--" not in told  # no ligature to a dash
    assert not told.startswith(("[", "*"))


@given(models(), st.integers(1, 8), st.booleans())
def test_latex_has_its_rows_columns_and_numbers(
    made: dict[str, Logit], digits: int, stars: bool
) -> None:
    table = regression_table(made, digits=digits, stars=stars)
    text = table.latex("tab:one")
    lines = text.splitlines()
    assert text.count("\\begin{") == text.count("\\end{") == 2
    assert r"\label{tab:one}" in text
    assert f"\\begin{{tabular}}{{l{'r' * len(made)}}}" in lines
    body = [line.removesuffix(r" \\") for line in lines if line.endswith(r" \\")]
    assert len(body) == 1 + 2 * len(table.rows) + len(FOOT)
    rows = [re.split(r"(?<!\\)(?:\\\\)*&", line) for line in body]
    assert all(len(row) == 1 + len(made) for row in rows)
    for (label, cells), coefs, errors in zip(table.rows, rows[1::2], rows[2::2], strict=False):
        assert read_latex(coefs[0].strip()) == plain(label)
        for cell, coef, error in zip(cells, coefs[1:], errors[1:], strict=True):
            number = re.sub(r"\\rlap\{\$\^\{\**\}\$\}", "", coef.strip()).replace("$-$", "-")
            assert number == (cell.coef if cell else "")
            assert error.strip() == (f"({cell.error}\\rlap{{)}}" if cell else "")


@given(TEXT)
def test_markdown_text_is_one_cell(text: str) -> None:
    page = (
        MarkdownIt("commonmark").enable("table").render(f"| a |\n| - |\n| {markdown_text(text)} |")
    )
    assert Cells(page).rows[1] == [plain(text)]


def test_errors_named_stars_and_what_is_not_defined() -> None:
    V = np.diag([0.04, 0.01])
    one = Logit("war", ("Intercept", "land"), np.array([-2.0, 0.3]), V, np.diag([-1.0, 0.09]), 500,
                60, 120, 40, 3, 0.35, 0.367)  # fmt: skip

    def cell(table: Table) -> tuple[str, str, str]:
        found = table.rows[0][1][0]
        assert found is not None
        return found.coef, found.error, found.stars

    assert cell(regression_table({"a": one})) == ("0.300", "0.100", "")
    assert cell(regression_table({"a": one}, stars=True)) == ("0.300", "0.100", "**")
    assert cell(regression_table({"a": one}, errors="state", stars=True))[1:] == ("0.300", "")
    assert cell(regression_table({"a": one}, errors="greater"))[1] == "0.300"
    table = regression_table({"a": one}, errors="state")
    assert UNDEFINED in table.markdown()
    assert any("negative" in note for note in table.notes)
    for name, told in ERRORS.items():
        assert told in regression_table({"a": one}, errors=name).notes[0]
    starred = regression_table({"a": one}, stars=True)
    assert "p < 0.05" in " ".join(starred.notes)
    assert "p <" not in " ".join(regression_table({"a": one}).notes)
    assert r"\rlap{$^{**}$}" in starred.latex()
    assert "<sup>**</sup>" in starred.html()


def test_a_thousand_and_a_zero_without_a_sign() -> None:
    one = _logit(["Intercept", "x"], [-0.0001, 1234.5], [0.01, 0.01])
    table = regression_table({"a": one}, digits=2)
    assert [row[1][0].coef for row in table.rows] == ["1234.50", "0.00"]
    assert r"71{,}896" in table.latex()


def test_labels_and_several_outcomes() -> None:
    made = {"a": _logit(["Intercept", "x_1"], [0.0, 1.0], [1.0, 1.0]),
            "b": _logit(["Intercept", "z"], [0.0, 1.0], [1.0, 1.0], outcome="onset")}  # fmt: skip
    table = regression_table(made, labels={"x_1": "the first", "unused": "?"})
    assert [row[0] for row in table.rows] == ["the first", "z", "Intercept"]
    assert table.rows[1][1][0] is None
    assert table.caption == "Logits of war, onset"
    assert "a: war, b: onset" in table.notes[-1]


def test_what_it_refuses() -> None:
    one = _logit(["Intercept"], [0.0], [1.0])
    with pytest.raises(UsageError, match="no model"):
        regression_table({})
    with pytest.raises(UsageError, match="choose pair, state, greater"):
        regression_table({"a": one}, errors="robust")  # pyrefly: ignore  # wrong on purpose
    with pytest.raises(UsageError, match="1 to 10"):
        regression_table({"a": one}, digits=0)
    for wrong in ("a b", "1", "x}"):
        with pytest.raises(UsageError, match="no name"):
            regression_table({"a": one}).latex(wrong)
    with pytest.raises(UsageError, match="no name"):
        regression_table({"a": one}).html('"')
