"""The command line. stdout is data, stderr is talk; the exit code says how it ended (DESIGN §4).

0 done · 1 findings · 2 usage · 3 input refused · 4 store refused · 70 our fault
"""

import sys


def main() -> None:
    """Entry point of the ``hospital-onboard`` script."""
    if sys.argv[1:] == ["--version"]:  # answered before anything is imported: scripts ask it often
        from hospital_onboard import __version__

        print(f"hospital-onboard {__version__}")
        return
    from hospital_onboard.cli.run import run

    sys.exit(run(sys.argv[1:]))
