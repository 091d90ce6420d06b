//! What a batch writes: the changes of all its sites, one statement a table.

use std::collections::HashSet;
use std::sync::Arc;

use application::identity::name_key;
use application::ports::{Changes, NameKey, Particulars, PartyWrite, PhoneKey, StoreError, StoredReply};
use domain::ids::{PartyId, SiteId, StaffId};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::conflict::InStoreTerms;
use crate::floors::WHOLE_EVERY;
use crate::kept_floors::Kept;
use crate::map::micros;
use crate::statement::{Cell, Dialect, Kind, Parameters, Rows};

/// A batch's changes to one site, with what they were decided on.
pub(crate) struct SiteChanges {
    pub(crate) changes: Changes,
    /// The site had a row.
    pub(crate) existed: bool,
    /// Its sequence as it was loaded.
    pub(crate) sequence: u64,
    /// The number of the entry at which its floor was last written whole.
    pub(crate) whole_at: u64,
    /// Phones that nobody at this site had: who gets one now takes it from nobody.
    pub(crate) nobodys: HashSet<PhoneKey>,
}

impl SiteChanges {
    /// The number of the site's last entry afterwards.
    fn next(&self) -> u64 {
        self.changes.entries.last().map_or(self.sequence, |entry| entry.sequence)
    }

    /// Is its floor to be written whole?
    fn is_due_whole(&self) -> bool {
        !self.existed || self.next() >= self.whole_at + WHOLE_EVERY
    }

    /// The floor to keep once this is committed.
    pub(crate) fn into_kept(self) -> Option<(SiteId, Kept)> {
        let (sequence, due) = (self.next(), self.is_due_whole());
        let Changes { site, floor, unchanged, .. } = self.changes;
        let whole_at = if due && floor.is_some() { sequence } else { self.whole_at };
        let floor = Arc::new(floor.or(unchanged)?);
        Some((site, Kept { floor, sequence, whole_at }))
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
        if self.changes.floor.is_none() && !self.changes.entries.is_empty() {
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
    let mut written = Written::default();
    for site in batch {
        site.check()?;
        written.add(site)?;
    }
    written.run(transaction, dialect).await
}

/// The rows that a batch writes, by table.
pub(crate) struct Written {
    pub(crate) opened: Rows<4>,
    pub(crate) advanced: Rows<5>,
    pub(crate) whole: Rows<3>,
    pub(crate) entries: Rows<4>,
    pub(crate) checkpoints: Rows<3>,
    pub(crate) replies: Rows<6>,
    pub(crate) parties: Rows<6>,
    pub(crate) visitors: Rows<3>,
    pub(crate) particulars: Rows<5>,
    pub(crate) former_phones: Rows<3>,
    /// A phone in the particulars may be somebody else's so far.
    pub(crate) contested: bool,
}

impl Default for Written {
    fn default() -> Self {
        use Kind::{MaybeNumber, MaybeText, Number, Text};
        Self {
            opened: Rows::new([Text, Number, MaybeNumber, MaybeNumber]),
            advanced: Rows::new([Text, Number, Number, MaybeNumber, MaybeNumber]),
            whole: Rows::new([Text, Number, Text]),
            entries: Rows::new([Text, Number, Number, Text]),
            checkpoints: Rows::new([Text, Number, Text]),
            replies: Rows::new([Text, Text, Text, Text, Number, Text]),
            parties: Rows::new([Text, Text, Text, MaybeText, MaybeNumber, MaybeText]),
            visitors: Rows::of_texts(),
            particulars: particulars_rows(),
            former_phones: Rows::of_texts(),
            contested: false,
        }
    }
}

impl Written {
    fn add(&mut self, site: &SiteChanges) -> Result<(), StoreError> {
        self.add_site(site)?;
        self.add_history(&site.changes)?;
        self.add_books(&site.changes, &site.nobodys)
    }

    fn add_site(&mut self, site: &SiteChanges) -> Result<(), StoreError> {
        let Some(floor) = &site.changes.floor else { return Ok(()) };
        let (id, next) = (site.changes.site.as_str(), site.next());
        let (clock, lapse) = (floor.clock.map(micros).into(), floor.next_lapse.map(micros).into());
        if site.existed {
            self.advanced.push([id.into(), site.sequence.into(), next.into(), clock, lapse]);
        } else {
            self.opened.push([id.into(), next.into(), clock, lapse]);
        }
        if site.is_due_whole() {
            self.whole.push([id.into(), next.into(), Cell::document(floor)?]);
        }
        Ok(())
    }

    fn add_history(&mut self, changes: &Changes) -> Result<(), StoreError> {
        let site = || Cell::from(changes.site.as_str());
        for entry in &changes.entries {
            self.entries.push([
                site(),
                entry.sequence.into(),
                micros(entry.at).into(),
                Cell::document(entry)?,
            ]);
        }
        for (sequence, floor) in &changes.checkpoints {
            self.checkpoints.push([site(), (*sequence).into(), Cell::document(floor)?]);
        }
        for (request, reply) in &changes.replies {
            let StoredReply { fingerprint, at, body } = reply;
            self.replies.push([
                request.filed_under(changes.site.as_str()).into(),
                (&request.scope).into(),
                (&request.key).into(),
                fingerprint.into(),
                micros(*at).into(),
                body.into(),
            ]);
        }
        Ok(())
    }

    fn add_books(&mut self, changes: &Changes, nobodys: &HashSet<PhoneKey>) -> Result<(), StoreError> {
        let site = || Cell::from(changes.site.as_str());
        for PartyWrite { party, holder, protected_until } in &changes.parties {
            self.parties.push([
                site(),
                party.id.as_str().into(),
                Cell::document(party)?,
                holder.as_ref().map(StaffId::as_str).into(),
                protected_until.map(micros).into(),
                party.merged_into.as_ref().map(PartyId::as_str).into(),
            ]);
        }
        for (visit, party) in &changes.visitors {
            self.visitors.push([site(), visit.as_str().into(), party.as_str().into()]);
        }
        for Particulars { party, name, phone } in &changes.particulars {
            self.contested |= phone.as_ref().is_some_and(|phone| !nobodys.contains(phone));
            let phone = phone.as_ref().map(PhoneKey::expose);
            self.particulars.push(particulars_row(site(), party.as_str(), name.as_deref(), phone));
        }
        for (phone, party) in &changes.former_phones {
            self.former_phones.push([site(), phone.expose().into(), party.as_str().into()]);
        }
        Ok(())
    }

    /// Writes the rows; sites first, for everything else is theirs.
    pub(crate) async fn run(
        self,
        transaction: &DatabaseTransaction,
        dialect: &Dialect,
    ) -> Result<(), StoreError> {
        let Self { opened, advanced, whole, entries, checkpoints, replies, .. } = self;
        let Self { parties, visitors, particulars, former_phones, contested, .. } = self;
        run(transaction, dialect, dialect.open_sites, opened).await?;
        run(transaction, dialect, dialect.put_floors, whole).await?;
        run(transaction, dialect, dialect.put_checkpoints, checkpoints.last_words(2)).await?;
        // In one statement it would be left to the database which of two words on a party or a phone is the later, and
        // whether a phone has been taken away from somebody by then. Nearly always this is one run that takes from nobody.
        let mut runs = particulars.runs(names_again);
        let at_once = if contested || runs.len() > 1 { None } else { runs.pop() };
        let particulars = at_once.unwrap_or_else(|| Self::default().particulars);
        let usual =
            [advanced.len(), entries.len(), replies.len(), parties.len(), visitors.len(), particulars.len()];
        if usual.iter().any(|rows| *rows > 0) {
            let due = advanced.len();
            let mut values = Parameters::of(dialect.backend, 29);
            values.add(advanced)?;
            values.add(entries)?;
            values.add(replies)?;
            values.add(parties.last_words(2))?;
            values.add(visitors.last_words(2))?;
            values.add(particulars)?;
            let statement = dialect.statement(dialect.write, values.0);
            // A row that did not have the loaded sequence any more was not touched: another writer has been there.
            if transaction.query_all_raw(statement).await.in_store_terms()?.len() != due {
                return Err(StoreError::Conflict);
            }
        }
        for together in runs {
            run(transaction, dialect, dialect.free_phones, together.clone()).await?;
            run(transaction, dialect, dialect.put_particulars, together).await?;
        }
        run(transaction, dialect, dialect.put_former_phones, former_phones.last_words(2)).await?;
        Ok(())
    }
}

/// Rows of [`particulars_row`].
pub(crate) fn particulars_rows() -> Rows<5> {
    Rows::new([Kind::Text, Kind::Text, Kind::MaybeText, Kind::MaybeText, Kind::MaybeText])
}

/// What a party is called, their phone, and the key by which the name is looked up.
pub(crate) fn particulars_row(site: Cell, party: &str, name: Option<&str>, phone: Option<&str>) -> [Cell; 5] {
    let key = name.map(name_key);
    [site, party.into(), name.into(), phone.into(), key.as_ref().map(NameKey::expose).into()]
}

/// A row of particulars whose party or phone has been there.
pub(crate) fn names_again(seen: &mut HashSet<[Cell; 3]>, [site, party, _, phone, _]: &[Cell; 5]) -> bool {
    let new = |kind: i64, key: &Cell| [site.clone(), Cell::Number(kind), key.clone()];
    let phone_is_new = *phone == Cell::Null || seen.insert(new(1, phone));
    !(seen.insert(new(0, party)) && phone_is_new)
}

/// Runs a statement over rows, if there are any; how many it touched.
pub(crate) async fn run<const N: usize>(
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
