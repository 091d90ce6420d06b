//! The built program as a server: how it starts, what it keeps, how it stops, and the day it plays.

#[cfg(test)]
mod demo;
#[cfg(test)]
mod program;
#[cfg(test)]
mod serve;
