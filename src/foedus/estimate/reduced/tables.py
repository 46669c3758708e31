"""Several fitted logits side by side, as papers print them: LaTeX, HTML, Markdown.

Stars are off unless asked for: they tell less than the interval that coefficient and error give.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from foedus.core.errors import UsageError

from .logit import Logit
from .tables_text import as_html, as_latex, as_markdown

__all__ = ["ERRORS", "Cell", "Errors", "Table", "regression_table"]

Errors: TypeAlias = Literal["pair", "state", "greater"]
ERRORS: Final[dict[str, str]] = {
    "pair": "clustered by pair of states",
    "state": "allowing rows that share a state to depend on each other (Aronow, Samii and "
    "Assenova 2015)",
    "greater": "the greater of those clustered by pair of states and those allowing rows that "
    "share a state to depend on each other (Aronow, Samii and Assenova 2015)",
}
"""Which errors stand in parentheses, in words."""

UNDEFINED: Final = "n.d."
_STARS: Final = ((3.290526731, "***"), (2.575829304, "**"), (1.959963985, "*"))
_LEVELS: Final = "* p < 0.05, ** p < 0.01, *** p < 0.001, two-sided, normal approximation"
_MOST_DIGITS = 10
_LOSS_DIGITS = 4
_INTERCEPT = "Intercept"


@dataclass(frozen=True)
class Cell:
    """A coefficient as text.

    Parameters
    ----------
    coef, error
        Decimal numbers with an ASCII minus; the error may be `UNDEFINED`.
    stars
        None to three.
    """

    coef: str
    error: str
    stars: str


@dataclass(frozen=True)
class Table:
    """A table of regressions, before it is set. Immutable.

    Parameters
    ----------
    caption
        Above the table.
    heads
        Names of the models.
    rows
        Label, and a cell for each model: None where it has no such covariate.
    foot
        Label, and a text for each model: rows, events, pairs, log loss, that of the base rate.
    notes
        Sentences below.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    foot: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]

    def latex(self, name: str = "") -> str:
        r"""LaTeX with booktabs; `name` is its ``\label``.

        Raises
        ------
        UsageError
            If the name is more than letters, digits and ``:.-``.
        """
        return as_latex(self, name)

    def html(self, name: str = "regressions") -> str:
        """HTML with caption and scopes; `name` is the id of the table.

        Raises
        ------
        UsageError
            If the name is more than letters, digits and ``:.-``.
        """
        return as_html(self, name)

    def markdown(self) -> str:
        """Markdown with a pipe table."""
        return as_markdown(self)


def regression_table(
    models: Mapping[str, Logit],
    *,
    labels: Mapping[str, str] | None = None,
    errors: Errors = "pair",
    stars: bool = False,
    digits: int = 3,
    caption: str = "",
) -> Table:
    """Put models side by side.

    Parameters
    ----------
    models
        Fitted logits by the names at the heads of their columns.
    labels
        Words for covariates; default: the name, its underscores as spaces.
    errors
        Which errors stand in parentheses; the notes say so.
    stars
        Whether coefficients get stars; by those errors.
    digits
        Decimals of coefficients and errors, 1 to 10.
    caption
        Default: what the models explain.

    Returns
    -------
    Table
        One row a covariate, in the order in which the models first have it, the intercept last.

    Raises
    ------
    UsageError
        If there is no model, or an argument is not one of those.

    Examples
    --------
    >>> import numpy as np
    >>> one = Logit("war", ("Intercept", "land"), np.array([-2.0, 0.75]), 0.04 * np.eye(2),
    ...             0.09 * np.eye(2), 500, 60, 120, 40, 3, 0.35, 0.367)
    >>> print(regression_table({"all": one}, digits=2).markdown())
    **Logit of war**
    <BLANKLINE>
    |  | all |
    | :--- | ---: |
    | land | 0.75 (0.20) |
    | Intercept | -2.00 (0.20) |
    | N | 500 |
    | Events | 60 |
    | Pairs of states | 120 |
    | Log loss | 0.3500 |
    | Log loss of the base rate | 0.3670 |
    <BLANKLINE>
    Standard errors in parentheses, clustered by pair of states.
    """
    if not models:
        raise UsageError("no model to tabulate", field="models", fix="give at least one")
    if errors not in ERRORS:
        raise UsageError("no such errors", field="errors", value=errors,
                         fix=f"choose {', '.join(ERRORS)}")  # fmt: skip
    if not 1 <= digits <= _MOST_DIGITS:
        raise UsageError(f"must be 1 to {_MOST_DIGITS}", field="digits", value=digits)
    named = dict(labels or {})
    names = list(dict.fromkeys(name for one in models.values() for name in one.names))
    if _INTERCEPT in names:
        names.append(names.pop(names.index(_INTERCEPT)))
    rows = tuple(
        (
            named.get(name, name.replace("_", " ")),
            tuple(_cell(one, name, errors, digits, stars=stars) for one in models.values()),
        )
        for name in names
    )
    return Table(
        caption.strip() or _explained(models),
        tuple(models),
        rows,
        _foot(models),
        _notes(models, rows, errors, stars=stars),
    )


def _cell(model: Logit, name: str, errors: Errors, digits: int, *, stars: bool) -> Cell | None:
    if name not in model.names:
        return None
    coef, by_pair, by_state = model.of(name)
    known = [one for one in (by_pair, by_state) if not math.isnan(one)]
    greater = max(known) if known else math.nan
    error = {"pair": by_pair, "state": by_state, "greater": greater}[errors]
    size = abs(coef) / error if error > 0.0 else 0.0
    marks = next((mark for least, mark in _STARS if size > least), "") if stars else ""
    shown = UNDEFINED if math.isnan(error) else _fixed(error, digits)
    return Cell(_fixed(coef, digits), shown, marks)


def _fixed(value: float, digits: int) -> str:
    """Fixed decimals; no zero has a sign."""
    text = f"{value:.{digits}f}"
    return text if float(text) else text.removeprefix("-")


def _foot(models: Mapping[str, Logit]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    every = models.values()
    return (
        ("N", tuple(f"{one.rows:,}" for one in every)),
        ("Events", tuple(f"{one.events:,}" for one in every)),
        ("Pairs of states", tuple(f"{one.pairs:,}" for one in every)),
        ("Log loss", tuple(_fixed(one.loss, _LOSS_DIGITS) for one in every)),
        ("Log loss of the base rate", tuple(_fixed(one.base_loss, _LOSS_DIGITS) for one in every)),
    )


def _explained(models: Mapping[str, Logit]) -> str:
    outcomes = list(dict.fromkeys(one.outcome for one in models.values()))
    told = ", ".join(name.replace("_", " ") for name in outcomes)
    return f"{'Logit' if len(models) == 1 else 'Logits'} of {told}"


def _notes(
    models: Mapping[str, Logit],
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...],
    errors: Errors,
    *,
    stars: bool,
) -> tuple[str, ...]:
    notes = [f"Standard errors in parentheses, {ERRORS[errors]}."]
    if any(cell and cell.error == UNDEFINED for _, cells in rows for cell in cells):
        notes.append(
            f"{UNDEFINED}: not defined, the estimate of the variance is negative, or one state is "
            "in all rows."
        )
    if stars:
        notes.append(f"{_LEVELS}.")
    if len({one.outcome for one in models.values()}) > 1:
        told = ", ".join(f"{name}: {one.outcome}" for name, one in models.items())
        notes.append(f"Explained: {told}.")
    return tuple(notes)
