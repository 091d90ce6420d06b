//! The paper sheet by the door, kept by brute force: an oracle for the rotation, written from the
//! specification alone and sharing nothing with the engine it judges.
//!
//! A day file goes in line by line; out come the facts the sheet is sure of. Where the specification leaves a
//! result open the sheet answers [`Unsure`] and expects nothing from there on, so that a difference is always
//! worth reading.

mod compare;
mod days;
mod decide;
mod desk;
mod grid;
mod hours;
mod line;
mod paper;
mod rules;
mod scan;

pub use compare::{Expected, compare, expectations, flaws};
pub use days::{Dice, day, days};
pub use paper::{Paper, Sure, Unsure};
