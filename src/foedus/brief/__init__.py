"""What people read: numbers in words, pictures, the one-file page. Computes nothing of the game."""
