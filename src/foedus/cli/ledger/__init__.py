"""``foedus ledger``: every dispute, with and without its alliances."""
