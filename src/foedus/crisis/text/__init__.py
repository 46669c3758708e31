"""A scenario as text: read strictly, checked whole, written canonically."""
