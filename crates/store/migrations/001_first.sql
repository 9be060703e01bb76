-- Times are milliseconds since 1970 UTC; amounts are fils (a hundredth of a dirham).
-- "FILS" in ASCII: how a database of ours is told from another program's.
PRAGMA application_id = 0x46494C53;

CREATE TABLE sales (
    id           TEXT    NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    amount_fils  INTEGER NOT NULL CHECK (amount_fils > 0),
    currency     TEXT    NOT NULL DEFAULT 'AED' CHECK (currency = 'AED'),
    subject      TEXT    NOT NULL CHECK (length(subject) BETWEEN 1 AND 64),
    made_by      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL CHECK (created_at > 0),
    business_day TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT;

CREATE TABLE orders (
    id           INTEGER NOT NULL PRIMARY KEY,
    number       TEXT    NOT NULL UNIQUE
                 CHECK (length(number) BETWEEN 1 AND 64 AND number NOT GLOB '*[^A-Za-z0-9_-]*'),
    sale         TEXT    NOT NULL REFERENCES sales (id),
    amount_fils  INTEGER NOT NULL CHECK (amount_fils > 0),
    currency     TEXT    NOT NULL DEFAULT 'AED' CHECK (currency = 'AED'),
    subject      TEXT    NOT NULL CHECK (length(subject) BETWEEN 1 AND 64),
    scene        TEXT    NOT NULL CHECK (scene IN ('qr', 'code')),
    made_by      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL CHECK (created_at > 0),
    business_day TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    state        TEXT    NOT NULL CHECK (state IN ('submitting', 'awaiting_payment', 'closing', 'paid',
                                                   'closed', 'paid_late', 'needs_review')),
    released     INTEGER NOT NULL CHECK (released IN (0, 1)),
    wake_at      INTEGER          CHECK (wake_at > 0),
    payby_no     TEXT,
    paid_at      INTEGER          CHECK (paid_at > 0),
    attention    INTEGER NOT NULL CHECK (attention IN (0, 1)),
    body         TEXT    NOT NULL CHECK (json_valid(body)),
    content      TEXT             CHECK (json_valid(content)),
    version      INTEGER NOT NULL CHECK (version > 0),
    CHECK (released = 0 OR state NOT IN ('submitting', 'awaiting_payment', 'closing'))
) STRICT;

-- One live attempt per sale: two payable orders for one sale cannot be stored.
CREATE UNIQUE INDEX orders_one_live_per_sale ON orders (sale) WHERE released = 0;
CREATE INDEX orders_by_sale ON orders (sale);
CREATE INDEX orders_by_day ON orders (business_day, created_at);
CREATE INDEX orders_by_time ON orders (created_at);
CREATE INDEX orders_by_payby_no ON orders (payby_no) WHERE payby_no IS NOT NULL;
CREATE INDEX orders_unfinished ON orders (id)
    WHERE state IN ('submitting', 'awaiting_payment', 'closing') OR wake_at IS NOT NULL;
CREATE INDEX orders_attention ON orders (created_at) WHERE attention = 1;

CREATE TABLE refunds (
    id           INTEGER NOT NULL PRIMARY KEY,
    number       TEXT    NOT NULL UNIQUE
                 CHECK (length(number) BETWEEN 1 AND 64 AND number NOT GLOB '*[^A-Za-z0-9_-]*'),
    order_number TEXT    NOT NULL REFERENCES orders (number),
    amount_fils  INTEGER NOT NULL CHECK (amount_fils > 0),
    currency     TEXT    NOT NULL DEFAULT 'AED' CHECK (currency = 'AED'),
    reason       TEXT    NOT NULL,
    made_by      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL CHECK (created_at > 0),
    business_day TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    state        TEXT    NOT NULL CHECK (state IN ('submitting', 'requested', 'refunded', 'failed', 'needs_review')),
    unresolved   INTEGER NOT NULL CHECK (unresolved IN (0, 1)),
    wake_at      INTEGER          CHECK (wake_at > 0),
    payby_no     TEXT,
    refunded_at  INTEGER          CHECK (refunded_at > 0),
    attention    INTEGER NOT NULL CHECK (attention IN (0, 1)),
    body         TEXT    NOT NULL CHECK (json_valid(body)),
    content      TEXT             CHECK (json_valid(content)),
    version      INTEGER NOT NULL CHECK (version > 0),
    CHECK (unresolved = 1 OR state NOT IN ('submitting', 'requested')),
    CHECK (unresolved = 0 OR state NOT IN ('refunded', 'failed'))
) STRICT;

-- One refund at a time per order: while one's outcome is open, a second cannot be stored.
CREATE UNIQUE INDEX refunds_one_unresolved_per_order ON refunds (order_number) WHERE unresolved = 1;
CREATE INDEX refunds_by_order ON refunds (order_number);
CREATE INDEX refunds_by_day ON refunds (business_day, created_at);
CREATE INDEX refunds_unfinished ON refunds (id)
    WHERE state IN ('submitting', 'requested') OR wake_at IS NOT NULL;

-- Append-only; each entry's hash covers the one before.
CREATE TABLE journal (
    seq           INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at            INTEGER NOT NULL CHECK (at > 0),
    kind          TEXT    NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    made_by       TEXT    NOT NULL,
    order_number  TEXT    REFERENCES orders (number),
    refund_number TEXT    REFERENCES refunds (number),
    params        TEXT    NOT NULL CHECK (json_valid(params)),
    raw           TEXT,
    prev_hash     BLOB    NOT NULL CHECK (length(prev_hash) = 32),
    hash          BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX journal_by_order ON journal (order_number, seq) WHERE order_number IS NOT NULL;
CREATE INDEX journal_by_refund ON journal (refund_number, seq) WHERE refund_number IS NOT NULL;

-- Verified notifications only, so that a forged one cannot occupy a genuine one's id.
CREATE TABLE notifications (
    notify_id     TEXT    NOT NULL PRIMARY KEY CHECK (length(notify_id) BETWEEN 1 AND 256),
    received_at   INTEGER NOT NULL CHECK (received_at > 0),
    order_number  TEXT    REFERENCES orders (number),
    refund_number TEXT    REFERENCES refunds (number),
    body          TEXT    NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 64),
    value TEXT NOT NULL
) STRICT;

CREATE TRIGGER journal_appends BEFORE INSERT ON journal
WHEN NEW.seq <> coalesce((SELECT max(seq) FROM journal), 0) + 1
  OR NEW.prev_hash <> coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'a journal entry must follow the last one'); END;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_never_forgets BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER sales_never_change BEFORE UPDATE ON sales
BEGIN SELECT RAISE(ABORT, 'a sale never changes'); END;
CREATE TRIGGER sales_stay BEFORE DELETE ON sales
BEGIN SELECT RAISE(ABORT, 'a sale is never deleted'); END;
CREATE TRIGGER orders_stay BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'an order is never deleted'); END;
CREATE TRIGGER orders_keep_identity
BEFORE UPDATE OF id, number, sale, amount_fils, currency, scene, created_at, business_day ON orders
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.sale <> OLD.sale OR NEW.amount_fils <> OLD.amount_fils
  OR NEW.currency <> OLD.currency OR NEW.scene <> OLD.scene OR NEW.created_at <> OLD.created_at
  OR NEW.business_day <> OLD.business_day
BEGIN SELECT RAISE(ABORT, 'an order keeps its number, sale, amount and day'); END;
CREATE TRIGGER orders_stay_released BEFORE UPDATE OF released ON orders WHEN NEW.released < OLD.released
BEGIN SELECT RAISE(ABORT, 'an order that let go of its sale never takes it back'); END;
CREATE TRIGGER orders_count_versions BEFORE UPDATE ON orders WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'an order''s version goes up by one with every change'); END;
CREATE TRIGGER refunds_stay BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'a refund is never deleted'); END;
CREATE TRIGGER refunds_keep_identity
BEFORE UPDATE OF id, number, order_number, amount_fils, currency, created_at, business_day ON refunds
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.order_number <> OLD.order_number
  OR NEW.amount_fils <> OLD.amount_fils OR NEW.currency <> OLD.currency OR NEW.created_at <> OLD.created_at
  OR NEW.business_day <> OLD.business_day
BEGIN SELECT RAISE(ABORT, 'a refund keeps its number, order, amount and day'); END;
CREATE TRIGGER refunds_count_versions BEFORE UPDATE ON refunds WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'a refund''s version goes up by one with every change'); END;
