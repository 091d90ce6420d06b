//! The standard run: every scenario in every round, medians over the rounds.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use persistence::Place;

use crate::bare::Bare;
use crate::figures::{Sample, median};
use crate::program::Program;
use crate::traffic::{Ask, Run};

/// How much is measured.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The built program.
    pub lunpai: PathBuf,
    /// An empty folder for database files.
    pub folder: PathBuf,
    /// A PostgreSQL server's URL, if one is to be measured; the database named there is written to.
    pub postgres: Option<String>,
    /// Is a SQLite file measured?
    pub sqlite: bool,
    /// How many rounds.
    pub rounds: usize,
    /// How long each sample takes.
    pub sample: Duration,
    /// Numbers of clients.
    pub clients: Vec<usize>,
    /// Numbers of sites.
    pub sites: Vec<usize>,
    /// Numbers of customers among whom one is looked up.
    pub customers: Vec<u64>,
}

impl Plan {
    /// What the lead's table is made from.
    #[must_use]
    pub fn standard(lunpai: PathBuf, folder: PathBuf) -> Self {
        Self {
            lunpai,
            folder,
            postgres: None,
            sqlite: true,
            rounds: 5,
            sample: Duration::from_millis(1_200),
            clients: vec![1, 16, 32, 64, 128],
            sites: vec![1, 100, 1_000],
            customers: vec![10_000, 100_000, 1_000_000],
        }
    }

    /// A few seconds: everything once, on a small scale.
    #[must_use]
    pub fn smoke(lunpai: PathBuf, folder: PathBuf) -> Self {
        Self {
            rounds: 1,
            sample: Duration::from_millis(200),
            clients: vec![1, 32, 128],
            sites: vec![1, 20],
            customers: vec![1_000, 2_000],
            ..Self::standard(lunpai, folder)
        }
    }

    /// The most sites of any scenario.
    #[must_use]
    pub fn most_sites(&self) -> usize {
        self.sites.iter().copied().max().unwrap_or(1)
    }
}

/// What a scenario came to: its samples, one a round.
pub type Figures = BTreeMap<String, Vec<Sample>>;

/// The figures of one database.
#[derive(Debug, Default)]
pub struct Database {
    /// `sqlite` or `postgres`.
    pub name: String,
    /// By scenario.
    pub figures: Figures,
    /// The program's memory when it had just started, in bytes.
    pub idle: u64,
}

impl Database {
    fn note(&mut self, scenario: impl Into<String>, sample: Sample) {
        self.figures.entry(scenario.into()).or_default().push(sample);
    }

    /// The median over the rounds of what `of` says of a sample; nothing for a scenario that was not run.
    #[must_use]
    pub fn median(&self, scenario: &str, of: impl Fn(&Sample) -> f64) -> Option<f64> {
        self.figures.get(scenario).map(|samples| median(samples.iter().map(of).collect()))
    }

    /// Requests that were not answered well, over all scenarios.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.figures.values().flatten().map(|sample| sample.failed).sum()
    }
}

/// Measures everything that the plan names.
///
/// # Errors
/// A program that does not start, a database that fails, a connection that breaks.
pub async fn measure(plan: &Plan, told: &mut dyn FnMut(&str)) -> io::Result<Vec<Database>> {
    let mut all = Vec::new();
    if plan.sqlite {
        let file = plan.folder.join("product.db");
        let bare = Place::File(plan.folder.join("bare.db"));
        let database = file.to_string_lossy().into_owned();
        all.push(one(plan, "sqlite", &database, (&Place::File(file), &bare), told).await?);
    }
    if let Some(url) = &plan.postgres {
        let place = Place::of_url(url).map_err(io::Error::other)?;
        all.push(one(plan, "postgres", url, (&place, &place), told).await?);
    }
    Ok(all)
}

async fn one(
    plan: &Plan,
    name: &str,
    database: &str,
    (product, bare): (&Place, &Place),
    told: &mut dyn FnMut(&str),
) -> io::Result<Database> {
    let program = Program::start(&plan.lunpai, database)?;
    let run = Run::against(&[&program]);
    let mut found = Database { name: name.to_owned(), idle: program.memory(), ..Database::default() };
    told(&format!("{name}: laying out {} sites", plan.most_sites()));
    run.lay_out(plan.most_sites()).await?;
    // One visit on a site of its own, whose documents the bare commands take for theirs.
    run.closed(Ask::Visits { sites: 1 }, 1, Duration::from_millis(50), &[&program]).await?;
    let connections = if name == "sqlite" { 1 } else { 34 };
    let bare = Bare::open(bare, (product, "site-0"), connections, plan.most_sites()).await?;
    for round in 0..plan.rounds {
        told(&format!("{name}: round {} of {}", round + 1, plan.rounds));
        limits(plan, name, &bare, &mut found).await?;
        visits(plan, &run, &program, &mut found).await?;
    }
    if name == "postgres" {
        told("postgres: two replicas");
        replicas(plan, database, &program, &mut found).await?;
    }
    owners(plan, &run, &program, &mut found, told).await?;
    Ok(found)
}

async fn limits(plan: &Plan, name: &str, bare: &Bare, found: &mut Database) -> io::Result<()> {
    let sites = plan.most_sites();
    // Several writers of one file would only wait for each other.
    let many = if name == "sqlite" { 1 } else { 32 };
    found.note("naive 1", bare.closed(1, 1, sites, plan.sample).await?);
    found.note("naive 32", bare.closed(many, 1, sites, plan.sample).await?);
    found.note("row lock 32", bare.closed(many, 1, 1, plan.sample).await?);
    let writers = if name == "sqlite" { 1 } else { 2 };
    found.note("set-based", bare.closed(writers, 32, sites, plan.sample).await?);
    Ok(())
}

async fn visits(plan: &Plan, run: &Run, program: &Program, found: &mut Database) -> io::Result<()> {
    for sites in &plan.sites {
        for clients in &plan.clients {
            let ask = Ask::Visits { sites: *sites };
            let sample = run.closed(ask, *clients, plan.sample, &[program]).await?;
            found.note(format!("visits {sites} {clients}"), sample);
        }
    }
    let sites = plan.most_sites();
    let (most, wide) = (plan.clients.iter().copied().max().unwrap_or(1), Ask::Visits { sites });
    let visits = found.median(&format!("visits {sites} {most}"), Sample::rate).unwrap_or(0.0) / 2.0;
    found.note("open loop", run.open(wide, visits / 2.0, plan.sample * 2, most).await?);
    found.note("no-op 32", run.closed(Ask::NoOp, 32, plan.sample, &[program]).await?);
    Ok(())
}

async fn replicas(plan: &Plan, url: &str, program: &Program, found: &mut Database) -> io::Result<()> {
    let other = Program::start(&plan.lunpai, url)?;
    let both = Run::against(&[program, &other]).beginning_at(1 << 40);
    for _ in 0..plan.rounds {
        let wide = Ask::Visits { sites: plan.most_sites() };
        found.note("replicas 64", both.closed(wide, 64, plan.sample, &[program, &other]).await?);
        let hot = Ask::Visits { sites: 1 };
        found.note("replicas hot 64", both.closed(hot, 64, plan.sample, &[program, &other]).await?);
    }
    Ok(())
}

async fn owners(
    plan: &Plan,
    run: &Run,
    program: &Program,
    found: &mut Database,
    told: &mut dyn FnMut(&str),
) -> io::Result<()> {
    let mut known = 0;
    for customers in &plan.customers {
        told(&format!("{}: a book of {customers} customers", found.name));
        run.fill_book(known, *customers).await?;
        known = *customers;
        for _ in 0..plan.rounds {
            let ask = Ask::Owner { customers: *customers };
            found.note(format!("owner {customers}"), run.closed(ask, 32, plan.sample, &[program]).await?);
        }
    }
    Ok(())
}

/// Where the program usually is: beside this one.
#[must_use]
pub fn beside(own: &Path) -> PathBuf {
    own.with_file_name("lunpai")
}
