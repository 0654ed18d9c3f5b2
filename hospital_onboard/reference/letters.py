"""Latin letters without their accents, for comparing and sorting."""

import unicodedata


def unaccented(text: str) -> str:
    """``Hokkaidō`` as ``Hokkaido``. Kana keep their voicing marks, which are not accents."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))
