-- Floor B: our one statement, as it is, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT CAST('[{"id": 1, "key": "mgEPOlqRRjCo5ifjozcH8BTf5zazRfCzW7uQV3GNk8g=", "lat": 10.96892, "lon": 106.66108, "now": "2026-11-22T06:41:08.582984Z", "raw": "AaYa7KSk3NnLpb2q6wNg76JtEn9Sr31uMViT3OrJTjTuwimZkRbKnXHo+pD9/Lw9lnCH83K7JfBlXZL+bmYqHdZua7vzc0zZJWytHyR6YBmawJdyrUgh80BgQKT29Rkh/evUVB5SQt7LD+9gkZnwwD5ueMARNP7254PtKTvoRN1BtD7RxrdWRtTxxOc9nfZ3nDJiKwilMHqTLKZTXBxByG7XWK1T1klP+bspp0EVu42L6r5mO/Si7FoQBAQY1s9NQwjcbW+xxNlbNUl9jv3oQYIgv/o+2oB2q3SNjAIR0B40X7PJVdDfwF/HYOtdUcOQDoRFuxJONDhZcvlM/vCRsQKlR3X6sGeZ0KUg8MkMekhdKWAeO7P/TR1RSKBzpxXi0odSjXcKuAA7k7w3fbbNPYwo+8k5S91D5lLvGbhe4DdweGugidwNrOhlp2lvy6j+wSI5MryPHiuWPWClUHd3IQqw79czTFeJordUQQOT66tBqkj1IRMvTTFN1HHRD3uZ4EmCY+QoB+ZKr80uZuHpnN8y4bhiLOyDOSt46XJM6aF1fiP9jETchj6XxrL1QM52h3eoUvNXxTOun/vQT0AoMmtVH/t8y9eogL8Raw==", "area": 1, "cell": "8965b56cd5bffff", "kind": "report", "level": "normal", "parts": [{"role": "lead", "rule": "duong-bo", "unit": 51, "because": {"also": [], "group": "roads", "why_not": ["service_not_automatic"]}, "automatic": false}], "words": "Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).", "clocks": [{"rule": "answer", "stops": "answered", "due_at": "2026-12-07T17:00:00+07:00", "purpose": "answer", "calendar": "hanh-chinh", "rule_from": "2025-09-01", "derivation": {"left": null, "rule": "answer", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-12-07T17:00:00+07:00", "length": {"unit": "working_days", "amount": 10}, "pauses": [], "source": "Quy chế tháng 9-2025 của UBND Thành phố Hồ Chí Minh về Cổng thông tin 1022, theo Báo Tin tức ngày 4-9-2025 (10 ngày, 15 ngày khi nhiều cơ quan phối hợp); số văn bản, ngày hiệu lực và cách tính ngày chưa kiểm chứng", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-22T06:41:08.582984+00:00", "started_by": "received", "provisional": false, "rule_version": "2025-09-01"}, "started_at": "2026-11-22T06:41:08.582984Z", "started_by": "received"}, {"rule": "forward-5-minutes", "stops": "forwarded", "due_at": "2026-11-22T13:46:08.582984+07:00", "purpose": "forward", "calendar": "hanh-chinh", "rule_from": "2020-05-04", "derivation": {"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T13:46:08.582984+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-22T06:41:08.582984+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}, "started_at": "2026-11-22T06:41:08.582984Z", "started_by": "received"}], "events": [{"at": "2026-11-22T06:41:08.582984Z", "mac": "HxCES9NMOHQcGRh31QZ1UN3suhZ6JZz7nQsnmwfb9qM=", "name": "received", "note": null, "facts": {"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}, {"at": "2026-11-22T06:41:08.582984Z", "mac": "oOl3o7n50TR0tXR4hyJUzPKx188bqkG7aKC5wErfIPM=", "name": "proposed", "note": null, "facts": {"role": "lead", "rule": "duong-bo", "unit": 51}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}], "hidden": false, "points": [{"kind": "sms", "blind": "voVF7/8WpJ91RTVfVuHNNaN5/ShgP9yLDTf77PD/6Lg=", "value": "AeyZy/jBxAk6Iv4GE/IprJzB7zH/atFOPY7YjGWd327SUNJJUo1tsZQ="}], "stream": "1022", "urgent": false, "channel": "open311", "payload": "XmaBDtptTdrpDNQRjOA9go7+1XpVL57IASUJxqc4hEo=", "service": 4, "area_how": "nearest_centre", "language": "vi", "messages": [{"once": "received:1", "event": "received", "channel": "sms", "priority": 2}], "answer_on": "sms", "link_hash": "pL/dZBH6++CJpd0FIL5Q6LP9KqfplC7o6fT7aY4nshw=", "reference": "1022-2611-B4S9-E1D4-N", "attributes": {}, "link_token": "AbsKOnyJpZBG5371H8yiOZ1KO21wLX29jHJh6thgXqKEgrBDesIFx00C+V6kLsAyXlLl", "has_contact": true, "place_words": "Số 1 đường Lê Lợi", "agency_place": "Số 1 đường Lê Lợi", "agency_words": "Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).", "contact_name": "AUxZSmdL7zeid+U8kikyaNLl2oFU6m/TrDt1ebnVpZ5ThQWLeFdBt9/DIm3bKmdv", "service_chosen": true}]' AS jsonb) -> 0 || jsonb_build_object('now', '2099-01-01 00:00:00+00') AS report
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
        reporter.id, now, now
    FROM opened JOIN reporter ON reporter.request_id = opened.id, jsonb_to_recordset(opened.messages)
        AS message (event text, once text, priority smallint, channel text)
)
SELECT request_id FROM fresh;
