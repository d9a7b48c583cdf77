-- Which deadlines of these agencies run out, or have run out, within a stretch of time?
-- Asked by an agency's own watch and by its calendar. Grain: one running clock of a part on one of their desks, or of a
-- directive to them that is not answered. Found from the desks, which are short, not from the deadlines of the whole city.
-- The least time left first.
SELECT clock.id, clock.due_at, clock.rule, request.reference, request.service_id, request.area_id, part.id, part.unit_id,
    request.urgent
FROM (
    SELECT part.id, part.unit_id, part.request_id, clock.id AS clock_id
    FROM casefile_assignment AS part JOIN casefile_clock AS clock ON clock.part_id = part.id
    WHERE part.unit_id = ANY(%(units)s::bigint[]) AND part.state IN ('forwarded', 'accepted', 'result_filed')
        AND clock.state = 'running'
    UNION ALL
    SELECT part.id, part.unit_id, part.request_id, clock.id
    FROM casefile_directive AS directive
    JOIN casefile_assignment AS part ON part.id = directive.part_id
    JOIN casefile_clock AS clock ON clock.directive_id = directive.id
    WHERE part.unit_id = ANY(%(units)s::bigint[]) AND directive.state = 'given' AND clock.state = 'running'
) AS part
JOIN casefile_clock AS clock ON clock.id = part.clock_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE clock.due_at >= %(since)s AND clock.due_at < %(until)s
    AND (clock.due_at, clock.id) > (%(after_at)s, %(after_id)s)
ORDER BY clock.due_at, clock.id
LIMIT %(limit)s
