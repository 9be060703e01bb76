//! A till's home directory: configuration, the sealed key, the lock, and the real parts put together.
