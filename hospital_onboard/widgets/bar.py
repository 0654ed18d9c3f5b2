"""A bar of block characters: how much of a whole is done."""

_FULL, _EMPTY = "█", "░"


def bar(done: int, total: int, width: int) -> str:
    """``width`` cells. Nothing looks finished before it is, and something done is always seen."""
    if total <= 0:
        return _EMPTY * width
    filled = done * width // total
    if done and not filled:
        filled = 1
    return _FULL * filled + _EMPTY * (width - filled)
