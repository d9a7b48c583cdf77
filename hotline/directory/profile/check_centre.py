"""Checks of `centre.yaml`: what is named exists, and what people are told to call, write to or open can be."""

import re
from collections.abc import Iterator

from hotline.core.facts import Kind
from hotline.directory.facts import ReachKind
from hotline.directory.profile.centre_schema import Emergency, Reach
from hotline.directory.profile.check_units import is_address
from hotline.directory.profile.converting import Placed
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.faults import Fault

_DIALLED = re.compile(r"\+?[0-9 ().-]{3,20}")
_CALLED = frozenset({ReachKind.PHONE, ReachKind.SMS})


def centre_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of `centre.yaml`."""
    streams = {stream.record.code for stream in draft.streams}
    for reach in draft.channels:
        yield from _faults_of_reach(reach, streams)
    units = {unit.record.code for unit in draft.units if unit.record.until is None}
    services = {service.code: service for _, _, service in draft.services}
    yield from _faults_of_streams(draft, set(services))
    for emergency in draft.emergencies:
        record = emergency.record
        if record.unit not in units:
            yield emergency.fault(f"there is no unit `{record.unit}`", at="unit")
        if record.service not in services:
            yield emergency.fault(f"there is no service `{record.service}`", at="service")
        elif Kind.EMERGENCY not in services[record.service].kinds:
            yield emergency.fault(f"`{record.service}` takes no emergencies: its `kinds` lack `emergency`", at="service")
    yield from _repeated_numbers(draft.emergencies)


def _faults_of_streams(draft: Draft, services: set[str]) -> Iterator[Fault]:
    if not draft.streams:
        yield Fault("centre.yaml", 0, "there is no stream: the first is the centre's own hotline")
    for stream in draft.streams:
        for code in stream.record.services:
            if code not in services:
                yield stream.fault(f"there is no service `{code}`", at="services")
    for stream in draft.streams[:1]:
        if stream.record.services or stream.record.publish:
            yield stream.fault("the centre's own hotline takes every service and publishes as each says", at="code")


def _faults_of_reach(reach: Placed[Reach], streams: set[str]) -> Iterator[Fault]:
    record = reach.record
    if record.stream is not None and record.stream not in streams:
        yield reach.fault(f"there is no stream `{record.stream}`", at="stream")
    if record.kind in _CALLED and not _DIALLED.fullmatch(record.address):
        yield reach.fault(f"`address`: {record.address!r} is no telephone number", at="address")
    if record.kind is ReachKind.EMAIL and not is_address(record.address):
        yield reach.fault(f"`address`: {record.address!r} is no e-mail address", at="address")
    if record.kind is ReachKind.WEB and not record.link:
        yield reach.fault("a web page needs a `link`", at="code")
    if record.link and not re.fullmatch(r"https://[^\s<>\"]+", record.link):
        yield reach.fault("`link` must begin with https://", at="link")


def _repeated_numbers(emergencies: list[Placed[Emergency]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for emergency in emergencies:
        if emergency.record.number in seen:
            yield emergency.fault(f"the emergency number {emergency.record.number} stands twice", at="number")
        seen.add(emergency.record.number)
