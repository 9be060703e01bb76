-- A till's data as the fifth schema stored it: a paid order with a refund, an open one; a shift, cash, a receipt, a return, a parked basket.
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
INSERT INTO people (id, name, role, pin_hash, active, lockout, created_at, version) VALUES
    ('p1', 'Amal', 'owner', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA', 1, '{}', 1795233500000, 1);
INSERT INTO shifts (id, opened_at, opened_by, business_day) VALUES (1, 1795233500000, 'Amal', '2026-11-21');
INSERT INTO baskets (sale, body, parked_at, parked_as, made_by, created_at, changed_at) VALUES
    ('T1-S20261121T042000-0000000004', '{}', 1795234800000, 'Blue shirt', 'Amal', 1795234700000, 1795234800000);
INSERT INTO sales (id, amount_fils, subject, made_by, created_at, business_day, shift, body) VALUES
    ('T1-S20261121T041500-0000000005', 1010, 'Karak', 'Amal', 1795234500000, '2026-11-21', 1, '{}');
INSERT INTO cash (id, shift, kind, amount_fils, made_by, at, business_day) VALUES
    (1, 1, 'float', 20000, 'Amal', 1795233500000, '2026-11-21');
INSERT INTO cash (id, shift, kind, amount_fils, sale, towards_fils, given_fils, change_fils, rounding_fils, made_by, at, business_day) VALUES
    (2, 1, 'sale', 1000, 'T1-S20261121T041500-0000000005', 1010, 2000, 1000, -10, 'Amal', 1795234500000, '2026-11-21');
INSERT INTO receipts (n, number, kind, sale, total_fils, vat_fils, at, business_day, shift, made_by, body) VALUES
    (1, 'T1-000001', 'sale', 'T1-S20261121T041500-0000000005', 1010, 48, 1795234500000, '2026-11-21', 1, 'Amal', '{}');
INSERT INTO cash (id, shift, kind, amount_fils, sale, made_by, at, business_day) VALUES
    (3, 1, 'refund', 1000, 'T1-S20261121T041500-0000000005', 'Amal', 1795234600000, '2026-11-21');
INSERT INTO returns (sale, total_fils, vat_fils, cash, reason, made_by, at, business_day, body) VALUES
    ('T1-S20261121T041500-0000000005', 1010, 48, 3, 'Cold', 'Amal', 1795234600000, '2026-11-21', '{}');
INSERT INTO print_jobs (what, receipt, copy, state, tries, made_by, at) VALUES ('receipt', 1, 0, 'printing', 1, 'Amal', 1795234500000);
INSERT INTO overpaid_sales (sale, at) VALUES ('T1-S20261121T041500-0000000005', 1795234500000);
INSERT INTO z_reports (n, business_day, at, made_by, receipt_to, cash_to, journal_to, journal_hash, net_fils, grand_total_fils, body) VALUES
    (1, '2026-11-21', 1795290000000, 'Amal', 1, 3, 3, x'e1b5a809c6135312ff8a9403079d9406a18277aeb3eecd8fdcd9031cde41e499', 10, 10, '{}');
INSERT INTO reconciliations (id, source, from_at, to_at, made_by, at, counts) VALUES
    (1, 'list', 1795204800000, 1795291200000, 'Amal', 1795290000000, '{"matched":1}');
INSERT INTO reconciled (what, number, kind, advice, day, order_number, payby_no, ours, theirs, run, found_at) VALUES
    ('payment', 'T1-20261121T040000-0000000001', 'matched', 'nothing', '2026-11-21', 'T1-20261121T040000-0000000001', '131234567', '{}', '{}', 1, 1795290000000);
INSERT INTO orphans (number, payby_no, amount_fils, paid_at, business_day, taken_at, taken_by, reason) VALUES
    ('T1-20261121T050000-0000000009', '131234999', 900, 1795237200000, '2026-11-21', 1795290000000, 'Amal', 'Paid while the till was away');
INSERT INTO saved_filters (name, body) VALUES ('Paid late', '{"states":["late"]}');
