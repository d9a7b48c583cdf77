-- How many deadlines are late, or will be today? At most %(limit)s are counted: more is told as that many.
-- Asked by every page of the centre's staff for the number beside "Hạn hôm nay". Grain: one running clock. Those of
-- watched.sql, which is the page.
SELECT count(*) FROM (
    SELECT FROM casefile_clock AS clock
    LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
    LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
    LEFT JOIN casefile_assignment AS part ON part.id = clock.part_id
    WHERE clock.state = 'running' AND clock.due_at < %(until)s
        AND (
            clock.request_id IS NOT NULL OR directive.state = 'given' OR explanation.id IS NOT NULL
            OR part.state IN ('forwarded', 'accepted', 'result_filed')
        )
        AND (
            %(streams)s::text[] IS NULL OR EXISTS (
                SELECT FROM casefile_servicerequest AS request
                WHERE request.id = coalesce(
                    clock.request_id, part.request_id, explanation.request_id,
                    (SELECT request_id FROM casefile_assignment WHERE id = directive.part_id)
                )
                    AND (request.stream = ANY(%(streams)s) OR request.also_stream = ANY(%(streams)s))
            )
        )
    LIMIT %(limit)s
) AS counted
