"""The brief on the question itself: what alliances did to escalation, over the whole record."""
