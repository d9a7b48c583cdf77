-- The whole chain of a case, from its first report to its last, merged ones left out. An agency reads it of the cases that it
-- has a part in: when each was reported and answered and who led it, and the reference of its own ones alone.
CREATE OR REPLACE FUNCTION casefile_chain(asked bigint) RETURNS TABLE (
    request_id bigint, reference text, received_at timestamptz, occurrence smallint, phase text, answered_at timestamptz,
    unit_ids bigint[]
)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE up (id) AS (
        SELECT asked
        WHERE current_setting('role') <> 'hotline_agency' OR EXISTS (
            SELECT FROM casefile_assignment AS own
            WHERE own.request_id = asked AND own.unit_id = ANY (casefile_my_units())
                AND own.state NOT IN ('proposed', 'withdrawn')
                AND own.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        )
        UNION
        SELECT link.earlier_id FROM casefile_recurrence AS link JOIN up ON link.request_id = up.id
        WHERE link.ended_at IS NULL
    ), whole (id) AS (
        SELECT id FROM up
        UNION
        SELECT link.request_id FROM casefile_recurrence AS link JOIN whole ON link.earlier_id = whole.id
        WHERE link.ended_at IS NULL
    )
    SELECT request.id,
        CASE WHEN current_setting('role') <> 'hotline_agency' OR EXISTS (
            SELECT FROM casefile_assignment AS own
            WHERE own.request_id = request.id AND own.unit_id = ANY (casefile_my_units())
                AND own.state NOT IN ('proposed', 'withdrawn')
                AND own.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        ) THEN request.reference ELSE '' END,
        request.received_at, request.occurrence, request.phase, answer.sent_at,
        (
            SELECT array_agg(part.unit_id ORDER BY part.role DESC, part.id) FROM casefile_assignment AS part
            WHERE part.request_id = request.id AND part.role <> 'under'
                AND part.state NOT IN ('proposed', 'returned', 'withdrawn')
        )
    FROM whole JOIN casefile_servicerequest AS request ON request.id = whole.id
    LEFT JOIN casefile_answer AS answer ON answer.request_id = request.id AND answer.round = request.round
    WHERE request.master_id IS NULL OR request.id = asked
    ORDER BY request.received_at, request.id
$$;
REVOKE EXECUTE ON FUNCTION casefile_chain(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_chain(bigint) TO hotline_app, hotline_agency;
