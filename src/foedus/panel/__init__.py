"""Units of analysis (state-years, dyad-years, disputes, crises, alliances) and what is known."""
