"""Files for a word processor: an office's template filled with neutral blocks."""
