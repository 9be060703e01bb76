-- A till's data as the first schema stored it: a paid order with a refund, and an open one.
INSERT INTO sales (id, amount_fils, subject, made_by, created_at, business_day) VALUES
    ('T1-S20261121T040000-0000000001', 1250, 'Coffee', 'cashier', 1795233600000, '2026-11-21'),
    ('T1-S20261121T040500-0000000002', 1250, 'Coffee', 'cashier', 1795233900000, '2026-11-21');
INSERT INTO orders (number, sale, amount_fils, subject, scene, made_by, created_at, business_day, state, released,
    wake_at, payby_no, paid_at, attention, body, content, version) VALUES
    ('T1-20261121T040000-0000000001', 'T1-S20261121T040000-0000000001', 1250, 'Coffee', 'qr', 'cashier', 1795233600000, '2026-11-21', 'paid', 0,
     NULL, '131234567', 1795233608500, 0, '{}', '{}', 3),
    ('T1-20261121T040500-0000000002', 'T1-S20261121T040500-0000000002', 1250, 'Coffee', 'qr', 'cashier', 1795233900000, '2026-11-21', 'awaiting_payment', 0,
     1795233902000, '131234568', NULL, 0, '{}', '{}', 2);
INSERT INTO refunds (number, order_number, amount_fils, reason, made_by, created_at, business_day, state, unresolved,
    wake_at, payby_no, refunded_at, attention, body, content, version) VALUES
    ('T1-R20261121T041000-0000000003', 'T1-20261121T040000-0000000001', 250, 'Cold', 'manager', 1795234200000, '2026-11-21', 'submitting', 1,
     1795234200000, NULL, NULL, 0, '{}', NULL, 1);
INSERT INTO notifications (notify_id, received_at, order_number, body) VALUES ('n-1', 1795233608700, 'T1-20261121T040000-0000000001', '{}');
INSERT INTO settings (key, value) VALUES ('clock_offset_ms', '-250');
INSERT INTO journal (seq, at, kind, made_by, order_number, refund_number, params, raw, prev_hash, hash) VALUES
    (1, 1795233600000, 'charged', 'cashier', 'T1-20261121T040000-0000000001', NULL, '{"amount":"12.50"}', NULL,
     x'0000000000000000000000000000000000000000000000000000000000000000',
     x'b84134d78a7e08ce11fa404caf044f07fde445702129829128ce56dd896a4862'),
    (2, 1795233609000, 'query_answered', 'driver', 'T1-20261121T040000-0000000001', NULL, '{"status":"PAID_SUCCESS"}', '{"head":{"code":"0"}}',
     x'b84134d78a7e08ce11fa404caf044f07fde445702129829128ce56dd896a4862',
     x'aa10714e78985cf800e0fa627d57adb15a69229f87839f0df1564b224d3c1b23'),
    (3, 1795234200000, 'refund_asked', 'manager', NULL, 'T1-R20261121T041000-0000000003', '{"amount":"2.50"}', NULL,
     x'aa10714e78985cf800e0fa627d57adb15a69229f87839f0df1564b224d3c1b23',
     x'e1b5a809c6135312ff8a9403079d9406a18277aeb3eecd8fdcd9031cde41e499');
