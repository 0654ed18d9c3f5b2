"""Whether a zip may be a workbook at all, told from its directory. Nothing is ever unpacked to a disk."""

import io
import zipfile
import zlib

from hospital_onboard.intake.unusable import Unusable

MOST_PARTS = 5_000
MOST_INFLATED = 1_000_000_000
#: No spreadsheet program packs this tightly; only looked at when much comes out.
MOST_RATIO, RATIO_FROM = 300, 50_000_000


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive.

    Raises:
        Unusable: it is none, or none that a spreadsheet program wrote.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError) as fault:
        raise Unusable("damaged") from fault
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unusable("encrypted")
    _not_a_bomb(parts)
    _unambiguous(parts)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unusable("macros")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Unusable("old-format")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unusable("not-a-workbook")
    return archive


def sole_table(content: bytes) -> bytes:
    """The one CSV file of a zip, as open data are published.

    Raises:
        Unusable: it is damaged, or holds anything else.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) != 1 or not parts[0].filename.lower().endswith(".csv"):
                raise Unusable("not-a-workbook")
            if parts[0].flag_bits & 1:
                raise Unusable("encrypted")
            _not_a_bomb(parts)
            return archive.read(parts[0])
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, zlib.error, EOFError) as fault:
        raise Unusable("damaged") from fault


def _not_a_bomb(parts: list[zipfile.ZipInfo]) -> None:
    inflated = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or inflated > MOST_INFLATED:
        raise Unusable("too-big")
    if inflated > RATIO_FROM and inflated / packed > MOST_RATIO:
        raise Unusable("too-big")


def _unambiguous(parts: list[zipfile.ZipInfo]) -> None:
    """Two parts of one name: which is read depends on the reader. A name that leads elsewhere: an attack."""
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if len(set(names)) != len(names):
        raise Unusable("damaged")
    if any(name.startswith("/") or ":" in name or ".." in name.split("/") for name in names):
        raise Unusable("damaged")
