-- Floor B: our one statement, as it is, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\xce84129ca54d2486132c74346a82a7faab93abc2a0c72984e84427832d24ddad' AS payload,
    '2099-01-01 00:00:00+00' AS now,
    '\x0130d82be5a0d70ca8bb7b6be456cf57b26bf8770668cd9b8fe5d006ff8617c6675da0e88a5cbb7b6063764a875f0dd6a2a3ac' AS link_token,
    'report' AS kind,
    '1022' AS stream,
    'vi' AS language,
    'open311' AS channel,
    '4' AS service,
    't' AS service_chosen,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-0).' AS words,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-0).' AS agency_words,
    '{}' AS attributes,
    '10.96892' AS lat,
    '106.66108' AS lon,
    '8965b56cd5bffff' AS cell,
    'Số 1 đường Lê Lợi' AS place_words,
    '1' AS area,
    'nearest_centre' AS area_how,
    'f' AS urgent,
    '\x019274e9d354b74d4631a53ff7466b4418680f318cc8efd029de93956cc0a6cf992ee7bcd0b4798d1814e6cccaab823d' AS contact_name,
    't' AS has_contact,
    '[{"kind": "sms", "blind": "85b90c08b3789ee43e6eb648d0eecfc7eaf9282052b8e74d7702de358f443699", "value": "011f60ea68bd5b0d3704788818c32621e95a4a368803d933cca63ae74c28b7b91af55fa51300c3b3ad"}]' AS points,
    'sms' AS answer_on,
    'f' AS hidden,
    '\x012db9a86f77ff43527b348e14cb0c50b8e6189fb7a12c985407acfef80bd010387b82cf066d6a600ffe3233dc0cd96364f27f07f0a1f4b744fa66e92a2b48a2e43ff0dfebc85cbb206500e3a757226626c7d83cd160ba6c370d13e08d2607ebfeec384b46e2601ae10cf3854961238e65927376333fb6a790a72a2c6fe215306bd4c7438e7dfacc1fb253e2fc83af9b6c2da1153c66218433180d96b5d21e845a767099584b11a9b87436e65e4af6cc7ade79a86e9f29741b92afd915456d12cd2ffad176c8fece55fdb6eedae262ebe4f3bdca9b65d3490e09f482c7aad173f87621fe9236f19f140c7d06ced7f2aed7ac502a84e0b4696d2a4d44891506becd2bae642559696612f44296ab85b084e5fd99c1e7f642c90ba6534471c90e20422bd1cc07aa6229925387efc6ef4c42a1334cdba27c74fcd757ca30e809281e07fbae879a9c6975928bf179c042e56f1570dfff70ffe9e7a18a92e2364d3dbf8de341ddf91aa73ed4337f6ebc0e157711f01a54a10d4a828cee74e867086634cfb03c232a681ac4c243fa82a133c33591caac8bd95f6649671c9107a993574430dcb1d652697c306bc18a0174cf8de626b6a9f3fe779c72df5d2a06d9d07398ae1132c829' AS raw,
    '[{"role": "lead", "rule": "duong-bo", "unit": 51, "because": {"also": [], "group": "roads", "why_not": ["service_not_automatic"]}, "automatic": false}]' AS parts,
    '[{"rule": "answer-5-working-days", "stops": "answered", "due_at": "2026-11-30T17:00:00+07:00", "purpose": "answer", "calendar": "hanh-chinh", "rule_from": "2023-10-26", "derivation": {"left": null, "rule": "answer-5-working-days", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-30T17:00:00+07:00", "length": {"unit": "working_days", "amount": 5}, "pauses": [], "source": "Quyết định 4874/QĐ-UBND ngày 26-10-2023 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-21T21:30:08.212377+00:00", "started_by": "received", "provisional": false, "rule_version": "2023-10-26"}, "started_at": "2026-11-21T21:30:08.212377+00:00", "started_by": "received"}, {"rule": "forward-5-minutes", "stops": "forwarded", "due_at": "2026-11-22T04:35:08.212377+07:00", "purpose": "forward", "calendar": "hanh-chinh", "rule_from": "2020-05-04", "derivation": {"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T04:35:08.212377+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-21T21:30:08.212377+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}, "started_at": "2026-11-21T21:30:08.212377+00:00", "started_by": "received"}]' AS clocks,
    '[{"at": "2026-11-21T21:30:08.212377+00:00", "mac": "32d56d31b0d719914c5df1e953e9db29f82cbe3b1c32c59ef88676684c21b26d", "name": "received", "note": null, "facts": {"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}, {"at": "2026-11-21T21:30:08.212377+00:00", "mac": "d2e43532ad454240bd9b493517ed0574197c0ac615a32e9596304b3773ab4250", "name": "proposed", "note": null, "facts": {"role": "lead", "rule": "duong-bo", "unit": 51}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}]' AS events,
    '[{"once": "received:1", "event": "received", "channel": "sms", "priority": 2}]' AS messages,
    '{}' AS attachments
\gset
\set ready 1
\endif
WITH fresh AS (
    INSERT INTO casefile_intakekey (key, payload, request_id, created_at)
    VALUES ((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :payload, :id, :now)
    ON CONFLICT (key) DO NOTHING
    RETURNING request_id
), request AS (
    INSERT INTO casefile_servicerequest (
        id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words,
        agency_words, attributes, lat, lon, cell, place_words, area_id, area_how, urgent, received_at, changed_at
    )
    SELECT
        fresh.request_id, ('1022-' || gen_random_uuid()::text), (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :link_token, :kind, :stream, :language,
        :channel, :service, :service_chosen, :words, :agency_words, :attributes, :lat, :lon,
        :cell, :place_words, :area, :area_how, :urgent, :now, :now
    FROM fresh
), contact AS (
    INSERT INTO casefile_contact (name, language, created_at)
    SELECT :contact_name, :language, :now FROM fresh WHERE :has_contact
    RETURNING id
), points AS (
    INSERT INTO casefile_contactpoint (contact_id, kind, value, blind)
    SELECT contact.id, point.kind, decode(point.value, 'hex'), decode(point.blind, 'hex')
    FROM contact, jsonb_to_recordset(:points) AS point (kind text, value text, blind text)
    RETURNING id, contact_id, kind
), reporter AS (
    INSERT INTO casefile_reporter (request_id, contact_id, point_id, channel, main, hidden)
    SELECT fresh.request_id, points.contact_id, points.id, :answer_on, true, :hidden
    FROM fresh, points WHERE points.kind = :answer_on
    RETURNING id
), delivery AS (
    INSERT INTO casefile_delivery (channel, provider_id, body, state, reason, request_id, contact_id, received_at, read_at)
    SELECT :channel, ('1022-' || gen_random_uuid()::text), :raw, 'read', '', fresh.request_id, (SELECT id FROM contact), :now, :now
    FROM fresh WHERE :raw::bytea IS NOT NULL
), parts AS (
    INSERT INTO casefile_assignment (request_id, unit_id, role, rule, because, automatic, proposed_at)
    SELECT fresh.request_id, part.unit, part.role, part.rule, part.because, part.automatic, :now
    FROM fresh, jsonb_to_recordset(:parts)
        AS part (unit bigint, role text, rule text, because jsonb, automatic boolean)
), clocks AS (
    INSERT INTO casefile_clock (
        request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation
    )
    SELECT
        fresh.request_id, clock.rule, clock.purpose, clock.stops, clock.rule_from, clock.calendar, clock.started_by,
        clock.started_at, clock.due_at, clock.derivation
    FROM fresh, jsonb_to_recordset(:clocks) AS clock (
        rule text, purpose text, stops text, rule_from date, calendar text, started_by text, started_at timestamptz,
        due_at timestamptz, derivation jsonb
    )
), events AS (
    INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
    SELECT
        fresh.request_id, event.name, event.at, event.actor_kind, event.actor_user, event.actor_unit, event.reason,
        event.note, event.facts, decode(event.mac, 'hex')
    FROM fresh, jsonb_to_recordset(:events) AS event (
        name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text, note bigint,
        facts jsonb, mac text
    )
), messages AS (
    INSERT INTO casefile_message (
        request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at
    )
    SELECT
        fresh.request_id, message.event, '{}', message.once, message.priority, message.channel, :language,
        reporter.id, :now, :now
    FROM fresh, reporter, jsonb_to_recordset(jsonb_set(:messages, '{0,once}', to_jsonb(gen_random_uuid()::text)))
        AS message (event text, once text, priority smallint, channel text)
), photos AS (
    UPDATE casefile_attachment SET request_id = fresh.request_id
    FROM fresh WHERE casefile_attachment.key = ANY(:attachments) AND casefile_attachment.request_id IS NULL
    RETURNING casefile_attachment.id
)
SELECT (SELECT count(*) FROM photos) FROM fresh;
