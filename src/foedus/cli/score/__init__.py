"""``foedus score``: forecasts against what happened."""
