"""The phase-in of designation (提言 IV.2(2)②): where each hospital and each area stands on a day. Pure functions."""
