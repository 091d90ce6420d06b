//! The use cases of a reception day, and the ports they need.

pub mod ports;
