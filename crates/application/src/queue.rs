//! The bounded queue before the store, with natural batching: whatever came while a commit ran is the next one.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use domain::ids::{PolicyRef, SiteId};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::application::{Ports, fetch};
use crate::batch::{Group, Member};
use crate::ports::{Clock, Commit, Nobody, Observer, StoreError};
use crate::wakes::Wakes;
use crate::{Failure, Reply};

/// The most requests that share a commit.
const MOST: usize = 256;

/// How often a group runs again because another writer was first.
const ATTEMPTS: usize = 16;

/// A request that waits for its commit.
pub(crate) struct Job {
    member: Member,
    answer: oneshot::Sender<Reply>,
}

/// The writer behind a queue; see [`crate::Application::queued`].
pub struct Writer {
    shards: Vec<Shard>,
}

/// One part of the queue with the writer of its sites.
struct Shard {
    ports: Ports,
    observer: Arc<dyn Observer>,
    wakes: Arc<Wakes>,
    jobs: mpsc::Receiver<Job>,
}

/// Where requests go in: a part for each writer. All requests for a site are in the same part, so that two writers never
/// wait for each other's site.
#[derive(Clone)]
pub(crate) struct Queue(Arc<[mpsc::Sender<Job>]>);

/// A queue of that capacity, divided among so many writers.
pub(crate) fn queue(
    ports: &Ports,
    wakes: &Arc<Wakes>,
    observer: &Arc<dyn Observer>,
    capacity: usize,
    writers: usize,
) -> (Queue, Writer) {
    let writers = writers.max(1);
    let (senders, shards): (Vec<_>, Vec<_>) = (0..writers)
        .map(|_| {
            let (sender, jobs) = mpsc::channel(capacity.div_ceil(writers).max(1));
            let (ports, wakes, observer) = (ports.clone(), Arc::clone(wakes), Arc::clone(observer));
            (sender, Shard { ports, observer, wakes, jobs })
        })
        .unzip();
    (Queue(senders.into()), Writer { shards })
}

impl Queue {
    /// How many requests wait in all its parts.
    pub(crate) fn waiting(&self) -> usize {
        self.0.iter().map(|part| part.max_capacity() - part.capacity()).sum()
    }

    fn of(&self, site: &SiteId) -> Option<&mpsc::Sender<Job>> {
        let mut hasher = DefaultHasher::new();
        site.hash(&mut hasher);
        let parts = u64::try_from(self.0.len()).ok()?;
        self.0.get(usize::try_from(hasher.finish().checked_rem(parts)?).ok()?)
    }
}

/// Puts a request into the queue and waits for its commit.
pub(crate) async fn put(queue: &Queue, member: Member, clock: &dyn Clock, observer: &dyn Observer) -> Reply {
    let (answer, reply) = oneshot::channel();
    let Some(part) = queue.of(&member.site) else { return Reply::failed(clock.now(), stopping()) };
    let failure = match part.try_send(Job { member, answer }) {
        Ok(()) => match reply.await {
            Ok(reply) => return reply,
            Err(_) => stopping(),
        },
        Err(mpsc::error::TrySendError::Full(_)) => {
            observer.turned_away();
            Failure::Overloaded
        }
        Err(mpsc::error::TrySendError::Closed(_)) => stopping(),
    };
    Reply::failed(clock.now(), failure)
}

fn stopping() -> Failure {
    Failure::Unavailable("the writer has stopped".to_owned())
}

/// A commit for one request alone.
pub(crate) async fn directly(ports: &Ports, member: Member) -> Reply {
    let (mut group, outcome) = alone(ports, member, &Nobody).await;
    settle(ports, outcome, group.members.pop())
}

/// A commit for one request alone. Packs that its site goes by and another server has brought are fetched first.
async fn alone(ports: &Ports, member: Member, observer: &dyn Observer) -> (Group, Result<(), StoreError>) {
    let mut group = group(ports, vec![member]);
    let mut outcome = commit(ports, &mut group, observer).await;
    let lacking: Vec<PolicyRef> = group.lacking.drain(..).flat_map(|(_, ids)| ids).collect();
    if outcome.is_ok() && !lacking.is_empty() {
        group.looked_for = true;
        outcome = Ok(());
        for id in &lacking {
            if outcome.is_ok() {
                outcome = fetch(ports, id).await;
            }
        }
        if outcome.is_ok() {
            outcome = commit(ports, &mut group, observer).await;
        }
    }
    (group, outcome)
}

impl Writer {
    /// Takes requests until every [`crate::Application`] of its queue is gone, then ends with nothing left undone.
    pub async fn run(mut self) {
        let own = self.shards.pop();
        let mut others: JoinSet<()> = self.shards.into_iter().map(Shard::run).collect();
        if let Some(own) = own {
            own.run().await;
        }
        while others.join_next().await.is_some() {}
    }
}

impl Shard {
    async fn run(mut self) {
        let mut waiting = Vec::with_capacity(MOST);
        while self.jobs.recv_many(&mut waiting, MOST).await > 0 {
            let (members, answers): (Vec<_>, Vec<_>) =
                waiting.drain(..).map(|job| (job.member, job.answer)).unzip();
            let replies = self.serve(members).await;
            for (reply, answer) in replies.into_iter().zip(answers) {
                self.observer.replied(&reply);
                // Whoever asked may have gone away; what was done stands.
                let _ = answer.send(reply);
            }
        }
    }

    async fn serve(&self, members: Vec<Member>) -> Vec<Reply> {
        let alone = members.len() == 1;
        let mut group = group(&self.ports, members);
        let outcome = commit(&self.ports, &mut group, &*self.observer).await;
        if matches!(outcome, Err(StoreError::Unknown)) {
            tracing::warn!(members = group.members.len(), "the answer to a commit was lost");
            return self.consult_keys(group.members).await;
        }
        if let (Err(_), false) = (&outcome, alone) {
            tracing::warn!(members = group.members.len(), "a commit failed; its requests run one by one");
            return self.serve_singly(group.members).await;
        }
        if outcome.is_ok() {
            self.wakes.note(group.next_dues);
        }
        let mut outcome = Some(outcome);
        let mut replies = Vec::with_capacity(group.members.len());
        for member in group.members {
            let lacks = group.lacking.iter().any(|(site, _)| *site == member.site);
            replies.push(if lacks || (!alone && group.broken.contains(&member.site)) {
                self.serve_alone(member).await.0
            } else {
                settle(&self.ports, outcome.take().unwrap_or(Ok(())), Some(member))
            });
        }
        replies
    }

    /// One of them may be what the store cannot take; but if the store is away, there is no use in asking it again for
    /// each.
    async fn serve_singly(&self, members: Vec<Member>) -> Vec<Reply> {
        let mut replies = Vec::with_capacity(members.len());
        let mut failures_in_a_row = 0;
        for member in members {
            if failures_in_a_row >= 2 {
                let away = Err(StoreError::Unavailable("it failed for the requests before".to_owned()));
                replies.push(settle(&self.ports, away, Some(member)));
                continue;
            }
            let (reply, committed) = self.serve_alone(member).await;
            failures_in_a_row = if committed { 0 } else { failures_in_a_row + 1 };
            replies.push(reply);
        }
        replies
    }

    /// After a commit that may have been done: a request with a key runs again, for the key tells whether it was done. One
    /// without might happen twice, so whoever asked has to look.
    async fn consult_keys(&self, members: Vec<Member>) -> Vec<Reply> {
        let mut replies = Vec::with_capacity(members.len());
        for member in members {
            replies.push(if member.has_a_key() {
                self.serve_alone(member).await.0
            } else {
                settle(&self.ports, Err(StoreError::Unknown), Some(member))
            });
        }
        replies
    }

    /// A commit for one request; tells whether the store took it.
    async fn serve_alone(&self, member: Member) -> (Reply, bool) {
        let (mut group, outcome) = alone(&self.ports, member, &*self.observer).await;
        let committed = outcome.is_ok();
        if committed {
            self.wakes.note(group.next_dues);
        }
        (settle(&self.ports, outcome, group.members.pop()), committed)
    }
}

fn group(ports: &Ports, members: Vec<Member>) -> Group {
    Group::new(members, Arc::clone(&ports.clock), Arc::clone(&ports.shelf))
}

/// Runs a group until it is committed, again from the start where another writer was first.
async fn commit(ports: &Ports, group: &mut Group, observer: &dyn Observer) -> Result<(), StoreError> {
    let begun = ports.clock.now();
    let mut outcome = Err(StoreError::Conflict);
    let mut attempts = 0;
    while attempts < ATTEMPTS {
        attempts += 1;
        group.begin_again();
        outcome = ports.store.execute(group).await;
        if !matches!(outcome, Err(StoreError::Conflict)) {
            break;
        }
    }
    observer.committed(&Commit {
        requests: group.members.len(),
        seconds: ports.clock.now().signed_duration_since(begun).as_seconds_f64().max(0.0),
        attempts,
        done: outcome.is_ok(),
        sites: &group.waiting,
    });
    for member in group.members.iter_mut().filter(|member| group.broken.contains(&member.site)) {
        tracing::error!(site = %member.site, "a defect stopped a request");
        member.reply = None;
    }
    outcome
}

/// The reply of a member whose group was committed, or why it was not: a reply that was not committed is worth
/// nothing.
fn settle(ports: &Ports, outcome: Result<(), StoreError>, member: Option<Member>) -> Reply {
    let reply = member.and_then(|member| member.reply);
    match (outcome, reply) {
        (Ok(()), Some(reply)) => reply,
        (Ok(()), None) => {
            let failure = Failure::Corrupt("a request did not run to its end".to_owned());
            Reply::failed(ports.clock.now(), failure)
        }
        (Err(error), _) => Reply::failed(ports.clock.now(), error.into()),
    }
}
