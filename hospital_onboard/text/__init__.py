"""Words and characters: what was typed, made comparable; days; widths; the sentences shown. Knows no domain."""
