"""Errors that say what is wrong, where, and what to do about it.

Every error a user can cause is a `FoedusError`. It carries the place (file, line, field), the
offending value and the fix as attributes, and renders them as one line::

    july.yaml:14: treaties.dual.owes.GMYY: unknown actor 'GMYY'; did you mean 'GMY'?
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "BundleError",
    "Cancelled",
    "FoedusError",
    "NotConverged",
    "ScenarioError",
    "ScenarioErrors",
    "ThetaError",
    "UsageError",
    "WorkerDied",
    "did_you_mean",
]

_LONGEST_VALUE = 80


class FoedusError(Exception):
    """Base of every error foedus raises on purpose.

    Parameters
    ----------
    message
        What is wrong, in a few words, without the place and without the fix.
    file, line, field
        Where: a file name, a line counted from 1, a dotted field such as ``treaties.dual.binding``.
    value
        The offending value. It is appended as ``(got ...)`` unless the message already shows it.
    fix
        What to do about it.

    Examples
    --------
    >>> print(FoedusError("must be positive", file="a.yaml", line=3, field="actors.AUH.capability",
    ...                   value=-1.0, fix="give per cent of the world"))
    a.yaml:3: actors.AUH.capability: must be positive (got -1.0); give per cent of the world
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        field: str | None = None,
        value: object = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else str(file)
        self.line = line
        self.field = field
        self.value = value
        self.fix = fix

    def __str__(self) -> str:
        parts = [part for part in (self._place(), self.field) if part]
        parts.append(self.message + self._got())
        text = ": ".join(parts)
        return f"{text}; {self.fix}" if self.fix else text

    def _place(self) -> str:
        if self.file is None:
            return "" if self.line is None else f"line {self.line}"
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def _got(self) -> str:
        if self.value is None:
            return ""
        shown = repr(self.value)
        if shown in self.message or str(self.value) in self.message:
            return ""
        if len(shown) > _LONGEST_VALUE:
            shown = shown[: _LONGEST_VALUE - 3] + "..."
        return f" (got {shown})"


class ScenarioError(FoedusError):
    """One thing wrong with a scenario file."""


class ScenarioErrors(ScenarioError):
    """Everything wrong with a scenario file, found in one pass.

    Parameters
    ----------
    errors
        The single errors, in the order of the file; at least one. Kept as `errors`.
    """

    def __init__(self, errors: Iterable[ScenarioError]) -> None:
        self.errors: list[ScenarioError] = list(errors)
        if not self.errors:
            raise ValueError("ScenarioErrors needs at least one error")
        super().__init__("\n".join(str(error) for error in self.errors), file=self.errors[0].file)
        self.args = (self.errors,)

    def __str__(self) -> str:
        return self.message


class NotConverged(FoedusError):
    """A solver stopped above its tolerance; nothing it holds may be printed."""


class BundleError(FoedusError):
    """A folder of results cannot be read or stored, or a library that draws is missing."""


class ThetaError(FoedusError):
    """A parameter is unknown, out of its range, or lacks its reason."""


class UsageError(FoedusError):
    """The call was wrong: an unknown name, an option that does not parse, a path not to be used."""


class Cancelled(FoedusError):
    """Work stopped because the user asked; what was finished is kept."""


class WorkerDied(FoedusError):
    """A worker process ended before its work was done; no result may be made of that."""


def did_you_mean(word: str, options: Iterable[str]) -> str | None:
    """Phrase that points at the nearest known name, ready to be the `fix` of an error.

    Parameters
    ----------
    word
        What was written.
    options
        What could have been written.

    Returns
    -------
    str or None
        ``"did you mean 'GMY'?"``, or None where nothing is near.

    Examples
    --------
    >>> did_you_mean("GMYY", ["AUH", "GMY", "RUS"])
    "did you mean 'GMY'?"
    >>> did_you_mean("gmy", ["AUH", "GMY"])
    "did you mean 'GMY'?"
    >>> did_you_mean("xyz", ["AUH", "GMY"]) is None
    True
    """
    folded: dict[str, str] = {}
    for option in options:
        folded.setdefault(option.casefold(), option)
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f"did you mean '{folded[near[0]]}'?" if near else None
