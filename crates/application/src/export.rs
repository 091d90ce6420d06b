//! A site's journal as a day file: the setting, then every accepted command as the line that would be told again.
//!
//! Names and phones stay behind: identification has happened, and the lines carry its result.

mod checkpoint;
mod customers;
mod house;
mod lines;
mod setting;
mod visits;
mod words;

use chrono::{Months, NaiveDate};
use domain::command::Command;
use domain::event::{Event, FloorEvent};
use domain::ids::{PartyId, SiteId, VisitorId};
use domain::time::Zone;
use wire::line::{Line, Setting};
use wire::verb::Verb;

use crate::ports::{JournalEntry, Origin, PartyView};
use crate::{Application, Failure};
pub use checkpoint::Checkpoint;
pub(crate) use checkpoint::Restored;
use checkpoint::State;
use words::unreadable;

/// How many entries are read at a time.
const PAGE: usize = 512;

/// How many people one line may set.
const MOST_AT_ONCE: usize = 50;

/// What of a site is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Exporting {
    /// From this civil day at the site on; `None`: from its opening.
    pub from: Option<NaiveDate>,
    /// Through this civil day; `None`: to the last entry.
    pub to: Option<NaiveDate>,
    /// Names and phones on record stand in the lines, too.
    pub particulars: bool,
}

impl Exporting {
    /// The month that begins on that day.
    #[must_use]
    pub fn month(first: NaiveDate, particulars: bool) -> Self {
        let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
        Self { from: Some(first), to: last, particulars }
    }
}

/// An export that is under way: page by page, so that a month need not be in memory.
pub struct Export {
    application: Application,
    site: SiteId,
    wanted: Exporting,
    zone: Zone,
    /// The number of the last entry that was looked at, and of the last that there is.
    after: u64,
    last: u64,
    begun: bool,
    ended: bool,
    /// Where the export does not begin with the site, what was before is walked through for its state.
    state: Option<State>,
    lines: Lines,
}

impl Export {
    /// The next lines, each with its line end; nothing after the last.
    ///
    /// # Errors
    /// A state too large for a first line; the store's.
    pub async fn next(&mut self) -> Result<Option<String>, Failure> {
        while !self.ended {
            self.page().await?;
            let lines = std::mem::take(&mut self.lines.written);
            if !lines.is_empty() {
                return Ok(Some(lines));
            }
        }
        Ok(None)
    }

    async fn page(&mut self) -> Result<(), Failure> {
        if self.after >= self.last {
            return self.end().await;
        }
        let page = self.application.ports.store.journal(&self.site, self.after, PAGE).await?;
        let Some(end) = page.last().map(|entry| entry.sequence) else { return self.end().await };
        let last = self.last;
        for entry in page.iter().filter(|entry| entry.sequence <= last) {
            let day = day_of(entry, self.zone);
            if let Some(state) = &mut self.state
                && self.wanted.from.is_some_and(|from| day < from)
            {
                state.take_note(entry);
                continue;
            }
            if self.wanted.to.is_some_and(|to| day > to) {
                return self.end().await;
            }
            self.entry(entry).await?;
        }
        self.after = end;
        Ok(())
    }

    async fn entry(&mut self, entry: &JournalEntry) -> Result<(), Failure> {
        let (application, site, particulars) = (&self.application, &self.site, self.wanted.particulars);
        if !self.begun {
            self.begun = true;
            if let Some(opened) = application.opening_line(site, entry, particulars).await? {
                return self.lines.setting(&opened);
            }
            let state = self.state.take().unwrap_or_default();
            self.lines.setting(&application.checkpoint_line(site, state, particulars).await?)?;
        }
        match application.line(site, entry, self.zone, particulars).await? {
            Some(line) => self.lines.line(line),
            None => Ok(()),
        }
    }

    async fn end(&mut self) -> Result<(), Failure> {
        self.ended = true;
        if let (false, Some(state)) = (self.begun, self.state.take()) {
            let first = self.application.checkpoint_line(&self.site, state, self.wanted.particulars).await?;
            self.lines.setting(&first)?;
        }
        self.lines.flush()
    }
}

impl Application {
    /// A site's days as a day file. Simulating it gives the decisions that the site gave, to the byte.
    ///
    /// # Errors
    /// An unknown site; days that end before they begin; the store's.
    pub async fn export(&self, site: &SiteId, wanted: Exporting) -> Result<Export, Failure> {
        if wanted.from.zip(wanted.to).is_some_and(|(from, to)| from > to) {
            return Err(Failure::Invalid { field: "to", reason: "is before `from`".to_owned() });
        }
        let view = self.site(site).await?;
        Ok(Export {
            application: self.clone(),
            site: site.clone(),
            wanted,
            zone: view.floor.zone,
            after: 0,
            last: view.sequence,
            begun: false,
            ended: false,
            state: wanted.from.map(|_| State::default()),
            lines: Lines::default(),
        })
    }

    /// The setting of a site whose first entry this is.
    async fn opening_line(
        &self,
        site: &SiteId,
        entry: &JournalEntry,
        particulars: bool,
    ) -> Result<Option<Setting>, Failure> {
        let Origin::Command(command) = &entry.origin else { return Ok(None) };
        let Command::Open(opening) = &**command else { return Ok(None) };
        let mut setting = setting::of_opening(opening, entry.at)?;
        if particulars {
            self.name_customers(site, &mut setting.customers).await?;
        }
        Ok(Some(setting))
    }

    /// The setting of a site that goes on from a state.
    async fn checkpoint_line(
        &self,
        site: &SiteId,
        state: State,
        particulars: bool,
    ) -> Result<Setting, Failure> {
        let mut checkpoint = state.into_checkpoint()?;
        if particulars {
            for id in checkpoint.party_ids() {
                let called = self.ports.store.party(site, &id).await?;
                let former = self.ports.store.former_phones(site, &id).await?;
                checkpoint.call(id, called, &former);
            }
        }
        setting::of_checkpoint(&checkpoint)
    }

    /// The line that an entry would be told by again; what time brought comes by itself.
    async fn line(
        &self,
        site: &SiteId,
        entry: &JournalEntry,
        zone: Zone,
        particulars: bool,
    ) -> Result<Option<Line>, Failure> {
        let Origin::Command(command) = &entry.origin else { return Ok(None) };
        let Some(mut verb) = lines::verb_of(command, zone)? else { return Ok(None) };
        if particulars {
            self.name(site, &mut verb).await?;
        }
        lines::line(verb, entry, zone).map(Some)
    }

    /// Adds the names and phones on record, where a line leaves room for them.
    async fn name(&self, site: &SiteId, verb: &mut Verb) -> Result<(), Failure> {
        match verb {
            Verb::Arrive(body) => {
                let called = self.called(site, &body.visitor).await?;
                body.name = called.and_then(|called| words::name(called.name.as_deref()));
                // What is on record today says nothing of that day.
                body.on_record.get_or_insert(false);
            }
            Verb::Register(body) => {
                let called = self.called(site, &body.visitor).await?;
                let told = body.identified.as_ref();
                let (name, phone) = told.map_or((false, false), |told| (told.name, told.phone));
                let on_record = called.as_ref();
                body.name = on_record.filter(|_| name).and_then(|called| words::name(called.name.as_deref()));
                body.phone =
                    on_record.filter(|_| phone).and_then(|called| words::phone(called.phone.as_ref()));
            }
            Verb::Import(body) => self.name_customers(site, &mut body.customers).await?,
            _ => {}
        }
        Ok(())
    }

    async fn called(&self, site: &SiteId, visitor: &wire::Id) -> Result<Option<PartyView>, Failure> {
        Ok(self.ports.store.visitor(site, &VisitorId::new(visitor)).await?)
    }

    async fn name_customers(
        &self,
        site: &SiteId,
        customers: &mut [wire::verb::Customer],
    ) -> Result<(), Failure> {
        for customer in customers {
            if let Some(called) = self.ports.store.party(site, &PartyId::new(&customer.id)).await? {
                customer.name = words::name(called.name.as_deref());
                customer.phone = words::phone(called.phone.as_ref());
            }
        }
        Ok(())
    }
}

/// The civil day that an entry belongs to: the end of a day is that day's, although it falls on the next midnight.
fn day_of(entry: &JournalEntry, zone: Zone) -> NaiveDate {
    let ended = entry.events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::DayEnded(date)) => Some(*date),
        _ => None,
    });
    ended.unwrap_or_else(|| zone.date(entry.at))
}

/// Writes lines, several people that were set by one request in one.
#[derive(Default)]
struct Lines {
    written: String,
    staff: Option<Line>,
}

impl Lines {
    fn setting(&mut self, setting: &Setting) -> Result<(), Failure> {
        let text = serde_json::to_string(setting).map_err(unreadable)?;
        if text.len() > wire::line::MOST_SETTING_BYTES {
            let reason = "would begin with a state too large for a day file; begin with the site's first day";
            return Err(Failure::Invalid { field: "from", reason: reason.to_owned() });
        }
        self.put(&text);
        Ok(())
    }

    fn line(&mut self, mut line: Line) -> Result<(), Failure> {
        if let (Some(before), Verb::StaffChange(body)) = (&mut self.staff, &mut line.verb)
            && let Verb::StaffChange(earlier) = &mut before.verb
            && (before.at, before.happened_at, &before.actor) == (line.at, line.happened_at, &line.actor)
            && earlier.staff.len() < MOST_AT_ONCE
        {
            // Between commands of one request nothing falls due; split in two lines, it would.
            earlier.staff.append(&mut body.staff);
            return Ok(());
        }
        self.flush()?;
        if matches!(line.verb, Verb::StaffChange(_)) {
            self.staff = Some(line);
            return Ok(());
        }
        self.put(&serde_json::to_string(&line).map_err(unreadable)?);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Failure> {
        if let Some(line) = self.staff.take() {
            self.put(&serde_json::to_string(&line).map_err(unreadable)?);
        }
        Ok(())
    }

    fn put(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }
}
