"""The paper of a dossier: whole, the same each time, without a word of who reported."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.casefile.mediafiles import Copy, write
from hotline.core.directives import DossierReason
from hotline.directory.queries import snapshot
from hotline.oversight.dossierpaper import Paper, committee, contents, dossier_pdf, typeset
from tests import make
from tests.make import DESK
from tests.oversight.test_dossiers import dossier


def test_the_paper_is_a_pdf_and_the_same_each_time_once_it_went_up(desk: Client, case: Opened) -> None:
    up = make.submitted(case, now=timezone.now())
    first = desk.get(f"/synthesis/dossiers/{up}/to-trinh.pdf")
    assert (first["Content-Type"], first.content[:5]) == ("application/pdf", b"%PDF-")
    assert first["Cache-Control"] == "private, no-store"
    file, city = make.case(case), snapshot()
    later = dossier_pdf(dossier(case), file, directory=city, now=timezone.now() + timedelta(days=9), is_demonstration=True)
    again = dossier_pdf(dossier(case), make.case(case), directory=city, now=timezone.now(), is_demonstration=True)
    assert later == again


def test_what_came_after_it_went_up_is_not_in_the_paper(case: Opened) -> None:
    up = timezone.now() - timedelta(hours=5)
    make.submitted(case, now=up)
    make_result_back = make.lead(case)
    actions.return_result(make_result_back.id, reason="missing", note="Thiếu.", now=timezone.now(), actor=DESK)
    paper = Paper(dossier(case), make.case(case), snapshot(), up, is_demonstration=False)
    told = [row[1] for row in contents(paper, files=())["course"]]
    assert "Báo kết quả" in told
    assert "Kết quả bị trả lại" not in told


def test_a_deadline_that_was_void_later_still_stands_in_the_paper(city: None, db: None) -> None:
    case = make.forwarded("pothole", now=timezone.now() - timedelta(days=1))
    make.submitted(case, now=timezone.now() - timedelta(hours=5))
    before, part = _paper(case), make.lead(case)
    actions.name_agency(case.request_id, agency=part.unit_code, now=timezone.now(), actor=DESK)
    assert "void" in {one.outcome for one in make.case(case).clocks if one.part_id == part.id}
    assert _paper(case)["positions"] == before["positions"]


def _paper(case: Opened) -> dict[str, Any]:
    up = dossier(case).submitted_at or timezone.now()
    return contents(Paper(dossier(case), make.case(case), snapshot(), up, is_demonstration=False), files=())


def test_the_paper_tells_nobody_who_reported_and_reads_no_word_as_markup(case: Opened) -> None:
    begun = actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=timezone.now(), actor=DESK)
    part, wild = make.lead(case), '#panic("đã chạy") *đậm* $x$ <nhãn> @ai \\ " #include "/etc/passwd"'
    photos = [one.id for one in make.case(case).attachments]
    actions.write_dossier(
        begun, summary=wild, proposal=wild, positions={part.unit_id: wild}, enclosed=photos, now=timezone.now(), actor=DESK
    )
    paper = Paper(dossier(case), make.case(case), snapshot(), timezone.now(), is_demonstration=True)
    said = repr(contents(paper, files=()))
    assert make.NAME not in said
    assert make.PHONE not in said
    assert bytes(typeset(paper, form="pdf")).startswith(b"%PDF-")


def test_photos_stand_in_the_paper(case: Opened) -> None:
    begun = actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=timezone.now(), actor=DESK)
    paper = Paper(dossier(case), make.case(case), snapshot(), timezone.now(), is_demonstration=True)
    bare = len(typeset(paper, form="pdf"))
    for one in paper.photos:
        write(one.key, Copy.SMALL, make.jpeg())
    assert begun
    assert len(typeset(paper, form="pdf")) > bare + 1000


def test_a_photo_whose_file_is_gone_leaves_the_paper_whole(case: Opened) -> None:
    begun = actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=timezone.now(), actor=DESK)
    assert queries.dossier(begun).enclosed
    paper = Paper(dossier(case), make.case(case), snapshot(), timezone.now(), is_demonstration=True)
    assert {one["file"] for one in contents(paper, files=())["photos"]} == {""}
    assert bytes(typeset(paper, form="pdf")).startswith(b"%PDF-")


@pytest.mark.parametrize("city", ["hcmc", "binhduong", "hue"], indirect=True)
def test_every_city_has_a_peoples_committee_to_write_to(city: str, db: None) -> None:
    assert committee(snapshot()).startswith("Ủy ban nhân dân")
    assert "chưa kiểm chứng" not in committee(snapshot())
