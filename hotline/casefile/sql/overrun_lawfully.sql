-- Which deadlines passed while they still run, and are covered by a commitment filed before them that goes beyond them?
-- Asks: the loop that ends them. Grain: one clock. Only rules that know lawful overruns (`lawful`: code|since), and promises.
-- The answer's is covered by an agency that it still waited for when it was due: none whose result lay at the desk, none below another.
SELECT clock.id, clock.due_at
FROM casefile_commitment AS promise
JOIN casefile_assignment AS part ON part.id = promise.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
JOIN casefile_clock AS clock ON clock.part_id = part.id
WHERE promise.state = 'standing' AND clock.state = 'running' AND clock.due_at < %(now)s
    AND (promise.round = request.round OR promise.filed_at >= part.forwarded_at)
    AND promise.filed_at <= clock.due_at AND promise.due_at > clock.due_at
    AND (clock.purpose = %(commitment)s OR clock.rule || '|' || clock.rule_from = ANY (%(lawful)s))
UNION
SELECT clock.id, clock.due_at
FROM casefile_commitment AS promise
JOIN casefile_assignment AS part ON part.id = promise.part_id AND part.state NOT IN ('returned', 'withdrawn')
    AND part.role <> 'under'
JOIN casefile_servicerequest AS request ON request.id = part.request_id
JOIN casefile_clock AS clock ON clock.request_id = request.id AND clock.stops = 'answered'
WHERE promise.state = 'standing' AND clock.state = 'running' AND clock.due_at < %(now)s
    AND (promise.round = request.round OR promise.filed_at >= part.forwarded_at)
    AND promise.filed_at <= clock.due_at AND promise.due_at > clock.due_at
    AND (clock.purpose = %(commitment)s OR clock.rule || '|' || clock.rule_from = ANY (%(lawful)s))
    AND 'result_filed' IS DISTINCT FROM (
        SELECT event.name FROM casefile_event AS event
        WHERE event.request_id = request.id AND event.name IN ('result_filed', 'result_returned')
            AND (event.facts ->> 'part')::bigint = part.id AND event.at >= part.forwarded_at AND event.at <= clock.due_at
        ORDER BY event.id DESC LIMIT 1
    )
ORDER BY 2, 1 LIMIT %(limit)s
