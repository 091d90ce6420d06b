//! The built program as a server: how it starts, what it keeps, how it stops, the day it plays, and what becomes of it when
//! there are several, and when something breaks.

#[cfg(test)]
mod demo;
#[cfg(test)]
mod explorer;
#[cfg(test)]
mod export;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod program;
#[cfg(test)]
mod replicas;
#[cfg(test)]
mod rush;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod stopping;
