//! Questions: understood like verbs, answered from the state as of now, changing nothing.

use domain::answer::Question;
use domain::ids::{ClauseId, Label, PartyId, SiteId, VisitorId};
use domain::site;
use domain::time::Timestamp;
use domain::vocabulary::Channel;
use wire::Id;
use wire::verb::Ask;
use wire::vocabulary as said;

use crate::batch::Desk;
use crate::identity::phone_key;
use crate::intake::{Ledger, channel_said};
use crate::ports::{JournalEntry, Loaded, ReadSet, SiteView};
use crate::request::{Told, What};
use crate::sheet::{self, Sheet};
use crate::{Application, Failure};

/// Must the journal be read for this question?
pub(crate) fn asks_the_journal(ask: &Ask) -> bool {
    matches!(ask.what, said::Question::Table | said::Question::Fairness | said::Question::Records)
}

/// Answers a question for which floor and books are enough.
pub(crate) fn finding(desk: &Desk, ask: &Ask, at: Timestamp) -> Result<Told, Failure> {
    let question = question(ask, &desk.ledger()?)?;
    Ok(desk.told(What::Finding(site::ask(desk.view()?, &question, at)?)))
}

fn question(ask: &Ask, ledger: &Ledger<'_>) -> Result<Question, Failure> {
    let channel = channel(ask);
    Ok(match ask.what {
        said::Question::Next => Question::Next(channel, department(ask)),
        said::Question::Order => Question::Order(channel, department(ask)),
        said::Question::Post => Question::Post(None),
        said::Question::Reception => {
            Question::Reception(ledger.visitor(needed("visitor", ask.visitor.as_ref())?)?)
        }
        said::Question::Owner => Question::Owner(ledger.customer(needed("customer", ask.party())?)?),
        said::Question::Eligible => Question::Eligible(ledger.staff(needed("staff", ask.staff.as_ref())?)?),
        said::Question::Duty => Question::Duty,
        said::Question::Fines => Question::Fines(ledger.staff(needed("staff", ask.staff.as_ref())?)?),
        said::Question::Tasks => Question::Tasks {
            staff: ledger.staff_if(ask.staff.as_ref())?,
            clause: ask.clause.as_ref().map(ClauseId::new),
            visitor: ask.visitor.as_ref().map(VisitorId::new),
        },
        said::Question::Table | said::Question::Fairness | said::Question::Records => {
            return Err(Failure::Corrupt("a question about the journal reached the floor".to_owned()));
        }
    })
}

fn channel(ask: &Ask) -> Channel {
    channel_said(ask.channel.unwrap_or_default())
}

fn department(ask: &Ask) -> Option<Label> {
    ask.department.as_ref().map(Label::new)
}

fn needed<'a>(field: &'static str, id: Option<&'a Id>) -> Result<&'a Id, Failure> {
    id.ok_or_else(|| Failure::Invalid { field, reason: "is missing, which this question needs".to_owned() })
}

/// A site as of now, never before what it has seen. On a copy: what has fallen due since is taken into account and written
/// by whoever comes next.
fn brought_up(desk: &mut Desk, now: Timestamp) -> Result<Timestamp, Failure> {
    let at = desk.view()?.floor.clock.map_or(now, |clock| now.max(clock));
    desk.fall_due(at)?;
    Ok(at)
}

impl Application {
    /// Answers a question from what is committed, as of now; changes nothing.
    ///
    /// # Errors
    /// An unknown id; the store's.
    pub async fn ask(&self, site: &SiteId, question: &Ask) -> Result<Told, Failure> {
        self.ask_at(site, question, self.ports.clock.now()).await
    }

    /// [`Application::ask`] as of another instant than now; never before what the site has seen.
    pub(crate) async fn ask_at(&self, site: &SiteId, ask: &Ask, now: Timestamp) -> Result<Told, Failure> {
        let (mut desk, sequence) = self.desk(site, ask).await?;
        let at = brought_up(&mut desk, now)?;
        if !asks_the_journal(ask) {
            return finding(&desk, ask, at);
        }
        if ask.what == said::Question::Records {
            let records = self.records(site, sequence, &desk, ask).await?;
            return Ok(desk.told(What::Records(records)));
        }
        let sheet = self.sheet(site, sequence, desk.entries()).await?;
        let what = match ask.what {
            said::Question::Table => {
                let table = site::asked_table(desk.view()?, channel(ask), department(ask).as_ref())?;
                What::Table(sheet::table(&sheet, desk.view()?, table))
            }
            _ => {
                let (channel, department) = (ask.channel.map(channel_said), department(ask));
                What::Fairness(sheet::fairness(&sheet, desk.view()?, channel, department.as_ref()))
            }
        };
        Ok(desk.told(what))
    }

    /// A site as last committed with the books that a question looks at, and the number of its last journal entry.
    async fn desk(&self, site: &SiteId, ask: &Ask) -> Result<(Desk, u64), Failure> {
        let view = self.site(site).await?;
        self.know_packs_of(&view.floor).await?;
        let mut reads = ReadSet { parties: site::concerned(&view.floor), ..ReadSet::default() };
        for id in [&ask.customer, &ask.visitor].into_iter().flatten() {
            reads.visitors.push(VisitorId::new(id));
            reads.parties.push(PartyId::new(id));
        }
        let mut loaded = self.ports.store.look_up(site, &reads).await?;
        for id in [&ask.customer, &ask.visitor].into_iter().flatten() {
            // Found under an id that was merged into another: it stands for that one here.
            let known = loaded.books.get(&PartyId::new(id)).map(|party| party.id.clone());
            if let Some(party) = known {
                loaded.visitors.entry(VisitorId::new(id)).or_insert(party);
            }
        }
        Ok(self.desk_of(site, view, loaded))
    }

    /// A site with what was looked up of its books.
    fn desk_of(&self, site: &SiteId, view: SiteView, mut loaded: Loaded) -> (Desk, u64) {
        loaded.sequence = view.sequence;
        // The books get to know somebody new only when they are received: a waiting visit is known to the floor alone.
        let waiting = view.floor.waiting.iter().map(|waiting| &waiting.arrival);
        let received = view.floor.receptions.iter().map(|reception| &reception.arrival);
        for arrival in waiting.chain(received) {
            loaded.visitors.entry(arrival.visitor.clone()).or_insert_with(|| arrival.party.clone());
        }
        loaded.floor = Some(view.floor);
        let desk = Desk::new(site.clone(), loaded, false, std::sync::Arc::clone(&self.ports.shelf));
        (desk, view.sequence)
    }

    /// Who owns the customer with this phone, and which customer that is; nothing, where nobody has it.
    ///
    /// # Errors
    /// No such site; a phone without a digit; the store's.
    pub async fn owner_by_phone(
        &self,
        site: &SiteId,
        phone: &wire::Phone,
    ) -> Result<Option<(PartyId, Told)>, Failure> {
        let key = phone_key(phone)
            .ok_or_else(|| Failure::Invalid { field: "phone", reason: "has no digit in it".to_owned() })?;
        let view = self.site(site).await?;
        self.know_packs_of(&view.floor).await?;
        let parties = site::concerned(&view.floor);
        let reads = ReadSet { parties, phones: vec![key.clone()], ..ReadSet::default() };
        let loaded = self.ports.store.look_up(site, &reads).await?;
        let known = loaded.phones.get(&key).and_then(|id| loaded.books.get(id)).map(|party| party.id.clone());
        let Some(party) = known else { return Ok(None) };
        let (mut desk, _) = self.desk_of(site, view, loaded);
        let at = brought_up(&mut desk, self.ports.clock.now())?;
        let finding = site::ask(desk.view()?, &Question::Owner(party.clone()), at)?;
        Ok(Some((party, desk.told(What::Finding(finding)))))
    }

    /// The sheets of the running day: the journal since the day began, and what is not written yet.
    async fn sheet(
        &self,
        site: &SiteId,
        sequence: u64,
        unwritten: &[JournalEntry],
    ) -> Result<Sheet, Failure> {
        let (after, start) = self.start_of_replay(site, sequence).await?;
        let mut sheet = Sheet::new(start);
        self.each_entry(site, after, sequence, |entry| sheet.note(entry)).await?;
        for entry in unwritten {
            sheet.note(entry);
        }
        Ok(sheet)
    }
}
