"""Where in its file an entry stands: faults that only show when files are read together are given their line."""

import re

from hospital_onboard.reference.strict_yaml import SeedError


def placed(fault: SeedError) -> SeedError:
    """The same fault with the line of the entry that it names, or of a key of that name; unchanged without either."""
    if fault.line or not fault.field or not fault.path.is_file():
        return fault
    written = re.compile(rf"(?:^|[\s{{,-])id:\s*[\"']?{re.escape(fault.field)}[\"']?\s*(?:[,}}#]|$)")
    lines = fault.path.read_text(encoding="utf-8").splitlines()
    key = re.compile(rf"^\s*{re.escape(fault.field)}:")
    found = [number for number, line in enumerate(lines, start=1) if written.search(line)]
    found = found or [number for number, line in enumerate(lines, start=1) if key.match(line)]
    # Of an entry written twice the second one is the fault.
    return SeedError(fault.path, found[-1], fault.field, fault.message, fault.also) if found else fault
