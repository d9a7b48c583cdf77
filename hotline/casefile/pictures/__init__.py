"""Photos: decoded in a cage, cleaned, kept. The only way a picture comes into Hotline or becomes public."""

from .facts import LARGEST_UPLOAD, Box, PictureRefused, Refusal
from .receiving import make_public, receive, receive_upload
from .words import refusal_words

__all__ = ["LARGEST_UPLOAD", "Box", "PictureRefused", "Refusal", "make_public", "receive", "receive_upload", "refusal_words"]
