"""hospital_onboard: from "we might be designated" to "ready to file", in the terminal."""

__version__ = "0.1.0"
