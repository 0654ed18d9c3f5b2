"""The law as dated data, and what it asks of an inventory at a day. Pure; never reads the store or the clock."""
