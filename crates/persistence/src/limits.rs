//! The bare SQL of the write path without anything decided: what a measurement holds the product against.
//!
//! Built with the feature `limits` only. The statements are the store's own; the documents are taken from a database that
//! the product has written, so that they have its sizes.

use std::collections::BTreeMap;
use std::path::Path;

use application::ports::StoreError;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement};

use crate::conflict::InStoreTerms;
use crate::connection::{self, begin_write};
use crate::floors::WHOLE_EVERY;
use crate::loading::Wanted;
use crate::opening;
use crate::place::Place;
use crate::statement::{Cell, Dialect, Kind, POSTGRES, Rows, SQLITE};
use crate::store::SqlStore;
use crate::writing::{Written, particulars_row};

/// One command, bare: on which site, and its number, which no other has. Even numbers arrive, odd ones leave.
pub type Bare = (usize, i64);

/// Connections on which bare commands run.
#[derive(Debug)]
pub struct Limits {
    connection: DatabaseConnection,
    dialect: &'static Dialect,
    documents: Documents,
}

/// What the product wrote for one visit.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    floor: String,
    /// The entries of an arrival and of a leaving.
    entries: [String; 2],
    party: String,
    /// The replies to both.
    replies: [String; 2],
}

impl Documents {
    /// Those of a site whose last two entries are an arrival and a leaving.
    ///
    /// # Errors
    /// The database's; a site that is not there.
    pub async fn of(place: &Place, site: &str) -> Result<Self, StoreError> {
        let (connection, dialect) = match place {
            Place::File(path) => {
                let file =
                    opening::one_name(path).map_err(|error| StoreError::Unavailable(error.to_string()))?;
                (connection::sqlite::readers(&file).await.in_store_terms()?, &SQLITE)
            }
            Place::Server(server) => {
                (connection::postgres::readers(server).await.in_store_terms()?, &POSTGRES)
            }
        };
        let site = site.replace('\'', "");
        let read = async |sql: String| -> Result<Vec<String>, StoreError> {
            let found = connection.query_all_raw(Statement::from_string(dialect.backend, sql)).await;
            let rows = found.in_store_terms()?;
            rows.iter().map(|row| row.try_get_by_index(0).in_store_terms()).collect()
        };
        let one = |mut found: Vec<String>| {
            found.pop().ok_or_else(|| StoreError::Corrupt("the sample site is not there".to_owned()))
        };
        let mut entries =
            read(format!("SELECT body FROM journal WHERE site = '{site}' ORDER BY sequence DESC LIMIT 2"))
                .await?;
        let reply = async |order: &str| {
            // That to an arrival is the longest, that to a leaving the shortest.
            let sql = format!(
                "SELECT body FROM requests WHERE site = '{site}' ORDER BY length(body) {order} LIMIT 1"
            );
            one(read(sql).await?)
        };
        let arrival = one(entries.split_off(entries.len().min(1)))?;
        let leaving = one(entries)?;
        Ok(Self {
            floor: one(read(format!("SELECT floor FROM floors WHERE site = '{site}'")).await?)?,
            entries: [arrival, leaving],
            party: one(read(format!("SELECT body FROM parties WHERE site = '{site}' LIMIT 1")).await?)?,
            replies: [reply("DESC").await?, reply("ASC").await?],
        })
    }
}

impl Limits {
    /// Connects with so many connections (a file has one that writes) and lays out so many bare sites.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(
        place: &Place,
        connections: u32,
        sites: usize,
        documents: Documents,
    ) -> Result<Self, StoreError> {
        let unavailable = |error: crate::OpenError| StoreError::Unavailable(error.to_string());
        // For the schema.
        SqlStore::open(place).await.map_err(unavailable)?.close().await?;
        let (connection, dialect) = match place {
            Place::File(path) => (file(path).await?, &SQLITE),
            Place::Server(server) => {
                (connection::postgres::bare(server, connections).await.in_store_terms()?, &POSTGRES)
            }
        };
        let limits = Self { connection, dialect, documents };
        limits.lay_out(sites).await?;
        Ok(limits)
    }

    async fn lay_out(&self, sites: usize) -> Result<(), StoreError> {
        let transaction = begin_write(&self.connection).await.in_store_terms()?;
        let mut written = Written::default();
        let known = self.sequences(&transaction, (0..sites).map(name)).await?;
        for id in (0..sites).map(name).filter(|id| !known.contains_key(id)) {
            written.opened.push([Cell::from(&id), 0_i64.into(), 0_i64.into(), Cell::Null]);
            written.whole.push([Cell::from(&id), 0_i64.into(), Cell::from(&self.documents.floor)]);
        }
        written.run(&transaction, self.dialect).await?;
        transaction.commit().await.in_store_terms()
    }

    /// How far the journals of these sites go, locked as the product locks them.
    async fn sequences(
        &self,
        transaction: &DatabaseTransaction,
        sites: impl Iterator<Item = String>,
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut wanted = Rows::new([Kind::Text]);
        sites.for_each(|site| wanted.push([Cell::from(&site)]));
        let statement = self.dialect.with(self.dialect.lock_sites, wanted)?;
        let rows = transaction.query_all_raw(statement).await.in_store_terms()?;
        let row = |row: &sea_orm::QueryResult| {
            let id = row.try_get_by_index(0).in_store_terms()?;
            Ok((id, row.try_get_by_index(1).in_store_terms()?))
        };
        rows.iter().map(row).collect()
    }

    /// One transaction for these commands: locks, looks up, writes, commits.
    ///
    /// # Errors
    /// The database's.
    pub async fn commit(&self, commands: &[Bare]) -> Result<(), StoreError> {
        let transaction = begin_write(&self.connection).await.in_store_terms()?;
        let sites: std::collections::BTreeSet<String> =
            commands.iter().map(|(site, _)| name(*site)).collect();
        let mut sequences = self.sequences(&transaction, sites.into_iter()).await?;
        let loaded = sequences.clone();
        self.look_up(&transaction, commands).await?;
        let mut written = Written::default();
        self.append(commands, &mut sequences, &mut written);
        self.advance(&loaded, &sequences, &mut written);
        self.keep_books(commands, &mut written);
        written.run(&transaction, self.dialect).await?;
        transaction.commit().await.in_store_terms()
    }

    /// Floors are written whole as seldom as the product does.
    fn advance(
        &self,
        loaded: &BTreeMap<String, i64>,
        sequences: &BTreeMap<String, i64>,
        written: &mut Written,
    ) {
        let every = i64::try_from(WHOLE_EVERY).unwrap_or(1);
        for (site, sequence) in sequences {
            let (before, sequence) = (loaded.get(site).copied().unwrap_or_default(), *sequence);
            written.advanced.push([site.into(), before.into(), sequence.into(), sequence.into(), Cell::Null]);
            if before.checked_div(every) != sequence.checked_div(every) {
                written.whole.push([site.into(), sequence.into(), Cell::from(&self.documents.floor)]);
            }
        }
    }

    async fn look_up(&self, transaction: &DatabaseTransaction, commands: &[Bare]) -> Result<(), StoreError> {
        let mut wanted = Wanted::default();
        for (site, number) in commands {
            let (site, visit) = (name(*site), visit(*number));
            wanted.visitors.push([Cell::from(&site), Cell::from(&visit)]);
            if arrives(*number) {
                wanted.parties.push([Cell::from(&site), Cell::from(&visit)]);
                wanted.phones.push([Cell::from(&site), Cell::from(&phone(*number))]);
            }
            wanted.requests.push([Cell::from(&site), Cell::from("load"), Cell::from(&format!("k{number}"))]);
        }
        let statement = self.dialect.looking_up(wanted)?;
        transaction.query_all_raw(statement).await.in_store_terms().map(drop)
    }

    fn append(&self, commands: &[Bare], sequences: &mut BTreeMap<String, i64>, written: &mut Written) {
        for (site, number) in commands {
            let site = name(*site);
            let sequence = sequences.entry(site.clone()).or_default();
            *sequence += 1;
            let shape = usize::from(!arrives(*number));
            let (entry, reply) = (&self.documents.entries[shape], &self.documents.replies[shape]);
            written.entries.push([
                Cell::from(&site),
                (*sequence).into(),
                (*number).into(),
                Cell::from(entry),
            ]);
            written.replies.push([
                Cell::from(&site),
                Cell::from("load"),
                Cell::from(&format!("k{number}")),
                Cell::from("fingerprint-of-the-request-0123456789abcdef"),
                (*number).into(),
                Cell::from(reply),
            ]);
        }
    }

    fn keep_books(&self, commands: &[Bare], written: &mut Written) {
        for (site, number) in commands.iter().filter(|(_, number)| arrives(*number)) {
            let (site, visit) = (name(*site), visit(*number));
            written.parties.push([
                Cell::from(&site),
                Cell::from(&visit),
                Cell::from(&self.documents.party),
                Some(Cell::from("s01")).into(),
                Some(Cell::from(*number)).into(),
                Cell::Null,
            ]);
            written.visitors.push([Cell::from(&site), Cell::from(&visit), Cell::from(&visit)]);
            let phone = phone(*number);
            written.particulars.push(particulars_row(Cell::from(&site), &visit, None, Some(&phone)));
        }
    }
}

async fn file(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let file = opening::one_name(path).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    connection::sqlite::writer(&file).await.in_store_terms()
}

fn arrives(number: i64) -> bool {
    number % 2 == 0
}

fn name(site: usize) -> String {
    format!("bare-{site:05}")
}

/// A visit comes with an even number and goes with the odd one after it.
fn visit(number: i64) -> String {
    format!("b{}", number / 2)
}

fn phone(number: i64) -> String {
    format!("+86139{:08}", number / 2)
}
