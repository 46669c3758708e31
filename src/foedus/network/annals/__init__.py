"""What is computed of every year's alliances, kept: measures, who is vulnerable, who is exposed."""
