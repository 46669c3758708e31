"""What the columns of a history hold, and their units."""

from __future__ import annotations

from typing import Final

from foedus.sources.atop import PLEDGES

__all__ = ["COLUMNS"]

COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "year": ("Year; obligations in force on any day of it count", ""),
    "states": ("Members of the state system on any day of the year", "states"),
    "pairs": ("Pairs of them that were members on one and the same day", "pairs"),
    "ties": ("Pairs of allies", "pairs"),
    "alliances_per_state": ("Allies of a state, on average", "states"),
    "density": ("Share of all pairs of states that are allies", ""),
    "kept_5": (
        (
            "Of the pairs of allies, share still allied five years later, among pairs of states"
            " still members then; null where that year is not covered or there is no such pair"
        ),
        "",
    ),
    "kept_5_of_all": ("Likewise, allies of states that vanished counted as lost", ""),
    "clustering": (
        "Of a state's pairs of allies, share allied to each other; mean over states",
        "",
    ),
    "transitivity": ("Share of connected triads of states that are closed", ""),
    "components": ("Connected parts of the graph, single states included", "parts"),
    "largest_component": ("Share of states in the largest of them", ""),
    "isolates": ("States without an ally", "states"),
    "blocs": ("Blocs of two states or more in the best partition found", "blocs"),
    "modularity": ("Modularity of that partition; null where nobody is allied", ""),
    "polarisation": (
        "How near capabilities are to two equal blocs, 0 to 1 (4 sum s^2 (1-s); Reynal-Querol)",
        "",
    ),
    "largest_bloc": ("Share of capabilities (CINC) in the strongest bloc", ""),
    **{
        f"{kind}_per_state": (
            f"Partners of a state by pledges of kind '{kind}', on average",
            "states",
        )
        for kind in PLEDGES
    },
    "trade": (
        "Imports of states from one another, as far as known",
        "millions of current US dollars",
    ),
    "trade_known": ("Share of ordered pairs whose imports are known", ""),
    "trade_allied": ("Share of these imports that allies buy from each other", ""),
    "pairs_allied": ("Share of the ordered pairs with known imports that are allies", ""),
    "wars_begun": ("Inter-state wars (COW) that began in the year", "wars"),
    "war_pairs_begun": ("Pairs of states first on opposite sides of a war in the year", "pairs"),
    "mids_begun": ("Militarized disputes (COW) that began in the year", "disputes"),
    "mid_pairs_begun": ("Pairs of states that became opponents in a dispute", "pairs"),
    "wars_per_pair": ("Wars begun per pair of states", "per pair and year"),
    "war_pairs_per_pair": ("Chance of a pair to become opponents in a war", "per pair and year"),
    "mids_per_pair": ("Disputes begun per pair of states", "per pair and year"),
    "mid_pairs_per_pair": ("Disputes of a pair begun, per pair", "per pair and year"),
}
"""Name of each column, in order; then what it holds, and its unit."""
