-- How many calls to agencies wait for somebody: to be made, or because what was promised has passed? At most %(limit)s
-- are counted. Asked by every page of an operator for the number beside "Gọi đơn vị". Grain: one call whose deadline
-- still stands. Those of calls.sql that are open or broken, which is the page.
SELECT count(*) FROM (
    SELECT FROM oversight_call AS call
    JOIN casefile_clock AS clock ON clock.id = call.clock_id
    LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
    LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
    LEFT JOIN casefile_assignment AS part ON part.id = call.part_id
    WHERE clock.state = 'running' AND clock.due_at = call.due_at AND (
            directive.state = 'given' OR explanation.id IS NOT NULL
            OR (directive.id IS NULL AND part.state IN ('forwarded', 'accepted'))
        )
        AND (call.called_at IS NULL OR call.promised_at < %(now)s)
        AND (
            %(streams)s::text[] IS NULL OR EXISTS (
                SELECT FROM casefile_servicerequest AS request
                WHERE request.id = coalesce(part.request_id, explanation.request_id)
                    AND (request.stream = ANY(%(streams)s) OR request.also_stream = ANY(%(streams)s))
            )
        )
    LIMIT %(limit)s
) AS counted
