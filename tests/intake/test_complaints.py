"""The web form asks whom a report complains of, the dossier and the official where the service says so; they are kept sealed."""

import pytest
from django.db import connection

from hotline.casefile import queries
from tests.intake.webform import Visitor, text_of

pytestmark = pytest.mark.usefixtures("city", "db")

SAID = {"attribute_office": "dkdd-q2", "attribute_dossier": "HS-2026-000777", "attribute_official": "Ông Sáu"}


def test_from_the_question_to_the_record() -> None:
    visitor = Visitor()
    visitor.what("land_dossier", words="Trễ ba tháng.")
    asked = text_of(visitor.get("photos"))
    assert all(f'name="{name}"' in asked for name in SAID)
    assert "Giữ kín: cơ quan này không nhận và không đọc phản ánh của bạn." in asked
    visitor.photos(**SAID)
    visitor.slow_down()
    shown = text_of(visitor.get("who"))
    assert "HS-2026-000777" in shown
    assert "Chi nhánh Văn phòng Đăng ký đất đai Quận 2" in shown
    assert visitor.who().status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, to_jsonb(row)::text FROM casefile_servicerequest AS row")
        ((reference, row),) = cursor.fetchall()
    assert not [word for word in ("dkdd-q2", "000777", "Ông Sáu") if word in row]
    case = queries.case_file(reference)
    assert dict(case.request.attributes) == {"office": "dkdd-q2", "dossier": "HS-2026-000777", "official": "Ông Sáu"}
    assert {part.unit_code for part in case.parts} == {"so-nn-mt", "vp-ubnd-tp"}


def test_another_service_is_not_asked() -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    assert not [name for name in SAID if name in text_of(visitor.get("photos"))]
