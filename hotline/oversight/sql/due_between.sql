-- Which running deadlines lie on these stretches of the order of deadlines, each after a place and until a moment?
-- Asked by the loop that warns and duns: for each step of what time has brought since its last turn, and a stretch a turn of all
-- there are. Grain: one clock on one stretch, in order; of each the first %(limit)s. Only the index clock_due_in_order is read.
SELECT stretch.number, found.due_at, found.id
FROM jsonb_to_recordset(%(stretches)s::jsonb) AS stretch (number int, after_at timestamptz, after_id bigint, until timestamptz)
CROSS JOIN LATERAL (
    SELECT clock.due_at, clock.id FROM casefile_clock AS clock
    WHERE clock.state = 'running' AND (clock.due_at, clock.id) > (stretch.after_at, stretch.after_id)
        AND clock.due_at <= stretch.until
    ORDER BY clock.due_at, clock.id LIMIT %(limit)s
) AS found
ORDER BY stretch.number, found.due_at, found.id
