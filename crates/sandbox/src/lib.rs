//! A PayBy that runs on this machine: for training, demonstrations and tests.
