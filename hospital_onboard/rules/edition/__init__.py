"""The law as data, to be listed, checked and compared."""
