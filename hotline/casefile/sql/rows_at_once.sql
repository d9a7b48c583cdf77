-- Writes events, clocks and messages of many cases, given as one JSON object of lists. What is in the outbox already (by `once`)
-- is not put there again. The same rows through the ORM took three times as long.
WITH given AS (
    SELECT %s::jsonb AS rows
), events AS (
    INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
    SELECT
        event.request_id, event.name, event.at, event.actor_kind, event.actor_user, event.actor_unit, event.reason, event.note,
        event.facts, decode(event.mac, 'base64')
    FROM given, ROWS FROM (
        jsonb_to_recordset(given.rows -> 'events') AS (
            request_id bigint, name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text,
            note bigint, facts jsonb, mac text
        )
    ) WITH ORDINALITY AS event (
        request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac, place
    )
    ORDER BY event.place
), clocks AS (
    INSERT INTO casefile_clock (
        request_id, part_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation
    )
    SELECT
        clock.request_id, clock.part_id, clock.rule, clock.purpose, clock.stops, clock.rule_from, clock.calendar,
        clock.started_by, clock.started_at, clock.due_at, clock.derivation
    FROM given, jsonb_to_recordset(given.rows -> 'clocks') AS clock (
        request_id bigint, part_id bigint, rule text, purpose text, stops text, rule_from date, calendar text,
        started_by text, started_at timestamptz, due_at timestamptz, derivation jsonb
    )
)
INSERT INTO casefile_message (
    request_id, event, facts, once, priority, channel, language, reporter_id, focal_point_id, created_at, try_at
)
SELECT
    message.request_id, message.event, message.facts, message.once, message.priority, message.channel, message.language,
    message.reporter_id, message.focal_point_id, message.created_at, message.try_at
FROM given, jsonb_to_recordset(given.rows -> 'messages') AS message (
    request_id bigint, event text, facts jsonb, once text, priority smallint, channel text, language text,
    reporter_id bigint, focal_point_id bigint, created_at timestamptz, try_at timestamptz
)
ON CONFLICT (once) DO NOTHING
