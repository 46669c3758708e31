"""``foedus network``: alliances of a year or a span of years."""
