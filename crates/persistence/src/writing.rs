//! What a batch writes: the changes of all its sites, one statement a table.

use std::collections::HashSet;

use application::ports::{Changes, JournalEntry, PhoneKey, StoreError};
use domain::floor::Floor;
use domain::ids::{PartyId, StaffId};
use domain::party::Party;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::Serialize;

use crate::conflict::InStoreTerms;
use crate::map::{Text, micros, parameter};
use crate::statement::Dialect;

/// A batch's changes to one site, with what they were decided on.
pub(crate) struct SiteChanges {
    pub(crate) changes: Changes,
    /// The site had a row.
    pub(crate) existed: bool,
    /// Its sequence as it was loaded.
    pub(crate) sequence: u64,
}

impl SiteChanges {
    /// The number of the site's last entry afterwards.
    fn next(&self) -> u64 {
        self.changes.entries.last().map_or(self.sequence, |entry| entry.sequence)
    }

    /// What a batch promises of its changes; a breach would leave a journal that cannot be replayed.
    fn check(&self) -> Result<(), StoreError> {
        let site = &self.changes.site;
        if self.changes.loaded_sequence != self.sequence {
            return Err(StoreError::Conflict);
        }
        let numbers = self.changes.entries.iter().map(|entry| entry.sequence);
        if numbers.clone().zip(self.sequence.saturating_add(1)..).any(|(number, due)| number != due) {
            return Err(StoreError::Corrupt(format!("site {site}: journal entries out of sequence")));
        }
        if !self.existed && self.changes.floor.is_none() && !self.changes.entries.is_empty() {
            return Err(StoreError::Corrupt(format!("site {site}: journal entries without a floor")));
        }
        Ok(())
    }
}

/// Writes everything; on an error the caller rolls back.
pub(crate) async fn write(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    batch: &[SiteChanges],
) -> Result<(), StoreError> {
    batch.iter().try_for_each(SiteChanges::check)?;
    write_sites(transaction, dialect, batch).await?;
    write_history(transaction, dialect, batch).await?;
    write_books(transaction, dialect, batch).await
}

async fn write_sites(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    batch: &[SiteChanges],
) -> Result<(), StoreError> {
    let mut opened: Vec<(&str, u64, Text<'_, Floor>)> = Vec::new();
    let mut advanced: Vec<(&str, u64, u64, Option<Text<'_, Floor>>)> = Vec::new();
    for site in batch {
        let (id, floor) = (site.changes.site.as_str(), site.changes.floor.as_ref());
        match floor {
            Some(floor) if !site.existed => opened.push((id, site.next(), Text(floor))),
            None if site.changes.entries.is_empty() => {}
            _ => advanced.push((id, site.sequence, site.next(), floor.map(Text))),
        }
    }
    run(transaction, dialect, dialect.open_sites, &opened).await?;
    let touched = run(transaction, dialect, dialect.advance_sites, &advanced).await?;
    if usize::try_from(touched).is_ok_and(|touched| touched == advanced.len()) {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

async fn write_history(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    batch: &[SiteChanges],
) -> Result<(), StoreError> {
    let mut entries: Vec<(&str, u64, i64, Text<'_, JournalEntry>)> = Vec::new();
    let mut checkpoints: Vec<(&str, u64, Text<'_, Floor>)> = Vec::new();
    let mut replies = Vec::new();
    for SiteChanges { changes, .. } in batch {
        let site = changes.site.as_str();
        entries.extend(
            changes.entries.iter().map(|entry| (site, entry.sequence, micros(entry.at), Text(entry))),
        );
        checkpoints
            .extend(changes.checkpoints.iter().map(|(sequence, floor)| (site, *sequence, Text(floor))));
        replies.extend(changes.replies.iter().map(|(request, reply)| {
            (site, &request.scope, &request.key, &reply.fingerprint, micros(reply.at), &reply.body)
        }));
    }
    run(transaction, dialect, dialect.append_journal, &entries).await?;
    run(transaction, dialect, dialect.put_checkpoints, &checkpoints).await?;
    run(transaction, dialect, dialect.keep_replies, &replies).await?;
    Ok(())
}

async fn write_books(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    batch: &[SiteChanges],
) -> Result<(), StoreError> {
    type PartyRow<'a> = (&'a str, &'a str, Text<'a, Party>, Option<&'a str>, Option<i64>, Option<&'a str>);
    let mut parties: Vec<PartyRow<'_>> = Vec::new();
    let mut visitors = Vec::new();
    let mut particulars: Vec<ParticularsRow<'_>> = Vec::new();
    for SiteChanges { changes, .. } in batch {
        let site = changes.site.as_str();
        parties.extend(changes.parties.iter().map(|write| {
            let party = &write.party;
            let holder = write.holder.as_ref().map(StaffId::as_str);
            let merged_into = party.merged_into.as_ref().map(PartyId::as_str);
            (site, party.id.as_str(), Text(party), holder, write.protected_until.map(micros), merged_into)
        }));
        visitors.extend(changes.visitors.iter().map(|(visit, party)| (site, visit.as_str(), party.as_str())));
        particulars.extend(changes.particulars.iter().map(|known| {
            let phone = known.phone.as_ref().map(PhoneKey::expose);
            (site, known.party.as_str(), known.name.as_deref(), phone)
        }));
    }
    run(transaction, dialect, dialect.put_parties, &parties).await?;
    run(transaction, dialect, dialect.put_visitors, &visitors).await?;
    for together in waves(&particulars) {
        run(transaction, dialect, dialect.free_phones, together).await?;
        run(transaction, dialect, dialect.put_particulars, together).await?;
    }
    Ok(())
}

/// Site, party, name and phone.
type ParticularsRow<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);

/// Cuts rows, in their order, into runs in which no party and no phone comes twice: in one statement it would be left to
/// the database which of two is the later. Nearly always that is one run.
fn waves<'r, 'a>(mut rows: &'r [ParticularsRow<'a>]) -> Vec<&'r [ParticularsRow<'a>]> {
    let mut waves = Vec::new();
    while !rows.is_empty() {
        let mut seen = HashSet::new();
        let twice = |(site, party, _, phone): &ParticularsRow<'a>| {
            let phone_is_new = phone.is_none_or(|phone| seen.insert((*site, phone, true)));
            !(seen.insert((*site, *party, false)) && phone_is_new)
        };
        let (wave, later) = rows.split_at(rows.iter().position(twice).unwrap_or(rows.len()));
        waves.push(wave);
        rows = later;
    }
    waves
}

/// Runs a statement over rows, if there are any; how many it touched.
async fn run<R: Serialize>(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    text: &'static str,
    rows: &[R],
) -> Result<u64, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let done = transaction.execute_raw(dialect.with(text, parameter(rows)?)).await;
    done.map(|done| done.rows_affected()).in_store_terms()
}
