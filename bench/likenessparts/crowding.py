"""Makes a city with a million cases out of a demonstration's, for likeness to be looked for among them.

Two million reports a year, as in 2021, none of them over; every fourth approved for everyone; photos of every third; and
streets that two hundred people report within two hours. Rows are written past the actions, by SQL, for a measurement only.
"""

import random
from collections.abc import Iterator

import h3

from bench.rig.figures import say
from bench.rig.house import Connection
from hotline.casefile.placing import RESOLUTION

FLOODS = 20
FLOODED = 200  # reports of one flooded street
APART = 1_000_000_000  # above the numbers of the demonstration's own cases
_SPOTS = 50_000
_SPREAD = 0.012  # degrees around a ward's centre: its streets
_STREET = 0.001
_BATCH = 100_000

_TABLES = """
CREATE TEMPORARY TABLE bench_spot (number int PRIMARY KEY, lat float8, lon float8, cell text, area_id bigint);
CREATE TEMPORARY TABLE bench_old AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS number, request.* FROM casefile_servicerequest AS request WHERE cell <> '';
CREATE TEMPORARY TABLE bench_flood AS
    SELECT id FROM directory_service WHERE code = 'flooding';
"""
_CASES = """
INSERT INTO casefile_servicerequest (
    id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words, agency_words,
    attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, screening, phase, public_words, public_place,
    approved_at, received_at, changed_at
)
SELECT
    %(apart)s + n, 'bench-' || n, sha256(n::text::bytea), ''::bytea, old.kind, old.stream, 'vi', 'web',
    coalesce(made.service_id, old.service_id), true, old.words, old.agency_words, '{}',
    CASE WHEN has_point THEN spot.lat END, CASE WHEN has_point THEN spot.lon END, CASE WHEN has_point THEN spot.cell ELSE '' END,
    old.place_words, old.place_words, spot.area_id, 'chosen', 'accepted', 'in_progress',
    CASE WHEN is_approved THEN old.words ELSE '' END, CASE WHEN is_approved THEN old.place_words ELSE '' END,
    CASE WHEN is_approved THEN now() END, made.at, made.at
FROM (
    SELECT
        n, n %% 7 <> 0 AS has_point, n %% 4 = 0 AS is_approved, (n * 104729) %% (SELECT count(*) FROM bench_old) AS old,
        CASE WHEN n < %(flooded)s THEN %(spots)s + n ELSE (n * 7919) %% %(spots)s END AS spot,
        CASE WHEN n < %(flooded)s THEN (SELECT id FROM bench_flood) END AS service_id,
        now() - CASE WHEN n < %(flooded)s THEN random() * interval '2 hours' ELSE random() * interval '182 days' END AS at
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
) AS made
JOIN bench_spot AS spot ON spot.number = made.spot
JOIN bench_old AS old ON old.number = made.old
"""
_ENTRIES = """
INSERT INTO casefile_publicentry (request_id, reference, service_id, area_id, phase, received_at, lat, lon, document)
SELECT id, reference, service_id, area_id, phase, received_at, CASE WHEN approved_at IS NOT NULL THEN round(lat::numeric, 3) END,
    CASE WHEN approved_at IS NOT NULL THEN round(lon::numeric, 3) END, 'a'::tsvector
FROM casefile_servicerequest WHERE id >= %(apart)s AND id %% 2 = 0
"""
_PHOTOS = """
INSERT INTO casefile_attachment (key, kind, request_id, sha256, phash, fine_hash, width, height, added_at)
SELECT 'bench-' || id, 'report', id, sha256(id::text::bytea),
    ('x' || substr(encode(sha256(id::text::bytea), 'hex'), 1, 16))::bit(64)::bigint, sha256(random()::text::bytea),
    800, 600, received_at
FROM casefile_servicerequest WHERE id >= %(apart)s AND id %% 3 = 0
"""


def crowd(connection: Connection, *, to: int) -> int:
    """Add cases until there are `to`; return how many there are."""
    connection.execute("SET session_replication_role = replica")  # nothing is checked or forbidden: what they are made of was
    connection.execute(_TABLES)
    wards = [
        (int(str(one)), float(str(lat)), float(str(lon)))
        for one, lat, lon in connection.execute(
            "SELECT id, lat, lon FROM directory_area WHERE kind <> 'district' AND valid_to IS NULL ORDER BY id"
        )
    ]
    with connection.cursor() as cursor, cursor.copy("COPY bench_spot FROM STDIN") as lines:
        for spot in _spots(wards):
            lines.write_row(spot)
    known = {"apart": APART, "spots": _SPOTS, "flooded": FLOODS * FLOODED}
    for first in range(0, to, _BATCH):
        connection.execute(_CASES, {**known, "first": first, "last": min(first + _BATCH, to) - 1})
        say(f"{min(first + _BATCH, to)} of {to} cases")
    for statement in (_ENTRIES, _PHOTOS):
        connection.execute(statement, known)
    connection.execute("SET session_replication_role = origin")
    for table in ("casefile_servicerequest", "casefile_publicentry", "casefile_attachment"):
        connection.execute(f"VACUUM ANALYZE {table}")
    row = connection.execute("SELECT count(*) FROM casefile_servicerequest").fetchone()
    return int(str(row[0])) if row else 0


def _spots(wards: list[tuple[int, float, float]]) -> Iterator[tuple[int, float, float, str, int]]:
    """Give places in the wards' streets, and after them those of the floods: two hundred along one street each."""
    chance = random.Random(1022)  # the same places in every run
    for number in range(_SPOTS + FLOODS * FLOODED):
        is_flood = number >= _SPOTS
        area, lat, lon = wards[(number - _SPOTS) // FLOODED * 7 % len(wards)] if is_flood else chance.choice(wards)
        spread = _STREET if is_flood else _SPREAD
        point = chance.gauss(lat, spread), chance.gauss(lon, spread)
        yield number, *point, str(h3.latlng_to_cell(*point, RESOLUTION)), area
