-- The manager's day: Z reports, what PayBy's lists and statements say of our money, payments taken over from them.

-- A closed business day. It takes in everything after the report before it, so that nothing falls between two.
CREATE TABLE z_reports (
    n                INTEGER NOT NULL PRIMARY KEY CHECK (n > 0),
    business_day     TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at               INTEGER NOT NULL CHECK (at > 0),
    made_by          TEXT    NOT NULL,
    -- Who signed off what was still open, and why.
    signed_off_by    TEXT,
    reason           TEXT,
    -- The last receipt, movement of cash and journal entry in it.
    receipt_to       INTEGER NOT NULL CHECK (receipt_to >= 0),
    cash_to          INTEGER NOT NULL CHECK (cash_to >= 0),
    journal_to       INTEGER NOT NULL CHECK (journal_to >= 0),
    journal_hash     BLOB    NOT NULL CHECK (length(journal_hash) = 32),
    -- Sold less given back: in this report, and in all so far.
    net_fils         INTEGER NOT NULL,
    grand_total_fils INTEGER NOT NULL,
    -- What is printed, whenever it is printed.
    body             TEXT    NOT NULL CHECK (json_valid(body)),
    CHECK ((signed_off_by IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX z_reports_by_day ON z_reports (business_day);
CREATE TRIGGER z_reports_follow BEFORE INSERT ON z_reports
WHEN NEW.n <> coalesce((SELECT max(n) FROM z_reports), 0) + 1
  OR NEW.grand_total_fils <> NEW.net_fils + coalesce((SELECT grand_total_fils FROM z_reports ORDER BY n DESC LIMIT 1), 0)
  OR NEW.receipt_to < coalesce((SELECT max(receipt_to) FROM z_reports), 0)
  OR NEW.cash_to < coalesce((SELECT max(cash_to) FROM z_reports), 0)
  OR NEW.journal_to < coalesce((SELECT max(journal_to) FROM z_reports), 0)
BEGIN SELECT RAISE(ABORT, 'a Z report must follow the last one'); END;
CREATE TRIGGER z_reports_never_change BEFORE UPDATE ON z_reports
BEGIN SELECT RAISE(ABORT, 'a Z report never changes'); END;
CREATE TRIGGER z_reports_stay BEFORE DELETE ON z_reports
BEGIN SELECT RAISE(ABORT, 'a Z report is never deleted'); END;

-- One comparison of our books with PayBy's order list or statement.
CREATE TABLE reconciliations (
    id       INTEGER NOT NULL PRIMARY KEY,
    source   TEXT    NOT NULL CHECK (source IN ('list', 'statement')),
    -- The time it is about; the end is not in it.
    from_at  INTEGER NOT NULL CHECK (from_at > 0),
    to_at    INTEGER NOT NULL CHECK (to_at > from_at),
    file     TEXT,
    -- SHA-256 of the file.
    digest   BLOB             CHECK (length(digest) = 32),
    made_by  TEXT    NOT NULL,
    at       INTEGER NOT NULL CHECK (at > 0),
    -- How many rows of each kind, as a JSON object.
    counts   TEXT    NOT NULL CHECK (json_valid(counts))
) STRICT;
CREATE INDEX reconciliations_by_time ON reconciliations (from_at, source);

-- What the latest comparison said of each movement of money: one row each, however often it is compared, so that nothing counts twice.
CREATE TABLE reconciled (
    id            INTEGER NOT NULL PRIMARY KEY,
    what          TEXT    NOT NULL CHECK (what IN ('payment', 'refund', 'settlement', 'fund')),
    -- What tells it from every other: our number where there is one, else PayBy's.
    number        TEXT    NOT NULL CHECK (length(number) BETWEEN 1 AND 128),
    kind          TEXT    NOT NULL CHECK (kind IN ('matched', 'ours_only', 'theirs_only', 'amount_differs', 'state_differs',
                                                   'fee_unexpected')),
    -- What a person should do, as a code.
    advice        TEXT    NOT NULL CHECK (length(advice) BETWEEN 1 AND 64),
    -- The day in Dubai that the money is about.
    day           TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    order_number  TEXT,
    refund_number TEXT,
    payby_no      TEXT,
    ours          TEXT             CHECK (json_valid(ours)),
    theirs        TEXT             CHECK (json_valid(theirs)),
    run           INTEGER NOT NULL REFERENCES reconciliations (id),
    found_at      INTEGER NOT NULL CHECK (found_at > 0),
    -- What a person decided about this difference; a new difference is not decided.
    decision      TEXT             CHECK (decision IN ('explained', 'taken_over')),
    reason        TEXT,
    decided_by    TEXT,
    decided_at    INTEGER          CHECK (decided_at > 0),
    UNIQUE (what, number),
    CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)
       AND (decision IS NULL) = (reason IS NULL)),
    CHECK (kind = 'matched' OR ours IS NOT NULL OR theirs IS NOT NULL)
) STRICT;
CREATE INDEX reconciled_open ON reconciled (day) WHERE kind <> 'matched' AND decision IS NULL;
CREATE INDEX reconciled_by_day ON reconciled (day, kind);

-- Payments that PayBy has and this till never made: taken over by a person, then assigned.
CREATE TABLE orphans (
    id           INTEGER NOT NULL PRIMARY KEY,
    -- The merchant order number at PayBy, where it has one.
    number       TEXT             CHECK (length(number) BETWEEN 1 AND 64),
    payby_no     TEXT    NOT NULL UNIQUE CHECK (length(payby_no) BETWEEN 1 AND 64),
    amount_fils  INTEGER NOT NULL CHECK (amount_fils > 0),
    subject      TEXT,
    paid_at      INTEGER NOT NULL CHECK (paid_at > 0),
    business_day TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    taken_at     INTEGER NOT NULL CHECK (taken_at > 0),
    taken_by     TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    -- What it turned out to be: the payment of a sale, or something else that the words say.
    assigned_sale TEXT            REFERENCES sales (id),
    assigned_as   TEXT            CHECK (length(assigned_as) BETWEEN 1 AND 200),
    assigned_by   TEXT,
    assigned_at   INTEGER         CHECK (assigned_at > 0),
    CHECK ((assigned_at IS NULL) = (assigned_by IS NULL) AND (assigned_at IS NULL) = (assigned_as IS NULL)
       AND (assigned_at IS NOT NULL OR assigned_sale IS NULL))
) STRICT;
CREATE INDEX orphans_by_day ON orphans (business_day);
CREATE INDEX orphans_open ON orphans (id) WHERE assigned_at IS NULL;
CREATE TRIGGER orphans_stay BEFORE DELETE ON orphans
BEGIN SELECT RAISE(ABORT, 'a payment taken over is never deleted'); END;
CREATE TRIGGER orphans_keep_what_they_are
BEFORE UPDATE OF id, number, payby_no, amount_fils, subject, paid_at, business_day, taken_at, taken_by, reason ON orphans
BEGIN SELECT RAISE(ABORT, 'a payment taken over keeps what it is'); END;
CREATE TRIGGER orphans_stay_assigned BEFORE UPDATE ON orphans WHEN OLD.assigned_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a payment is assigned once'); END;

-- What the day's figures and comparisons are read by.
CREATE INDEX orders_by_paid_at ON orders (paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX refunds_by_refunded_at ON refunds (refunded_at) WHERE refunded_at IS NOT NULL;
CREATE INDEX returns_by_day ON returns (business_day);
CREATE INDEX voids_by_time ON voids (at);
CREATE INDEX sales_by_day ON sales (business_day);
CREATE INDEX shifts_by_day ON shifts (business_day);
CREATE INDEX journal_by_time ON journal (at);

-- What a day's money is read by: where wallets' payments and refunds got to, sales given up, shifts closed, payments taken over.
CREATE INDEX journal_of_days ON journal (at, seq)
    WHERE coalesce(json_extract(params, '$.to'), kind) IN ('closing', 'closed', 'paid', 'paid_late', 'needs_review', 'refunded',
                                                           'sale_void', 'shift_closed', 'payment_taken_over');

-- Reports are printed too: a Z report by its place, an X report as it was.
CREATE TABLE print_jobs_4 (
    id       INTEGER NOT NULL PRIMARY KEY,
    what     TEXT    NOT NULL CHECK (what IN ('receipt', 'drawer', 'report')),
    receipt  INTEGER REFERENCES receipts (n),
    report   INTEGER REFERENCES z_reports (n),
    -- The X report.
    body     TEXT    CHECK (json_valid(body)),
    copy     INTEGER NOT NULL CHECK (copy IN (0, 1)),
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'printing', 'printed', 'uncertain', 'given_up')),
    fault    TEXT,
    tries    INTEGER NOT NULL CHECK (tries >= 0),
    made_by  TEXT    NOT NULL,
    at       INTEGER NOT NULL CHECK (at > 0),
    ended_at INTEGER CHECK (ended_at > 0),
    CHECK ((what = 'receipt') = (receipt IS NOT NULL)),
    CHECK ((what = 'report') = (report IS NOT NULL OR body IS NOT NULL) AND (report IS NULL OR body IS NULL))
) STRICT;
INSERT INTO print_jobs_4 (id, what, receipt, copy, state, fault, tries, made_by, at, ended_at)
SELECT id, what, receipt, copy, state, fault, tries, made_by, at, ended_at FROM print_jobs;
DROP TABLE print_jobs;
ALTER TABLE print_jobs_4 RENAME TO print_jobs;
CREATE INDEX print_jobs_open ON print_jobs (id) WHERE state IN ('waiting', 'printing', 'uncertain');
CREATE INDEX print_jobs_by_receipt ON print_jobs (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX print_jobs_by_report ON print_jobs (report) WHERE report IS NOT NULL;
