"""The explorer's rooms, one package each: its state, its views, its templates."""
