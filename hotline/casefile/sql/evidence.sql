-- Photos are looked for among all that any case ever had: a picture that was saved again differs in a few of its 64 bits, so that
-- of its four pieces of 16 bits at least one differs in one bit at most while no more than seven differ in all.
CREATE FUNCTION casefile_pieces(phash bigint) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ARRAY[
        (phash & 65535)::integer,
        65536 + ((phash >> 16) & 65535)::integer,
        131072 + ((phash >> 32) & 65535)::integer,
        196608 + ((phash >> 48) & 65535)::integer
    ];
CREATE FUNCTION casefile_pieces_near(phash bigint) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT array_agg(piece # bit) FROM unnest(casefile_pieces(phash)) AS piece,
            unnest(ARRAY[0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768]) AS bit
    );

-- How photos that belong to no case yet are like those of cases, and whether it is the same case: never which other case. An
-- agency sees its own photos only, and learns of the others this much.
CREATE FUNCTION casefile_sightings(loose text[], own_request bigint)
    RETURNS TABLE (key text, on_this_case boolean, is_same_file boolean, coarse_apart integer, fine_apart integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public SET enable_seqscan = off AS $$
    SELECT shown.key, kept.request_id = own_request, kept.sha256 = shown.sha256,
        bit_count((kept.phash # shown.phash)::bit(64))::integer,
        bit_count(
            ('x' || encode(kept.fine_hash, 'hex'))::bit(256) # ('x' || encode(shown.fine_hash, 'hex'))::bit(256)
        )::integer
    FROM casefile_attachment AS shown
    CROSS JOIN LATERAL (
        (
            SELECT same.request_id, same.sha256, same.phash, same.fine_hash FROM casefile_attachment AS same
            WHERE same.request_id IS NOT NULL AND same.sha256 = shown.sha256
            LIMIT 100
        )
        UNION ALL
        (
            SELECT alike.request_id, alike.sha256, alike.phash, alike.fine_hash FROM casefile_attachment AS alike
            WHERE alike.request_id IS NOT NULL AND alike.kind <> 'minutes' AND shown.kind <> 'minutes'
                AND casefile_pieces(alike.phash) && casefile_pieces_near(shown.phash)
                AND bit_count((alike.phash # shown.phash)::bit(64)) <= 6
                AND bit_count(shown.phash::bit(64)) BETWEEN 8 AND 56
            ORDER BY bit_count((alike.phash # shown.phash)::bit(64)) LIMIT 100
        )
    ) AS kept
    WHERE shown.key = ANY (loose) AND shown.request_id IS NULL
$$;
REVOKE EXECUTE ON FUNCTION casefile_sightings(text[], bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_sightings(text[], bigint) TO hotline_app, hotline_agency;

GRANT SELECT (fine_hash, camera, findings), UPDATE (findings) ON casefile_attachment TO hotline_agency;
GRANT UPDATE (fine, counted) ON casefile_assignment TO hotline_agency;

-- The minutes of an offence are loose like other evidence between their upload and their filing.
ALTER POLICY own ON casefile_attachment
    USING (
        (request_id IS NULL AND kind IN ('evidence', 'minutes'))
        OR part_id IN (SELECT id FROM casefile_assignment)
        OR (part_id IS NULL AND request_id IN (SELECT request_id FROM casefile_assignment))
    );
