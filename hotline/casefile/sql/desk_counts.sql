-- How many parts stand on the desk of the agency whose door is open, by state, and how many results of units under it wait
-- for its word ('below'). Numbers alone, of its own parts: to ask the policies about each part would cost more than to count.
-- `units` narrows, `since` is how long what is done stays; `handler` keeps all when it is null. One plan serves all desks.
CREATE OR REPLACE FUNCTION casefile_desk_counts(units bigint[], since timestamptz, handler bigint)
    RETURNS TABLE (state text, sent_back boolean, parts bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
    SET search_path = public, pg_temp SET max_parallel_workers_per_gather = 0
    SET plan_cache_mode = force_generic_plan AS $$
    SELECT part.state, part.state = 'accepted' AND part.result_at IS NOT NULL, count(*) FROM casefile_assignment AS part
    WHERE part.unit_id = ANY (casefile_my_units()) AND part.unit_id = ANY (units)
        AND part.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        AND part.state IN ('forwarded', 'accepted', 'result_filed') AND (handler IS NULL OR part.handler_id = handler)
    GROUP BY 1, 2
    UNION ALL
    SELECT 'done', false, count(*) FROM casefile_assignment AS part
    WHERE part.unit_id = ANY (casefile_my_units()) AND part.unit_id = ANY (units)
        AND part.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        AND part.state = 'done' AND part.closed_at > since AND (handler IS NULL OR part.handler_id = handler)
    UNION ALL
    SELECT 'below', false, count(*) FROM casefile_assignment AS under
    JOIN casefile_assignment AS part ON part.id = under.handed_down_from_id
    WHERE under.state = 'result_filed' AND part.state = 'accepted'
        AND part.unit_id = ANY (casefile_my_units()) AND part.unit_id = ANY (units)
        AND part.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        AND (handler IS NULL OR part.handler_id = handler)
$$;
REVOKE EXECUTE ON FUNCTION casefile_desk_counts(bigint[], timestamptz, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_desk_counts(bigint[], timestamptz, bigint) TO hotline_agency;
