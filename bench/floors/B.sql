-- Floor B: our one statement, as it is, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT CAST('[{"id": 1, "key": "mgEPOlqRRjCo5ifjozcH8BTf5zazRfCzW7uQV3GNk8g=", "lat": 10.96892, "lon": 106.66108, "now": "2026-11-22T20:33:23.971657Z", "raw": "AS5kmMsZBWIXargFitsf29sy6PZuBnWEuhqeZ4eQ1yijD1rFVFnR4k2cQv7xdilPxazsrQvv6BHk6cnMg/ufhKVac/5lQ1Zx9TUBXxi4bdwzH6q79MGepRMJgIX5LzQ1Bib4WXsOu/GNOPfsH86YgIfflsuI7YLNukpjwObYH67RK4zUOk+haiZKtcTrKYlUEP0qhlh/MOODEq01ncjSQHW4UUaRORsn2a0CetTHge/stZK8Ay3kHkzN1/SSVBnOG4x4hya3zJ92QRZWh+CH9P5PQVVYDMsrKhx67XFUC8vJR5J+OvLVjrdEvwUBytjMGUfxG3Lk7PbAwv3wAMKxOBFju8GWRCoOmpLwuykSpFd3Fr70FZE/Z3Re3KRU6U9PUjVVkqiSL4v7FKihATrtXiRLgcUx1FE0YqnhDtzF7zSvGsZ91ss56aeESNZ1gp6wEPvsSXDENC4d1NmsMzhT6q5LO1s63R9+KHr2k8M6+qyVHSr2wzix/whxCr0lFsqTO+n5/zLgxNhOjUp+EZr1Fm5rh2/VjBKu2rh6bjhPHpsjLahUWaPNAvxQZp8ZXuoG5lf37hIQLPluCwRMggOgVDidsRwvj/TUXnK0Bw==", "area": 1, "cell": "8965b56cd5bffff", "kind": "report", "level": "normal", "parts": [{"role": "lead", "rule": "duong-bo", "unit": 51, "because": {"also": [], "group": "roads", "why_not": ["service_not_automatic"]}, "automatic": false}], "words": "Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).", "clocks": [{"rule": "answer", "stops": "answered", "due_at": "2026-12-08T17:00:00+07:00", "purpose": "answer", "calendar": "hanh-chinh", "rule_from": "2025-09-01", "derivation": {"left": null, "rule": "answer", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-12-08T17:00:00+07:00", "length": {"unit": "working_days", "amount": 10}, "pauses": [], "source": "Quy chế tháng 9-2025 của UBND Thành phố Hồ Chí Minh về Cổng thông tin 1022, theo Báo Tin tức ngày 4-9-2025 (10 ngày, 15 ngày khi nhiều cơ quan phối hợp); số văn bản, ngày hiệu lực và cách tính ngày chưa kiểm chứng", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-22T20:33:23.971657+00:00", "started_by": "received", "provisional": false, "rule_version": "2025-09-01"}, "started_at": "2026-11-22T20:33:23.971657Z", "started_by": "received"}, {"rule": "forward-5-minutes", "stops": "forwarded", "due_at": "2026-11-23T03:38:23.971657+07:00", "purpose": "forward", "calendar": "hanh-chinh", "rule_from": "2020-05-04", "derivation": {"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-23T03:38:23.971657+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-22T20:33:23.971657+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}, "started_at": "2026-11-22T20:33:23.971657Z", "started_by": "received"}], "events": [{"at": "2026-11-22T20:33:23.971657Z", "mac": "bG5PLr5nB9SF75r5U0dirIvStEd+GPxHZ/dLqL7nXmc=", "name": "received", "note": null, "facts": {"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}, {"at": "2026-11-22T20:33:23.971657Z", "mac": "GzexXae3I0fqVIm7JF2oT+O73P5PRQ9k7YFDQSeCz9s=", "name": "proposed", "note": null, "facts": {"role": "lead", "rule": "duong-bo", "unit": 51}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}], "hidden": false, "points": [{"kind": "sms", "blind": "WqSkz3YUVTzZX5VuAshTUkH2H2pxSCG5pSmJt+dw60s=", "value": "ARJ/8a6L7e3l2aOv+JhuotWVRYwM8DZrPCPv6CDSaaKvVSjvsSE91d0="}], "stream": "1022", "urgent": false, "channel": "open311", "payload": "XmaBDtptTdrpDNQRjOA9go7+1XpVL57IASUJxqc4hEo=", "service": 4, "area_how": "nearest_centre", "language": "vi", "messages": [{"once": "received:1", "event": "received", "waits": "0 seconds", "channel": "sms", "priority": 2}], "answer_on": "sms", "link_hash": "hiWpwoEoq5yenYzR+1Yh7FYLgt9E31+NPHTv4I0WfT8=", "reference": "1022-2611-A7FC-MBZV-7", "attributes": {}, "link_token": "Afs56cqh4wF/3ZIRRqzNWNYvlU5OUd9hQQeaJ7N8/9K9GPP3K/7xDYocv6ag8k97h8Yc", "has_contact": true, "place_words": "Số 1 đường Lê Lợi", "agency_place": "Số 1 đường Lê Lợi", "agency_words": "Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).", "contact_name": "ASjJaF5FDEQJwMBPi5lUTtA16cw4AWbz7gacpNOzUSbUrw7sNahQLnDRhw4qwtbU", "service_chosen": true}]' AS jsonb) -> 0 || jsonb_build_object('now', '2099-01-01 00:00:00+00') AS report
\gset
\set ready 1
\endif
WITH report AS MATERIALIZED (
    SELECT
        typed.*, nextval('casefile_contact_id_seq') AS contact_id
    FROM jsonb_to_recordset(jsonb_build_array((:report)::jsonb || jsonb_build_object('id', (:id)::bigint, 'key', encode((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), 'link_hash', encode((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), 'messages', jsonb_set((:report)::jsonb -> 'messages', '{0,once}', to_jsonb(gen_random_uuid()::text)), 'reference', ('1022-' || gen_random_uuid()::text)))) AS typed (
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
SELECT request_id FROM fresh;
