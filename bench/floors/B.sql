-- Floor B: our one statement, as it is, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\x5e66810eda6d4ddae90cd4118ce03d828efed57a552f9ec8012509c6a738844a' AS payload,
    '2099-01-01 00:00:00+00' AS now,
    '\x0175e2abc2d504d3d122f748894657dce5ff52b778400d66ee98bf768493f3b4cfa13919ba4e55d0708c3bf6403f1e8d9415c3' AS link_token,
    'report' AS kind,
    '1022' AS stream,
    'vi' AS language,
    'open311' AS channel,
    '4' AS service,
    't' AS service_chosen,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS words,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS agency_words,
    '{}' AS attributes,
    '10.96892' AS lat,
    '106.66108' AS lon,
    '8965b56cd5bffff' AS cell,
    'Số 1 đường Lê Lợi' AS place_words,
    'Số 1 đường Lê Lợi' AS agency_place,
    '1' AS area,
    'nearest_centre' AS area_how,
    'f' AS urgent,
    'normal' AS level,
    '\x010cfd34bfd4eec5ef0d61f89cc16ebf39deebc5f9c73c1feadd1754be29cef0680faad3acf45aff34e1ee046fff135d' AS contact_name,
    't' AS has_contact,
    '[{"kind": "sms", "blind": "8a73f64e443bfdd3f1e0bb6b86ca3afa8225de0e48032b55e2d25b5418ed23ae", "value": "01f17c5b13bd810a4c0b472a6b174d387f8652394879ed09301a5e44d1f1529a40bca56a7475c1fdd4"}]' AS points,
    'sms' AS answer_on,
    'f' AS hidden,
    '\x01f368fda08da3fb03f8666f6fe9190a897d4905ba434d58986a184f76736a1c45271c7dd74ac94a15a8fb6b447899c309f9b2915961e4927e212ad5ec2d8015c72b048f5f81cc55ad40f02d8a8576237be5694bc8da6fd297112085fbfa14b4d397f51ec9c9e7c6b70e1e3042031f4cc537671b11c30f7d0f4c1a1424b2dec1a8e20e71e02d56bcd9e8909064c5b378ff91fb713b1ea2f2d0e9901950292b208bea7a9d3ce6575a74fc6e14349a575ed702aa1aac846f0437a000fc3cf7bb1dac6a2cccfbeffb80fdb8d3cf2d62266f8d3b2bdfc8fcd50cd557facdd9b3d037ffe76ff00f657989d5f612f5bc4cae48691476ddbb03998f3ac3065c07ad0011bcaccfbb79a8ac4d425486cf1e7938d30edff5e90d1aa0d1861812d68fde93ac8f16c7de311b9757598f3ad33501581382c5b633f8eae1efaae591b05366b7f3cfb9a262e9650e4b9b84c7b3cd87c54d4df76c124a8787244ae0341524bf0354a404fd4273abe59854a285f4a8a86cede90e2930065218662cf42a505567aabd4165b5c251fa765532df4c2492e21f4f77c4b45127b4272bfbdd00eae15031cabf0d0cbf4ee603aeb1609d51b51ae92714d3f65b5674de4d76ea44c249733e51f49ce965b4428c1abacf7f82' AS raw,
    '[{"role": "lead", "rule": "duong-bo", "unit": 51, "because": {"also": [], "group": "roads", "why_not": ["service_not_automatic"]}, "automatic": false}]' AS parts,
    '[{"rule": "answer", "stops": "answered", "due_at": "2026-12-07T17:00:00+07:00", "purpose": "answer", "calendar": "hanh-chinh", "rule_from": "2025-09-01", "derivation": {"left": null, "rule": "answer", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-12-07T17:00:00+07:00", "length": {"unit": "working_days", "amount": 10}, "pauses": [], "source": "Quy chế tháng 9-2025 của UBND Thành phố Hồ Chí Minh về Cổng thông tin 1022; số văn bản, ngày hiệu lực và cách tính ngày chưa kiểm chứng", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-22T04:20:02.173396+00:00", "started_by": "received", "provisional": false, "rule_version": "2025-09-01"}, "started_at": "2026-11-22T04:20:02.173396Z", "started_by": "received"}, {"rule": "forward-5-minutes", "stops": "forwarded", "due_at": "2026-11-22T11:25:02.173396+07:00", "purpose": "forward", "calendar": "hanh-chinh", "rule_from": "2020-05-04", "derivation": {"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T11:25:02.173396+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-22T04:20:02.173396+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}, "started_at": "2026-11-22T04:20:02.173396Z", "started_by": "received"}]' AS clocks,
    '[{"at": "2026-11-22T04:20:02.173396Z", "mac": "e46582d1e99ef3ab22501309ada2c26631e7122042139b979d477bd36de4b6e5", "name": "received", "note": null, "facts": {"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}, {"at": "2026-11-22T04:20:02.173396Z", "mac": "c534ce13a36c3521a95ecf6d1a24a284949ef51eeaaa68cf33623d7f51575b99", "name": "proposed", "note": null, "facts": {"role": "lead", "rule": "duong-bo", "unit": 51}, "reason": "", "actor_kind": "citizen", "actor_unit": null, "actor_user": null, "request_id": 1}]' AS events,
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
        agency_words, attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, urgent, level, received_at,
        changed_at
    )
    SELECT
        fresh.request_id, ('1022-' || gen_random_uuid()::text), (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :link_token, :kind, :stream, :language,
        :channel, :service, :service_chosen, :words, :agency_words, :attributes, :lat, :lon,
        :cell, :place_words, :agency_place, :area, :area_how, :urgent, :level, :now, :now
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
