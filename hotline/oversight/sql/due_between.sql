-- Which running deadlines lie after one place in the order of deadlines, up to a moment?
-- Asked by the loop that warns and duns: for each step of what time has brought since its last turn, and a stretch a turn of all
-- there are. Grain: one clock, in the order of the index clock_due_in_order, which is all that is read.
SELECT id, due_at FROM casefile_clock
WHERE state = 'running' AND (due_at, id) > (%(after_at)s, %(after_id)s) AND due_at <= %(until)s
ORDER BY due_at, id LIMIT %(limit)s
