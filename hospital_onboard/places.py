"""Where the shipped data, the templates and the person's own data are. Asking creates nothing."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """A checkout wins over the copy inside an installed wheel, which an editable install leaves stale."""
    beside = _PACKAGE.parent / name
    if (_PACKAGE.parent / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    return _PACKAGE / "_bundled" / name


def seed_data() -> Path:
    """Folder of the reference data and the regimes that come with the program."""
    return _shipped("seed_data")


def templates() -> Path:
    """Folder of the workbook and document templates that come with the program."""
    return _shipped("templates")


def user_templates() -> Path:
    """Where a site puts templates of its own; one of a shipped template's name is used in its place."""
    named = os.environ.get("HOSPITAL_ONBOARD_TEMPLATES")
    return Path(named) if named else user_data() / "templates"


def user_data() -> Path:
    """The person's own data folder; the default store lives in it."""
    return platformdirs.user_data_path("hospital_onboard", appauthor=False)


def documents() -> Path:
    """Where a person looks for files: their documents, or their home when they have no such folder."""
    folder = platformdirs.user_documents_path()
    return folder if folder.is_dir() else Path.home()


def user_keys() -> Path:
    """File of the secret key for officers' papers: away from the store, so that a copied store does not carry it."""
    return platformdirs.user_config_path("hospital_onboard", appauthor=False) / "officer-papers.key"


def user_log() -> Path:
    """File that receives the trace of a fault of ours."""
    return platformdirs.user_log_path("hospital_onboard", appauthor=False) / "hospital_onboard.log"
