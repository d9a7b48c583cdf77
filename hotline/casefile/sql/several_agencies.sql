-- Several agencies: a part that was handed down is its own unit's and, with its evidence, that of every unit above it on
-- the way. What the centre's desks follow from says whether a part came back that nobody has dealt with.

DROP FUNCTION casefile_part_states(bigint);
CREATE FUNCTION casefile_part_states(asked bigint) RETURNS TABLE (role text, state text, came_back boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT part.role, part.state, part.state = 'returned' AND part.role <> 'under' AND part.return_settled_at IS NULL
    FROM casefile_assignment AS part
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

-- Whether a part, or one that it was handed down from, is a part of the agency whose door is open.
CREATE FUNCTION casefile_is_mine_above(asked bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE way_up AS (
        SELECT id, unit_id, handed_down_from_id, state FROM casefile_assignment WHERE id = asked
        UNION
        SELECT above.id, above.unit_id, above.handed_down_from_id, above.state
        FROM casefile_assignment AS above JOIN way_up ON above.id = way_up.handed_down_from_id
    )
    SELECT EXISTS (
        SELECT FROM way_up WHERE unit_id = ANY (casefile_my_units()) AND state NOT IN ('proposed', 'withdrawn')
    )
$$;
-- Whether the agency whose door is open may hand its part down to a unit: it has it in hand, and the unit stands below.
CREATE FUNCTION casefile_may_hand_down(asked bigint, of_request bigint, to_unit bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE way_up AS (
        SELECT id, parent_id FROM directory_unit WHERE id = to_unit
        UNION
        SELECT above.id, above.parent_id FROM directory_unit AS above JOIN way_up ON above.id = way_up.parent_id
    )
    SELECT EXISTS (
        SELECT FROM casefile_assignment AS part
        WHERE part.id = asked AND part.request_id = of_request AND part.state = 'accepted'
            AND part.unit_id = ANY (casefile_my_units()) AND part.unit_id <> to_unit
            AND part.unit_id IN (SELECT id FROM way_up)
    )
$$;
-- The unit and the part from which a part of the agency's own was handed down: whom to tell.
CREATE FUNCTION casefile_part_above(asked bigint) RETURNS TABLE (id bigint, unit_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT above.id, above.unit_id
    FROM casefile_assignment AS part JOIN casefile_assignment AS above ON above.id = part.handed_down_from_id
    WHERE part.id = asked
        AND (current_setting('role') <> 'hotline_agency' OR part.unit_id = ANY (casefile_my_units()))
$$;
REVOKE EXECUTE ON FUNCTION casefile_is_mine_above(bigint), casefile_may_hand_down(bigint, bigint, bigint),
    casefile_part_above(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_is_mine_above(bigint), casefile_may_hand_down(bigint, bigint, bigint),
    casefile_part_above(bigint) TO hotline_app, hotline_agency;

DROP POLICY own ON casefile_assignment;
CREATE POLICY own ON casefile_assignment TO hotline_agency
    USING (
        (unit_id = ANY (casefile_my_units()) AND state NOT IN ('proposed', 'withdrawn'))
        OR (handed_down_from_id IS NOT NULL AND casefile_is_mine_above(handed_down_from_id))
    );
CREATE POLICY handed_down ON casefile_assignment AS RESTRICTIVE FOR INSERT TO hotline_agency
    WITH CHECK (
        role = 'under' AND state = 'forwarded' AND NOT binding
        AND casefile_may_hand_down(handed_down_from_id, request_id, unit_id)
    );
GRANT INSERT, UPDATE (answer_draft, return_reason, returned_to_id) ON casefile_assignment TO hotline_agency;
