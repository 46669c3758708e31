"""Probabilities against what happened: frozen tasks and splits, scores, baselines, intervals."""
