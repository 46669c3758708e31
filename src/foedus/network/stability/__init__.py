"""Who could be attacked, and whether any set of alliances holds, after Jackson and Nei."""
