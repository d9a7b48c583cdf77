"""E-mail: brought by the LMTP server of our own (`intake/mail/lmtp.py`) or fetched from a hosted box (`intake/mail/imap.py`).

A delivery is one line of JSON, what its carrier knew, and the letter as it came. See tests/intake/mails/ for captured ones.
"""

from hotline.casefile.contactpoints import NotAContact, read_email
from hotline.core.channels import Expected
from hotline.core.facts import Channel
from hotline.intake.letters.hostedbox import is_place
from hotline.intake.letters.reading import read
from hotline.intake.port import Field, InboundChannel


def _is_address(typed: str) -> bool:
    try:
        read_email(typed)
    except NotAContact:
        return False
    return True


CHANNELS = (
    InboundChannel(
        name="email",
        channel=Channel.EMAIL,
        read=read,
        fields=(
            Field(
                "address",
                "Địa chỉ nhận thư của tổng đài",
                "The hotline's address",
                expected=Expected(
                    _is_address,
                    "phải là một địa chỉ e-mail, như 1022@tinh.gov.vn",
                    "has to be an e-mail address, as 1022@city.gov.vn",
                ),
            ),
            Field(
                "trusts",
                "Tên máy chủ thư kiểm tra người gửi (authserv-id)",
                "Our mail server's authserv-id",
                is_needed=False,
                vi_hint="Để trống thì không thư nào được coi là đúng người gửi: thư trả lời thư của tổng đài vẫn vào hồ sơ, "
                "thư khác của người đang có hồ sơ chờ tổng đài viên xếp.",
                en_hint="Left empty, no e-mail counts as shown to be its sender's: answers to our e-mails still join their case, "
                "others of somebody who has a case wait for an operator.",
            ),
            Field(
                "imap",
                "Hộp thư thuê ngoài (imaps://tên:mật khẩu@máy chủ/INBOX)",
                "Hosted box (imaps://user:password@host/INBOX)",
                is_secret=True,
                is_needed=False,
                expected=Expected(
                    is_place,
                    "phải có dạng imaps://tên:mật khẩu@máy chủ/INBOX (hoặc imap+starttls://…)",
                    "has to be like imaps://user:password@host/INBOX (or imap+starttls://…)",
                ),
            ),
        ),
    ),
)
