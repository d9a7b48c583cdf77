-- What did each agency get in a period, and what of it is not handled yet?
-- Asked by the monthly reminder. Grain: one agency that has anything open of the period. Counts are parts; `late` are
-- those whose own deadline has passed. Parts that came back or were withdrawn are nobody's debt.
SELECT part.unit_id, count(*), count(*) FILTER (WHERE part.state IN ('forwarded', 'accepted')),
    count(*) FILTER (
        WHERE part.state IN ('forwarded', 'accepted') AND EXISTS (
            SELECT FROM casefile_clock AS clock
            WHERE clock.part_id = part.id AND clock.state = 'running' AND clock.due_at < %(now)s
        )
    )
FROM casefile_assignment AS part
WHERE part.forwarded_at >= %(begins_at)s AND part.forwarded_at < %(ends_at)s
    AND part.state NOT IN ('proposed', 'returned', 'withdrawn')
GROUP BY part.unit_id
HAVING count(*) FILTER (WHERE part.state IN ('forwarded', 'accepted')) > 0
ORDER BY part.unit_id
