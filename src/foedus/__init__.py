"""Crises, alliances, and what the alliances did.

::

    import foedus as fd

    crisis = fd.scenario("july-1914")
    result = fd.run(crisis, draws=64)

    panel = fd.dyad_years(1816, 2014).add("alliances", "disputes", "capabilities")

The names below are the public face. Each is imported when it is first used, so that
``import foedus`` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.brief.report.face import pictures, write_brief
    from foedus.core.bundle import Bundle
    from foedus.core.bundle import read as read_bundle
    from foedus.core.errors import FoedusError
    from foedus.crisis.scenario import Scenario, bundled
    from foedus.crisis.scenario import load as scenario
    from foedus.estimate.scoring.face import score
    from foedus.ledger.ledger import Ledger, read_ledger
    from foedus.network.graph import Network, network_in
    from foedus.panel.alliances import alliance_years
    from foedus.panel.crises import crisis_actors
    from foedus.panel.disputes import dispute_dyads, dispute_participants
    from foedus.panel.dyads import dyad_years
    from foedus.panel.obligations import obligations
    from foedus.panel.panel import Panel
    from foedus.panel.states import state_years
    from foedus.study.result import Comparison, Result, run

    __version__: str

__all__ = [
    "Bundle",
    "Comparison",
    "FoedusError",
    "Ledger",
    "Network",
    "Panel",
    "Result",
    "Scenario",
    "__version__",
    "alliance_years",
    "bundled",
    "crisis_actors",
    "dispute_dyads",
    "dispute_participants",
    "dyad_years",
    "network_in",
    "obligations",
    "pictures",
    "read_bundle",
    "read_ledger",
    "run",
    "scenario",
    "score",
    "state_years",
    "write_brief",
]

_HOME = {
    "Bundle": "foedus.core.bundle:Bundle",
    "Comparison": "foedus.study.result:Comparison",
    "FoedusError": "foedus.core.errors:FoedusError",
    "Ledger": "foedus.ledger.ledger:Ledger",
    "Network": "foedus.network.graph:Network",
    "Panel": "foedus.panel.panel:Panel",
    "Result": "foedus.study.result:Result",
    "Scenario": "foedus.crisis.scenario:Scenario",
    "alliance_years": "foedus.panel.alliances:alliance_years",
    "bundled": "foedus.crisis.scenario:bundled",
    "crisis_actors": "foedus.panel.crises:crisis_actors",
    "dispute_dyads": "foedus.panel.disputes:dispute_dyads",
    "dispute_participants": "foedus.panel.disputes:dispute_participants",
    "dyad_years": "foedus.panel.dyads:dyad_years",
    "network_in": "foedus.network.graph:network_in",
    "obligations": "foedus.panel.obligations:obligations",
    "pictures": "foedus.brief.report.face:pictures",
    "read_bundle": "foedus.core.bundle:read",
    "read_ledger": "foedus.ledger.ledger:read_ledger",
    "run": "foedus.study.result:run",
    "scenario": "foedus.crisis.scenario:load",
    "score": "foedus.estimate.scoring.face:score",
    "state_years": "foedus.panel.states:state_years",
    "write_brief": "foedus.brief.report.face:write_brief",
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
