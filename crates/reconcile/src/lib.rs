//! Compares what a till has written down with what PayBy says: pure.
