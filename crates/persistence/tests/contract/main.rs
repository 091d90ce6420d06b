//! What every store promises, and what this one promises beyond: one binary, a fresh database for each test.

#[cfg(test)]
mod atomicity;
#[cfg(test)]
mod books;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod database;
#[cfg(test)]
mod every_store;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod history;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod server;
