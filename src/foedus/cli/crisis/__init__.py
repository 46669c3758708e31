"""Commands about one crisis: solve it, write it, send it."""
