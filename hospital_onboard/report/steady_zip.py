"""Zips whose bytes depend on nothing but their content: xlsx, docx and the packet are all zips.

Libraries stamp the time of writing into the entries and into the core properties. Here both become midnight of the day
that the document speaks of, and every entry has the same rights.
"""

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Final

#: The days a zip can hold.
_FIRST, _LAST = date(1980, 1, 1), date(2107, 12, 31)
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_CORE: Final = "docProps/core.xml"


def pack(files: Mapping[str, bytes], day: date) -> bytes:
    """A zip of these files in the given order, each of that day."""
    at = (*min(max(day, _FIRST), _LAST).timetuple()[:3], 0, 0, 0)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, at)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix on every machine, or the bytes would tell where it was made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def steady(office_file: bytes, day: date) -> bytes:
    """The same xlsx or docx with nothing in it that changes from one writing to the next."""
    with zipfile.ZipFile(BytesIO(office_file)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if _CORE in files:
        files[_CORE] = _STAMP.sub(rf"\g<1>{day.isoformat()}T00:00:00Z\g<2>".encode(), files[_CORE])
    return pack(files, day)
