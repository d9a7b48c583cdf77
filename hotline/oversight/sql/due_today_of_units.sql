-- How many deadlines of these agencies are late, or will be today? At most %(limit)s are counted.
-- Asked by every page of an agency for the number beside "Hạn hôm nay". Grain: one running clock of a part on their desks, or
-- of a directive to them that is not answered, or of what they or those they go on for (`before`) have to explain.
SELECT count(*) FROM (
    SELECT FROM casefile_assignment AS part JOIN casefile_clock AS clock ON clock.part_id = part.id
    WHERE part.unit_id = ANY(%(units)s::bigint[]) AND part.state IN ('forwarded', 'accepted', 'result_filed')
        AND clock.state = 'running' AND clock.due_at < %(until)s
    UNION ALL
    SELECT FROM casefile_directive AS directive
    JOIN casefile_assignment AS part ON part.id = directive.part_id
    JOIN casefile_clock AS clock ON clock.directive_id = directive.id
    WHERE part.unit_id = ANY(%(units)s::bigint[]) AND directive.state = 'given'
        AND clock.state = 'running' AND clock.due_at < %(until)s
    UNION ALL
    SELECT FROM casefile_explanation AS explanation JOIN casefile_clock AS clock ON clock.explanation_id = explanation.id
    WHERE explanation.unit_id = ANY(%(before)s::bigint[]) AND explanation.replied_at IS NULL
        AND clock.state = 'running' AND clock.due_at < %(until)s
    LIMIT %(limit)s
) AS counted
