//! Sites to drive, and the requests that drive them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout_at;

use crate::client::Client;
use crate::figures::{Sample, micros};
use crate::program::Program;

/// How many people a site has.
const PEOPLE: usize = 20;
/// Clients that lay sites out.
const LAYING_OUT: usize = 32;

/// What a client asks, over and over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Visits: an arrival by web, which occupies nobody, and a leaving; each is one command. Only arrivals are timed.
    Visits {
        /// On how many sites.
        sites: usize,
    },
    /// Who owns a customer, by phone, among so many on the site `book`.
    Owner {
        /// How many customers.
        customers: u64,
    },
    /// A JSON request that goes no further than its reading: a number where a text has to stand. (An unknown key would be
    /// dearer, for it is looked for among those that could have been meant.)
    NoOp,
}

/// What all samples of a run share.
#[derive(Clone, Debug)]
pub struct Run {
    hosts: Vec<String>,
    next: Arc<AtomicU64>,
}

impl Run {
    /// Against these servers, clients shared out evenly.
    #[must_use]
    pub fn against(programs: &[&Program]) -> Self {
        Self { hosts: programs.iter().map(|program| program.host.clone()).collect(), next: Arc::default() }
    }

    /// Numbers visits from there on, so that none has the id of another run's on the same database.
    #[must_use]
    pub fn beginning_at(self, number: u64) -> Self {
        self.next.store(number, Ordering::Relaxed);
        self
    }

    /// Opens sites with everybody signed in.
    ///
    /// # Errors
    /// The connection's, or a refusal.
    pub async fn lay_out(&self, sites: usize) -> io::Result<()> {
        let number = Arc::new(AtomicU64::new(0));
        let mut all = JoinSet::<io::Result<()>>::new();
        for at in 0..LAYING_OUT {
            let (host, number) = (self.host(at), Arc::clone(&number));
            all.spawn(async move {
                let mut client = Client::connect(&host).await?;
                loop {
                    let site = number.fetch_add(1, Ordering::Relaxed);
                    if usize::try_from(site).map_or(true, |site| site >= sites) {
                        return Ok(());
                    }
                    open(&mut client, &format!("site-{site}")).await?;
                }
            });
        }
        while let Some(done) = all.join_next().await {
            done.map_err(io::Error::other)??;
        }
        Ok(())
    }

    fn host(&self, client: usize) -> String {
        self.hosts.get(client % self.hosts.len().max(1)).cloned().unwrap_or_default()
    }

    /// Each client asks again as soon as it has its answer.
    ///
    /// # Errors
    /// The connection's.
    pub async fn closed(
        &self,
        ask: Ask,
        clients: usize,
        length: Duration,
        programs: &[&Program],
    ) -> io::Result<Sample> {
        let begun = Instant::now();
        let before: u64 = programs.iter().map(|program| program.processor_time()).sum();
        let mut all = JoinSet::new();
        for at in 0..clients {
            let (run, host) = (self.clone(), self.host(at));
            all.spawn(async move {
                let mut client = Client::connect(&host).await?;
                let mut sample = Sample::default();
                while begun.elapsed() < length {
                    run.one(ask, &mut client, None, &mut sample).await?;
                }
                Ok(sample)
            });
        }
        let sample = joined(all).await?;
        let after: u64 = programs.iter().map(|program| program.processor_time()).sum();
        Ok(sample.over(begun.elapsed(), after.saturating_sub(before)))
    }

    /// Visits come at a steady rate, whatever the server does; what each takes counts from when it was due.
    ///
    /// # Errors
    /// The connection's.
    pub async fn open(&self, ask: Ask, rate: f64, length: Duration, clients: usize) -> io::Result<Sample> {
        let begun = Instant::now();
        let slot = Arc::new(AtomicU64::new(0));
        let mut all = JoinSet::new();
        for at in 0..clients {
            let (run, host, slot) = (self.clone(), self.host(at), Arc::clone(&slot));
            all.spawn(async move {
                let mut client = Client::connect(&host).await?;
                let mut sample = Sample::default();
                loop {
                    let mine = u32::try_from(slot.fetch_add(1, Ordering::Relaxed)).unwrap_or(u32::MAX);
                    let due = begun + Duration::from_secs_f64(f64::from(mine) / rate.max(1.0));
                    if due > begun + length {
                        return Ok(sample);
                    }
                    // The wait is the load: nothing is waited for but the clock.
                    let _ = timeout_at(due.into(), std::future::pending::<()>()).await;
                    run.one(ask, &mut client, Some(due), &mut sample).await?;
                }
            });
        }
        Ok(joined(all).await?.over(begun.elapsed(), 0))
    }

    async fn one(
        &self,
        ask: Ask,
        client: &mut Client,
        due: Option<Instant>,
        sample: &mut Sample,
    ) -> io::Result<()> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let asked = due.unwrap_or_else(Instant::now);
        let status = match ask {
            Ask::Visits { sites } => {
                let site = scattered(number) % u64::try_from(sites.max(1)).unwrap_or(1);
                let path = format!("/v1/sites/site-{site}/arrivals");
                let body = format!(
                    r#"{{"visitor":"v{number}","channel":"web","phone":"139{:08}"}}"#,
                    number % 100_000_000
                );
                let arrived = client.post(&path, Some(&format!("a{number}")), &body).await?;
                sample.took.push(micros(asked.elapsed()));
                sample.tally(arrived);
                let path = format!("/v1/sites/site-{site}/visits/v{number}/leavings");
                client.post(&path, Some(&format!("l{number}")), "{}").await?
            }
            Ask::Owner { customers } => {
                let phone = 13_000_000_000 + scattered(number) % customers.max(1);
                let body = format!(r#"{{"phone":"{phone}"}}"#);
                let status = client.post("/v1/sites/book/customer-lookups", None, &body).await?;
                sample.took.push(micros(asked.elapsed()));
                status
            }
            Ask::NoOp => {
                let status = client.post("/v1/sites/site-0/arrivals", None, r#"{"visitor":7}"#).await?;
                sample.took.push(micros(asked.elapsed()));
                // To be told so is what is asked for.
                if status == 422 || status == 400 { 200 } else { status }
            }
        };
        sample.tally(status);
        Ok(())
    }

    /// A site with so many customers; or more of them on the one that is there.
    ///
    /// # Errors
    /// The connection's, or a refusal.
    pub async fn fill_book(&self, from: u64, to: u64) -> io::Result<()> {
        let mut client = Client::connect(&self.host(0)).await?;
        if from == 0 {
            open(&mut client, "book").await?;
        }
        let mut next = from;
        while next < to {
            let end = to.min(next + 2_000);
            let customers: Vec<String> = (next..end)
                .map(|n| {
                    format!(
                        r#"{{"id":"c{n}","name":"Customer","phone":"{}","owner":"s01"}}"#,
                        13_000_000_000 + n
                    )
                })
                .collect();
            let body = format!(r#"{{"customers":[{}]}}"#, customers.join(","));
            let status = client.post("/v1/sites/book/imports", None, &body).await?;
            accepted(status, &client)?;
            next = end;
        }
        Ok(())
    }
}

impl Sample {
    fn tally(&mut self, status: u16) {
        if (200..300).contains(&status) {
            self.done += 1;
        } else {
            self.failed += 1;
        }
    }
}

async fn joined(mut all: JoinSet<io::Result<Sample>>) -> io::Result<Sample> {
    let mut sample = Sample::default();
    while let Some(done) = all.join_next().await {
        sample.add(done.map_err(io::Error::other)??);
    }
    Ok(sample)
}

async fn open(client: &mut Client, site: &str) -> io::Result<()> {
    let staff: Vec<String> = (0..PEOPLE).map(|n| format!(r#"{{"id":"s{n:02}"}}"#)).collect();
    let body = format!(
        r#"{{"id":"{site}","policy":"marketing-centre","timezone":"Asia/Shanghai","staff":[{}]}}"#,
        staff.join(",")
    );
    let status = client.post("/v1/sites", None, &body).await?;
    accepted(status, client)?;
    for n in 0..PEOPLE {
        let status = client
            .post(&format!("/v1/sites/{site}/sign-ins"), None, &format!(r#"{{"staff":"s{n:02}"}}"#))
            .await?;
        accepted(status, client)?;
    }
    Ok(())
}

fn accepted(status: u16, client: &Client) -> io::Result<()> {
    if (200..300).contains(&status) {
        return Ok(());
    }
    Err(io::Error::other(format!("answered {status}: {}", client.body())))
}

/// Numbers in no order that a cache could like; the same in every run.
fn scattered(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 11
}
