//! The store in memory does what every store has to do.

use std::sync::Arc;

use application::ports::Store;
use memory::{KeepJournal, MemoryStore};

application::store_contract!(Arc::new(MemoryStore::new(KeepJournal::All)) as Arc<dyn Store>);
