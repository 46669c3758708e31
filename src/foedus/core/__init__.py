"""What two rooms of the house share, and nothing else."""
