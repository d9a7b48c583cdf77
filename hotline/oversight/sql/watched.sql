-- Which deadlines run out, or have run out, within a stretch of time?
-- Asked by the overdue watch of the desks and of the supervisor. Grain: one running clock, of an agency's part, of a directive to
-- it, of what it has to explain, or the centre's own; `agencies` or `centre` keeps only one sort, `streams`
-- (null: all) only cases of some hotlines. The least time left first.
SELECT clock.id, clock.due_at, clock.rule, request.reference, request.service_id, request.area_id, part.id,
    coalesce(part.unit_id, explanation.unit_id), request.urgent, clock.explanation_id
FROM casefile_clock AS clock
LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
LEFT JOIN casefile_assignment AS part ON part.id = coalesce(clock.part_id, directive.part_id)
JOIN casefile_servicerequest AS request ON request.id = coalesce(clock.request_id, part.request_id, explanation.request_id)
WHERE clock.state = 'running' AND clock.due_at >= %(since)s AND clock.due_at < %(until)s
    AND (clock.due_at, clock.id) > (%(after_at)s, %(after_id)s)
    AND (%(streams)s::text[] IS NULL OR request.stream = ANY(%(streams)s) OR request.also_stream = ANY(%(streams)s))
    AND (NOT %(agencies)s OR clock.request_id IS NULL)
    AND (NOT %(centre)s OR clock.request_id IS NOT NULL)
    AND (
        clock.request_id IS NOT NULL OR directive.state = 'given' OR explanation.id IS NOT NULL
        OR (directive.id IS NULL AND part.state IN ('forwarded', 'accepted', 'result_filed'))
    )
ORDER BY clock.due_at, clock.id
LIMIT %(limit)s
