-- Floor A: the same rows by separate inserts in one transaction, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\x5e66810eda6d4ddae90cd4118ce03d828efed57a552f9ec8012509c6a738844a' AS r1_payload,
    '2099-01-01 00:00:00+00' AS r1_created_at,
    '\x0175e2abc2d504d3d122f748894657dce5ff52b778400d66ee98bf768493f3b4cfa13919ba4e55d0708c3bf6403f1e8d9415c3' AS r2_link_token,
    'report' AS r2_kind,
    '1022' AS r2_stream,
    'vi' AS r2_language,
    'open311' AS r2_channel,
    '4' AS r2_service_id,
    'true' AS r2_service_chosen,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS r2_words,
    'Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy (floor-00000000).' AS r2_agency_words,
    '{}' AS r2_attributes,
    '10.96892' AS r2_lat,
    '106.66108' AS r2_lon,
    '8965b56cd5bffff' AS r2_cell,
    'Số 1 đường Lê Lợi' AS r2_place_words,
    'Số 1 đường Lê Lợi' AS r2_agency_place,
    '1' AS r2_area_id,
    'nearest_centre' AS r2_area_how,
    'false' AS r2_urgent,
    'normal' AS r2_level,
    '2099-01-01 00:00:00+00' AS r2_received_at,
    '2026-11-22 04:20:02.173396+00' AS r2_changed_at,
    '\x010cfd34bfd4eec5ef0d61f89cc16ebf39deebc5f9c73c1feadd1754be29cef0680faad3acf45aff34e1ee046fff135d' AS r3_name,
    'vi' AS r3_language,
    '2099-01-01 00:00:00+00' AS r3_created_at,
    'sms' AS r4_kind,
    '\x01f17c5b13bd810a4c0b472a6b174d387f8652394879ed09301a5e44d1f1529a40bca56a7475c1fdd4' AS r4_value,
    '\x8a73f64e443bfdd3f1e0bb6b86ca3afa8225de0e48032b55e2d25b5418ed23ae' AS r4_blind,
    'sms' AS r5_channel,
    'true' AS r5_main,
    'false' AS r5_hidden,
    'open311' AS r6_channel,
    '\x01f368fda08da3fb03f8666f6fe9190a897d4905ba434d58986a184f76736a1c45271c7dd74ac94a15a8fb6b447899c309f9b2915961e4927e212ad5ec2d8015c72b048f5f81cc55ad40f02d8a8576237be5694bc8da6fd297112085fbfa14b4d397f51ec9c9e7c6b70e1e3042031f4cc537671b11c30f7d0f4c1a1424b2dec1a8e20e71e02d56bcd9e8909064c5b378ff91fb713b1ea2f2d0e9901950292b208bea7a9d3ce6575a74fc6e14349a575ed702aa1aac846f0437a000fc3cf7bb1dac6a2cccfbeffb80fdb8d3cf2d62266f8d3b2bdfc8fcd50cd557facdd9b3d037ffe76ff00f657989d5f612f5bc4cae48691476ddbb03998f3ac3065c07ad0011bcaccfbb79a8ac4d425486cf1e7938d30edff5e90d1aa0d1861812d68fde93ac8f16c7de311b9757598f3ad33501581382c5b633f8eae1efaae591b05366b7f3cfb9a262e9650e4b9b84c7b3cd87c54d4df76c124a8787244ae0341524bf0354a404fd4273abe59854a285f4a8a86cede90e2930065218662cf42a505567aabd4165b5c251fa765532df4c2492e21f4f77c4b45127b4272bfbdd00eae15031cabf0d0cbf4ee603aeb1609d51b51ae92714d3f65b5674de4d76ea44c249733e51f49ce965b4428c1abacf7f82' AS r6_body,
    'read' AS r6_state,
    '' AS r6_reason,
    '2099-01-01 00:00:00+00' AS r6_received_at,
    '2026-11-22 04:20:02.173396+00' AS r6_read_at,
    '51' AS r7_unit_id,
    'lead' AS r7_role,
    'duong-bo' AS r7_rule,
    '{"also": [], "group": "roads", "why_not": ["service_not_automatic"]}' AS r7_because,
    'false' AS r7_automatic,
    '2026-11-22 04:20:02.173396+00' AS r7_proposed_at,
    'answer' AS r8_rule,
    'answer' AS r8_purpose,
    'answered' AS r8_stops,
    '2025-09-01' AS r8_rule_from,
    'hanh-chinh' AS r8_calendar,
    'received' AS r8_started_by,
    '2026-11-22 04:20:02.173396+00' AS r8_started_at,
    '2026-12-07 10:00:00+00' AS r8_due_at,
    '{"left": null, "rule": "answer", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-12-07T17:00:00+07:00", "length": {"unit": "working_days", "amount": 10}, "pauses": [], "source": "Quy chế tháng 9-2025 của UBND Thành phố Hồ Chí Minh về Cổng thông tin 1022; số văn bản, ngày hiệu lực và cách tính ngày chưa kiểm chứng", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-22T04:20:02.173396+00:00", "started_by": "received", "provisional": false, "rule_version": "2025-09-01"}' AS r8_derivation,
    'forward-5-minutes' AS r9_rule,
    'forward' AS r9_purpose,
    'forwarded' AS r9_stops,
    '2020-05-04' AS r9_rule_from,
    'hanh-chinh' AS r9_calendar,
    'received' AS r9_started_by,
    '2026-11-22 04:20:02.173396+00' AS r9_started_at,
    '2026-11-22 04:25:02.173396+00' AS r9_due_at,
    '{"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T11:25:02.173396+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-22T04:20:02.173396+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}' AS r9_derivation,
    'received' AS r10_name,
    '2099-01-01 00:00:00+00' AS r10_at,
    'citizen' AS r10_actor_kind,
    '' AS r10_reason,
    '{"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}' AS r10_facts,
    '\xe46582d1e99ef3ab22501309ada2c26631e7122042139b979d477bd36de4b6e5' AS r10_mac,
    'proposed' AS r11_name,
    '2099-01-01 00:00:00+00' AS r11_at,
    'citizen' AS r11_actor_kind,
    '' AS r11_reason,
    '{"role": "lead", "rule": "duong-bo", "unit": 51}' AS r11_facts,
    '\xc534ce13a36c3521a95ecf6d1a24a284949ef51eeaaa68cf33623d7f51575b99' AS r11_mac,
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
INSERT INTO casefile_servicerequest (id, reference, link_hash, link_token, kind, stream, language, channel, service_id, service_chosen, words, agency_words, attributes, lat, lon, cell, place_words, agency_place, area_id, area_how, urgent, level, received_at, changed_at)
VALUES (:id, ('1022-' || gen_random_uuid()::text), (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), :r2_link_token, :r2_kind, :r2_stream, :r2_language, :r2_channel, :r2_service_id, :r2_service_chosen, :r2_words, :r2_agency_words, :r2_attributes, :r2_lat, :r2_lon, :r2_cell, :r2_place_words, :r2_agency_place, :r2_area_id, :r2_area_how, :r2_urgent, :r2_level, :r2_received_at, :r2_changed_at);
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
