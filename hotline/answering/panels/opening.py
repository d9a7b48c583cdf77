"""What all panels of the desk start from: the case, read once for the page, and forms drawn from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile import access
from hotline.casefile.facts import AttachmentFacts, CaseFile
from hotline.core.facts import Kind, Publish
from hotline.core.status import Screening
from hotline.directory import queries as directory_queries
from hotline.directory.facts import Directory, ServiceFacts
from hotline.directory.streams import publish_of_case
from hotline.people.facts import Role, Viewer
from hotline.ui.facts import Photo
from hotline.ui.panels import PanelPage
from hotline.ui.versioned import VersionedForm


@dataclass(frozen=True, slots=True)
class Opening:
    """A case opened by somebody of the centre, on a page, in a language. `may_act`: they are of the desk."""

    case: CaseFile
    page: PanelPage
    directory: Directory
    language: str
    may_act: bool

    @property
    def service(self) -> ServiceFacts:
        """Return the case's service, closed ones too."""
        return next(one for one in self.directory.services_by_id.values() if one.code == self.case.request.service)

    @property
    def is_emergency(self) -> bool:
        """Return whether the report is an emergency, which nobody but the centre and the agency reads."""
        return self.case.request.kind is Kind.EMERGENCY

    @property
    def may_publish(self) -> bool:
        """Return whether the profile lets anything of this case be read by everyone."""
        return self.policy is not Publish.NEVER and not self.is_emergency

    @property
    def policy(self) -> Publish:
        """Return when this case may be read by everyone, by its service and its hotlines."""
        request = self.case.request
        return publish_of_case(self.directory, self.service, request.stream, request.also_stream)

    @property
    def is_screened(self) -> bool:
        """Return whether the centre has taken the report on, so that the desk has anything to do with it."""
        return self.case.request.screening is Screening.ACCEPTED

    def form[F: VersionedForm](self, form_class: type[F], name: str, initial: dict[str, Any], **asked: Any) -> F:
        """Return the form `name`: as typed if it came back, else fresh, drawn from the case as it stands."""
        drawn = {"version": self.case.request.version, **initial}
        return self.page.form(name, lambda: form_class(initial=drawn, name=name, **asked))


def opened(reference: str, viewer: Viewer, page: PanelPage) -> Opening:
    """Return the case as the viewer may see it. Raises NoSuchCase."""
    language = get_language() or "vi"
    case = page.once("case", lambda: access.case_for(viewer, reference, language=language))
    # What a merged case is answered with is written, corrected and published in its master.
    may_act = viewer.has(Role.SYNTHESIS, Role.SUPERVISOR) and case.request.master_id is None
    return Opening(case, page, directory_queries.snapshot(), language, may_act)


def photos(attachments: Iterable[AttachmentFacts], *, alt: str) -> tuple[Photo, ...]:
    """Return clean copies as the centre's people see them."""
    shown = []
    for n, one in enumerate(attachments, 1):
        url = reverse("answering:staff_photo", args=[one.key])
        shown.append(Photo(url=url, full_url=url, alt=_("%(alt)s, ảnh %(n)s") % {"alt": alt, "n": n}))
    return tuple(shown)
