-- Prices are fils (a hundredth of a dirham), VAT inside.
-- "FCAT" in ASCII: how a catalogue is told from another program's database, and from a till's.
PRAGMA application_id = 0x46434154;

-- What is searched for is stored beside what is shown: `*_key` is folded text (see fold.rs).
CREATE TABLE products (
    id          INTEGER NOT NULL PRIMARY KEY,
    code        TEXT    NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
    code_key    TEXT    NOT NULL UNIQUE CHECK (code_key <> ''),
    code_letters TEXT   NOT NULL,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    name_key    TEXT    NOT NULL,
    name_ar     TEXT             CHECK (length(name_ar) BETWEEN 1 AND 200),
    name_ar_key TEXT    NOT NULL,
    price_fils  INTEGER          CHECK (price_fils > 0),
    vat         TEXT    NOT NULL CHECK (vat IN ('5', '0', 'exempt')),
    category    TEXT             CHECK (length(category) BETWEEN 1 AND 100),
    colour      TEXT             CHECK (length(colour) = 7 AND substr(colour, 1, 1) = '#'
                                        AND substr(colour, 2) NOT GLOB '*[^0-9a-f]*'),
    unit        TEXT    NOT NULL CHECK (unit IN ('piece', 'kg')),
    active      INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE INDEX products_by_code ON products (active, code_letters);
CREATE INDEX products_by_name ON products (active, name_key);
CREATE INDEX products_by_name_ar ON products (active, name_ar_key);
CREATE INDEX products_by_category ON products (active, category, name_key);

-- A barcode names one product.
CREATE TABLE barcodes (
    barcode TEXT    NOT NULL PRIMARY KEY CHECK (length(barcode) BETWEEN 1 AND 48),
    product INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    place   INTEGER NOT NULL CHECK (place >= 0),
    UNIQUE (product, place)
) STRICT, WITHOUT ROWID;

-- The words of each product's names, folded, one table for what is sold and one for what is not any more: a search through one
-- never steps over the other. Codes and barcodes are not among them: each is a word of its own, and what begins like so many
-- words is found faster by an index. The words are letters and digits only, which the ascii tokenizer leaves as they are.
CREATE VIRTUAL TABLE words_active USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5', tokenize = 'ascii'
);
CREATE VIRTUAL TABLE words_inactive USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5', tokenize = 'ascii'
);

-- Counts the transactions that changed the catalogue: what was looked at before is then known to be out of date.
CREATE TABLE revision (
    one   INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL
) STRICT;
INSERT INTO revision (one, count) VALUES (1, 0);
