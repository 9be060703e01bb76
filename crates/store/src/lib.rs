//! The till's SQLite database: migrations, orders, refunds, journal.
