//! The API over real use cases: a day's work, repeated requests, everything that goes wrong, and its description.

#[cfg(test)]
mod acceptance_days;
#[cfg(test)]
mod broken_store;
#[cfg(test)]
mod compatibility;
#[cfg(test)]
mod customers;
#[cfg(test)]
mod day;
#[cfg(test)]
mod description;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod export;
#[cfg(test)]
mod house;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod repeated;
