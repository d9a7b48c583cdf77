"""Page 4: how do we reach you? Sending it opens the report."""

from collections.abc import Collection, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hotline.casefile.actions import KeyReused, NoSuchAttachment
from hotline.core.facts import PlaceHow
from hotline.directory.facts import ServiceFacts
from hotline.directory.queries import snapshot
from hotline.intake.report import actions
from hotline.intake.report.facts import Form, Sent, Step
from hotline.intake.report.forms import WhoForm, stream_of
from hotline.intake.report.knowing import Offer, offers
from hotline.intake.report.sending import Answers, PageOpen, answers_of, is_same, send
from hotline.intake.report.steps import address, sent_address
from hotline.intake.report.views.showing import asked_again, begun_again, is_asked_again, led_on, line_of, reached, shown
from hotline.intake.report.visiting import Visit, is_too_quick, keep, remembered, visit_of
from hotline.people.guards import public
from hotline.ui.facts import Answered


@public
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Show what was answered and ask for a way to reach the person, or send the report."""
    visit = visit_of(request)
    form = _form(request, visit)
    if request.method == "POST" and visit.form and visit.sent:
        return _sent_again(request, visit, visit.sent, form)
    service = reached(request, visit)
    if isinstance(service, HttpResponse):
        return begun_again(request, visit, keep(visit, Step.WHO, form.kept())) if request.method == "POST" else service
    if request.method == "POST" and "back" in request.POST:
        return led_on(request, visit, Step.WHO, service, keep(visit, Step.WHO, form.kept()))
    if visit.open_form is None:
        return redirect(address(Step.WHAT))
    try:
        answers = answers_of(visit.typed)
    except PageOpen as page:
        return _to_open_page(request, visit, page.step, form)
    known = offers(visit.open_form, answers, service, language=get_language() or "vi", now=visit.now)
    form = _form(request, visit, offered={one.reference for one in known})
    if request.method == "POST" and form.is_valid():
        return _sent(request, visit, visit.open_form, form)
    again = asked_again(request, visit, Step.WHO, form.kept()) if request.method == "POST" else None
    return again or _page(request, visit, form, service, answers, known)


def _form(request: HttpRequest, visit: Visit, *, offered: Collection[str] | None = None) -> WhoForm:
    typed = dict(visit.typed.on(Step.WHO))
    if request.method == "POST":
        return WhoForm(request.POST, offered=offered)
    return WhoForm(typed, offered=offered) if is_asked_again(request, visit) else WhoForm(initial=typed)


def _sent(request: HttpRequest, visit: Visit, opened: Form, form: WhoForm) -> HttpResponse:
    if is_too_quick(opened, now=visit.now):
        messages.warning(request, _("Bạn điền rất nhanh. Hãy xem lại một lần rồi bấm Gửi phản ánh."))
        return remembered(redirect(address(Step.WHO, keep(visit, Step.WHO, form.kept()))), request, visit)
    try:
        sent = send(opened, form, language=(get_language() or "vi")[:2], now=visit.now)
    except KeyReused:
        return _other_content(request, visit)
    except NoSuchAttachment:
        actions.drop_photos(opened.token, {photo.key for photo in opened.typed.photos}, now=visit.now)
        keep(visit, Step.WHO, form.kept())
        messages.warning(request, _("Ảnh đã để quá lâu nên không còn. Hãy chọn lại ảnh rồi gửi."))
        return redirect(address(Step.PHOTOS, opened.token))
    actions.mark_sent(opened.token, sent, now=visit.now)
    return remembered(redirect(sent_address(opened.token)), request, visit)


def _sent_again(request: HttpRequest, visit: Visit, sent: Sent, form: WhoForm) -> HttpResponse:
    """Answer a form that comes a second time: the same gets the same answer, another content is refused."""
    if visit.form and form.is_valid() and is_same(sent, form):
        return redirect(sent_address(visit.form.token))
    return _other_content(request, visit)


def _other_content(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.sent and visit.form:
        return remembered(redirect(sent_address(visit.form.token, other="1")), request, visit)
    context = {"sent": None}
    return remembered(render(request, "intake/report/already_sent.html", context, status=422), request, visit)


def _to_open_page(request: HttpRequest, visit: Visit, step: Step, form: WhoForm) -> HttpResponse:
    token = keep(visit, Step.WHO, form.kept()) if request.method == "POST" else visit.form.token if visit.form else ""
    messages.warning(request, _("Trang này còn một chỗ cần điền trước khi gửi."))
    return remembered(redirect(address(step, token)), request, visit)


def _page(
    request: HttpRequest, visit: Visit, form: WhoForm, service: ServiceFacts, answers: Answers, known: Sequence[Offer]
) -> HttpResponse:
    more = {"rows": _rows(visit, service, answers), "known": known, "now": visit.now}
    return shown(request, visit, Step.WHO, form=form, service=service, more=more)


def _rows(visit: Visit, service: ServiceFacts, answers: Answers) -> list[Answered]:
    """Return what was answered so far, each with the way to change it."""
    language, token = get_language() or "vi", visit.form.token if visit.form else ""
    name = service.name.in_language(language)
    rows = [Answered(_("Chuyện gì"), f"{name}\n{answers.words}" if answers.words else name, address(Step.WHAT, token))]
    if (stream := stream_of(answers.stream)) and (line := line_of(stream)):
        rows.insert(0, Answered(_("Gửi tới"), line.name, address(Step.WHAT, token)))
    if answers.place.is_known or answers.place.words:
        rows.append(Answered(_("Ở đâu"), _place_words(answers, language), address(Step.WHERE, token)))
    photos = len(visit.typed.photos)
    words = ngettext("%(n)s ảnh", "%(n)s ảnh", photos) % {"n": photos} if photos else _("Chưa có ảnh")
    heading = _("Ảnh và chi tiết") if service.attributes else _("Ảnh")
    rows.append(Answered(heading, "\n".join([words, *_details(service, answers, language)]), address(Step.PHOTOS, token)))
    return rows


def _place_words(answers: Answers, language: str) -> str:
    place = answers.place
    area = snapshot().areas[place.area_code].name.in_language(language) if place.area_code else ""
    if place.how is PlaceHow.NEAREST_CENTRE:
        area = _("%(ward)s (gần đúng, theo vị trí bạn gửi; chưa đúng thì bấm Sửa)") % {"ward": area}
    return ", ".join(words for words in (place.words, area) if words)


def _details(service: ServiceFacts, answers: Answers, language: str) -> list[str]:
    found = []
    for attribute in service.attributes:
        if answer := answers.attributes.get(attribute.code, ""):
            said = dict(attribute.choices).get(answer)
            asked = attribute.name.in_language(language)
            after = "" if asked.endswith("?") else ":"
            found.append(f"{asked}{after} {said.in_language(language) if said else answer}")
    return found
