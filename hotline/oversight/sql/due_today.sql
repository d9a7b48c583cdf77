-- How many deadlines are late, or will be today? At most %(limit)s are counted: more is told as that many.
-- Asked by every page of the centre's staff for the number beside "Hạn hôm nay". Grain: one running clock.
SELECT count(*) FROM (
    SELECT FROM casefile_clock AS clock WHERE clock.state = 'running' AND clock.due_at < %(until)s LIMIT %(limit)s
) AS counted
