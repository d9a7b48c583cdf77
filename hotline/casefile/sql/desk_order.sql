-- The order of the desk of the agency whose door is open, one page of it: numbers of parts that it may read, and nothing else.
-- Emergencies first, of these the one due first; then what came back, the oftener the earlier; then what is due first.
-- Looks at every part on the desk, so the policies are held against the page's parts alone, when they are read. The clocks of
-- all are read at once, and of the reports those few that are not as most are. `units` narrows, `since` is how long what is done
-- stays; `handler` and `sent_back` keep all when they are null. How many parts a desk has is not known to the planner, which takes
-- one for all: joined in loops, a thousand took a third of a second. One plan serves all desks: planning anew took a third of it.
CREATE OR REPLACE FUNCTION casefile_desk_order(
    units bigint[], states text[], since timestamptz, handler bigint, sent_back boolean, skipped int, shown int
) RETURNS TABLE (part_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 50
    SET search_path = public, pg_temp SET max_parallel_workers_per_gather = 0 SET enable_nestloop = off
    SET plan_cache_mode = force_generic_plan AS $$
    WITH mine AS (
        SELECT id, request_id, state, handler_id, result_at FROM casefile_assignment
        WHERE unit_id = ANY (casefile_my_units()) AND unit_id = ANY (units)
            AND state IN ('forwarded', 'accepted', 'result_filed') AND state = ANY (states)
        UNION ALL
        SELECT id, request_id, state, handler_id, result_at FROM casefile_assignment
        WHERE unit_id = ANY (casefile_my_units()) AND unit_id = ANY (units)
            AND state = 'done' AND 'done' = ANY (states) AND closed_at > since
    ), desk AS MATERIALIZED (
        SELECT id, request_id, state FROM mine
        WHERE request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
            AND (handler IS NULL OR handler_id = handler)
            AND (sent_back IS NULL OR (state = 'accepted' AND result_at IS NOT NULL) = sent_back)
    ), own AS MATERIALIZED (
        SELECT clock.part_id, min(clock.due_at) AS due_at FROM casefile_clock AS clock
        WHERE clock.part_id = ANY (ARRAY(SELECT id FROM desk)) AND clock.state <> 'ended' GROUP BY clock.part_id
    ), answer AS MATERIALIZED (
        SELECT clock.request_id, min(clock.due_at) AS due_at FROM casefile_clock AS clock
        WHERE clock.request_id = ANY (ARRAY(SELECT request_id FROM desk)) AND clock.stops = 'answered'
            AND clock.state <> 'ended'
        GROUP BY clock.request_id
    ), unusual AS MATERIALIZED (
        SELECT id, urgent, CASE WHEN urgent THEN 0 ELSE occurrence END AS occurrence FROM casefile_servicerequest
        WHERE id = ANY (ARRAY(SELECT request_id FROM desk)) AND (urgent OR occurrence > 1)
    )
    SELECT desk.id FROM desk
    LEFT JOIN own ON own.part_id = desk.id
    LEFT JOIN answer ON answer.request_id = desk.request_id
    LEFT JOIN unusual ON unusual.id = desk.request_id
    ORDER BY desk.state = 'done', desk.state = 'result_filed', coalesce(unusual.urgent, false) DESC,
        coalesce(unusual.occurrence, 1) DESC, least(own.due_at, answer.due_at) NULLS LAST, desk.id
    LIMIT shown OFFSET skipped
$$;
REVOKE EXECUTE ON FUNCTION casefile_desk_order(bigint[], text[], timestamptz, bigint, boolean, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_desk_order(bigint[], text[], timestamptz, bigint, boolean, int, int) TO hotline_agency;
