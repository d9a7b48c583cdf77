"""The pages of the report form, one module each."""

from hotline.intake.report.views.photos import photo, photos
from hotline.intake.report.views.searching import find
from hotline.intake.report.views.sent import sent
from hotline.intake.report.views.what import what
from hotline.intake.report.views.where import where
from hotline.intake.report.views.who import who

__all__ = ["find", "photo", "photos", "sent", "what", "where", "who"]
