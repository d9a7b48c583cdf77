"""What the records of a profile are made of: bounded words and numbers, and a record that refuses keys it does not know."""

from typing import Annotated

from msgspec import Meta, Struct

Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Words = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=1)]
Colour = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$")]
Number = Annotated[str, Meta(pattern=r"^[0-9]{3,5}$")]
Time = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Closing = Annotated[str, Meta(pattern=r"^(?!00:00)(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Lon = Annotated[float, Meta(ge=-180, le=180)]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """What every record of a profile is: frozen, and deaf to keys it does not know."""


class Both(Record, frozen=True, kw_only=True):
    """The same thing in Vietnamese and in English."""

    vi: Words
    en: Words
