//! What screens and programs show of the manager's side.
