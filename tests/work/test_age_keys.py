"""Sealing for public keys, opening with identity files, and what is said when that cannot be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.work import age_keys

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def never() -> str:
    raise AssertionError("no passphrase is needed here")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "mine.key"
    return file, age_keys.new_identity(file, AT)


def refused(code: str):
    return pytest.raises(Refusal, match=code)


def test_what_is_sealed_for_a_key_opens_with_it_and_does_not_show_its_content(pair: tuple[Path, str]) -> None:
    file, public = pair
    sealed = age_keys.seal("生年月日".encode(), [public])
    assert age_keys.is_sealed(sealed)
    assert "生年月日".encode() not in sealed
    assert age_keys.unseal(sealed, file, never).decode() == "生年月日"
    assert age_keys.public_keys(file, never) == (public,)
    assert not age_keys.is_locked(file)


def test_a_new_key_is_for_its_owner_only_and_never_written_over(pair: tuple[Path, str]) -> None:
    file, _ = pair
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    with refused("file-exists"):
        age_keys.new_identity(file, AT)
    assert file.read_bytes() == before


def test_a_passphrase_locks_the_key_file(tmp_path: Path) -> None:
    file = tmp_path / "locked.key"
    public = age_keys.new_identity(file, AT, "ひみつ の 合言葉")
    assert b"AGE-SECRET-KEY" not in file.read_bytes()
    assert age_keys.is_locked(file)
    sealed = age_keys.seal(b"paper", [public])
    assert age_keys.unseal(sealed, file, lambda: "ひみつ の 合言葉") == b"paper"
    with refused("wrong-passphrase"):
        age_keys.unseal(sealed, file, lambda: "違う")


def test_two_recipients_can_each_open_it(pair: tuple[Path, str], tmp_path: Path) -> None:
    file, public = pair
    other = tmp_path / "other.key"
    sealed = age_keys.seal(b"x", [public, age_keys.new_identity(other, AT)])
    assert age_keys.unseal(sealed, file, never) == age_keys.unseal(sealed, other, never) == b"x"


def test_another_key_a_broken_file_and_no_age_file_are_told_apart(pair: tuple[Path, str], tmp_path: Path) -> None:
    file, public = pair
    other = tmp_path / "other.key"
    age_keys.new_identity(other, AT)
    sealed = age_keys.seal(b"x" * 100, [public])
    with refused("sealed-for-others"):
        age_keys.unseal(sealed, other, never)
    with refused("sealed-damaged"):
        age_keys.unseal(sealed[:-3], file, never)
    with refused("not-sealed"):
        age_keys.unseal(b"%PDF-1.7", file, never)
    with refused("no-identity"):
        age_keys.unseal(sealed, tmp_path / "gone.key", never)


def test_an_identity_that_others_may_read_is_refused(pair: tuple[Path, str]) -> None:
    file, public = pair
    file.chmod(0o640)
    with refused("identity-open-to-others"):
        age_keys.unseal(age_keys.seal(b"x", [public]), file, never)


def test_recipients_come_from_keys_and_files_once_each(pair: tuple[Path, str], tmp_path: Path) -> None:
    _, public = pair
    other = age_keys.new_identity(tmp_path / "b.key", AT)
    listed = tmp_path / "staff.txt"
    listed.write_text(f"\ufeff# 情報管理室\n{public}\n\n{other}  \r\n", encoding="utf-8")
    assert age_keys.recipients([public, str(listed)]) == (public, other)


@pytest.mark.parametrize("text", ["age1nonsense", "age1" + "q" * 58])
def test_a_bad_key_is_named(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        age_keys.recipients([text])
    assert (caught.value.code, caught.value.where) == ("bad-recipient", text)


def test_a_bad_line_of_a_file_is_named_and_a_secret_key_is_not_repeated(pair: tuple[Path, str]) -> None:
    file, _ = pair
    with pytest.raises(Refusal) as caught:
        age_keys.recipients([str(file)])
    assert caught.value.where == f"{file}:3"
    secret = file.read_text(encoding="utf-8").splitlines()[2]
    with pytest.raises(Refusal) as caught:
        age_keys.recipients([secret])
    assert secret not in str(caught.value)
    with refused("no-recipient"):
        age_keys.recipients([])
    with refused("not-found"):
        age_keys.recipients(["/nowhere/keys.txt"])
