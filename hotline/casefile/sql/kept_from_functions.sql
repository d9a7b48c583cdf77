-- What is asked past the policies says nothing either of a case that complains of a unit of whoever's door is open.
CREATE OR REPLACE FUNCTION casefile_part_states(asked bigint) RETURNS TABLE (role text, state text, came_back boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT part.role, part.state, part.state = 'returned' AND part.role <> 'under' AND part.return_settled_at IS NULL
    FROM casefile_assignment AS part
    WHERE part.request_id = asked AND (
        current_setting('role') <> 'hotline_agency'
        OR (
            asked <> ALL ((SELECT casefile_kept_from())::bigint[])
            AND EXISTS (
                SELECT FROM casefile_assignment AS own
                WHERE own.request_id = asked AND own.unit_id = ANY (casefile_my_units())
            )
        )
    )
$$;
CREATE OR REPLACE FUNCTION casefile_merged_count(asked bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM casefile_servicerequest AS member
    WHERE member.master_id = asked AND (
        current_setting('role') <> 'hotline_agency'
        OR (
            asked <> ALL ((SELECT casefile_kept_from())::bigint[])
            AND EXISTS (
                SELECT FROM casefile_assignment AS own
                WHERE own.request_id = asked AND own.unit_id = ANY (casefile_my_units())
                    AND own.state NOT IN ('proposed', 'withdrawn')
            )
        )
    )
$$;
CREATE OR REPLACE FUNCTION casefile_part_above(asked bigint) RETURNS TABLE (id bigint, unit_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT above.id, above.unit_id
    FROM casefile_assignment AS part JOIN casefile_assignment AS above ON above.id = part.handed_down_from_id
    WHERE part.id = asked AND (
        current_setting('role') <> 'hotline_agency'
        OR (
            part.unit_id = ANY (casefile_my_units())
            AND part.request_id <> ALL ((SELECT casefile_kept_from())::bigint[])
        )
    )
$$;
