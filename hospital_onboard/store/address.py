"""What the address of a store says: which file it is, and how a person knows it."""

from pathlib import Path

import sqlalchemy as sa


def path_of(url: str | sa.URL) -> Path | None:
    """The file an SQLite URL names; None for a shared or an in-memory store."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def place_of(url: sa.URL) -> str:
    """The path of the store's file, or its address without a password."""
    path = path_of(url)
    return url.render_as_string(hide_password=True) if path is None else str(path)
