-- An agency acting on its own part learns of the others no more than their states and roles, of its own cases only: what the
-- phase and the desks' lists follow from. pg_temp last, so that nobody's temporary table stands in for the real one.
DROP FUNCTION casefile_part_states(bigint);
CREATE FUNCTION casefile_part_states(asked bigint) RETURNS TABLE (role text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT part.role, part.state FROM casefile_assignment AS part
    WHERE part.request_id = asked AND (
        current_setting('role') <> 'hotline_agency'
        OR EXISTS (
            SELECT FROM casefile_assignment AS own
            WHERE own.request_id = asked AND own.unit_id = ANY (casefile_my_units())
        )
    )
$$;
REVOKE EXECUTE ON FUNCTION casefile_part_states(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_part_states(bigint) TO hotline_app, hotline_agency;

GRANT SELECT (unowned, at_desk), UPDATE (unowned, at_desk) ON casefile_servicerequest TO hotline_agency;

-- Cases of before: the same rules as core.status, once.
UPDATE casefile_servicerequest AS request SET unowned = true
WHERE request.screening = 'accepted'
    AND NOT EXISTS (
        SELECT FROM casefile_assignment WHERE request_id = request.id AND role = 'lead'
        AND state IN ('forwarded', 'accepted', 'result_filed', 'done')
    )
    AND NOT EXISTS (
        SELECT FROM casefile_answer WHERE request_id = request.id AND round = request.round
        AND state IN ('sent', 'published', 'corrected')
    );
UPDATE casefile_servicerequest AS request SET at_desk = CASE
        WHEN found.answer IN ('draft', 'accepted') AND coalesce(found.done, true) THEN 'send'
        WHEN found.filed THEN 'result'
        WHEN found.answer = 'sent' THEN 'publish'
        WHEN found.answer IS NULL AND found.done THEN 'answer'
        ELSE ''
    END
FROM (
    SELECT request.id, answer.state AS answer, bool_and(part.state = 'done') AS done, bool_or(part.state = 'result_filed') AS filed
    FROM casefile_servicerequest AS request
    LEFT JOIN casefile_answer AS answer ON answer.request_id = request.id AND answer.round = request.round
    LEFT JOIN casefile_assignment AS part
        ON part.request_id = request.id AND part.state NOT IN ('returned', 'withdrawn', 'proposed')
    WHERE request.screening = 'accepted' AND coalesce(answer.state, '') NOT IN ('published', 'corrected')
    GROUP BY request.id, answer.state
) AS found
WHERE found.id = request.id;
