"""The dossier as the paper that goes to the People's Committee: PDF by typst, from data alone, without network.

The paper is Vietnamese whatever the language of the page. It names no reporter and says nothing by which one could be told.
What nobody has told this system (number and sign, who signs, the body above) is left open and marked as not verified.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from hotline.casefile.dossierfacts import DossierFacts
from hotline.casefile.facts import AttachmentFacts, CaseFile, ClockFacts, EventFacts
from hotline.casefile.mediafiles import Copy, path_of
from hotline.core.directives import DossierReason
from hotline.core.facts import AttachmentKind
from hotline.directory.facts import Directory, ReasonUse, UnitKind

UNVERIFIED = "chưa kiểm chứng"
_TEMPLATE = Path(__file__).parent / "papers" / "dossier.typ"

_COURSE: Mapping[str, str] = {
    "received": "Tiếp nhận phản ánh",
    "forwarded": "Chuyển đơn vị",
    "part_accepted": "Nhận xử lý",
    "part_returned": "Trả lại",
    "progress_filed": "Báo cáo tiến độ",
    "committed": "Cam kết thời hạn xong",
    "overrun_lawfully": "Hết hạn, quá hạn có cam kết",
    "agency_dunned": "Được nhắc việc quá hạn",
    "agency_called": "Được gọi nhắc",
    "agency_not_reached": "Được gọi nhắc, không nghe máy",
    "result_filed": "Báo kết quả",
    "result_returned": "Kết quả bị trả lại",
    "result_accepted": "Kết quả được nhận",
    "withdrawn": "Rút việc khỏi đơn vị",
    "whose_decided": "Giám sát tổng đài quyết định việc thuộc đơn vị",
    "answered": "Trả lời người dân",
    "reopened": "Người dân báo chưa xong, mở lại",
    "part_reopened": "Giao lại",
    "explanation_asked": "Được yêu cầu giải trình",
    "explanation_given": "Giải trình",
}
"""What of a case's course concerns the People's Committee."""

_SUBJECT = {
    DossierReason.DISAGREEMENT: "Về việc các đơn vị không thống nhất khi xử lý phản ánh {reference}",
    DossierReason.NOT_THOROUGH: "Về việc xử lý chưa triệt để phản ánh {reference}",
}
_WHY = {
    DossierReason.DISAGREEMENT: "nhưng các đơn vị không thống nhất được việc thuộc trách nhiệm của ai hoặc xử lý thế nào",
    DossierReason.NOT_THOROUGH: "nhưng việc xử lý chưa triệt để",
}
_KINDS = {AttachmentKind.EVIDENCE: "ảnh của đơn vị", AttachmentKind.MINUTES: "biên bản"}
_ENDED = {"kept": "đúng hạn", "overrun_lawfully": "quá hạn có cam kết", "missed": "trễ hạn"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper is made of. `as_of`: when it went up, or now while it is a draft; what came later is not in it."""

    dossier: DossierFacts
    case: CaseFile
    directory: Directory
    as_of: datetime
    is_demonstration: bool

    @property
    def photos(self) -> list[AttachmentFacts]:
        """Return the photos that go with it, in their order."""
        return [one for one in self.case.attachments if one.id in self.dossier.enclosed]

    def moment(self, at: datetime) -> str:
        """Return a moment on the city's wall clock."""
        return f"{at.astimezone(self.directory.city.zone):%H:%M %d/%m/%Y}"


def dossier_pdf(dossier: DossierFacts, case: CaseFile, *, directory: Directory, now: datetime, is_demonstration: bool) -> bytes:
    """Return the paper as PDF; of a dossier that went up the same bytes each time, while nothing of it was erased."""
    paper = Paper(dossier, case, directory, dossier.submitted_at or now, is_demonstration)
    pdf: bytes = typeset(paper, form="pdf")
    return pdf


def typeset(paper: Paper, *, form: Literal["pdf", "png"], ppi: float = 110.0) -> Any:
    """Return the paper in a format of typst: the bytes of a PDF, or of PNG a list of pages where there are several.

    Typst sees one folder of this paper alone, with the template and the photos in it.
    """
    photos = {f"{one.key}.jpg": photo for one in paper.photos if (photo := _photo(one))}
    with TemporaryDirectory(prefix="hotline-paper-") as name:
        folder = Path(name)
        for file, content in {"paper.typ": _template(), **photos}.items():
            (folder / file).write_bytes(content)
        return typst.compile(
            str(folder / "paper.typ"),
            root=str(folder),
            format=form,
            ppi=ppi,
            sys_inputs={"paper": json.dumps(contents(paper, files=photos), ensure_ascii=False)},
            timestamp=paper.as_of.replace(microsecond=0),
        )


def contents(paper: Paper, *, files: Collection[str]) -> dict[str, Any]:
    """Return everything that stands in the paper, as plain JSON."""
    dossier, request, city = paper.dossier, paper.case.request, paper.directory.city
    centre = city.centre_name.in_language("vi")
    here = paper.as_of.astimezone(city.zone)
    day = f"ngày {here:%d} tháng {here:%m} năm {here:%Y}" if dossier.submitted_at else "ngày … tháng … năm …"
    subject = _SUBJECT[dossier.reason].format(reference=request.reference)
    return {
        "title": f"Tờ trình: {subject}",
        "reference": request.reference,
        "is_draft": dossier.submitted_at is None,
        "above": f"(cơ quan chủ quản: {UNVERIFIED})",
        "centre": centre,
        "number": "Số: ……/TTr-……",
        "number_note": f"(số, ký hiệu {UNVERIFIED})",
        "place_and_day": f"{city.name.in_language('vi')}, {day}",
        "subject": subject,
        "to": committee(paper.directory),
        "opening": f"{centre} đã chuyển phản ánh {request.reference} đến đơn vị có thẩm quyền, {_WHY[dossier.reason]}. "
        "Trung tâm lập hồ sơ, kính trình xem xét, quyết định như sau:",
        "facts": list(_facts(paper)),
        "summary": dossier.summary,
        "course": [list(row) for row in _course(paper)],
        "positions": [
            {"unit": one.unit_name, "deadlines": list(_deadlines(paper, one.unit_id)), "words": one.words or "(chưa có ý kiến)"}
            for one in dossier.positions
        ],
        "photos": [
            {"caption": _caption(paper, one), "file": f"{one.key}.jpg" if f"{one.key}.jpg" in files else ""}
            for one in paper.photos
        ],
        "proposal": dossier.proposal or "(chưa có đề xuất)",
        "closing": "Kính đề nghị xem xét, có văn bản chỉ đạo nêu rõ đơn vị thực hiện, việc phải làm và thời hạn.",
        "recipients": ["Như trên;", f"Lưu: VT, hồ sơ {request.reference}."],
        "signs": "Thủ trưởng",
        "signs_note": f"(chức danh người ký {UNVERIFIED}; ký, ghi rõ họ tên, đóng dấu)",
        "notes": _notes(paper),
    }


def committee(directory: Directory) -> str:
    """Return the name of the People's Committee, the unit of the city above most others; or that it is not known."""
    under = Counter(unit.parent_id for unit in directory.units_by_id.values())
    tops = [unit for unit in directory.units_by_id.values() if unit.kind is UnitKind.CITY and unit.parent_id is None]
    top = max(tops, key=lambda unit: (unit.valid_to is None, under[unit.id]), default=None)
    return top.name.in_language("vi") if top and under[top.id] else f"Ủy ban nhân dân ({UNVERIFIED})"


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    request, directory = paper.case.request, paper.directory
    service = directory.services.get(request.service)
    yield "Mã phản ánh", request.reference
    yield "Lĩnh vực", service.name.in_language("vi") if service else request.service
    place = ", ".join(dict.fromkeys(part for part in (request.agency_place, request.area_name) if part))
    if place:
        yield "Địa điểm", place
    yield "Tiếp nhận lúc", paper.moment(request.received_at)


def _course(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """Give what happened, oldest first: moment, what, which agency. No note of anybody: what was written stands in positions."""
    names = {part.id: part.unit_name for part in paper.case.parts}
    centre = paper.directory.city.centre_name.in_language("vi")
    for event in paper.case.events:
        if event.name not in _COURSE or event.at > paper.as_of:
            continue
        part = int(event.facts.get("part") or 0)
        if event.name == "withdrawn" and not _was_given(paper, part):
            continue
        asked = paper.directory.units_by_id.get(int(event.facts.get("unit") or 0)) if "explanation" in event.facts else None
        whose = asked.name.in_language("vi") if asked else names.get(part, centre)
        yield paper.moment(event.at), _what(paper, event), whose


def _what(paper: Paper, event: EventFacts) -> str:
    reasons = paper.directory.reasons.get(ReasonUse.AGENCY_RETURN, ()) if event.name == "part_returned" else ()
    named = next((one.name.in_language("vi") for one in reasons if one.code == event.reason), "")
    return f"{_COURSE[event.name]}: {named}" if named else _COURSE[event.name]


def _was_given(paper: Paper, part_id: int) -> bool:
    return any(part.id == part_id and part.forwarded_at for part in paper.case.parts)


def _deadlines(paper: Paper, unit_id: int) -> Iterator[str]:
    """Give the deadlines of an agency that it was given before the paper was made, and how each stood then."""
    own = {part.id for part in paper.case.parts if part.unit_id == unit_id}
    for clock in paper.case.clocks:
        is_void = clock.outcome == "void" and clock.ended_at is not None and clock.ended_at <= paper.as_of
        if clock.part_id in own and clock.started_at <= paper.as_of and not is_void and clock.due_at:
            yield f"{clock.name}: {paper.moment(clock.due_at)} ({_stood(clock, paper.as_of)})."


def _stood(clock: ClockFacts, at: datetime) -> str:
    if clock.ended_at is not None and clock.ended_at <= at:
        return _ENDED.get(clock.outcome, clock.outcome)
    return "đã quá hạn, chưa xong" if clock.due_at is not None and clock.due_at < at else "còn trong hạn"


def _caption(paper: Paper, one: AttachmentFacts) -> str:
    unit = next((part.unit_name for part in paper.case.parts if part.id == one.part_id), "")
    whose = f"{_KINDS.get(AttachmentKind(one.kind), 'ảnh')} – {unit}" if unit else "ảnh kèm phản ánh"
    return f"{whose}, {'chụp' if one.taken_at else 'gửi'} {paper.moment(one.taken_at or one.added_at)}"


def _notes(paper: Paper) -> Sequence[str]:
    notes = [
        f"Chỗ ghi “{UNVERIFIED}” do hệ thống không có thông tin: điền và kiểm tra trước khi ký.",
        f"Thể thức trình bày theo Phụ lục I Nghị định 30/2020/NĐ-CP ({UNVERIFIED} với bản gốc).",
    ]
    if paper.is_demonstration:
        notes.append("Bản minh họa: nội dung, ảnh và ý kiến của đơn vị là giả định.")
    return notes


def _photo(one: AttachmentFacts) -> bytes:
    """Return the small clean copy of a photo; nothing when its file is gone."""
    try:
        return path_of(one.key, Copy.SMALL).read_bytes()
    except OSError:
        return b""


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
