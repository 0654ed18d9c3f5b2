"""Our two themes. Meaning never hangs on a colour alone."""

from textual.theme import Theme

LIGHT = Theme(
    name="hospital-light",
    primary="#1d5f8a",
    secondary="#4a6b57",
    accent="#8a4b08",
    warning="#8a5a00",
    error="#a61b29",
    success="#1f6b3a",
    foreground="#1c2126",
    background="#fbfaf7",
    surface="#eef0ee",
    panel="#e2e8ea",
    dark=False,
    variables={
        "footer-key-foreground": "#1d5f8a",
        "block-cursor-text-style": "none",
        "border-blurred": "#b4bfc4",
    },
)
DARK = Theme(
    name="hospital-dark",
    primary="#6fb3d9",
    secondary="#8fbfa3",
    accent="#e0b062",
    warning="#e0b062",
    error="#ef7f86",
    success="#84c99a",
    foreground="#dfe4e6",
    background="#14191d",
    surface="#232d33",
    panel="#26323a",
    dark=True,
    variables={
        "footer-key-foreground": "#e0b062",
        "block-cursor-text-style": "none",
        "block-cursor-background": "#2f6f95",
        "block-cursor-foreground": "#ffffff",
        "border-blurred": "#46565f",
    },
)
