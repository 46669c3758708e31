"""Templates filled with numbers that may be missing: sentences, cells."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.brief.numbers import MISSING

from .phrases import Cite, Phrase, Sentence

__all__ = ["cell", "fill", "say", "written"]


def fill(template: str, *needed: str | None) -> str | None:
    """A template with placeholders in the place of ``<>``; None if one is missing.

    Raises
    ------
    ValueError
        If there are more or fewer of them than places.

    Examples
    --------
    >>> fill("In <> of <>.", "{a}", "{b}"), fill("In <>.", None)
    ('In {a} of {b}.', None)
    """
    parts = template.split("<>")
    if len(parts) != len(needed) + 1:
        raise ValueError(f"{len(needed)} numbers for: {template}")
    if any(one is None for one in needed):
        return None
    return parts[0] + "".join(f"{one}{rest}" for one, rest in zip(needed, parts[1:], strict=True))


def say(template: str, *needed: str | None, cites: Sequence[Cite] = ()) -> Sentence | None:
    """A sentence; None where a number it needs is not there."""
    text = fill(template, *needed)
    return None if text is None else Sentence(text, tuple(cites))


def cell(template: str | None, *cites: Cite, missing: str = MISSING) -> Phrase:
    """A cell; a dash where its number is not there."""
    return Phrase(template if template is not None else missing, cites)


def written(key: str, kind: str) -> str:
    """A placeholder that names how its number is written.

    Examples
    --------
    >>> written("{any_war}", "word")
    '{any_war:word}'
    """
    return f"{key[:-1]}:{kind}}}"
