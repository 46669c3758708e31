"""What makes a page a file that can be trusted: a policy of its own, and no link to nothing."""

from __future__ import annotations

import re

from foedus.core.errors import FoedusError

__all__ = ["POLICY", "finished"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        # Not every browser takes files beside a file for the page's own: these are named, too.
        "style-src 'self' file:",
        "font-src 'self' file:",
        "img-src 'self' file:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""No script at all, and nothing from any host."""

_FIRST = '<meta charset="utf-8">'
_TO_NOTHING = re.compile(r'<a\b(?=[^>]*\shref="")[^>]*>(.*?)</a>', re.DOTALL)


def finished(text: str) -> str:
    """A page with its policy; links to pages that are not written are their words alone.

    Raises
    ------
    FoedusError
        There is no place for the policy.

    Examples
    --------
    >>> finished('<meta charset="utf-8"><a rel="next" href="">1815</a>')[-4:]
    '1815'
    """
    if text.count(_FIRST) != 1:
        raise FoedusError("a page does not say its character set once", fix="report it")
    policy = f'{_FIRST}\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return _TO_NOTHING.sub(r"\1", text).replace(_FIRST, policy)
