"""Anything that comes from outside -> records and issues. Reads files and forms; never the store, never the clock."""
