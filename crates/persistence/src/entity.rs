//! The tables that are read in pages, as the ORM sees them. The books are looked up by statements of their own.

pub(crate) mod checkpoint;
pub(crate) mod journal;
pub(crate) mod policy;
pub(crate) mod site;
