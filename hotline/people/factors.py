"""Where django-allauth's second steps ask what this installation does: names, words, and how their secrets are kept."""

import base64
import os
from io import BytesIO

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from hotline.directory.queries import snapshot
from hotline.people.models import User

_NONCE = 12  # bytes


class Factors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's adapter for authenticator apps, passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã chưa đúng, hoặc đã dùng rồi. Hãy chờ mã tiếp theo và thử lại."),
        "cannot_generate_recovery_codes": _("Hãy thêm ứng dụng xác thực hoặc khóa truy cập trước."),
    }

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app shows above the code: the number and the city."""
        city = snapshot().city
        return f"{city.number} {city.name.in_language('vi')}"

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code of an address as SVG, with the quiet zone that cameras need."""
        code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
        code.add_data(url)
        drawn = BytesIO()
        code.make_image(image_factory=SvgPathImage).save(drawn)
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept: AES-GCM under a key that follows from the installation's secret key."""
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was kept. Raises InvalidTag when none of the installation's keys opens it."""
        kept = base64.b64decode(encrypted_text)
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return AESGCM(_key(key)).decrypt(kept[:_NONCE], kept[_NONCE:], None).decode()
            except InvalidTag:
                continue
        raise InvalidTag

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002, ARG002 - allauth's signature
        """Return the name that a new passkey gets when its owner gives none."""
        return gettext("Khóa truy cập")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is for: this host, by the portal's name."""
        host = context.request.get_host().rpartition(":")[0] or context.request.get_host()
        return {"id": host, "name": snapshot().city.centre_name.in_language("vi")}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        """Return whose passkey it is, as the device lists it."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}


def _key(secret: str | bytes) -> bytes:
    key = secret.encode() if isinstance(secret, str) else secret
    return HKDF(SHA256(), length=32, salt=None, info=b"hotline second factors").derive(key)
