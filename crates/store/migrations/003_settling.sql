-- What settles sales: tips beside the sale's amount, refunds that wait for their credit note, sales that hold too much money.

-- The tip inside an order's amount pays nothing of the sale, and what was refunded is not paid. A complete sale takes no more orders.
DROP TRIGGER orders_stay_within_their_sale;
CREATE TRIGGER orders_stay_within_their_sale BEFORE INSERT ON orders
WHEN NEW.amount_fils - coalesce(json_extract(NEW.body, '$.details.tip'), 0)
   + (SELECT coalesce(sum(o.amount_fils - coalesce(json_extract(o.body, '$.details.tip'), 0)
          - (SELECT coalesce(sum(r.amount_fils), 0) FROM refunds r WHERE r.order_number = o.number AND r.state = 'refunded')), 0)
      FROM orders o WHERE o.sale = NEW.sale AND o.state = 'paid')
   + (SELECT coalesce(sum(CASE kind WHEN 'sale' THEN towards_fils WHEN 'returned' THEN -amount_fils ELSE 0 END), 0)
      FROM cash WHERE sale = NEW.sale)
   > (SELECT amount_fils FROM sales WHERE id = NEW.sale)
BEGIN SELECT RAISE(ABORT, 'the sale is paid'); END;
CREATE TRIGGER orders_need_an_unfinished_sale BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM receipts WHERE sale = NEW.sale AND kind = 'sale')
BEGIN SELECT RAISE(ABORT, 'the sale is complete'); END;

-- Refunds that PayBy has proved and that no credit note was written for; kept by a trigger, emptied by the counter.
CREATE TABLE refunds_to_credit (
    refund TEXT NOT NULL PRIMARY KEY REFERENCES refunds (number)
) STRICT;
CREATE TRIGGER refunds_wait_for_their_credit_note AFTER UPDATE OF state ON refunds
WHEN NEW.state = 'refunded' AND OLD.state <> 'refunded'
BEGIN INSERT OR IGNORE INTO refunds_to_credit (refund) VALUES (NEW.number); END;

-- Sales that hold more money than they should: a person gives it back.
CREATE TABLE overpaid_sales (
    sale TEXT    NOT NULL PRIMARY KEY REFERENCES sales (id),
    at   INTEGER NOT NULL CHECK (at > 0)
) STRICT;

-- Whether a paper was printed before.
CREATE INDEX print_jobs_by_receipt ON print_jobs (receipt) WHERE receipt IS NOT NULL;
