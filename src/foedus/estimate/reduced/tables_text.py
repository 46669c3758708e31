"""How a table of regressions is set: LaTeX, HTML, Markdown, each with its own escapes."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from foedus.core.errors import UsageError

if TYPE_CHECKING:
    from .tables import Cell, Table

__all__ = ["as_html", "as_latex", "as_markdown", "latex_text", "markdown_text"]

_MINUS: Final = "\N{MINUS SIGN}"
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9:.-]*")
_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}", "'": r"\textquotesingle{}", "-": "-{}",
    # At the start of a row these would be read as an argument of the line break before.
    "[": "{[}", "*": "{*}", "]": "{]}",
}  # fmt: skip
r"""The grave, the quotes and the hyphen would make ligatures; a lone hyphen loses nothing by it.

``\textquotedbl`` needs the T1 encoding, ``\textquotesingle`` the package textcomp, which is in the
kernel since 2020.
"""
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$])")


def _one_line(text: str) -> str:
    """Blank space, line breaks too, as one blank; nothing that does not print."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def latex_text(text: str) -> str:
    r"""Any text for the inside of a LaTeX document.

    Examples
    --------
    >>> print(latex_text("S & P_500: 5% -- [x]"))
    S \& P\_500: 5\% -{}-{} {[}x{]}
    """
    return "".join(_LATEX.get(c, c) for c in _one_line(text))


def markdown_text(text: str) -> str:
    r"""Any text for a cell of a Markdown table.

    Examples
    --------
    >>> print(markdown_text("a|b *c*"))
    a\|b \*c\*
    """
    return _MARKDOWN.sub(r"\\\1", _one_line(text))


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError("is no name for a table", value=name, fix="use letters, digits, : . -")
    return name


def as_markdown(table: Table) -> str:
    """Set as Markdown: a pipe table, coefficient and error in one cell."""

    def shown(cell: Cell | None) -> str:
        if cell is None:
            return ""
        return f"{cell.coef}{markdown_text(cell.stars)} ({cell.error})"

    lines = [("", *map(markdown_text, table.heads))]
    lines.append((":---", *["---:"] * len(table.heads)))
    lines += [(markdown_text(label), *map(shown, cells)) for label, cells in table.rows]
    lines += [(markdown_text(label), *texts) for label, texts in table.foot]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    notes = " ".join(markdown_note(one) for one in table.notes)
    return f"**{markdown_text(table.caption)}**\n\n{body}\n\n{notes}"


def markdown_note(text: str) -> str:
    """A sentence of ours, where only what would be read as markup is escaped."""
    return re.sub(r"([\\`*_<>|])", r"\\\1", _one_line(text))


def as_latex(table: Table, name: str = "") -> str:
    """Set as LaTeX with booktabs; errors stand below the coefficients.

    Brackets and stars hang over to the right, so that decimal points stand in line.
    """
    columns = len(table.heads)
    heads = "".join(rf" & \multicolumn{{1}}{{c}}{{{latex_text(one)}}}" for one in table.heads)
    lines = [r"% \usepackage{booktabs}, \usepackage[T1]{fontenc}", r"\begin{table}", r"\centering"]
    label = rf"\label{{{_named(name)}}}" if name else ""
    lines.append(rf"\caption{{{latex_text(table.caption)}}}{label}")
    lines += [rf"\begin{{tabular}}{{l{'r' * columns}}}", r"\toprule", rf"{heads} \\", r"\midrule"]
    for text, cells in table.rows:
        lines.append(rf"{latex_text(text)}{''.join(f' & {_latex_coef(c)}' for c in cells)} \\")
        lines.append(rf"{''.join(f' & {_latex_error(c)}' for c in cells)} \\")
    lines.append(r"\midrule")
    for text, numbers in table.foot:
        shown = "".join(f" & {_latex_number(one)}" for one in numbers)
        lines.append(rf"{latex_text(text)}{shown} \\")
    lines += [r"\bottomrule", r"\end{tabular}"]
    notes = " ".join(map(latex_text, table.notes))
    lines += [r"\par\smallskip", rf"{{\footnotesize {notes}\par}}", r"\end{table}"]
    return "\n".join(lines)


def _latex_number(text: str) -> str:
    return text.replace("-", "$-$").replace(",", "{,}")


def _latex_coef(cell: Cell | None) -> str:
    if cell is None:
        return ""
    hung = rf"\rlap{{$^{{{cell.stars}}}$}}" if cell.stars else ""
    return _latex_number(cell.coef) + hung


def _latex_error(cell: Cell | None) -> str:
    return "" if cell is None else rf"({cell.error}\rlap{{)}}"


def as_html(table: Table, name: str = "regressions") -> str:
    """Set as HTML: caption, scopes, the notes as the table's description."""
    named = _named(name)
    heads = "".join(f'<th scope="col">{_html_text(one)}</th>' for one in table.heads)
    lines = [
        f'<table id="{named}" aria-describedby="{named}-notes">',
        f"<caption>{_html_text(table.caption)}</caption>",
        f"<thead><tr><td></td>{heads}</tr></thead>",
        "<tbody>",
    ]
    for text, cells in table.rows:
        shown = "".join(f"<td>{_html_cell(cell)}</td>" for cell in cells)
        lines.append(f'<tr><th scope="row">{_html_text(text)}</th>{shown}</tr>')
    lines += ["</tbody>", "<tfoot>"]
    for text, numbers in table.foot:
        shown = "".join(f"<td>{_html_text(one.replace('-', _MINUS))}</td>" for one in numbers)
        lines.append(f'<tr><th scope="row">{_html_text(text)}</th>{shown}</tr>')
    notes = " ".join(map(_html_text, table.notes))
    lines += ["</tfoot>", "</table>", f'<p id="{named}-notes">{notes}</p>']
    return "\n".join(lines)


def _html_text(text: str) -> str:
    return html.escape(_one_line(text))


def _html_cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    stars = f"<sup>{cell.stars}</sup>" if cell.stars else ""
    return f"{cell.coef.replace('-', _MINUS)}{stars}<br>({cell.error})"
