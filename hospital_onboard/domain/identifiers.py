"""Official numbers and our own ids: form and check digits. Facts: formats.md §1."""

import secrets

from stdnum import lei as lei_number
from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.jp import cn as corporate_number

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
#: Saitama, Chiba, Tokyo and Kanagawa compute the check digit over the last six digits only (measured on
#: 28,875 of 28,875 codes; no document stating the exception was found).
_SHORT_BODY_PREFECTURES = ("11", "12", "13", "14")


def new_id(kind: str) -> str:
    """A fresh id, unique across hospitals (60 random bits): ``component_3f7k2m9q4t1x``."""
    bits = secrets.randbits(60)  # one call: an import makes ids by the hundred thousand
    return f"{kind}_{''.join([_ALPHABET[bits >> shift & 31] for shift in range(0, 60, 5)])}"


def institution_code_is_valid(code: str) -> bool:
    """Whether this is a ten-digit 保険医療機関コード with the right check digit (formats.md §1.1, measured rule)."""
    if len(code) != 10 or not code.isascii() or not code.isdigit() or not "01" <= code[:2] <= "47":
        return False
    body = code[3:9] if code[:2] in _SHORT_BODY_PREFECTURES else code[:9]
    return luhn.calc_check_digit(body) == code[9]


def corporate_number_is_valid(number: str) -> bool:
    """Whether this is a 13-digit 法人番号 with the right check digit (平成26年財務省令第70号 第2条)."""
    return _passes(corporate_number.validate, number, 13)


def lei_is_valid(number: str) -> bool:
    """Whether this is a 20-character LEI with the right check digits (ISO 17442)."""
    return _passes(lei_number.validate, number, 20)


def number_is_valid(scheme: str, number: str) -> bool:
    """Check a number of one of the schemes ``institution``, ``corporate``, ``lei``."""
    checks = {"institution": institution_code_is_valid, "corporate": corporate_number_is_valid, "lei": lei_is_valid}
    return checks[scheme](number)


def _passes(validate: object, number: str, length: int) -> bool:
    if len(number) != length or not callable(validate):
        return False
    try:
        return bool(validate(number) == number)
    except NumberError:
        return False
