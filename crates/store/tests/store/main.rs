//! The store as its users meet it: what it refuses, what survives, what it says when the database is unfit.

mod crash;
mod half_way;
mod journal;
mod opening;
mod reading;
mod rows;
mod rules;
