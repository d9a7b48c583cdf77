"""What a password may be: not what people here guess first. Length, common lists and likeness are Django's validators.

No kinds of letters are asked for and nothing runs out (NIST SP 800-63B, 3.1.1.2): a sentence one remembers is best.
"""

import re
import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hotline.core.text import fold

LONGEST = 200
"""Characters; more is no password, and hashing it costs."""

LEAST_LEFT = 6
"""Letters and digits that must be left when what everybody guesses is struck out."""

_WORDS = """
matkhau matkhaumoi matma dangnhap taikhoan password passwd passw0rd login admin administrator quantri quantrivien quanly
anhyeuem emyeuanh yeuem yeuanh anhnhoem emnhoanh toiyeuban toiyeuvietnam yeumai maiyeu iloveyou loveyou yeuvo yeuchong
conyeu giadinh hanhphuc chome bome mevabe embe vochong banbe xinchao chaomung chaoban camon khongbiet khongco khongnho
conmeo congai contrai chotoi vietnam hanoi saigon tphcm tphochiminh thanhpho hochiminh bacho danang haiphong cantho hue
binhduong dongnai vungtau bariavungtau longan tiengiang tayninh binhphuoc lamdong dalat khanhhoa nhatrang quangnam quangngai
quangninh halong quangtri quangbinh nghean thanhhoa hatinh namdinh thaibinh haiduong hungyen bacninh bacgiang phutho vinhphuc
thainguyen langson caobang laocai yenbai hagiang sonla dienbien laichau hoabinh ninhbinh hanam phuyen binhdinh quynhon gialai
kontum daklak daknong ninhthuan binhthuan phanthiet bentre travinh vinhlong dongthap angiang kiengiang phuquoc haugiang
soctrang baclieu camau thuduc govap binhtan tanbinh tanphu phunhuan binhthanh nhabe cangio cuchi hocmon binhchanh
thuathienhue quan huyen phuong tinh xa ubnd uyban congan tongdai tongdaivien duongdaynong duongday nong phananh hotline
nhanvien vien 1022 canbo congchuc trungtam donvi chuyenvien giamsat tonghop thutruong daumoi
qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx abcdef abcabc abc xyz test demo user guest welcome master letmein
dragon monkey football bongda superman batman samsung iphone apple google facebook zalo vietcombank agribank viettel vinaphone
mobifone manchester ronaldo messi vip vippro pro baby love happy chelsea arsenal
"""
WORDS = sorted({*_WORDS.split()}, key=lambda word: (-len(word), word))
"""Our own list, without accents and spaces: love, cities and provinces, offices, keyboards, brands. Longest first."""

_KNOWN = re.compile("|".join(WORDS))
_LETTERS_FOR_SIGNS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_RUN = re.compile(r"(.{1,3})\1{2,}|(\d)\2+")
_COUNTING = "01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz"
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


class LongEnough(MinimumLengthValidator):
    """Django's check of the length, in our words: its Vietnamese has none that fit, so that it spoke English (6.1)."""

    def get_error_message(self) -> str:
        """Return why a short one is refused."""
        return _("Mật khẩu cần ít nhất %(least)d ký tự.") % {"least": self.min_length}


class NotWhatPeopleGuess:
    """Refuse a password of which little is left without the words, years, runs and names that are guessed first."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for one that is too easy or longer than can be."""
        if len(password) > LONGEST:
            raise ValidationError(_("Mật khẩu dài quá %(most)d ký tự.") % {"most": LONGEST}, code="too_long")
        names = _own_words(user)
        if len(what_is_left(password, names=names)) < LEAST_LEFT:
            raise ValidationError(
                _("Mật khẩu này dễ đoán. Hãy ghép vài từ không liên quan, ví dụ một câu chỉ mình bạn nghĩ ra."),
                code="easily_guessed",
            )

    def get_help_text(self) -> str:
        """Return what to do instead."""
        return _("Đừng dùng tên riêng, địa danh, năm sinh hay câu ai cũng biết.")


def what_is_left(password: str, *, names: frozenset[str] = frozenset()) -> str:
    """Return what stays of a password when what everybody guesses is struck out, signs for letters (m4tkh4u) read as those."""
    plain = _NOT_LETTERS.sub("", fold(password))
    swapped = _NOT_LETTERS.sub("", fold(password).translate(_LETTERS_FOR_SIGNS))
    return min((_struck(text, names) for text in (plain, swapped)), key=len)


def one_spelling(password: str) -> str:
    """Return a password as it is hashed: NFC, so that two keyboards that write ế differently give the same."""
    return unicodedata.normalize("NFC", password)


def _struck(text: str, names: frozenset[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    text = _KNOWN.sub("", text)
    text = _RUN.sub("", _YEAR.sub("", text))
    return _without_counting(text)


def _without_counting(text: str) -> str:
    """Return the text without pieces of three and more that count up or down."""
    left, at = "", 0
    while at < len(text):
        length = max((n for n in range(3, len(text) - at + 1) if any(text[at : at + n] in line for line in _COUNTING)), default=0)
        left += "" if length else text[at]
        at += length or 1
    return left


def _own_words(user: AbstractBaseUser | None) -> frozenset[str]:
    """Return the words of a person's name and address, of three letters and more."""
    said = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    words = [_NOT_LETTERS.sub("", word) for word in re.split(r"[\s@._+-]+", fold(said))]
    whole = "".join(words[: max(1, len(str(getattr(user, "name", "")).split()))])
    return frozenset(word for word in (*words, whole) if len(word) > 2)
