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
use crate::loading::Wanted;
use crate::opening;
use crate::place::Place;
use crate::statement::{Cell, Dialect, Kind, POSTGRES, Rows, SQLITE};
use crate::store::SqlStore;

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
            floor: one(read(format!("SELECT floor FROM sites WHERE id = '{site}'")).await?)?,
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
        let mut opened = Rows::new([Kind::Text, Kind::Number, Kind::Text]);
        let known: BTreeMap<String, i64> = self.floors(&transaction, (0..sites).map(name)).await?;
        for id in (0..sites).map(name).filter(|id| !known.contains_key(id)) {
            opened.push([Cell::from(&id), 0_i64.into(), Cell::from(&self.documents.floor)]);
        }
        self.write(&transaction, self.dialect.open_sites, opened).await?;
        transaction.commit().await.in_store_terms()
    }

    async fn floors(
        &self,
        transaction: &DatabaseTransaction,
        sites: impl Iterator<Item = String>,
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut wanted = Rows::new([Kind::Text]);
        sites.for_each(|site| wanted.push([Cell::from(&site)]));
        let statement = self.dialect.with(self.dialect.floors, wanted)?;
        let rows = transaction.query_all_raw(statement).await.in_store_terms()?;
        let row = |row: &sea_orm::QueryResult| {
            // The floor comes over the wire as it does for the product; nobody reads it.
            let _: String = row.try_get_by_index(2).in_store_terms()?;
            Ok((row.try_get_by_index(0).in_store_terms()?, row.try_get_by_index(1).in_store_terms()?))
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
        let mut sequences = self.floors(&transaction, sites.into_iter()).await?;
        let loaded = sequences.clone();
        self.look_up(&transaction, commands).await?;
        self.append(&transaction, commands, &mut sequences).await?;
        let mut advanced = Rows::new([Kind::Text, Kind::Number, Kind::Number, Kind::MaybeDocument]);
        for (site, sequence) in sequences {
            let before = loaded.get(&site).copied().unwrap_or_default();
            let floor = Cell::from(&self.documents.floor);
            advanced.push([Cell::from(&site), before.into(), sequence.into(), Some(floor).into()]);
        }
        self.write(&transaction, self.dialect.advance_sites, advanced).await?;
        self.keep_books(&transaction, commands).await?;
        transaction.commit().await.in_store_terms()
    }

    async fn look_up(&self, transaction: &DatabaseTransaction, commands: &[Bare]) -> Result<(), StoreError> {
        let mut wanted = Wanted::default();
        let mut requests = Rows::of_texts();
        for (site, number) in commands {
            let (site, visit) = (name(*site), visit(*number));
            wanted.visitors.push([Cell::from(&site), Cell::from(&visit)]);
            if arrives(*number) {
                wanted.parties.push([Cell::from(&site), Cell::from(&visit)]);
                wanted.phones.push([Cell::from(&site), Cell::from(&phone(*number))]);
            }
            requests.push([Cell::from(&site), Cell::from("load"), Cell::from(&format!("k{number}"))]);
        }
        transaction.query_all_raw(self.dialect.books_of(wanted)?).await.in_store_terms()?;
        let known = self.dialect.with(self.dialect.requests, requests)?;
        transaction.query_all_raw(known).await.in_store_terms().map(drop)
    }

    async fn append(
        &self,
        transaction: &DatabaseTransaction,
        commands: &[Bare],
        sequences: &mut BTreeMap<String, i64>,
    ) -> Result<(), StoreError> {
        let mut entries = Rows::new([Kind::Text, Kind::Number, Kind::Number, Kind::Text]);
        let mut replies =
            Rows::new([Kind::Text, Kind::Text, Kind::Text, Kind::Text, Kind::Number, Kind::Text]);
        for (site, number) in commands {
            let site = name(*site);
            let sequence = sequences.entry(site.clone()).or_default();
            *sequence += 1;
            let shape = usize::from(!arrives(*number));
            let (entry, reply) = (&self.documents.entries[shape], &self.documents.replies[shape]);
            entries.push([Cell::from(&site), (*sequence).into(), (*number).into(), Cell::from(entry)]);
            let key = format!("k{number}");
            replies.push([
                Cell::from(&site),
                Cell::from("load"),
                Cell::from(&key),
                Cell::from("fingerprint-of-the-request-0123456789abcdef"),
                (*number).into(),
                Cell::from(reply),
            ]);
        }
        self.write(transaction, self.dialect.append_journal, entries).await?;
        self.write(transaction, self.dialect.keep_replies, replies).await
    }

    async fn keep_books(
        &self,
        transaction: &DatabaseTransaction,
        commands: &[Bare],
    ) -> Result<(), StoreError> {
        let mut parties = Rows::new([
            Kind::Text,
            Kind::Text,
            Kind::Text,
            Kind::MaybeText,
            Kind::MaybeNumber,
            Kind::MaybeText,
        ]);
        let mut visitors = Rows::of_texts();
        let mut particulars = Rows::new([Kind::Text, Kind::Text, Kind::MaybeText, Kind::MaybeText]);
        for (site, number) in commands.iter().filter(|(_, number)| arrives(*number)) {
            let (site, visit) = (name(*site), visit(*number));
            parties.push([
                Cell::from(&site),
                Cell::from(&visit),
                Cell::from(&self.documents.party),
                Some(Cell::from("s01")).into(),
                Some(Cell::from(*number)).into(),
                Cell::Null,
            ]);
            visitors.push([Cell::from(&site), Cell::from(&visit), Cell::from(&visit)]);
            let phone = phone(*number);
            particulars.push([
                Cell::from(&site),
                Cell::from(&visit),
                Cell::Null,
                Some(Cell::from(&phone)).into(),
            ]);
        }
        self.write(transaction, self.dialect.put_parties, parties).await?;
        self.write(transaction, self.dialect.put_visitors, visitors).await?;
        self.write(transaction, self.dialect.free_phones, particulars.clone()).await?;
        self.write(transaction, self.dialect.put_particulars, particulars).await
    }

    async fn write<const N: usize>(
        &self,
        transaction: &DatabaseTransaction,
        text: &'static str,
        rows: Rows<N>,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        transaction.execute_raw(self.dialect.with(text, rows)?).await.in_store_terms().map(drop)
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
