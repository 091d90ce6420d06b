//! What lines are answered with: one printed line each, with a result or a refusal.

mod answers;
mod decision;
mod printed;

pub use answers::{
    Answer, ChannelFairness, DealResult, DisputeResult, Duty, Eligible, Fairness, Fines, Gate, Gates, Next,
    Nothing, Order, Owner, Post, PostTaken, Records, Registration, Row, Table, Task, Tasks,
};
pub use decision::{AheadOf, Because, Breach, Decision, Text};
pub use printed::{Auto, Printed, Refused};

#[cfg(test)]
mod tests;
