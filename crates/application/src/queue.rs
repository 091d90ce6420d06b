//! The bounded queue before the store, with natural batching: whatever came while a commit ran is the next one.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::application::Ports;
use crate::batch::{Group, Member};
use crate::ports::{Clock, StoreError};
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
    ports: Ports,
    wakes: Arc<Wakes>,
    jobs: mpsc::Receiver<Job>,
}

/// A queue of that capacity and its writer.
pub(crate) fn queue(ports: Ports, wakes: Arc<Wakes>, capacity: usize) -> (mpsc::Sender<Job>, Writer) {
    let (sender, jobs) = mpsc::channel(capacity.max(1));
    (sender, Writer { ports, wakes, jobs })
}

/// Puts a request into the queue and waits for its commit.
pub(crate) async fn put(queue: &mpsc::Sender<Job>, member: Member, clock: &dyn Clock) -> Reply {
    let (answer, reply) = oneshot::channel();
    let failure = match queue.try_send(Job { member, answer }) {
        Ok(()) => match reply.await {
            Ok(reply) => return reply,
            Err(_) => stopping(),
        },
        Err(mpsc::error::TrySendError::Full(_)) => Failure::Overloaded,
        Err(mpsc::error::TrySendError::Closed(_)) => stopping(),
    };
    Reply::failed(clock.now(), failure)
}

fn stopping() -> Failure {
    Failure::Unavailable("the writer has stopped".to_owned())
}

/// A commit for one request alone.
pub(crate) async fn directly(ports: &Ports, member: Member) -> Reply {
    let mut group = group(ports, vec![member]);
    let outcome = commit(ports, &mut group).await;
    settle(ports, outcome, group.members.pop())
}

impl Writer {
    /// Takes requests until every [`crate::Application`] of its queue is gone, then ends with nothing left undone.
    pub async fn run(mut self) {
        let mut waiting = Vec::with_capacity(MOST);
        while self.jobs.recv_many(&mut waiting, MOST).await > 0 {
            let (members, answers): (Vec<_>, Vec<_>) =
                waiting.drain(..).map(|job| (job.member, job.answer)).unzip();
            let replies = self.serve(members).await;
            for (reply, answer) in replies.into_iter().zip(answers) {
                // Whoever asked may have gone away; what was done stands.
                let _ = answer.send(reply);
            }
        }
    }

    async fn serve(&self, members: Vec<Member>) -> Vec<Reply> {
        let alone = members.len() == 1;
        let mut group = group(&self.ports, members);
        let outcome = commit(&self.ports, &mut group).await;
        if outcome.is_ok() || alone {
            if outcome.is_ok() {
                self.wakes.note(group.next_dues);
            }
            let error = outcome.err();
            let settle_one = |member| settle(&self.ports, as_outcome(error.as_ref()), Some(member));
            return group.members.into_iter().map(settle_one).collect();
        }
        tracing::warn!(members = group.members.len(), "a commit failed; its requests run one by one");
        self.serve_singly(group.members).await
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
            let mut group = group(&self.ports, vec![member]);
            let outcome = commit(&self.ports, &mut group).await;
            match &outcome {
                Ok(()) => {
                    failures_in_a_row = 0;
                    self.wakes.note(group.next_dues);
                }
                Err(_) => failures_in_a_row += 1,
            }
            replies.push(settle(&self.ports, outcome, group.members.pop()));
        }
        replies
    }
}

fn group(ports: &Ports, members: Vec<Member>) -> Group {
    Group::new(members, Arc::clone(&ports.clock), Arc::clone(&ports.shelf))
}

/// Runs a group until it is committed, again from the start where another writer was first.
async fn commit(ports: &Ports, group: &mut Group) -> Result<(), StoreError> {
    let mut outcome = Err(StoreError::Conflict);
    for _ in 0..ATTEMPTS {
        group.next_dues.clear();
        outcome = ports.store.execute(group).await;
        if !matches!(outcome, Err(StoreError::Conflict)) {
            break;
        }
    }
    outcome
}

fn as_outcome(error: Option<&StoreError>) -> Result<(), StoreError> {
    match error {
        None => Ok(()),
        Some(StoreError::Conflict) => Err(StoreError::Conflict),
        Some(StoreError::Unavailable(why)) => Err(StoreError::Unavailable(why.clone())),
        Some(StoreError::Corrupt(why)) => Err(StoreError::Corrupt(why.clone())),
    }
}

/// The reply of a member whose group was committed, or why it was not: a reply that was not committed is worth
/// nothing.
fn settle(ports: &Ports, outcome: Result<(), StoreError>, member: Option<Member>) -> Reply {
    let reply = member.and_then(|member| member.reply);
    match (outcome, reply) {
        (Ok(()), Some(reply)) => reply,
        (Ok(()), None) => {
            let failure = Failure::Corrupt("the store did not run a request".to_owned());
            Reply::failed(ports.clock.now(), failure)
        }
        (Err(error), _) => Reply::failed(ports.clock.now(), error.into()),
    }
}
