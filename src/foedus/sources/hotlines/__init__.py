"""State-to-state hotlines and crisis channels: a catalogue of our own."""
