"""What a caller may change in a crisis: one frozen edit each, pure and composing."""
