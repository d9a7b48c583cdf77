-- Writes reports with everything that follows from them: key, contact, request, raw delivery, proposed parts, clocks,
-- events and the receipt. $1 is a list of them, each as ReportRow.columns gives it; bytes stand there as base64. Gives the
-- ids of those whose key was new; of the others nothing is written. Keys are written in order, so that two such
-- statements with the same keys wait for each other instead of for ever.
WITH report AS MATERIALIZED (
    SELECT
        typed.*, nextval('casefile_contact_id_seq') AS contact_id
    FROM jsonb_to_recordset($1) AS typed (
        id bigint, key text, payload text, reference text, link_hash text, link_token text, kind text, stream text,
        language text, channel text, service bigint, service_chosen boolean, words text, agency_words text, attributes jsonb,
        lat double precision, lon double precision, cell text, place_words text, agency_place text, area bigint, area_how text,
        urgent boolean, level text, now timestamptz, contact_name text, has_contact boolean, answer_on text, hidden boolean,
        raw text, points jsonb, parts jsonb, clocks jsonb, events jsonb, messages jsonb
    )
), fresh AS (
    INSERT INTO casefile_intakekey (key, payload, request_id, created_at)
    SELECT decode(key, 'base64'), decode(payload, 'base64'), id, now FROM report ORDER BY key
    ON CONFLICT (key) DO NOTHING
    RETURNING request_id
), opened AS MATERIALIZED (
    SELECT report.* FROM report WHERE id IN (SELECT request_id FROM fresh)
), request AS (
    INSERT INTO casefile_servicerequest (
        id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words,
        agency_words, attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, urgent, level, received_at,
        changed_at
    )
    SELECT
        id, reference, decode(link_hash, 'base64'), decode(link_token, 'base64'), kind, stream, language,
        channel, service, service_chosen, words, agency_words, attributes, lat, lon,
        cell, place_words, agency_place, area, area_how, urgent, level, now, now
    FROM opened
), contact AS (
    INSERT INTO casefile_contact (id, name, language, created_at)
    SELECT contact_id, decode(contact_name, 'base64'), language, now FROM opened WHERE has_contact
), points AS (
    INSERT INTO casefile_contactpoint (contact_id, kind, value, blind)
    SELECT contact_id, point.kind, decode(point.value, 'base64'), decode(point.blind, 'base64')
    FROM opened, jsonb_to_recordset(opened.points) AS point (kind text, value text, blind text)
    RETURNING id, contact_id, kind
), reporter AS (
    INSERT INTO casefile_reporter (request_id, contact_id, point_id, channel, main, hidden)
    SELECT opened.id, points.contact_id, points.id, answer_on, true, hidden
    FROM opened JOIN points USING (contact_id) WHERE points.kind = answer_on
    RETURNING id, request_id
), delivery AS (
    INSERT INTO casefile_delivery (channel, provider_id, body, state, reason, request_id, contact_id, received_at, read_at)
    SELECT channel, reference, decode(raw, 'base64'), 'read', '', id, CASE WHEN has_contact THEN contact_id END, now, now
    FROM opened WHERE raw IS NOT NULL
), parts AS (
    INSERT INTO casefile_assignment (request_id, unit_id, role, rule, because, automatic, proposed_at)
    SELECT opened.id, part.unit, part.role, part.rule, part.because, part.automatic, now
    FROM opened, jsonb_to_recordset(opened.parts)
        AS part (unit bigint, role text, rule text, because jsonb, automatic boolean)
), clocks AS (
    INSERT INTO casefile_clock (
        request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation
    )
    SELECT
        opened.id, clock.rule, clock.purpose, clock.stops, clock.rule_from, clock.calendar, clock.started_by,
        clock.started_at, clock.due_at, clock.derivation
    FROM opened, jsonb_to_recordset(opened.clocks) AS clock (
        rule text, purpose text, stops text, rule_from date, calendar text, started_by text, started_at timestamptz,
        due_at timestamptz, derivation jsonb
    )
), events AS (
    INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
    SELECT
        opened.id, event.name, event.at, event.actor_kind, event.actor_user, event.actor_unit, event.reason,
        event.note, event.facts, decode(event.mac, 'base64')
    FROM opened, jsonb_to_recordset(opened.events) AS event (
        name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text, note bigint,
        facts jsonb, mac text
    )
), messages AS (
    INSERT INTO casefile_message (
        request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at
    )
    SELECT
        opened.id, message.event, '{}', message.once, message.priority, message.channel, language,
        reporter.id, now, now + message.waits
    FROM opened JOIN reporter ON reporter.request_id = opened.id, jsonb_to_recordset(opened.messages)
        AS message (event text, once text, priority smallint, channel text, waits interval)
)
SELECT request_id FROM fresh
