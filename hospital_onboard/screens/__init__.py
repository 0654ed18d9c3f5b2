"""One module for each screen. A screen asks ``work`` in a thread and shows the frozen answer."""
