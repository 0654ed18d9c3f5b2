"""``python -m hospital_onboard`` is the same program as ``hospital-onboard``."""

from hospital_onboard.cli import main

if __name__ == "__main__":
    main()
