"""Pictures and page of a network of alliances."""
