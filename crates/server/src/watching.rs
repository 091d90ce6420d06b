//! Who watches the use cases: the gauges count, and the live feed hears that there is news.

use std::sync::Arc;

use application::Reply;
use application::ports::{Commit, Observer};
use rest::Feed;

use crate::gauges::Gauges;

/// Both of them.
pub(crate) struct Watching {
    pub(crate) gauges: Arc<Gauges>,
    pub(crate) feed: Feed,
}

impl Observer for Watching {
    fn committed(&self, commit: &Commit<'_>) {
        self.gauges.committed(commit);
        if commit.done {
            self.feed.hint(commit.sites.iter().map(|(site, _)| site));
        }
    }

    fn replied(&self, reply: &Reply) {
        self.gauges.replied(reply);
    }

    fn turned_away(&self) {
        self.gauges.turned_away();
    }
}
