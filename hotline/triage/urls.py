"""Addresses of the operators' pages. The page of one case is composed in `hotline.site.casepage`."""

from django.urls import path

from .views import alike, complaint, phone, queue, record, returns, routing, screening, supervisor, wards

urlpatterns = [
    path("operator/", queue.queue, name="operator-queue"),
    path("operator/queue.part", queue.queue_part, name="operator-queue-part"),
    path("operator/next/", queue.following, name="operator-next"),
    path("operator/wards/", wards.waiting, name="operator-wards"),
    path("operator/wards/<int:request_id>/", wards.settle, name="operator-ward"),
    path("operator/new/", phone.new, name="operator-new"),
    path("supervisor/", supervisor.watch, name="supervisor"),
    path("supervisor/returns/", returns.ledger, name="returns"),
    path("triage/<str:reference>/accept/", screening.accept, name="triage-accept"),
    path("triage/<str:reference>/verify/", screening.verify, name="triage-verify"),
    path("triage/<str:reference>/ask/", screening.ask, name="triage-ask"),
    path("triage/<str:reference>/refuse/", screening.refuse, name="triage-refuse"),
    path("triage/<str:reference>/reconsider/", screening.reconsider, name="triage-reconsider"),
    path("triage/<str:reference>/emergency/", screening.emergency, name="triage-emergency"),
    path("triage/<str:reference>/answer/", screening.answer, name="triage-answer"),
    path("triage/<str:reference>/service/", screening.service, name="triage-service"),
    path("triage/<str:reference>/level/", screening.level, name="triage-level"),
    path("triage/<str:reference>/place/", screening.place, name="triage-place"),
    path("triage/<str:reference>/alike/", alike.alike, name="triage-alike"),
    path("triage/<str:reference>/forward/", routing.forward, name="triage-forward"),
    path("triage/<str:reference>/propose/", routing.propose, name="triage-propose"),
    path("triage/<str:reference>/withdraw/", routing.withdraw, name="triage-withdraw"),
    path("triage/<str:reference>/rule/", returns.rule, name="triage-rule"),
    path("triage/<str:reference>/settle/", returns.settle, name="triage-settle"),
    path("triage/<str:reference>/scope/", returns.scope, name="triage-scope"),
    path("triage/<str:reference>/agency-words/", routing.agency_words, name="triage-agency-words"),
    path("triage/<str:reference>/reveal/", record.reveal, name="triage-reveal"),
    path("triage/<str:reference>/reveal/open/", complaint.open_agreed, name="triage-open"),
    path("triage/<str:reference>/reveal/decide/", complaint.decide, name="triage-decide"),
    path("triage/<str:reference>/name/", complaint.name, name="triage-name"),
    path("triage/<str:reference>/explain/", complaint.explain, name="triage-explain"),
    path("triage/<str:reference>/pause/", record.pause, name="triage-pause"),
    path("triage/<str:reference>/resume/", record.resume, name="triage-resume"),
]
