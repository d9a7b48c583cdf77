-- Writes events and clocks of many cases, given as one JSON object of lists, and goes on with `messages_at_once.sql`: one
-- statement. The same rows through the ORM took three times as long.
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
