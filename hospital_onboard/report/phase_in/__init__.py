"""The phase-in report of a bureau or the country (提言 IV.2(2)②), as a document."""
