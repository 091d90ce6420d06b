//! Reads policy packs (TOML) into the domain's policy values, and proves them whole before they are in force.
#![deny(missing_docs)]

mod check;
mod describe;
mod editor;
mod load;
mod located;
mod meant;
mod measure;
mod mutants;
mod problem;
mod read;
mod schema;
mod shape;
mod shelf;
mod words;

pub use check::{check, decides_alike};
pub use describe::{describe, unspoken};
pub use editor::json_schema;
pub use load::{Bilingual, Pack, load};
pub use mutants::{Mutant, mutants, without_citation, without_clause};
pub use problem::Problem;
pub use shelf::Shelf;
