"""The page of numbers to call and ways to write: every city's own, and nothing that cannot be opened."""

import re

import pytest
from django.test import Client

from hotline.directory.queries import snapshot
from tests.directory.folders import PROFILES


def page(language: str = "vi") -> str:
    response = Client(headers={"accept-language": language}).get("/contact/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("city", PROFILES, indirect=True)
def test_every_city_says_whom_to_call_and_how_to_reach_it(city: str, db: None) -> None:
    said, centre = page(), snapshot().centre
    assert re.findall(r'class="calls__number" href="tel:(\d+)"', said) == ["113", "114", "115"]
    for one in centre.channels:
        assert one.address in said
        assert f'href="{one.link}"' in said or not one.link
    assert all(one.takes.vi in said for one in centre.emergencies)
    assert all(one.takes.en in page("en") for one in centre.emergencies)
    assert "javascript:" not in said


@pytest.mark.parametrize("city", ["binhduong"], indirect=True)
def test_binhduong_tells_its_shifts_and_the_number_with_its_prefix(city: str, db: None) -> None:
    assert "Mỗi ngày 3 ca, mỗi ca 6 tổng đài viên." in page()
    assert "3 shifts a day, 6 operators in each." in page("en")
    assert 'href="tel:02741022">(0274) 1022</a>' in page()
    assert "Có người trực suốt ngày đêm" in page()
    assert 'href="tel:02741022"' in Client().get("/follow/").content.decode()  # the masthead dials what can be dialled


def test_every_hotline_of_the_city_has_its_own_way_in(city: str, db: None) -> None:
    others, said = snapshot().centre.streams[1:], page()
    assert others, "the profile names some"
    for one in others:
        assert one.name.vi in said
        assert f'href="/report/?stream={one.code}"' in said


def test_a_city_with_several_hotlines_names_the_others(city: str, db: None) -> None:
    said = page()
    others = said[said.index('id="lines"') :]
    assert "Đường dây nóng Thành ủy" in others
    assert 'href="tel:0888247247">0888 247 247</a>' in others
    assert said.count("0888 247 247") == 1
    assert "tổng đài viên" not in said  # how many are on duty is not told there
