-- Which deadlines of agencies may have reached one step of a ladder that was not taken for them yet?
-- Asked by the loop that warns and duns, for each step. Grain: one clock. Moments with zone. The bound `until` lets in
-- no deadline too few; the core has the last word on each. First due, first served. A deadline that its agency has
-- overrun lawfully, or will, by a commitment filed before it is left alone: the commitment is a deadline of its own. Only
-- rules that know lawful overruns (`lawful`: code|since), and promises, as in casefile/sql/overrun_lawfully.sql.
SELECT clock.id, clock.due_at, clock.started_at, part.id, part.unit_id, request.service_id
FROM casefile_clock AS clock
JOIN casefile_assignment AS part ON part.id = clock.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE clock.state = 'running' AND clock.due_at > %(since)s AND clock.due_at <= %(until)s
    AND part.state IN ('forwarded', 'accepted')
    AND (
        coalesce(clock.derivation -> 'length' ->> 'unit', '') = ANY(%(units)s)
        OR (%(is_rest)s AND coalesce(clock.derivation -> 'length' ->> 'unit', '') <> ALL(%(others)s))
    )
    AND NOT EXISTS (
        SELECT FROM casefile_commitment AS promise
        WHERE promise.part_id = part.id AND promise.state = 'standing' AND promise.filed_at >= part.forwarded_at
            AND promise.filed_at <= clock.due_at AND promise.due_at > clock.due_at
            AND (clock.purpose = %(commitment)s OR clock.rule || '|' || clock.rule_from = ANY (%(lawful)s))
    )
    AND NOT EXISTS (
        SELECT FROM oversight_dunning AS taken
        WHERE taken.clock_id = clock.id AND taken.due_at = clock.due_at AND taken.step = %(step)s
    )
ORDER BY clock.due_at, clock.id
LIMIT %(limit)s
