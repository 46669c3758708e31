"""Published results on alliances and war, made again: ``python -m`` this package prints them."""
