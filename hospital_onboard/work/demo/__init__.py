"""Demonstration data: plainly fictional hospitals, vendors and people, the same every time."""

from hospital_onboard.work.demo.fill import MOST_HOSPITALS, Counts, fill

__all__ = ["MOST_HOSPITALS", "Counts", "fill"]
