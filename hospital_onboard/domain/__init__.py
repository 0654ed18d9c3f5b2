"""What the product talks about: checked, immutable records. Pure; reads no file, no store, no clock."""
