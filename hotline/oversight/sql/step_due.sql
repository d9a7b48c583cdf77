-- Which steps of the ladders have these deadlines of agencies reached that were not taken for them yet?
-- Asked by the loop that warns and duns, of the few deadlines that it looks at. Grain: one step of one clock. Moments with
-- zone. `steps` are all steps of the profile as a list: a step is reached by deadlines after its `since` until its `until`;
-- the core has the last word on each. First due, first served. A deadline that its agency has overrun lawfully, or will, by a
-- commitment filed before it is left alone: the commitment is a deadline of its own. Only rules that know lawful overruns
-- (`lawful`: code|since), and promises, as in casefile/sql/overrun_lawfully.sql. No promise overrules a directive: it is due until
-- its agency has answered, however the part itself stands; so is what the agency complained of has to explain.
SELECT step.code, clock.id, clock.due_at, clock.started_at, part.id, coalesce(part.unit_id, explanation.unit_id),
    request.service_id
FROM casefile_clock AS clock
LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
LEFT JOIN casefile_assignment AS part ON part.id = coalesce(clock.part_id, directive.part_id)
JOIN casefile_servicerequest AS request ON request.id = coalesce(part.request_id, explanation.request_id)
JOIN jsonb_to_recordset(%(steps)s::jsonb)
    AS step (number int, code text, units text[], others text[], since timestamptz, until timestamptz)
    ON clock.due_at > step.since AND clock.due_at <= step.until
    AND coalesce(clock.derivation -> 'length' ->> 'unit', '') <> ALL(step.others)
    AND (step.units = '{}' OR coalesce(clock.derivation -> 'length' ->> 'unit', '') = ANY(step.units))
WHERE clock.id = ANY(%(clocks)s::bigint[]) AND clock.state = 'running'
    AND (
        directive.state = 'given' OR explanation.id IS NOT NULL
        OR (directive.id IS NULL AND part.state IN ('forwarded', 'accepted'))
    )
    AND NOT EXISTS (
        SELECT FROM casefile_commitment AS promise
        WHERE clock.part_id IS NOT NULL AND promise.part_id = part.id AND promise.state = 'standing' AND promise.filed_at >= part.forwarded_at
            AND promise.filed_at <= clock.due_at AND promise.due_at > clock.due_at
            AND (clock.purpose = %(commitment)s OR clock.rule || '|' || clock.rule_from = ANY (%(lawful)s))
    )
    AND NOT EXISTS (
        SELECT FROM oversight_dunning AS taken
        WHERE taken.clock_id = clock.id AND taken.due_at = clock.due_at AND taken.step = step.code
    )
ORDER BY clock.due_at, clock.id, step.number
