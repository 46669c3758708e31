"""The crisis game with private resolve: types, beliefs from experience, signals, misperception."""
