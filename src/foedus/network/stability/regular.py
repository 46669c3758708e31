"""Regular networks of equals: from which advantage of the defence on nobody is vulnerable."""

from __future__ import annotations

from foedus.core.errors import UsageError

__all__ = ["regular_gamma"]


def regular_gamma(degree: int, common: int, apart: int | None = None) -> float:
    """Smallest gamma at which no state of a regular network of equals is vulnerable, trade aside.

    An ally j of i brings ``degree`` states, itself and its allies without i, against i and those
    of its allies that are neither j nor in common: at least ``degree - common``. Another brings
    ``degree + 1`` against at least ``degree + 1 - apart``.

    Parameters
    ----------
    degree
        Allies of every state.
    common
        Most allies that two allies have in common.
    apart
        Most allies that two states who are no allies have in common; as many as `common` if None.

    Raises
    ------
    UsageError
        If there are more allies in common than there could be.

    Examples
    --------
    A ring of five or more; a cube; four who are all allied.

    >>> regular_gamma(2, 0, 1), regular_gamma(3, 0, 2), regular_gamma(3, 2, 0)
    (1.5, 2.0, 3.0)
    """
    others = common if apart is None else apart
    if not 0 <= common < degree:
        raise UsageError(f"of {degree} allies, 0 to {degree - 1} can be in common", value=common)
    if not 0 <= others <= degree:
        raise UsageError(f"of {degree} allies, 0 to {degree} can be in common", value=others)
    return max(degree / (degree - common), (degree + 1) / (degree + 1 - others))
