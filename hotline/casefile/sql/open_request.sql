-- Writes one report with everything that follows from it: key, contact, request, raw delivery, proposed parts, clocks,
-- events and the receipt. Gives the number of photos bound, or no row when the key was there already (then nothing is
-- written). Every insert reads from `fresh`, which has a row only if the key was new.
WITH fresh AS (
    INSERT INTO casefile_intakekey (key, payload, request_id, created_at)
    VALUES (%(key)s, %(payload)s, %(id)s, %(now)s)
    ON CONFLICT (key) DO NOTHING
    RETURNING request_id
), request AS (
    INSERT INTO casefile_servicerequest (
        id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words,
        agency_words, attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, urgent, level, received_at,
        changed_at
    )
    SELECT
        fresh.request_id, %(reference)s, %(link_hash)s, %(link_token)s, %(kind)s, %(stream)s, %(language)s,
        %(channel)s, %(service)s, %(service_chosen)s, %(words)s, %(agency_words)s, %(attributes)s, %(lat)s, %(lon)s,
        %(cell)s, %(place_words)s, %(agency_place)s, %(area)s, %(area_how)s, %(urgent)s, %(level)s, %(now)s, %(now)s
    FROM fresh
), contact AS (
    INSERT INTO casefile_contact (name, language, created_at)
    SELECT %(contact_name)s, %(language)s, %(now)s FROM fresh WHERE %(has_contact)s
    RETURNING id
), points AS (
    INSERT INTO casefile_contactpoint (contact_id, kind, value, blind)
    SELECT contact.id, point.kind, decode(point.value, 'hex'), decode(point.blind, 'hex')
    FROM contact, jsonb_to_recordset(%(points)s) AS point (kind text, value text, blind text)
    RETURNING id, contact_id, kind
), reporter AS (
    INSERT INTO casefile_reporter (request_id, contact_id, point_id, channel, main, hidden)
    SELECT fresh.request_id, points.contact_id, points.id, %(answer_on)s, true, %(hidden)s
    FROM fresh, points WHERE points.kind = %(answer_on)s
    RETURNING id
), delivery AS (
    INSERT INTO casefile_delivery (channel, provider_id, body, state, reason, request_id, contact_id, received_at, read_at)
    SELECT %(channel)s, %(reference)s, %(raw)s, 'read', '', fresh.request_id, (SELECT id FROM contact), %(now)s, %(now)s
    FROM fresh WHERE %(raw)s::bytea IS NOT NULL
), parts AS (
    INSERT INTO casefile_assignment (request_id, unit_id, role, rule, because, automatic, proposed_at)
    SELECT fresh.request_id, part.unit, part.role, part.rule, part.because, part.automatic, %(now)s
    FROM fresh, jsonb_to_recordset(%(parts)s)
        AS part (unit bigint, role text, rule text, because jsonb, automatic boolean)
), clocks AS (
    INSERT INTO casefile_clock (
        request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation
    )
    SELECT
        fresh.request_id, clock.rule, clock.purpose, clock.stops, clock.rule_from, clock.calendar, clock.started_by,
        clock.started_at, clock.due_at, clock.derivation
    FROM fresh, jsonb_to_recordset(%(clocks)s) AS clock (
        rule text, purpose text, stops text, rule_from date, calendar text, started_by text, started_at timestamptz,
        due_at timestamptz, derivation jsonb
    )
), events AS (
    INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
    SELECT
        fresh.request_id, event.name, event.at, event.actor_kind, event.actor_user, event.actor_unit, event.reason,
        event.note, event.facts, decode(event.mac, 'hex')
    FROM fresh, jsonb_to_recordset(%(events)s) AS event (
        name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text, note bigint,
        facts jsonb, mac text
    )
), messages AS (
    INSERT INTO casefile_message (
        request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at
    )
    SELECT
        fresh.request_id, message.event, '{}', message.once, message.priority, message.channel, %(language)s,
        reporter.id, %(now)s, %(now)s
    FROM fresh, reporter, jsonb_to_recordset(%(messages)s)
        AS message (event text, once text, priority smallint, channel text)
), photos AS (
    UPDATE casefile_attachment SET request_id = fresh.request_id
    FROM fresh WHERE casefile_attachment.key = ANY(%(attachments)s) AND casefile_attachment.request_id IS NULL
    RETURNING casefile_attachment.id
)
SELECT (SELECT count(*) FROM photos) FROM fresh
