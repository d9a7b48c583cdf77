"""What a profile says of the words by which people steer a written channel."""

from msgspec import field

from hotline.directory.profile.fields import Record, Words


class Orders(Record, frozen=True, kw_only=True):
    """`screening.yaml`, part `orders`: messages that are no report but an order to us. Tones and case do not matter."""

    stop: list[Words] = field(default_factory=list)
    start: list[Words] = field(default_factory=list)
    cancel: list[Words] = field(default_factory=list)
    help: list[Words] = field(default_factory=list)
    state: list[Words] = field(default_factory=list)
    new: list[Words] = field(default_factory=list)
    not_done: list[Words] = field(default_factory=list)
    skip: list[Words] = field(default_factory=list)
    other: list[Words] = field(default_factory=list)
    phone: list[Words] = field(default_factory=list)
    greet: list[Words] = field(default_factory=list)
