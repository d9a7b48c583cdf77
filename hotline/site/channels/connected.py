"""What the pages of channels say of connections that are held open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.notify.facts import ConnectionFacts
from hotline.notify.queries import connections
from hotline.site.connections import IMAP, LMTP, SMPP

SILENT_AFTER = timedelta(minutes=1)
"""Whoever holds a connection says how it does every ten seconds: after so long nobody knows."""

_OF: Mapping[str, str] = {SMPP: "smpp", IMAP: "email", LMTP: "email"}
"""By connection: the way that is set up with it."""

_ERRORS: Mapping[str, Promise] = {
    "refused": gettext_lazy("Bên kia từ chối đăng nhập."),
    "no_answer": gettext_lazy("Bên kia không trả lời kịp."),
    "unreachable": gettext_lazy("Không nối được tới máy chủ."),
    "ended": gettext_lazy("Bên kia ngắt kết nối."),
    "fault": gettext_lazy("Chương trình gặp lỗi, nhật ký có ghi."),
    "setup": gettext_lazy("Cài đặt này chưa dùng được."),
    "address": gettext_lazy("Không đọc được địa chỉ của hộp thư."),
    "unencrypted": gettext_lazy("Mật khẩu sẽ đi không mã hóa: hãy dùng imaps:// hoặc imap+starttls://."),
    "demonstration": gettext_lazy("Bản minh họa không nối ra ngoài máy này."),
    "database": gettext_lazy("Không ghi được vào cơ sở dữ liệu; máy chủ thư giữ thư và gửi lại."),
    "off": gettext_lazy("Có thư đến khi kênh đang tắt; máy chủ thư giữ thư và gửi lại."),
}


@dataclass(frozen=True, slots=True)
class Connected:
    """One connection as pages show it."""

    title: str
    facts: ConnectionFacts
    state: str
    tone: str
    error: str

    @property
    def label(self) -> str:
        """Return which it is and how it does: "SMPP: đang nối"."""
        return f"{self.title}: {self.state}"

    @property
    def since(self) -> datetime:
        """Return since when it has been so; of one that nobody speaks of, since when."""
        return self.facts.seen_at if self.tone == "amber" else self.facts.since


def connections_of(now: datetime) -> Mapping[str, tuple[Connected, ...]]:
    """Return the connections of each way that has some."""
    found: dict[str, tuple[Connected, ...]] = {}
    for one in connections():
        if one.name in _OF:
            found[_OF[one.name]] = (*found.get(_OF[one.name], ()), _shown(one, now=now))
    return found


def _shown(facts: ConnectionFacts, *, now: datetime) -> Connected:
    if now - facts.seen_at > SILENT_AFTER and facts.condition.is_up:
        state, tone = _("không rõ"), "amber"
    elif facts.condition.is_up:
        state, tone = (_("đang nhận thư") if facts.name == LMTP else _("đang nối")), "green"
    else:
        state, tone = (_("đã ngừng") if facts.name == LMTP else _("mất nối")), "red"
    return Connected(facts.name.upper(), facts, state, tone, _words(facts.condition.error))


def _words(error: str) -> str:
    kind, _colon, code = error.partition(":")
    if not kind:
        return ""
    words = str(_ERRORS.get(kind, kind))
    return f"{words} ({code})" if code else words
