//! The driver of payments: owns time, IO and the order of events.
