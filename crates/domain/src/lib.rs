//! The rules of reception: turn tables, ownership and the policies that govern them, as pure values and functions.
//!
//! State is a fold over events: `decide` judges a command against the state and returns events or a refusal, `evolve`
//! takes note of an event and cannot fail. Nothing here reads a clock, a file, a random number or another system.
#![deny(missing_docs)]

pub mod answer;
pub mod authority;
pub mod books;
pub mod command;
pub mod decision;
pub mod event;
pub mod explanation;
pub mod floor;
pub mod ids;
pub mod party;
pub mod policy;
pub mod refusal;
pub mod share;
pub mod site;
pub mod time;
pub mod turn_table;
pub mod vocabulary;
