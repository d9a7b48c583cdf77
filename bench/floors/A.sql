-- Floor A: the same rows by separate inserts in one transaction, by pgbench.
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\if :ready = 0
SELECT '\x5e66810eda6d4ddae90cd4118ce03d828efed57a552f9ec8012509c6a738844a' AS r1_payload,
    '2099-01-01 00:00:00+00' AS r1_created_at,
    '\x01bb0a3a7c89a59046e77ef51fcca2399d4a3b6d702d7dbd8c7261ead8605ea28482b0437ac205c74d02f95ea42ec0325e52e5' AS r2_link_token,
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
    '2026-11-22 06:41:08.582984+00' AS r2_changed_at,
    '\x014c594a674bef37a277e53c92293268d2e5da8154ea6fd3ac3b7579b9d5a59e5385058b785741b7dfc3226ddb2a676f' AS r3_name,
    'vi' AS r3_language,
    '2099-01-01 00:00:00+00' AS r3_created_at,
    'sms' AS r4_kind,
    '\x01ec99cbf8c1c4093a22fe0613f229ac9cc1ef31ff6ad14e3d8ed88c659ddf6ed250d249528d6db194' AS r4_value,
    '\xbe8545efff16a49f7545355f56e1cd35a379fd28603fdc8b0d37fbecf0ffe8b8' AS r4_blind,
    'sms' AS r5_channel,
    'true' AS r5_main,
    'false' AS r5_hidden,
    'open311' AS r6_channel,
    '\x01a61aeca4a4dcd9cba5bdaaeb0360efa26d127f52af7d6e315893dceac94e34eec229999116ca9d71e8fa90fdfcbc3d967087f372bb25f0655d92fe6e662a1dd66e6bbbf3734cd9256cad1f247a60199ac09772ad4821f3406040a4f6f51921fdebd4541e5242decb0fef609199f0c03e6e78c01134fef6e783ed293be844dd41b43ed1c6b75646d4f1c4e73d9df6779c32622b08a5307a932ca6535c1c41c86ed758ad53d6494ff9bb29a74115bb8d8beabe663bf4a2ec5a10040418d6cf4d4308dc6d6fb1c4d95b35497d8efde8418220bffa3eda8076ab748d8c0211d01e345fb3c955d0dfc05fc760eb5d51c3900e8445bb124e34385972f94cfef091b102a54775fab06799d0a520f0c90c7a485d29601e3bb3ff4d1d5148a073a715e2d287528d770ab8003b93bc377db6cd3d8c28fbc9394bdd43e652ef19b85ee03770786ba089dc0dace865a7696fcba8fec1223932bc8f1e2b963d60a5507777210ab0efd7334c5789a2b754410393ebab41aa48f521132f4d314dd471d10f7b99e0498263e42807e64aafcd2e66e1e99cdf32e1b8622cec83392b78e9724ce9a1757e23fd8c44dc863e97c6b2f540ce768777a852f357c533ae9ffbd04f4028326b551ffb7ccbd7a880bf116b' AS r6_body,
    'read' AS r6_state,
    '' AS r6_reason,
    '2099-01-01 00:00:00+00' AS r6_received_at,
    '2026-11-22 06:41:08.582984+00' AS r6_read_at,
    '51' AS r7_unit_id,
    'lead' AS r7_role,
    'duong-bo' AS r7_rule,
    '{"also": [], "group": "roads", "why_not": ["service_not_automatic"]}' AS r7_because,
    'false' AS r7_automatic,
    '2026-11-22 06:41:08.582984+00' AS r7_proposed_at,
    'answer' AS r8_rule,
    'answer' AS r8_purpose,
    'answered' AS r8_stops,
    '2025-09-01' AS r8_rule_from,
    'hanh-chinh' AS r8_calendar,
    'received' AS r8_started_by,
    '2026-11-22 06:41:08.582984+00' AS r8_started_at,
    '2026-12-07 10:00:00+00' AS r8_due_at,
    '{"left": null, "rule": "answer", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-12-07T17:00:00+07:00", "length": {"unit": "working_days", "amount": 10}, "pauses": [], "source": "Quy chế tháng 9-2025 của UBND Thành phố Hồ Chí Minh về Cổng thông tin 1022, theo Báo Tin tức ngày 4-9-2025 (10 ngày, 15 ngày khi nhiều cơ quan phối hợp); số văn bản, ngày hiệu lực và cách tính ngày chưa kiểm chứng", "made_up": [], "skipped": [{"on": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam", "source": "Gói dữ liệu mở holidays (MIT), lịch nghỉ của Việt Nam", "reason_en": "Vietnam Cultural Day"}], "calendar": "hanh-chinh", "started_at": "2026-11-22T06:41:08.582984+00:00", "started_by": "received", "provisional": false, "rule_version": "2025-09-01"}' AS r8_derivation,
    'forward-5-minutes' AS r9_rule,
    'forward' AS r9_purpose,
    'forwarded' AS r9_stops,
    '2020-05-04' AS r9_rule_from,
    'hanh-chinh' AS r9_calendar,
    'received' AS r9_started_by,
    '2026-11-22 06:41:08.582984+00' AS r9_started_at,
    '2026-11-22 06:46:08.582984+00' AS r9_due_at,
    '{"left": null, "rule": "forward-5-minutes", "zone": "Asia/Ho_Chi_Minh", "due_at": "2026-11-22T13:46:08.582984+07:00", "length": {"unit": "minutes", "amount": 5}, "pauses": [], "source": "Quyết định 1478/QĐ-UBND ngày 4-5-2020 của UBND Thành phố Hồ Chí Minh", "made_up": [], "skipped": [], "calendar": "hanh-chinh", "started_at": "2026-11-22T06:41:08.582984+00:00", "started_by": "received", "provisional": false, "rule_version": "2020-05-04"}' AS r9_derivation,
    'received' AS r10_name,
    '2099-01-01 00:00:00+00' AS r10_at,
    'citizen' AS r10_actor_kind,
    '' AS r10_reason,
    '{"area": "25747", "hints": [], "channel": "open311", "service": "pothole"}' AS r10_facts,
    '\x1f10844bd34c38741c191877d5067550ddecba167a259cfb9d0b279b07dbf6a3' AS r10_mac,
    'proposed' AS r11_name,
    '2099-01-01 00:00:00+00' AS r11_at,
    'citizen' AS r11_actor_kind,
    '' AS r11_reason,
    '{"role": "lead", "rule": "duong-bo", "unit": 51}' AS r11_facts,
    '\xa0e977a3b9f9d13474b57478872254ccf2b1d7cf1baa41bb68a0b9c04adf20f3' AS r11_mac,
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
