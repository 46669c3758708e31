"""A published figure and ours, side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal, TypeAlias

from foedus.core.errors import FoedusError, UsageError

__all__ = ["Beside", "Figure", "Verdict", "figures", "sign_verdict", "table"]

Verdict: TypeAlias = Literal["agrees", "does not agree", "not told apart", "not confirmed"]
_FILE = "published.toml"


@dataclass(frozen=True)
class Figure:
    """What a publication reports, as far as it could be confirmed.

    Parameters
    ----------
    id
        Name in the file.
    study
        Short reference.
    what
        What was measured.
    value
        Figure, or ``"+"`` or ``"-"`` where only the sign is confirmed, or ``""`` where nothing is.
    where
        Where it was read; why it is not confirmed, where it is not.
    reference
        Full reference.
    """

    id: str
    study: str
    what: str
    value: str
    where: str
    reference: str


@dataclass(frozen=True)
class Beside:
    """One line: published, ours, and whether they agree.

    Parameters
    ----------
    figure
        What is published.
    ours, low, high
        Our figure and its interval of 95 per cent.
    how
        How ours was made, where there are several ways.
    verdict
        For a sign: the interval lies on that side of zero, on the other, or over it (``"not told
        apart"``). For a share: the published figure is within our interval, or not; a wide interval
        agrees with much.
    """

    figure: Figure
    ours: float
    low: float
    high: float
    how: str
    verdict: Verdict


def figures() -> dict[str, Figure]:
    """All published figures by their name.

    Raises
    ------
    FoedusError
        If an entry lacks a field.
    """
    text = resources.files("foedus.estimate.reduced.replications").joinpath(_FILE)
    found = tomllib.loads(text.read_text(encoding="utf-8"))
    studies = found["study"]
    made: dict[str, Figure] = {}
    for name, entry in found["figure"].items():
        try:
            study = studies[entry["study"]]
            made[name] = Figure(
                name,
                study["short"],
                entry["what"],
                entry["value"],
                entry["where"],
                study["reference"],
            )
        except KeyError as error:
            raise FoedusError("is missing", file=_FILE, field=f"{name}.{error.args[0]}") from None
    return made


def sign_verdict(published: str, low: float, high: float) -> Verdict:
    """Whether an interval agrees with a published sign.

    Parameters
    ----------
    published
        ``"+"``, ``"-"``, ``"0"`` (no effect was found), or ``""`` (not confirmed).
    low, high
        Interval.

    Raises
    ------
    UsageError
        If it is no sign.

    Examples
    --------
    >>> sign_verdict("+", 0.1, 0.5), sign_verdict("-", 0.1, 0.5), sign_verdict("+", -0.1, 0.5)
    ('agrees', 'does not agree', 'not told apart')
    >>> sign_verdict("0", -0.1, 0.5)
    'agrees'
    """
    if published not in ("+", "-", "0", ""):
        raise UsageError("is no sign", value=published)
    if not published:
        return "not confirmed"
    over = low <= 0.0 <= high
    if published == "0":
        return "agrees" if over else "does not agree"
    if over:
        return "not told apart"
    return "agrees" if (low > 0.0) == (published == "+") else "does not agree"


def table(lines: Sequence[Beside]) -> str:
    """Lines as a table in Markdown."""
    head = ["study", "what", "published", "ours", "95 %", "how", "verdict"]
    rows = [head, ["---"] * len(head)]
    rows += [
        [
            line.figure.study,
            line.figure.what,
            line.figure.value or "not confirmed",
            f"{line.ours:.2f}",
            f"{line.low:.2f} to {line.high:.2f}",
            line.how,
            line.verdict,
        ]
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
