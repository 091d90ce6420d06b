//! The bare SQL driven by clients: the limits that the product is held against.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use persistence::Place;
use persistence::limits::{Documents, Limits};
use tokio::task::JoinSet;

use crate::figures::{Sample, micros};

/// Bare connections, and numbers that none of their commands shares.
#[derive(Clone, Debug)]
pub struct Bare {
    limits: Arc<Limits>,
    next: Arc<AtomicI64>,
}

impl Bare {
    /// Connects and lays out sites, with documents such as the product has written at `sample`.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(
        place: &Place,
        sample: (&Place, &str),
        connections: u32,
        sites: usize,
    ) -> io::Result<Self> {
        let documents = Documents::of(sample.0, sample.1).await.map_err(io::Error::other)?;
        let limits = Limits::open(place, connections, sites, documents).await.map_err(io::Error::other)?;
        Ok(Self { limits: Arc::new(limits), next: Arc::default() })
    }

    /// Each client commits groups of so many commands, one transaction a group.
    ///
    /// # Errors
    /// The database's.
    pub async fn closed(
        &self,
        clients: usize,
        group: usize,
        sites: usize,
        length: Duration,
    ) -> io::Result<Sample> {
        let begun = Instant::now();
        let mut all = JoinSet::new();
        for _ in 0..clients {
            let bare = self.clone();
            all.spawn(async move {
                let mut sample = Sample::default();
                while begun.elapsed() < length {
                    // An arrival and its leaving, as the product's clients have them.
                    for half in 0..2 {
                        let asked = Instant::now();
                        let commands: Vec<(usize, i64)> = (0..group)
                            .map(|_| {
                                let number = bare.next.fetch_add(1, Ordering::Relaxed) * 2 + half;
                                (usize::try_from(number / 2 * 7919).unwrap_or(0) % sites.max(1), number)
                            })
                            .collect();
                        bare.limits.commit(&commands).await.map_err(io::Error::other)?;
                        sample.took.push(micros(asked.elapsed()));
                        sample.done += u64::try_from(group).unwrap_or(1);
                    }
                }
                Ok::<_, io::Error>(sample)
            });
        }
        let mut sample = Sample::default();
        while let Some(done) = all.join_next().await {
            sample.add(done.map_err(io::Error::other)??);
        }
        Ok(sample.over(begun.elapsed(), 0))
    }
}
