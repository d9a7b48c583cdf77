-- How many cases of each hotline came in since a moment, and how many wait where? Asked by the supervisor's page.
-- Grain: what is counted × hotline; a case of two hotlines is in the rows of both and once in the row without one (all).
-- Each count reads an index of what waits, so that it costs what waits and not what there ever was.
WITH counted AS (
    SELECT 'received' AS what, request.stream, request.also_stream FROM casefile_servicerequest AS request
    WHERE request.received_at >= %(since)s AND {among}
    UNION ALL
    SELECT 'to_screen', request.stream, request.also_stream FROM casefile_servicerequest AS request
    WHERE request.screening = 'received' AND {among}
    UNION ALL
    SELECT 'unowned', request.stream, request.also_stream FROM casefile_servicerequest AS request
    WHERE request.unowned AND {among}
    UNION ALL
    SELECT 'at_desk', request.stream, request.also_stream FROM casefile_servicerequest AS request
    WHERE request.at_desk <> '' AND request.at_desk IN ('result', 'answer', 'send') AND {among}
    UNION ALL
    SELECT 'overdue', request.stream, request.also_stream FROM casefile_servicerequest AS request
    WHERE {among} AND request.id IN (
        SELECT coalesce(clock.request_id, part.request_id, explanation.request_id) FROM casefile_clock AS clock
        LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
        LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
        LEFT JOIN casefile_assignment AS part ON part.id = coalesce(clock.part_id, directive.part_id)
        WHERE clock.state = 'running' AND clock.due_at < %(now)s
    )
)
SELECT counted.what, belongs.stream, count(*)
FROM counted CROSS JOIN LATERAL (VALUES (counted.stream), (counted.also_stream), (NULL)) AS belongs (stream)
WHERE belongs.stream IS DISTINCT FROM ''
GROUP BY counted.what, belongs.stream
