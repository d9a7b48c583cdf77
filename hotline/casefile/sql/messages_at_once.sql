-- Puts messages into the outbox, given as a JSON list; what is there already (by `once`) is not put there again. An
-- agency may not read the outbox, so the statement names no column to find that out by.
INSERT INTO casefile_message (
    request_id, event, facts, once, priority, channel, language, reporter_id, focal_point_id, created_at, try_at
)
SELECT request_id, event, facts, once, priority, channel, language, reporter_id, focal_point_id, created_at, try_at
FROM jsonb_to_recordset(%s::jsonb) AS message (
    request_id bigint, event text, facts jsonb, once text, priority smallint, channel text, language text,
    reporter_id bigint, focal_point_id bigint, created_at timestamptz, try_at timestamptz
)
ON CONFLICT DO NOTHING
