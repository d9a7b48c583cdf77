"""The colours that a profile chooses can be read on every page."""

import re

import pytest
from django.test import Client

from hotline.core.contrast import contrast
from tests.ui.test_house import colours_of

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]


def test_the_citys_colours_can_be_read() -> None:
    sheet = Client().get("/city.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "sessionid" not in sheet.cookies
    light, dark = re.findall(r"--link(?:-dark)?: (#[0-9a-f]{6})", sheet.text)
    assert contrast(light, "#ffffff") >= 7
    assert contrast(light, colours_of("light")["paper"]) >= 7
    assert contrast(dark, colours_of("dark")["paper"]) >= 7
    assert contrast(dark, colours_of("dark")["city-tint"]) >= 4.5
