-- Which deadlines passed while they still run, and are covered by a commitment filed before them that goes beyond them?
-- Asks: the loop that ends them. Grain: one clock. Only rules that know lawful overruns (`lawful`: code|since), and promises.
SELECT clock.id, clock.due_at
FROM casefile_commitment AS promise
JOIN casefile_assignment AS part ON part.id = promise.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id AND request.round = promise.round
JOIN casefile_clock AS clock ON clock.part_id = part.id
WHERE promise.state = 'standing' AND clock.state = 'running' AND clock.due_at < %(now)s
    AND promise.filed_at <= clock.due_at AND promise.due_at > clock.due_at
    AND (clock.purpose = %(commitment)s OR clock.rule || '|' || clock.rule_from = ANY (%(lawful)s))
UNION
SELECT clock.id, clock.due_at
FROM casefile_commitment AS promise
JOIN casefile_assignment AS part ON part.id = promise.part_id AND part.state NOT IN ('returned', 'withdrawn')
JOIN casefile_servicerequest AS request ON request.id = part.request_id AND request.round = promise.round
JOIN casefile_clock AS clock ON clock.request_id = request.id AND clock.stops = 'answered'
WHERE promise.state = 'standing' AND clock.state = 'running' AND clock.due_at < %(now)s
    AND promise.filed_at <= clock.due_at AND promise.due_at > clock.due_at
    AND (clock.purpose = %(commitment)s OR clock.rule || '|' || clock.rule_from = ANY (%(lawful)s))
ORDER BY 2, 1 LIMIT %(limit)s
