-- Which deadlines of these agencies run out, or have run out, within a stretch of time?
-- Asked by an agency's own watch and by its calendar. Grain: one running clock of a part on one of their desks, of a
-- directive to them that is not answered, or of what they or those they go on for (`before`) have to explain. Of the last no
-- case is told: who is complained of reads neither which it is nor where. Found from the desks, which are short, not from
-- the deadlines of the whole city. The least time left first.
SELECT owed.clock_id, clock.due_at, clock.rule, coalesce(request.reference, ''), coalesce(owed.service_id, request.service_id),
    request.area_id, owed.part_id, owed.unit_id, coalesce(request.urgent, false), owed.explanation_id
FROM (
    SELECT part.id AS part_id, part.unit_id, part.request_id, clock.id AS clock_id, NULL::bigint AS service_id,
        NULL::bigint AS explanation_id
    FROM casefile_assignment AS part JOIN casefile_clock AS clock ON clock.part_id = part.id
    WHERE part.unit_id = ANY(%(units)s::bigint[]) AND part.state IN ('forwarded', 'accepted', 'result_filed')
        AND clock.state = 'running'
    UNION ALL
    SELECT part.id, part.unit_id, part.request_id, clock.id, NULL, NULL
    FROM casefile_directive AS directive
    JOIN casefile_assignment AS part ON part.id = directive.part_id
    JOIN casefile_clock AS clock ON clock.directive_id = directive.id
    WHERE part.unit_id = ANY(%(units)s::bigint[]) AND directive.state = 'given' AND clock.state = 'running'
    UNION ALL
    SELECT NULL, explanation.unit_id, NULL, clock.id, explanation.service_id, explanation.id
    FROM casefile_explanation AS explanation
    JOIN casefile_clock AS clock ON clock.explanation_id = explanation.id
    WHERE explanation.unit_id = ANY(%(before)s::bigint[]) AND explanation.replied_at IS NULL AND clock.state = 'running'
) AS owed
JOIN casefile_clock AS clock ON clock.id = owed.clock_id
LEFT JOIN casefile_servicerequest AS request ON request.id = owed.request_id
WHERE clock.due_at >= %(since)s AND clock.due_at < %(until)s
    AND (clock.due_at, clock.id) > (%(after_at)s, %(after_id)s)
    AND (owed.explanation_id IS NOT NULL OR request.id IS NOT NULL)
ORDER BY clock.due_at, clock.id
LIMIT %(limit)s
