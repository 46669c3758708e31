"""The graph of commitments: how dense, how stable against war, and who can be drawn in."""
