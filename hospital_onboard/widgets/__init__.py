"""Pieces of screens. They know records' shapes and words, but no store and no work."""
