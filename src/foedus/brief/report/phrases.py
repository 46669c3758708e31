"""Text in which every figure comes from the registry: templates, placeholders, citations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .errors import ReportError
from .figures import shown
from .registry import Numbers

__all__ = ["Cite", "Phrase", "Run", "Sentence"]

_PLACE: Final = re.compile(r"\{([^{}:]+)(?::([a-z]+))?\}")


@dataclass(frozen=True)
class Cite:
    """A reference, and where in it.

    Attributes
    ----------
    id
        Key of the reference.
    place
        Volume, article, page: as the source is quoted.
    """

    id: str
    place: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of text; `key` names the number it is, if it is one."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Phrase:
    """A template: text without digits, and placeholders ``{key}`` or ``{key:kind}``.

    Parameters
    ----------
    template
        The text.
    cites
        References it rests on.

    Raises
    ------
    ReportError
        If a digit stands in the text itself, or a brace is open.

    Examples
    --------
    >>> Phrase("Any war is {any_war:word}: {any_war}.").keys
    ('any_war', 'any_war')
    """

    template: str
    cites: tuple[Cite, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a figure that no registry knows."""
        rest = _PLACE.sub("", self.template)
        if any(sign.isdigit() for sign in rest):
            raise ReportError(
                "a figure stands in the text itself",
                value=self.template,
                fix="enter it in the book and write its key in braces",
            )
        if "{" in rest or "}" in rest:
            raise ReportError("a brace is open", value=self.template)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the numbers it states, in their order."""
        return tuple(found[1] for found in _PLACE.finditer(self.template))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Ways of writing that it names itself; empty where the number's own is meant."""
        return tuple(found[2] or "" for found in _PLACE.finditer(self.template))

    def runs(self, numbers: Numbers) -> tuple[Run, ...]:
        """The text piece by piece."""
        out: list[Run] = []
        at = 0
        for found in _PLACE.finditer(self.template):
            if found.start() > at:
                out.append(Run(self.template[at : found.start()]))
            one = numbers[found[1]]
            out.append(Run(shown(one.value, found[2]) if found[2] else one.text, one.key))
            at = found.end()
        if at < len(self.template):
            out.append(Run(self.template[at:]))
        return tuple(out)

    def text(self, numbers: Numbers) -> str:
        """The whole text, without its citations."""
        return "".join(run.text for run in self.runs(numbers))


class Sentence(Phrase):
    """A phrase that claims something: it states a number of the registry, or cites a source.

    Raises
    ------
    ReportError
        If it does neither.
    """

    def __post_init__(self) -> None:
        """Refuse a claim without grounds."""
        super().__post_init__()
        if not self.keys and not self.cites:
            raise ReportError(
                "a sentence without a number and without a source",
                value=self.template,
                fix="state a number of the book, or cite a reference",
            )
