-- Floor A: the same rows by separate inserts in one transaction, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\xce84129ca54d2486132c74346a82a7faab93abc2a0c72984e84427832d24ddad' AS r1_payload,
    '2099-01-01 00:00:00+00' AS r1_created_at,
    '\x0130d82be5a0d70ca8bb7b6be456cf57b26bf8770668cd9b8fe5d006ff8617c6675da0e88a5cbb7b6063764a875f0dd6a2a3ac' AS r2_link_token,
    'report' AS r2_kind,
    '1022' AS r2_stream,
    'vi' AS r2_language,
    'open311' AS r2_channel,
    '4' AS r2_service_id,
    'true' AS r2_service_chosen,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-0).' AS r2_words,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-0).' AS r2_agency_words,
    '{}' AS r2_attributes,
    '10.96892' AS r2_lat,
    '106.66108' AS r2_lon,
    '8965b56cd5bffff' AS r2_cell,
    'Số 1 đường Lê Lợi' AS r2_place_words,
    '1' AS r2_area_id,
    'nearest_centre' AS r2_area_how,
    'false' AS r2_urgent,
    '2099-01-01 00:00:00+00' AS r2_received_at,
    '2026-11-21 21:30:08.212377+00' AS r2_changed_at,
    '\x019274e9d354b74d4631a53ff7466b4418680f318cc8efd029de93956cc0a6cf992ee7bcd0b4798d1814e6cccaab823d' AS r3_name,
    'vi' AS r3_language,
    '2099-01-01 00:00:00+00' AS r3_created_at,
    'sms' AS r4_kind,
    '\x011f60ea68bd5b0d3704788818c32621e95a4a368803d933cca63ae74c28b7b91af55fa51300c3b3ad' AS r4_value,
    '\x85b90c08b3789ee43e6eb648d0eecfc7eaf9282052b8e74d7702de358f443699' AS r4_blind,
    'sms' AS r5_channel,
    'true' AS r5_main,
    'false' AS r5_hidden,
    'open311' AS r6_channel,
    '\x012db9a86f77ff43527b348e14cb0c50b8e6189fb7a12c985407acfef80bd010387b82cf066d6a600ffe3233dc0cd96364f27f07f0a1f4b744fa66e92a2b48a2e43ff0dfebc85cbb206500e3a757226626c7d83cd160ba6c370d13e08d2607ebfeec384b46e2601ae10cf3854961238e65927376333fb6a790a72a2c6fe215306bd4c7438e7dfacc1fb253e2fc83af9b6c2da1153c66218433180d96b5d21e845a767099584b11a9b87436e65e4af6cc7ade79a86e9f29741b92afd915456d12cd2ffad176c8fece55fdb6eedae262ebe4f3bdca9b65d3490e09f482c7aad173f87621fe9236f19f140c7d06ced7f2aed7ac502a84e0b4696d2a4d44891506becd2bae642559696612f44296ab85b084e5fd99c1e7f642c90ba6534471c90e20422bd1cc07aa6229925387efc6ef4c42a1334cdba27c74fcd757ca30e809281e07fbae879a9c6975928bf179c042e56f1570dfff70ffe9e7a18a92e2364d3dbf8de341ddf91aa73ed4337f6ebc0e157711f01a54a10d4a828cee74e867086634cfb03c232a681ac4c243fa82a133c33591caac8bd95f6649671c9107a993574430dcb1d652697c306bc18a0174cf8de626b6a9f3fe779c72df5d2a06d9d07398ae1132c829' AS r6_body,
    'read' AS r6_state,
    '' AS r6_reason,
    '2099-01-01 00:00:00+00' AS r6_received_at,
    '2026-11-21 21:30:08.212377+00' AS r6_read_at,
    '51' AS r7_unit_id,
    'lead' AS r7_role,
    'duong-bo' AS r7_rule,
    '{"also": [], "group": "roads", "why_not": ["service_not_automatic"]}' AS r7_because,
    'false' AS r7_automatic,
    '2026-11-21 21:30:08.212377+00' AS r7_proposed_at,
    'answer-5-working-days' AS r8_rule,
    'answer' AS r8_purpose,
    'answered' AS r8_stops,
    '2023-10-26' AS r8_rule_from,
    'hanh-chinh' AS r8_calendar,
    'received' AS r8_started_by,
    '2026-11-21 21:30:08.212377+00' AS r8_started_at,
    '2026-11-30 10:00:00+00' AS r8_due_at,
    '{"left": null, "rule": "answer-5-working-days", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-30T17:00:00+07:00", "length": {"unit": "working_days", "amount": 5}, "pauses": [], "source": "Quyết định 4874/QĐ-UBND ngày 26-10-2023 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-21T21:30:08.212377+00:00", "started_by": "received", "provisional": false, "rule_version": "2023-10-26"}' AS r8_derivation,
    'forward-5-minutes' AS r9_rule,
    'forward' AS r9_purpose,
    'forwarded' AS r9_stops,
    '2020-05-04' AS r9_rule_from,
    'hanh-chinh' AS r9_calendar,
    'received' AS r9_started_by,
    '2026-11-21 21:30:08.212377+00' AS r9_started_at,
    '2026-11-21 21:35:08.212377+00' AS r9_due_at,
    '{"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T04:35:08.212377+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-21T21:30:08.212377+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}' AS r9_derivation,
    'received' AS r10_name,
    '2099-01-01 00:00:00+00' AS r10_at,
    'citizen' AS r10_actor_kind,
    '' AS r10_reason,
    '{"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}' AS r10_facts,
    '\x32d56d31b0d719914c5df1e953e9db29f82cbe3b1c32c59ef88676684c21b26d' AS r10_mac,
    'proposed' AS r11_name,
    '2099-01-01 00:00:00+00' AS r11_at,
    'citizen' AS r11_actor_kind,
    '' AS r11_reason,
    '{"role": "lead", "rule": "duong-bo", "unit": 51}' AS r11_facts,
    '\xd2e43532ad454240bd9b493517ed0574197c0ac615a32e9596304b3773ab4250' AS r11_mac,
    'received' AS r12_event,
    '{}' AS r12_facts,
    '2' AS r12_priority,
    'sms' AS r12_channel,
    'vi' AS r12_language,
    '2099-01-01 00:00:00+00' AS r12_created_at,
    '2099-01-01 00:00:00+00' AS r12_try_at
\gset
\set ready 1
\endif
BEGIN;
INSERT INTO casefile_intakekey (key, payload, request_id, created_at)
VALUES ((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :r1_payload, :id, :r1_created_at);
INSERT INTO casefile_servicerequest (id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words, agency_words, attributes, lat, lon, cell, place_words, area_id, area_how, urgent, received_at, changed_at)
VALUES (:id, ('1022-' || gen_random_uuid()::text), (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :r2_link_token, :r2_kind, :r2_stream, :r2_language, :r2_channel, :r2_service_id, :r2_service_chosen, :r2_words, :r2_agency_words, :r2_attributes, :r2_lat, :r2_lon, :r2_cell, :r2_place_words, :r2_area_id, :r2_area_how, :r2_urgent, :r2_received_at, :r2_changed_at);
INSERT INTO casefile_contact (name, language, created_at)
VALUES (:r3_name, :r3_language, :r3_created_at)
RETURNING id AS contact_id
\gset
INSERT INTO casefile_contactpoint (contact_id, kind, value, blind)
VALUES (:contact_id, :r4_kind, :r4_value, :r4_blind)
RETURNING id AS point_id
\gset
INSERT INTO casefile_reporter (request_id, contact_id, point_id, channel, main, hidden)
VALUES (:id, :contact_id, :point_id, :r5_channel, :r5_main, :r5_hidden)
RETURNING id AS reporter_id
\gset
INSERT INTO casefile_delivery (channel, provider_id, body, state, reason, request_id, contact_id, received_at, read_at)
VALUES (:r6_channel, ('1022-' || gen_random_uuid()::text), :r6_body, :r6_state, :r6_reason, :id, :contact_id, :r6_received_at, :r6_read_at);
INSERT INTO casefile_assignment (request_id, unit_id, role, rule, because, automatic, proposed_at)
VALUES (:id, :r7_unit_id, :r7_role, :r7_rule, :r7_because, :r7_automatic, :r7_proposed_at);
INSERT INTO casefile_clock (request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation)
VALUES (:id, :r8_rule, :r8_purpose, :r8_stops, :r8_rule_from, :r8_calendar, :r8_started_by, :r8_started_at, :r8_due_at, :r8_derivation);
INSERT INTO casefile_clock (request_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, due_at, derivation)
VALUES (:id, :r9_rule, :r9_purpose, :r9_stops, :r9_rule_from, :r9_calendar, :r9_started_by, :r9_started_at, :r9_due_at, :r9_derivation);
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
VALUES (:id, :r10_name, :r10_at, :r10_actor_kind, NULL, NULL, :r10_reason, NULL, :r10_facts, :r10_mac);
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
VALUES (:id, :r11_name, :r11_at, :r11_actor_kind, NULL, NULL, :r11_reason, NULL, :r11_facts, :r11_mac);
INSERT INTO casefile_message (request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at)
VALUES (:id, :r12_event, :r12_facts, ('1022-' || gen_random_uuid()::text), :r12_priority, :r12_channel, :r12_language, :reporter_id, :r12_created_at, :r12_try_at);
COMMIT;
