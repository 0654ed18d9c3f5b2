"""Makes ``make_workbooks`` importable: the tests are imported as single files."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "data"))
