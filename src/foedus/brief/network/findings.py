"""What is known of the network of a year or a day: what screen, page and files are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from foedus.network.graph import Network
    from foedus.network.stability.trade import NetworkTradeVerdict
    from foedus.network.stability.verdict import NetworkVerdict
    from foedus.network.stability.vulnerable import NetworkVulnerability
    from foedus.network.structure.blocs import Blocs
    from foedus.network.structure.density import Density
    from foedus.sources.load import Source

    from .drawn_in import DrawnIn

__all__ = ["Findings"]


@dataclass(frozen=True)
class Findings:
    """Results of one network.

    Parameters
    ----------
    network
        The network asked about.
    whole
        The same before treaties were taken out; the same object where none was.
    without
        ATOP numbers of the treaties taken out.
    gamma
        Advantage of the defence.
    density, blocs
        Measures of the graph, and its partition.
    vulnerable
        Whom whose coalition defeats.
    verdict
        Whether it is war-stable; None where not asked.
    trade
        The same with trade; None where not asked.
    spoils
        What conquest gives, as a share of the attacker's trade.
    exposure
        The chance of one state to be drawn in; None where not asked.
    places
        Table ``distance/capitals``; None where nothing is drawn.
    further
        Further tables used, to be cited.
    """

    network: Network
    whole: Network
    without: tuple[int, ...]
    gamma: float
    density: Density
    blocs: Blocs
    vulnerable: NetworkVulnerability
    verdict: NetworkVerdict | None = None
    trade: NetworkTradeVerdict | None = None
    spoils: float = 0.0
    exposure: DrawnIn | None = None
    places: pl.DataFrame | None = field(default=None, repr=False)
    further: tuple[Source, ...] = field(default=(), repr=False)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every table used."""
        return tuple(
            {one.file.path: one for one in (*self.network.sources, *self.further)}.values()
        )
