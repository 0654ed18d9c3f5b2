"""How far a plan has come on a day, and in which country an address lies."""

from datetime import date

import pytest
from changes_sample import content

from hospital_onboard.rules.change.addresses import country_of
from hospital_onboard.rules.change.change_tests import stage_of

STAGE_DAYS = [
    ("introduction", "2028-08-31", "before_introduction"),
    ("introduction", "2028-09-01", "introduced"),
    ("entrustment", "2028-06-30", "before_start"),
    ("entrustment", "2028-07-01", "during"),
    ("entrustment", "2030-06-30", "during"),
    ("entrustment", "2030-07-01", "ended"),
]


@pytest.mark.parametrize(("kind", "day", "stage"), STAGE_DAYS)
def test_a_stage_begins_on_its_day(kind: str, day: str, stage: str) -> None:
    assert stage_of(content(kind), date.fromisoformat(day)) == stage


def test_what_a_person_says_of_the_plan_comes_first() -> None:
    filed = content("entrustment")
    filed["plan"]["status"] = "in_service"
    assert stage_of(filed, date(2028, 5, 1)) == "during"
    assert stage_of(filed, date(2030, 7, 1)) == "ended"
    filed["plan"]["status"] = "stopped"
    assert stage_of(filed, date(2030, 7, 1)) == "stopped"
    filed["plan"].pop("status")
    filed["entrustments"] = []
    assert stage_of(filed, date(2035, 1, 1)) == "before_start"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("東京都港区芝1-1", "JP"),
        ("〒105-0001 港区芝1-1", "JP"),
        ("1-1 Shiba, Minato-ku, Tokyo, Japan", "JP"),
        ("Austin, TX 78701, USA", "US"),
        ("アメリカ合衆国テキサス州オースティン", "US"),
        ("12 Long Street, Singapore 018956", "SG"),
        ("Hauptstr. 1, 10115 Berlin, Germany", "DE"),
        ("San Jose, CA", None),
        ("Indianapolis, IN", None),
        ("Atlanta, Georgia", None),
        # The registry leaves the prefecture out before a designated city.
        ("横浜市西区1-1", "JP"),
        ("西新宿2丁目8番1号", "JP"),
        ("大阪通り、台北", None),
        ("中国広東省深圳市", "CN"),
        # A region of Japan, and a town in the USA.
        ("中国電力ビル", None),
        ("Peru, Indiana", None),
        ("Lima, Peru", "PE"),
        ("新館三階", None),
    ],
)
def test_the_country_of_an_address_is_read_only_where_it_is_plain(address: str, country: str | None) -> None:
    assert country_of(address) == country
