"""Fills in the report form as a browser without JavaScript does: page after page, one cookie jar, one address."""

from datetime import timedelta
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from hotline.intake.models import FormDraft
from tests import make

WHO = {"phone": make.PHONE}


class Visitor:
    """One browser. `token` is the form that its last answer led to."""

    def __init__(self, *, language: str = "vi") -> None:
        self.client = Client(headers={"accept-language": language})
        self.token = ""

    def get(self, page: str) -> HttpResponse:
        """Open a page of the form ("" is the first)."""
        return self._seen(self.client.get(self._address(page)))

    def post(self, page: str, **fields: Any) -> HttpResponse:
        """Send a page of the form."""
        return self._followed(self._seen(self.client.post(self._address(page), fields)))

    def what(self, service: str = "pothole", words: str = "Ổ gà lớn giữa đường.") -> HttpResponse:
        """Choose the service."""
        return self.post("", service=service, words=words)

    def where(self, **fields: str) -> HttpResponse:
        """Say where; Phường Sài Gòn unless told."""
        return self.post("where", **(fields or {"area": make.SAI_GON, "words": "12 Lê Lợi"}))

    def photos(self, *files: bytes, **fields: Any) -> HttpResponse:
        """Send photos, named by their number."""
        uploads = [SimpleUploadedFile(f"{number}.jpg", content) for number, content in enumerate(files, 1)]
        return self.post("photos", photos=uploads, **fields)

    def who(self, **fields: str) -> HttpResponse:
        """Say how one is reached, which sends the report."""
        return self.post("who", **(fields or WHO))

    def until_who(self, service: str = "pothole") -> None:
        """Fill in all pages before the last, slowly enough for a human."""
        self.what(service)
        self.where()
        self.photos()
        self.slow_down()

    def slow_down(self) -> None:
        """Let a minute pass since the form was opened."""
        FormDraft.objects.update(started_at=F("started_at") - timedelta(minutes=1))

    def _followed(self, response: HttpResponse) -> HttpResponse:
        """Return the page that an answer leads back to, as a browser does, when it has something to say about what was sent."""
        query = parse_qs(urlsplit(response.headers.get("Location", "")).query)
        if not {"again", "look", "q", "other"} & set(query):
            return response
        return cast(HttpResponse, self.client.get(response.headers["Location"]))

    def _address(self, page: str) -> str:
        return f"/report/{page}/?d={self.token}".replace("//", "/")

    def _seen(self, response: Any) -> HttpResponse:
        if response.status_code == 302:
            self.token = parse_qs(urlsplit(response.headers["Location"]).query).get("d", [""])[0]
        return cast(HttpResponse, response)


def text_of(response: HttpResponseBase) -> str:
    """Return a page's source."""
    return cast(HttpResponse, response).content.decode()


def path_of(response: HttpResponseBase) -> str:
    """Return where a page leads, without the form's token."""
    return urlsplit(response.headers.get("Location", "")).path
