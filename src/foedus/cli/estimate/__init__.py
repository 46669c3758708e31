"""``foedus estimate``: what is fitted to the record."""
