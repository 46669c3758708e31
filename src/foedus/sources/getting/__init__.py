"""Files of the registry: where they are, where they come from, whether they are the right ones."""
