"""Records and readiness on paper: neutral documents, and writers that turn them into files. Handed what it prints."""
