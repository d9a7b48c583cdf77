"""Words for codes and passwords that are not looked at any more for a while."""

from datetime import timedelta

from django.utils.translation import gettext as _

from hotline.ui.words import length


def try_again_later(wait: timedelta) -> str:
    """Return that too many were wrong and for how long nothing is looked at."""
    return _("Đã sai quá nhiều lần. Hãy thử lại sau %(wait)s.") % {"wait": length(wait)}
