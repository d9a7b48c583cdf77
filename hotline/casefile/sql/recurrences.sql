-- Matters that came back. The worker finds them; the centre's people deny or restore them.
GRANT SELECT, INSERT, UPDATE ON casefile_recurrence TO hotline_app;
GRANT SELECT, UPDATE ON casefile_recurrencefollowing TO hotline_app;
GRANT SELECT (occurrence) ON casefile_servicerequest TO hotline_agency;
ALTER TABLE casefile_recurrence ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON casefile_recurrence TO hotline_app USING (true) WITH CHECK (true);

-- Reports of before are not looked at: what comes from here on is.
INSERT INTO casefile_recurrencefollowing (id, horizon) SELECT 1, pg_snapshot_xmin(pg_current_snapshot());

-- What the supervisor counts: reports in which a word proposed something, and what people said of emergencies.
CREATE INDEX event_hinted ON casefile_event (at) WHERE name = 'received' AND facts -> 'hints' <> '[]'::jsonb;
CREATE INDEX event_emergency_said ON casefile_event (at) WHERE name = 'emergency_said';

-- The whole chain of a case, from its first report to its last, merged ones left out. An agency reads it of the cases that it
-- has a part in: when each was reported and answered and who led it, and the reference of its own ones alone.
CREATE FUNCTION casefile_chain(asked bigint) RETURNS TABLE (
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
