"""A question asked of a crisis, and its answer: `run` is the only way the doors solve."""
