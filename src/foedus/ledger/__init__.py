"""Every crisis on record, with and without its alliances: built, kept, summed up, shown."""
