"""Makes ``make_workbooks`` and ``bundle_world`` importable: the tests are imported as single files."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "data"), str(Path(__file__).parent)]
