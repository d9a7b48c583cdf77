-- Which calls to agencies are to be made, or were promised something that has passed?
-- Asked by the list of calls. Grain: one call whose deadline still stands: what was handled meanwhile needs no call.
SELECT call.id, call.part_id, call.due_at, call.rung, call.why, call.asked_at, call.tries, call.tried_at, call.called_at,
    call.caller_id, call.whom, call.promise, call.promised_at, request.reference, request.service_id, request.area_id,
    coalesce(part.unit_id, explanation.unit_id), call.clock_id, clock.explanation_id
FROM oversight_call AS call
JOIN casefile_clock AS clock ON clock.id = call.clock_id
LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
LEFT JOIN casefile_assignment AS part ON part.id = call.part_id
JOIN casefile_servicerequest AS request ON request.id = coalesce(part.request_id, explanation.request_id)
WHERE clock.state = 'running' AND clock.due_at = call.due_at AND (
        directive.state = 'given' OR explanation.id IS NOT NULL
        OR (directive.id IS NULL AND part.state IN ('forwarded', 'accepted'))
    )
    AND (%(streams)s::text[] IS NULL OR request.stream = ANY(%(streams)s) OR request.also_stream = ANY(%(streams)s))
    AND CASE %(which)s
        WHEN 'open' THEN call.called_at IS NULL
        WHEN 'broken' THEN call.called_at IS NOT NULL AND call.promised_at < %(now)s
        ELSE call.called_at IS NOT NULL AND (call.promised_at IS NULL OR call.promised_at >= %(now)s)
    END
ORDER BY CASE WHEN %(which)s = 'open' THEN call.asked_at ELSE coalesce(call.promised_at, call.called_at) END, call.id
LIMIT %(limit)s
