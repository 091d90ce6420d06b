//! Who watches the use cases at work: gauges, and a live feed that wants to know when there is news.

use domain::ids::SiteId;

use crate::Reply;

/// Told on the way, so it must neither wait nor fail.
pub trait Observer: Send + Sync {
    /// A commit has ended.
    fn committed(&self, commit: &Commit<'_>);
    /// A request of a commit was answered.
    fn replied(&self, reply: &Reply);
    /// A request was turned away because the queue was full.
    fn turned_away(&self);
}

/// A commit that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Commit<'a> {
    /// How many requests shared it.
    pub requests: usize,
    /// How long it took, by the clock port, with all attempts.
    pub seconds: f64,
    /// How many attempts it took: more than one where another writer was first.
    pub attempts: usize,
    /// Was it made durable?
    pub done: bool,
    /// Its sites, each with how many visitors wait there now.
    pub sites: &'a [(SiteId, usize)],
}

/// Nobody watches.
pub(crate) struct Nobody;

impl Observer for Nobody {
    fn committed(&self, _: &Commit<'_>) {}
    fn replied(&self, _: &Reply) {}
    fn turned_away(&self) {}
}
