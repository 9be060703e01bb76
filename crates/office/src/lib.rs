//! The back office: the manager's side of the books. It reads what the till wrote, closes business days and keeps what was decided.
