"""Crises, alliances, and what the alliances did.

::

    import foedus as fd

    crisis = fd.scenario("july-1914")
    result = fd.run(crisis, draws=64)

The names below are the public face. Each is imported when it is first used, so that
``import foedus`` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle
    from foedus.core.bundle import read as read_bundle
    from foedus.core.errors import FoedusError
    from foedus.crisis.scenario import Scenario, bundled
    from foedus.crisis.scenario import load as scenario
    from foedus.study.result import Comparison, Result, run

    __version__: str

__all__ = [
    "Bundle",
    "Comparison",
    "FoedusError",
    "Result",
    "Scenario",
    "__version__",
    "bundled",
    "read_bundle",
    "run",
    "scenario",
]

_HOME = {
    "Bundle": "foedus.core.bundle:Bundle",
    "Comparison": "foedus.study.result:Comparison",
    "FoedusError": "foedus.core.errors:FoedusError",
    "Result": "foedus.study.result:Result",
    "Scenario": "foedus.crisis.scenario:Scenario",
    "bundled": "foedus.crisis.scenario:bundled",
    "read_bundle": "foedus.core.bundle:read",
    "run": "foedus.study.result:run",
    "scenario": "foedus.crisis.scenario:load",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from foedus.core.provenance import foedus_version

        value: object = foedus_version()
    elif name in _HOME:
        module, _, attribute = _HOME[name].partition(":")
        value = getattr(importlib.import_module(module), attribute)
    else:
        raise AttributeError(f"module 'foedus' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
