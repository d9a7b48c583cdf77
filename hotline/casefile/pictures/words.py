"""What people read when a photo is not taken: what is the matter and what to do."""

from django.utils.translation import gettext as _

from .facts import LARGEST_UPLOAD, Refusal

_MEGA = 1000 * 1000


def refusal_words(code: Refusal, *, size: int = 0) -> str:
    """Return the sentence for a refused photo in the language of the page; `size` is the file's, in bytes, if known."""
    if code is Refusal.TOO_BIG and size > LARGEST_UPLOAD:
        megabytes = -(-size // _MEGA)
        return _("Ảnh này lớn quá (%(size)s MB). Hãy chọn ảnh dưới %(limit)s MB hoặc chụp lại.") % {
            "size": megabytes,
            "limit": LARGEST_UPLOAD // _MEGA,
        }
    return _sentences()[code]


def _sentences() -> dict[Refusal, str]:
    return {
        Refusal.TOO_BIG: _("Ảnh này lớn quá. Hãy chọn ảnh dưới 15 MB hoặc chụp lại."),
        Refusal.NOT_A_PICTURE: _("Tệp này không phải là ảnh. Hãy chọn ảnh JPEG, HEIC, PNG hoặc WebP."),
        Refusal.UNSUPPORTED: _(
            "Chúng tôi chưa nhận được loại ảnh này (ví dụ GIF, AVIF). Hãy gửi JPEG, HEIC, PNG, WebP, hoặc chụp màn hình rồi gửi."
        ),
        Refusal.TOO_MANY_PIXELS: _(
            "Ảnh này có kích thước quá lớn. Hãy chụp lại ở cỡ nhỏ hơn, hoặc chụp màn hình ảnh đó rồi gửi."
        ),
        Refusal.BROKEN: _("Ảnh này bị hỏng hoặc chưa tải xong. Hãy chọn lại hoặc chụp lại."),
        Refusal.TOO_SLOW: _("Chúng tôi chưa đọc xong ảnh này. Hãy gửi lại, hoặc chụp lại ở cỡ nhỏ hơn."),
        Refusal.NOT_KEPT: _(
            "Lúc này chúng tôi chưa lưu được ảnh. Bạn cứ gửi phản ánh trước, rồi thêm ảnh sau bằng đường dẫn riêng."
        ),
    }
