"""The ledger in words, numbers and tables: one dispute, and what all of them come to."""
