"""Which contact points are one person's: joined by a code that the number's holder typed back, or by an operator.

A join moves nothing. It says of two points that one person holds both; who is asked of one of them is asked of all that hang
together, and once it is ended each is what it was.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_POINTS = 20
"""So many points may be joined into one person: nobody has more, and a chain of mistakes ends (chưa kiểm chứng: ours)."""


class JoinedHow(StrEnum):
    """What a join rests on."""

    CODE = "code"
    OPERATOR = "operator"


class JoinEnd(StrEnum):
    """How a join ended: not yet, parted by a person, another number or account proved since, or erased with its person."""

    NOT = ""
    PARTED = "parted"
    REPLACED = "replaced"
    ERASED = "erased"


class NotJoinable(StrEnum):
    """Why two reporters cannot be said to be one person."""

    ITSELF = "itself"
    ALREADY = "already"
    NOBODY = "nobody"
    GUARDED = "guarded"
    TOO_MANY = "too_many"


class JoinRefused(Exception):
    """Two reporters are not joined; `why` says what stands in the way."""

    def __init__(self, why: NotJoinable) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Bond:
    """One join in force, between two nodes: the blind index of a point, or what stands for one contact alone."""

    one: bytes
    other: bytes
    is_proved: bool


@dataclass(frozen=True, slots=True)
class Person:
    """The nodes of one person: those proved by codes, the first ones among them, and those that rest on an operator's word."""

    proved: frozenset[bytes]
    said: frozenset[bytes] = frozenset()

    @property
    def nodes(self) -> frozenset[bytes]:
        """Return all of them."""
        return self.proved | self.said


def person_of(nodes: Collection[bytes], bonds: Iterable[Bond]) -> Person:
    """Return the person who holds these nodes."""
    bonds = tuple(bonds)
    proved = _reached(nodes, tuple(bond for bond in bonds if bond.is_proved))
    return Person(proved, _reached(nodes, bonds) - proved)


def _reached(nodes: Collection[bytes], bonds: Collection[Bond]) -> frozenset[bytes]:
    found, layer = frozenset(nodes), frozenset(nodes)
    while layer:
        ends = {end for bond in bonds for end in (bond.one, bond.other) if bond.one in layer or bond.other in layer}
        layer = frozenset(ends) - found
        found |= layer
    return found


@dataclass(frozen=True, slots=True)
class Joining:
    """What the rule of joins looks at: the node of each reporter, None for one who left no point or was erased.

    `same_case`: both reported the same case. `is_guarded`: one of the two complains of an agency, or wants to stay unknown.
    """

    one: bytes | None
    other: bytes | None
    one_person: Person
    other_person: Person
    same_case: bool = False
    is_guarded: bool = False


def why_not_join(joining: Joining) -> NotJoinable | None:
    """Return why an operator cannot say that the two are one person, None when nothing stands in the way."""
    if joining.same_case:
        return NotJoinable.ITSELF
    if joining.is_guarded:
        return NotJoinable.GUARDED
    if joining.one is None or joining.other is None:
        return NotJoinable.NOBODY
    if joining.other in joining.one_person.nodes:
        return NotJoinable.ALREADY
    if len(joining.one_person.nodes | joining.other_person.nodes) > MOST_POINTS:
        return NotJoinable.TOO_MANY
    return None
