"""What the citizen said, where and about what, with the words that make a person look; service and place to be corrected."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.casefile.facts import AttachmentFacts, CaseFile
from hotline.core.facts import PlaceHow
from hotline.directory.complaints import sealed_questions
from hotline.directory.streams import stream_names, streams_told
from hotline.people.facts import Viewer
from hotline.triage.forms.screening import LevelForm, PlaceForm, ServiceForm
from hotline.triage.forms.streams import JoinStreamForm, LeaveStreamForm
from hotline.triage.marking import hint_lines, hints_in, marked
from hotline.triage.streamwords import JOIN, LEAVE
from hotline.triage.wording import CHANNELS, KINDS, LEVELS, PLACE_HOW
from hotline.ui.facts import Photo
from hotline.ui.panels import PanelPage
from hotline.ui.words import when

from .opening import Opening, opened

SERVICE, PLACE, LEVEL = "triage.service", "triage.place", "triage.level"


def report(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of the report itself."""
    given = opened(reference, viewer, page)
    request = given.case.request
    hints = hints_in(request.words, given.directory)
    return page.render(
        "triage/panels/report.html",
        {
            "request_facts": request,
            "may_correct": given.may_act and (not given.is_over or any(map(page.is_open, (SERVICE, PLACE, LEVEL)))),
            "now": now,
            "words": marked(request.words, hints),
            "hints": hint_lines(hints),
            "service_name": service_name(given),
            "kind_name": KINDS[request.kind],
            "level_name": LEVELS[request.level],
            "channel_name": CHANNELS.get(request.channel, request.channel),
            "attributes": list(_attributes(given)),
            "place_how": PLACE_HOW[request.place.how] if request.place.how else "",
            "is_approximate": request.place.how is PlaceHow.NEAREST_CENTRE,
            "streams": streams_told([request.stream, request.also_stream], given.directory, language=given.language),
            **_stream_forms(given),
            "photos": [photo(one) for one in given.case.attachments if one.part_id is None],
            "questions": given.case.questions,
            "service_form": given.form(ServiceForm, SERVICE, service=request.service),
            "level_form": given.form(LevelForm, LEVEL, level=request.level.value),
            "place_form": given.form(PlaceForm, PLACE, **_place(given.case)),
        },
    )


def service_name(given: Opening) -> str:
    """Return what the case's service is called."""
    service = given.directory.services.get(given.case.request.service)
    return service.name.in_language(given.language) if service else given.case.request.service


def _stream_forms(given: Opening) -> dict[str, object]:
    """Return the form that puts the case into a second hotline, or takes it out; none where there is nothing to choose."""
    request = given.case.request
    if not given.may_act or len(given.directory.centre.streams) < 2:
        return {}
    if not request.also_stream or given.page.is_open(JOIN):
        return {"join_form": given.form(JoinStreamForm, JOIN)}
    second = stream_names([request.also_stream], given.directory, language=given.language)
    return {"leave_form": given.form(LeaveStreamForm, LEAVE, stream=request.also_stream), "second_stream": second}


def photo(one: AttachmentFacts) -> Photo:
    """Return a photo as the page shows it: the clean copy, whose address checks who asks."""
    caption = _("Chụp %(when)s") % {"when": when(one.taken_at)} if one.taken_at else ""
    url = reverse("answering:staff_photo", args=[one.key])
    return Photo(url=url, alt=_("Ảnh người dân gửi"), caption=caption, full_url=url)


def _attributes(given: Opening) -> Iterator[tuple[str, str]]:
    """Give what was asked about the matter and what was answered, in words."""
    service = given.directory.services.get(given.case.request.service)
    apart = sealed_questions(given.directory)  # the panel of the complaint shows what is kept sealed
    for code, value in given.case.request.attributes.items():
        if code in apart:
            continue
        asked = next((one for one in service.attributes if one.code == code), None) if service else None
        choices = dict(asked.choices) if asked else {}
        values = value if isinstance(value, list) else [value]
        said = [choices[one].in_language(given.language) if one in choices else str(one) for one in values]
        yield (asked.name.in_language(given.language) if asked else code), ", ".join(said)


def _place(case: CaseFile) -> dict[str, object]:
    place = case.request.place
    return {"ward": place.area_code, "place_words": place.words, "lat": place.lat, "lon": place.lon}
