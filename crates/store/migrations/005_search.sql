-- Searching for sales: a row for each, in the order of time, with the words it is found by.

CREATE TABLE finds (
    -- Its place in time: the business day (the receipt's where there is one), then the second. Named, because the words go by it.
    id            INTEGER NOT NULL PRIMARY KEY,
    sale          TEXT    NOT NULL UNIQUE REFERENCES sales (id),
    at            INTEGER NOT NULL CHECK (at > 0),
    -- What a list shows of it, so that a page is read from one place.
    state         TEXT    NOT NULL,
    total_fils    INTEGER NOT NULL CHECK (total_fils > 0),
    returned_fils INTEGER NOT NULL CHECK (returned_fils >= 0),
    made_by       TEXT    NOT NULL,
    receipt       TEXT,
    -- The numbers of its orders, with a space between them.
    orders        TEXT    NOT NULL,
    cash          INTEGER NOT NULL CHECK (cash IN (0, 1)),
    wallet        INTEGER NOT NULL CHECK (wallet IN (0, 1)),
    attention     INTEGER NOT NULL CHECK (attention IN (0, 1)),
    what          TEXT    NOT NULL,
    what_ar       TEXT
) STRICT;

-- The words are folded already; '=' parts what a word is from the word, and no name has it.
CREATE VIRTUAL TABLE find_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '='"
);

-- The words of names and codes, so that the beginning of one is found without stepping over every sale.
CREATE TABLE find_vocabulary (
    word TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Who sold and what categories there are: a word of the search names them by number.
CREATE TABLE find_names (
    id   INTEGER NOT NULL PRIMARY KEY,
    kind TEXT    NOT NULL CHECK (kind IN ('person', 'category')),
    name TEXT    NOT NULL,
    UNIQUE (kind, name)
) STRICT;

-- Sales that changed since the search took them in; kept by triggers, emptied when it takes them in again. Selling waits for no search.
CREATE TABLE finds_due (
    sale TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO finds_due (sale) SELECT id FROM sales ORDER BY id;

CREATE TRIGGER finds_hear_of_sales AFTER INSERT ON sales
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.id); END;
CREATE TRIGGER finds_hear_of_orders AFTER INSERT ON orders
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_changed_orders AFTER UPDATE OF state, attention, payby_no ON orders
WHEN NEW.state <> OLD.state OR NEW.attention <> OLD.attention OR NEW.payby_no IS NOT OLD.payby_no
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_refunds AFTER INSERT ON refunds
BEGIN INSERT OR IGNORE INTO finds_due (sale) SELECT sale FROM orders WHERE number = NEW.order_number; END;
CREATE TRIGGER finds_hear_of_changed_refunds AFTER UPDATE OF state, attention, payby_no ON refunds
WHEN NEW.state <> OLD.state OR NEW.attention <> OLD.attention OR NEW.payby_no IS NOT OLD.payby_no
BEGIN INSERT OR IGNORE INTO finds_due (sale) SELECT sale FROM orders WHERE number = NEW.order_number; END;
CREATE TRIGGER finds_hear_of_cash AFTER INSERT ON cash WHEN NEW.sale IS NOT NULL
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_receipts AFTER INSERT ON receipts
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_voids AFTER INSERT ON voids
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_returns AFTER INSERT ON returns
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_excess AFTER INSERT ON overpaid_sales
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (NEW.sale); END;
CREATE TRIGGER finds_hear_of_settled_excess AFTER DELETE ON overpaid_sales
BEGIN INSERT OR IGNORE INTO finds_due (sale) VALUES (OLD.sale); END;

-- Searches that were kept under a name.
CREATE TABLE saved_filters (
    id   INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 40),
    body TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;
