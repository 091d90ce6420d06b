//! What a batch writes: the changes of all its sites, one statement a table.

use std::collections::HashSet;

use application::ports::{Changes, Particulars, PartyWrite, PhoneKey, StoreError, StoredReply};
use domain::ids::{PartyId, StaffId};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::conflict::InStoreTerms;
use crate::map::micros;
use crate::statement::{Cell, Dialect, Kind, Rows};

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
    let mut opened = Rows::new([Kind::Text, Kind::Number, Kind::Text]);
    let mut advanced = Rows::new([Kind::Text, Kind::Number, Kind::Number, Kind::MaybeDocument]);
    for site in batch {
        let (id, floor) = (site.changes.site.as_str(), site.changes.floor.as_ref());
        match floor {
            Some(floor) if !site.existed => {
                opened.push([id.into(), site.next().into(), Cell::document(floor)?]);
            }
            None if site.changes.entries.is_empty() => {}
            _ => {
                let floor = floor.map(Cell::document).transpose()?;
                advanced.push([id.into(), site.sequence.into(), site.next().into(), floor.into()]);
            }
        }
    }
    run(transaction, dialect, dialect.open_sites, opened).await?;
    let due = advanced.len();
    let touched = run(transaction, dialect, dialect.advance_sites, advanced).await?;
    if usize::try_from(touched).is_ok_and(|touched| touched == due) {
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
    let mut entries = Rows::new([Kind::Text, Kind::Number, Kind::Number, Kind::Text]);
    let mut checkpoints = Rows::new([Kind::Text, Kind::Number, Kind::Text]);
    let mut replies = Rows::new([Kind::Text, Kind::Text, Kind::Text, Kind::Text, Kind::Number, Kind::Text]);
    for SiteChanges { changes, .. } in batch {
        let site = || Cell::from(changes.site.as_str());
        for entry in &changes.entries {
            entries.push([site(), entry.sequence.into(), micros(entry.at).into(), Cell::document(entry)?]);
        }
        for (sequence, floor) in &changes.checkpoints {
            checkpoints.push([site(), (*sequence).into(), Cell::document(floor)?]);
        }
        for (request, reply) in &changes.replies {
            let StoredReply { fingerprint, at, body } = reply;
            replies.push([
                request.filed_under(changes.site.as_str()).into(),
                (&request.scope).into(),
                (&request.key).into(),
                fingerprint.into(),
                micros(*at).into(),
                body.into(),
            ]);
        }
    }
    run(transaction, dialect, dialect.append_journal, entries).await?;
    run(transaction, dialect, dialect.put_checkpoints, checkpoints.last_words(2)).await?;
    run(transaction, dialect, dialect.keep_replies, replies).await?;
    Ok(())
}

async fn write_books(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    batch: &[SiteChanges],
) -> Result<(), StoreError> {
    let mut parties =
        Rows::new([Kind::Text, Kind::Text, Kind::Text, Kind::MaybeText, Kind::MaybeNumber, Kind::MaybeText]);
    let mut visitors = Rows::of_texts();
    let mut particulars = Rows::new([Kind::Text, Kind::Text, Kind::MaybeText, Kind::MaybeText]);
    for SiteChanges { changes, .. } in batch {
        let site = || Cell::from(changes.site.as_str());
        for PartyWrite { party, holder, protected_until } in &changes.parties {
            parties.push([
                site(),
                party.id.as_str().into(),
                Cell::document(party)?,
                holder.as_ref().map(StaffId::as_str).into(),
                protected_until.map(micros).into(),
                party.merged_into.as_ref().map(PartyId::as_str).into(),
            ]);
        }
        for (visit, party) in &changes.visitors {
            visitors.push([site(), visit.as_str().into(), party.as_str().into()]);
        }
        for Particulars { party, name, phone } in &changes.particulars {
            let phone = phone.as_ref().map(PhoneKey::expose);
            particulars.push([site(), party.as_str().into(), name.as_ref().into(), phone.into()]);
        }
    }
    run(transaction, dialect, dialect.put_parties, parties.last_words(2)).await?;
    run(transaction, dialect, dialect.put_visitors, visitors.last_words(2)).await?;
    // In one statement it would be left to the database which of two words on a party or a phone is the later. Nearly
    // always this is one run.
    for together in particulars.runs(names_again) {
        run(transaction, dialect, dialect.free_phones, together.clone()).await?;
        run(transaction, dialect, dialect.put_particulars, together).await?;
    }
    Ok(())
}

/// A row of particulars whose party or phone has been there.
fn names_again(seen: &mut HashSet<[Cell; 3]>, [site, party, _, phone]: &[Cell; 4]) -> bool {
    let new = |kind: i64, key: &Cell| [site.clone(), Cell::Number(kind), key.clone()];
    let phone_is_new = *phone == Cell::Null || seen.insert(new(1, phone));
    !(seen.insert(new(0, party)) && phone_is_new)
}

/// Runs a statement over rows, if there are any; how many it touched.
async fn run<const N: usize>(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    text: &'static str,
    rows: Rows<N>,
) -> Result<u64, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let done = transaction.execute_raw(dialect.with(text, rows)?).await;
    done.map(|done| done.rows_affected()).in_store_terms()
}
