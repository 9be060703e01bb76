-- What a shop does beside its payments: baskets, cash, shifts, receipts, returns, printing, people.

CREATE TABLE people (
    id         TEXT    NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    role       TEXT    NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')),
    -- A PHC string of argon2id; never the PIN.
    pin_hash   TEXT    NOT NULL CHECK (pin_hash LIKE '$argon2id$%'),
    active     INTEGER NOT NULL CHECK (active IN (0, 1)),
    lockout    TEXT    NOT NULL CHECK (json_valid(lockout)),
    created_at INTEGER NOT NULL CHECK (created_at > 0),
    version    INTEGER NOT NULL CHECK (version > 0)
) STRICT;
CREATE UNIQUE INDEX people_by_name ON people (name) WHERE active = 1;

CREATE TABLE shifts (
    id            INTEGER NOT NULL PRIMARY KEY,
    opened_at     INTEGER NOT NULL CHECK (opened_at > 0),
    opened_by     TEXT    NOT NULL,
    business_day  TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    closed_at     INTEGER          CHECK (closed_at >= opened_at),
    closed_by     TEXT,
    expected_fils INTEGER,
    counted_fils  INTEGER          CHECK (counted_fils >= 0),
    count         TEXT             CHECK (json_valid(count)),
    note          TEXT,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (expected_fils IS NULL)
       AND (closed_at IS NULL) = (counted_fils IS NULL))
) STRICT;
CREATE UNIQUE INDEX shifts_one_open ON shifts (closed_at IS NULL) WHERE closed_at IS NULL;

-- A basket that is being filled, or parked. It becomes a sale, under the same number, when the first payment for it starts.
CREATE TABLE baskets (
    sale       TEXT    NOT NULL PRIMARY KEY CHECK (length(sale) BETWEEN 1 AND 64),
    body       TEXT    NOT NULL CHECK (json_valid(body)),
    parked_at  INTEGER          CHECK (parked_at > 0),
    parked_as  TEXT             CHECK (length(parked_as) <= 64),
    made_by    TEXT    NOT NULL,
    created_at INTEGER NOT NULL CHECK (created_at > 0),
    changed_at INTEGER NOT NULL CHECK (changed_at > 0)
) STRICT;
CREATE UNIQUE INDEX baskets_one_at_hand ON baskets (parked_at IS NULL) WHERE parked_at IS NULL;

-- What was sold: the basket as it was paid for. Sales of the first schema were an amount alone.
ALTER TABLE sales ADD COLUMN body TEXT CHECK (json_valid(body));
ALTER TABLE sales ADD COLUMN shift INTEGER REFERENCES shifts (id);

-- Sales that are neither complete nor void; kept by triggers.
CREATE TABLE open_sales (
    sale TEXT NOT NULL PRIMARY KEY REFERENCES sales (id)
) STRICT;

CREATE TABLE voids (
    sale        TEXT    NOT NULL PRIMARY KEY REFERENCES sales (id),
    at          INTEGER NOT NULL CHECK (at > 0),
    made_by     TEXT    NOT NULL,
    approved_by TEXT,
    reason      TEXT    NOT NULL
) STRICT;

-- Every coin and note that moved. amount_fils went into the drawer ('float', 'paid_in', 'sale') or out of it (the others).
CREATE TABLE cash (
    id            INTEGER NOT NULL PRIMARY KEY,
    shift         INTEGER NOT NULL REFERENCES shifts (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('float', 'paid_in', 'paid_out', 'drop', 'sale', 'returned', 'refund')),
    amount_fils   INTEGER NOT NULL CHECK (amount_fils >= 0),
    sale          TEXT    REFERENCES sales (id),
    -- Of a cash payment: what it pays of the sale, what the customer gave, the change, and what rounding left out.
    towards_fils  INTEGER CHECK (towards_fils > 0),
    given_fils    INTEGER CHECK (given_fils > 0),
    change_fils   INTEGER CHECK (change_fils >= 0),
    rounding_fils INTEGER,
    reason        TEXT,
    made_by       TEXT    NOT NULL,
    approved_by   TEXT,
    at            INTEGER NOT NULL CHECK (at > 0),
    business_day  TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    CHECK ((kind IN ('sale', 'returned', 'refund')) = (sale IS NOT NULL)),
    CHECK ((kind = 'sale') = (towards_fils IS NOT NULL)),
    CHECK (kind <> 'sale' OR (given_fils - change_fils = amount_fils AND towards_fils + rounding_fils = amount_fils))
) STRICT;
CREATE INDEX cash_by_sale ON cash (sale) WHERE sale IS NOT NULL;
CREATE INDEX cash_by_shift ON cash (shift);
CREATE INDEX cash_by_day ON cash (business_day, at);

-- Receipts and credit notes share one sequence.
CREATE TABLE receipts (
    n            INTEGER NOT NULL PRIMARY KEY CHECK (n > 0),
    number       TEXT    NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 64),
    kind         TEXT    NOT NULL CHECK (kind IN ('sale', 'refund')),
    sale         TEXT    NOT NULL REFERENCES sales (id),
    total_fils   INTEGER NOT NULL CHECK (total_fils >= 0),
    vat_fils     INTEGER NOT NULL CHECK (vat_fils >= 0),
    at           INTEGER NOT NULL CHECK (at > 0),
    business_day TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    shift        INTEGER REFERENCES shifts (id),
    made_by      TEXT    NOT NULL,
    -- What is printed, whenever it is printed.
    body         TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE UNIQUE INDEX receipts_one_per_sale ON receipts (sale) WHERE kind = 'sale';
CREATE INDEX receipts_by_sale ON receipts (sale);
CREATE INDEX receipts_by_day ON receipts (business_day, n);

-- What customers brought back.
CREATE TABLE returns (
    id            INTEGER NOT NULL PRIMARY KEY,
    sale          TEXT    NOT NULL REFERENCES sales (id),
    total_fils    INTEGER NOT NULL CHECK (total_fils > 0),
    vat_fils      INTEGER NOT NULL CHECK (vat_fils >= 0),
    -- How the money goes back: PayBy's refund, which may still fail, or cash.
    refund_number TEXT    UNIQUE REFERENCES refunds (number),
    cash          INTEGER UNIQUE REFERENCES cash (id),
    receipt       INTEGER UNIQUE REFERENCES receipts (n),
    reason        TEXT    NOT NULL,
    made_by       TEXT    NOT NULL,
    approved_by   TEXT,
    at            INTEGER NOT NULL CHECK (at > 0),
    business_day  TEXT    NOT NULL CHECK (business_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    body          TEXT    NOT NULL CHECK (json_valid(body)),
    CHECK ((refund_number IS NULL) <> (cash IS NULL))
) STRICT;
CREATE INDEX returns_by_sale ON returns (sale);

CREATE TABLE print_jobs (
    id       INTEGER NOT NULL PRIMARY KEY,
    what     TEXT    NOT NULL CHECK (what IN ('receipt', 'drawer')),
    receipt  INTEGER REFERENCES receipts (n),
    copy     INTEGER NOT NULL CHECK (copy IN (0, 1)),
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'printing', 'printed', 'uncertain', 'given_up')),
    fault    TEXT,
    tries    INTEGER NOT NULL CHECK (tries >= 0),
    made_by  TEXT    NOT NULL,
    at       INTEGER NOT NULL CHECK (at > 0),
    ended_at INTEGER CHECK (ended_at > 0),
    CHECK ((what = 'receipt') = (receipt IS NOT NULL))
) STRICT;
CREATE INDEX print_jobs_open ON print_jobs (id) WHERE state IN ('waiting', 'printing', 'uncertain');

CREATE INDEX journal_by_sale ON journal (json_extract(params, '$.sale'), seq)
    WHERE json_extract(params, '$.sale') IS NOT NULL;

-- A sale may be paid in parts: an order that is paid makes room for the next, as long as together they stay within the sale.
DROP INDEX orders_one_live_per_sale;
CREATE UNIQUE INDEX orders_one_live_per_sale ON orders (sale) WHERE released = 0 AND state <> 'paid';
CREATE TRIGGER orders_stay_within_their_sale BEFORE INSERT ON orders
WHEN NEW.amount_fils
   + (SELECT coalesce(sum(amount_fils), 0) FROM orders WHERE sale = NEW.sale AND state = 'paid')
   + (SELECT coalesce(sum(CASE kind WHEN 'sale' THEN towards_fils WHEN 'returned' THEN -amount_fils ELSE 0 END), 0)
      FROM cash WHERE sale = NEW.sale)
   > (SELECT amount_fils FROM sales WHERE id = NEW.sale)
BEGIN SELECT RAISE(ABORT, 'the sale is paid'); END;
CREATE TRIGGER orders_need_a_live_sale BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM voids WHERE sale = NEW.sale)
BEGIN SELECT RAISE(ABORT, 'the sale is void'); END;

CREATE TRIGGER sales_begin_open AFTER INSERT ON sales WHEN NEW.body IS NOT NULL
BEGIN INSERT INTO open_sales (sale) VALUES (NEW.id); END;
CREATE TRIGGER sales_end_complete AFTER INSERT ON receipts WHEN NEW.kind = 'sale'
BEGIN DELETE FROM open_sales WHERE sale = NEW.sale; END;
CREATE TRIGGER sales_end_void AFTER INSERT ON voids
BEGIN DELETE FROM open_sales WHERE sale = NEW.sale; END;
CREATE TRIGGER voids_only_end_open_sales BEFORE INSERT ON voids
WHEN NOT EXISTS (SELECT 1 FROM open_sales WHERE sale = NEW.sale)
BEGIN SELECT RAISE(ABORT, 'only an open sale can be void'); END;
CREATE TRIGGER voids_never_change BEFORE UPDATE ON voids
BEGIN SELECT RAISE(ABORT, 'a void never changes'); END;
CREATE TRIGGER voids_stay BEFORE DELETE ON voids
BEGIN SELECT RAISE(ABORT, 'a void is never deleted'); END;
CREATE TRIGGER cash_never_changes BEFORE UPDATE ON cash
BEGIN SELECT RAISE(ABORT, 'cash that moved never changes'); END;
CREATE TRIGGER cash_stays BEFORE DELETE ON cash
BEGIN SELECT RAISE(ABORT, 'cash that moved is never deleted'); END;
CREATE TRIGGER cash_needs_an_open_shift BEFORE INSERT ON cash
WHEN (SELECT closed_at FROM shifts WHERE id = NEW.shift) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed shift takes no cash'); END;
CREATE TRIGGER shifts_stay BEFORE DELETE ON shifts
BEGIN SELECT RAISE(ABORT, 'a shift is never deleted'); END;
CREATE TRIGGER shifts_stay_closed BEFORE UPDATE ON shifts WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed shift never changes'); END;
CREATE TRIGGER receipts_never_change BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
CREATE TRIGGER receipts_go_up BEFORE INSERT ON receipts
WHEN NEW.n <= coalesce((SELECT max(n) FROM receipts), 0)
BEGIN SELECT RAISE(ABORT, 'a receipt number is never used again'); END;
CREATE TRIGGER receipts_need_a_live_sale BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM voids WHERE sale = NEW.sale)
BEGIN SELECT RAISE(ABORT, 'a void sale has no receipt'); END;
CREATE TRIGGER returns_stay BEFORE DELETE ON returns
BEGIN SELECT RAISE(ABORT, 'a return is never deleted'); END;
CREATE TRIGGER returns_keep_what_they_are
BEFORE UPDATE OF id, sale, total_fils, vat_fils, refund_number, cash, reason, made_by, approved_by, at, business_day, body ON returns
BEGIN SELECT RAISE(ABORT, 'a return keeps what it is'); END;
CREATE TRIGGER returns_keep_their_receipt BEFORE UPDATE OF receipt ON returns WHEN OLD.receipt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a return keeps its receipt'); END;
