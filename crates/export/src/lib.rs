//! Writes tables for people and programs: CSV, XLSX, PDF, JSON lines.
