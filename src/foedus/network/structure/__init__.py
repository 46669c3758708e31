"""How dense, how lasting, how divided the graph of alliances is, year by year."""
