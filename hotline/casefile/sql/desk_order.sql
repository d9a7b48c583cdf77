-- The order of the desk of the agency whose door is open, one page of it: numbers of parts that it may read, and nothing else.
-- Emergencies first, of these the one due first; then what came back, the oftener the earlier; then what is due first.
-- Looks at three columns of every part on the desk, so the policies are held against the page's parts alone, when they are
-- read. `units` narrows, `since` is how long what is done stays; `handler` and `sent_back` keep all when they are null.
CREATE OR REPLACE FUNCTION casefile_desk_order(
    units bigint[], states text[], since timestamptz, handler bigint, sent_back boolean, skipped int, shown int
) RETURNS TABLE (part_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 50
    SET search_path = public, pg_temp SET max_parallel_workers_per_gather = 0 AS $$
    SELECT part.id FROM casefile_assignment AS part
    JOIN casefile_servicerequest AS request ON request.id = part.request_id
    LEFT JOIN LATERAL (
        SELECT clock.due_at FROM casefile_clock AS clock
        WHERE clock.part_id = part.id AND clock.state <> 'ended' ORDER BY clock.due_at LIMIT 1
    ) AS own ON true
    LEFT JOIN LATERAL (
        SELECT clock.due_at FROM casefile_clock AS clock
        WHERE clock.request_id = part.request_id AND clock.stops = 'answered' AND clock.state <> 'ended'
        ORDER BY clock.due_at LIMIT 1
    ) AS answer ON true
    WHERE part.unit_id = ANY (casefile_my_units()) AND part.unit_id = ANY (units) AND part.state = ANY (states)
        AND part.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        AND (part.state IN ('forwarded', 'accepted', 'result_filed') OR (part.state = 'done' AND part.closed_at > since))
        AND (handler IS NULL OR part.handler_id = handler)
        AND (sent_back IS NULL OR (part.state = 'accepted' AND part.result_at IS NOT NULL) = sent_back)
    ORDER BY part.state = 'done', part.state = 'result_filed', request.urgent DESC,
        (NOT request.urgent)::int * request.occurrence DESC, least(own.due_at, answer.due_at) NULLS LAST, part.id
    LIMIT shown OFFSET skipped
$$;
REVOKE EXECUTE ON FUNCTION casefile_desk_order(bigint[], text[], timestamptz, bigint, boolean, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_desk_order(bigint[], text[], timestamptz, bigint, boolean, int, int) TO hotline_agency;
