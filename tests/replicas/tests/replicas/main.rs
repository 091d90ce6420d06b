//! Several servers' use cases on one PostgreSQL, in one process: what time brings, and bugs planted to see them caught.

#[cfg(test)]
mod dues;
#[cfg(test)]
mod house;
#[cfg(test)]
mod planted;
