//! Replies kept for repeated requests: found by key, and forgotten when they are old.

use std::collections::HashMap;

use application::ports::{Changes, Loaded, ReadSet, RequestKey, StoredReply};
use domain::time::Timestamp;

/// By key.
pub(crate) type Replies = HashMap<RequestKey, StoredReply>;

/// Adds to what is loaded the replies that a read set names.
pub(crate) fn load(replies: &Replies, reads: &ReadSet, loaded: &mut Loaded) {
    for key in &reads.requests {
        if let Some(reply) = replies.get(key) {
            loaded.requests.insert(key.clone(), reply.clone());
        }
    }
}

/// Takes out the replies that belong to no site.
pub(crate) fn of_no_site(changes: &mut Changes) -> Vec<(RequestKey, StoredReply)> {
    changes.replies.extract_if(.., |(key, _)| key.everywhere).collect()
}

/// Forgets the oldest replies from before an instant.
pub(crate) fn forget(mut all: Vec<&mut Replies>, before: Timestamp, most: u32) -> u64 {
    let kept = all.iter().flat_map(|replies| replies.values().map(|reply| reply.at));
    let mut old: Vec<Timestamp> = kept.filter(|at| *at < before).collect();
    old.sort_unstable();
    let mut left = usize::try_from(most).unwrap_or(usize::MAX).min(old.len());
    let Some(last) = left.checked_sub(1).and_then(|last| old.get(last)).copied() else { return 0 };
    let forgotten = left as u64;
    for replies in &mut all {
        replies.retain(|_, reply| {
            let goes = left > 0 && reply.at <= last;
            left -= usize::from(goes);
            !goes
        });
    }
    forgotten
}
