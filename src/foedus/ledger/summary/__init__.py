"""The nine outputs of the ledger: pure functions of its tables, one idea a module."""
