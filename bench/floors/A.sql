-- Floor A: the same rows by separate inserts in one transaction, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\x5e66810eda6d4ddae90cd4118ce03d828efed57a552f9ec8012509c6a738844a' AS r1_payload,
    '2099-01-01 00:00:00+00' AS r1_created_at,
    '\x01fb39e9caa1e3017fdd921146accd58d62f954e4e51df6141079a27b37cffd2bd18f3f72bfef10d8a1cbfa6a0f24f7b87c61c' AS r2_link_token,
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
    '2026-11-22 20:33:23.971657+00' AS r2_changed_at,
    '\x0128c9685e450c4409c0c04f8b99544ed035e9cc380166f3ee069ca4d3b35126d4af0eec35a8502e70d1870e2ac2d6d4' AS r3_name,
    'vi' AS r3_language,
    '2099-01-01 00:00:00+00' AS r3_created_at,
    'sms' AS r4_kind,
    '\x01127ff1ae8bedede5d9a3aff8986ea2d595458c0cf0366b3c23efe820d269a2af5528efb1213dd5dd' AS r4_value,
    '\x5aa4a4cf7614553cd95f956e02c8535241f61f6a714821b9a52989b7e770eb4b' AS r4_blind,
    'sms' AS r5_channel,
    'true' AS r5_main,
    'false' AS r5_hidden,
    'open311' AS r6_channel,
    '\x012e6498cb190562176ab8058adb1fdbdb32e8f66e067584ba1a9e678790d728a30f5ac55459d1e24d9c42fef176294fc5acecad0befe811e4e9c9cc83fb9f84a55a73fe65435671f535015f18b86ddc331faabbf4c19ea513098085f92f34350626f8597b0ebbf18d38f7ec1fce988087df96cb88ed82cdba4a63c0e6d81faed12b8cd43a4fa16a264ab5c4eb29895410fd2a86587f30e38312ad359dc8d24075b8514691391b27d9ad027ad4c781efecb592bc032de41e4ccdd7f4925419ce1b8c788726b7cc9f7641165687e087f4fe4f4155580ccb2b2a1c7aed71540bcbc947927e3af2d58eb744bf0501cad8cc1947f11b72e4ecf6c0c2fdf000c2b1381163bbc196442a0e9a92f0bb2912a4577716bef415913f67745edca454e94f4f52355592a8922f8bfb14a8a1013aed5e244b81c531d4513462a9e10edcc5ef34af1ac67dd6cb39e9a78448d675829eb010fbec4970c4342e1dd4d9ac333853eaae4b3b5b3add1f7e287af693c33afaac951d2af6c338b1ff08710abd2516ca933be9f9ff32e0c4d84e8d4a7e119af5166e6b876fd58c12aedab87a6e384f1e9b232da85459a3cd02fc50669f195eea06e657f7ee12102cf96e0b044c8203a054389db11c2f8ff4d45e72b407' AS r6_body,
    'read' AS r6_state,
    '' AS r6_reason,
    '2099-01-01 00:00:00+00' AS r6_received_at,
    '2026-11-22 20:33:23.971657+00' AS r6_read_at,
    '51' AS r7_unit_id,
    'lead' AS r7_role,
    'duong-bo' AS r7_rule,
    '{"also": [], "group": "roads", "why_not": ["service_not_automatic"]}' AS r7_because,
    'false' AS r7_automatic,
    '2026-11-22 20:33:23.971657+00' AS r7_proposed_at,
    'answer' AS r8_rule,
    'answer' AS r8_purpose,
    'answered' AS r8_stops,
    '2025-09-01' AS r8_rule_from,
    'hanh-chinh' AS r8_calendar,
    'received' AS r8_started_by,
    '2026-11-22 20:33:23.971657+00' AS r8_started_at,
    '2026-12-08 10:00:00+00' AS r8_due_at,
    '{"left": null, "rule": "answer", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-12-08T17:00:00+07:00", "length": {"unit": "working_days", "amount": 10}, "pauses": [], "source": "Quy chế tháng 9-2025 của UBND Thành phố Hồ Chí Minh về Cổng thông tin 1022, theo Báo Tin tức ngày 4-9-2025 (10 ngày, 15 ngày khi nhiều cơ quan phối hợp); số văn bản, ngày hiệu lực và cách tính ngày chưa kiểm chứng", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-22T20:33:23.971657+00:00", "started_by": "received", "provisional": false, "rule_version": "2025-09-01"}' AS r8_derivation,
    'forward-5-minutes' AS r9_rule,
    'forward' AS r9_purpose,
    'forwarded' AS r9_stops,
    '2020-05-04' AS r9_rule_from,
    'hanh-chinh' AS r9_calendar,
    'received' AS r9_started_by,
    '2026-11-22 20:33:23.971657+00' AS r9_started_at,
    '2026-11-22 20:38:23.971657+00' AS r9_due_at,
    '{"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-23T03:38:23.971657+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-22T20:33:23.971657+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}' AS r9_derivation,
    'received' AS r10_name,
    '2099-01-01 00:00:00+00' AS r10_at,
    'citizen' AS r10_actor_kind,
    '' AS r10_reason,
    '{"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}' AS r10_facts,
    '\x6c6e4f2ebe6707d485ef9af9534762ac8bd2b4477e18fc4767f74ba8bee75e67' AS r10_mac,
    'proposed' AS r11_name,
    '2099-01-01 00:00:00+00' AS r11_at,
    'citizen' AS r11_actor_kind,
    '' AS r11_reason,
    '{"role": "lead", "rule": "duong-bo", "unit": 51}' AS r11_facts,
    '\x1b37b15da7b72347ea5489bb245da84fe3bbdcfe4f450f64ed8143412782cfdb' AS r11_mac,
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
INSERT INTO casefile_contact (id, name, language, created_at)
VALUES (:id, :r3_name, :r3_language, :r3_created_at)
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
