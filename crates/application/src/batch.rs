//! A group of requests that one commit makes durable: each runs on what its predecessors left.

mod desk;
mod dues;
mod particulars;
mod served;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use domain::floor::Floor;
use domain::ids::{PolicyRef, SiteId};
use domain::policy::PolicyShelf;
use domain::site;
use domain::time::Timestamp;
use wire::line::Setting;
use wire::verb::Verb;

use crate::application::packs_of;
use crate::export::Restored;
use crate::intake::{needs_of, needs_of_correction, needs_of_names, needs_of_opening};
use crate::ports::{Batch, Changes, Clock, Loaded, ReadSet, RequestKey, StoredReply};
use crate::{Idempotency, Reply, Request};
pub(crate) use desk::{Desk, opened};
pub use particulars::ParticularsEdit;

/// What a member of a group wants.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// A new site.
    Open(Box<Opening>),
    /// A new site that goes on from another's state; when, by the caller's own clock.
    Restore(Box<Restored>, Option<Timestamp>),
    /// Something at a site.
    Verb(Box<Request>),
    /// Other particulars of a customer.
    Correct(Box<ParticularsEdit>),
    /// Only what time brings.
    Wake(Option<Timestamp>),
}

/// A new site, as somebody asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub setting: Setting,
    /// When, by the caller's own clock.
    pub at: Option<Timestamp>,
    pub idempotency: Option<Idempotency>,
}

/// One request of a group, and its reply once it has run.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub site: SiteId,
    pub asked: Asked,
    pub reply: Option<Reply>,
}

impl Member {
    pub(crate) fn new(site: SiteId, asked: Asked) -> Self {
        Self { site, asked, reply: None }
    }

    /// Whether its reply is kept, so that it can run again without happening twice.
    pub(crate) fn has_a_key(&self) -> bool {
        self.idempotency().is_some()
    }

    fn at(&self) -> Option<Timestamp> {
        match &self.asked {
            Asked::Open(opening) => opening.at,
            Asked::Verb(request) => request.at,
            Asked::Restore(_, at) | Asked::Wake(at) => *at,
            Asked::Correct(_) => None,
        }
    }

    /// What makes a repetition harmless.
    fn idempotency(&self) -> Option<&Idempotency> {
        match &self.asked {
            Asked::Open(opening) => opening.idempotency.as_ref(),
            Asked::Verb(request) => request.idempotency.as_ref(),
            Asked::Correct(_) | Asked::Wake(_) | Asked::Restore(..) => None,
        }
    }
}

/// The group.
pub(crate) struct Group {
    pub members: Vec<Member>,
    clock: Arc<dyn Clock>,
    shelf: Arc<dyn PolicyShelf>,
    /// The instant of each site's turn: read once its floor is locked, and the same for what is loaded and what is
    /// decided.
    instants: RefCell<Vec<(SiteId, Timestamp)>>,
    /// Replies of this run whose keys count at every site: another site's request may come with the same key.
    everywhere: Vec<(RequestKey, StoredReply)>,
    /// Packs that sites go by and that are not on the shelf: nothing was done at those sites, until somebody has fetched
    /// them.
    pub lacking: Vec<(SiteId, Vec<PolicyRef>)>,
    /// They have been looked for: what is lacking now is nowhere.
    pub looked_for: bool,
    /// Sites at which a defect stopped the run.
    pub broken: Vec<SiteId>,
    /// How many visitors wait at each site that was run.
    pub waiting: Vec<(SiteId, usize)>,
    /// When time brings something next, by site; what stands last counts.
    pub next_dues: Vec<(SiteId, Option<Timestamp>)>,
}

impl Group {
    pub(crate) fn new(members: Vec<Member>, clock: Arc<dyn Clock>, shelf: Arc<dyn PolicyShelf>) -> Self {
        Self {
            members,
            clock,
            shelf,
            instants: RefCell::default(),
            everywhere: Vec::new(),
            lacking: Vec::new(),
            looked_for: false,
            broken: Vec::new(),
            waiting: Vec::new(),
            next_dues: Vec::new(),
        }
    }

    /// Forgets what an attempt that was not committed has left.
    pub(crate) fn begin_again(&mut self) {
        self.everywhere.clear();
        self.lacking.clear();
        self.broken.clear();
        self.waiting.clear();
        self.next_dues.clear();
    }

    fn of<'a>(&'a self, site: &'a SiteId) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |member| member.site == *site)
    }

    /// Up to when protections have to be looked at, if one may have run out by the last member's turn.
    fn lapsing_before(&self, site: &SiteId, floor: &Floor) -> Option<Timestamp> {
        let lapse = floor.next_lapse?;
        let latest = self.of(site).map(|member| member.at().unwrap_or_else(|| self.instant(site))).max();
        latest.max(floor.clock).filter(|latest| lapse < *latest)
    }

    /// Does the pack in force, or the one that takes over at a midnight, ask who else is called so?
    fn compares_names(&self, floor: &Floor) -> bool {
        let next = floor.next_policy.as_ref().map(|next| &next.policy);
        let packs = [Some(&floor.policy), next].into_iter().flatten();
        packs.filter_map(|pack| self.shelf.get(pack)).any(|pack| pack.ownership.same_name.is_some())
    }

    fn instant(&self, site: &SiteId) -> Timestamp {
        let known = self.instants.borrow().iter().find(|(of, _)| of == site).map(|(_, at)| *at);
        known.unwrap_or_else(|| {
            let at = self.clock.now();
            self.instants.borrow_mut().push((site.clone(), at));
            at
        })
    }
}

impl Batch for Group {
    fn sites(&self) -> Vec<SiteId> {
        // A group that runs again reads the clock again.
        self.instants.borrow_mut().clear();
        let mut sites: Vec<SiteId> = self.members.iter().map(|member| member.site.clone()).collect();
        sites.sort();
        sites.dedup();
        sites
    }

    fn reads(&self, site: &SiteId, floor: Option<&Floor>) -> ReadSet {
        let mut reads = ReadSet::default();
        for member in self.of(site) {
            match &member.asked {
                Asked::Open(opening) => needs_of_opening(&opening.setting, &mut reads),
                Asked::Verb(request) => {
                    needs_of(&request.verb, &mut reads);
                    if floor.is_some_and(|floor| self.compares_names(floor)) {
                        needs_of_names(&request.verb, &mut reads);
                    }
                    // Only the floor knows which customer a dispute is about.
                    if let (Some(floor), Verb::Settle(body)) = (floor, &request.verb) {
                        reads.parties.extend(site::disputed(floor, body.dispute).cloned());
                    }
                }
                Asked::Correct(edit) => needs_of_correction(&edit.customer, edit.phone.as_ref(), &mut reads),
                Asked::Wake(_) | Asked::Restore(..) => {}
            }
            reads.requests.extend(member.idempotency().map(|known| known.key.clone()));
        }
        if let Some(floor) = floor {
            reads.parties.extend(site::concerned(floor));
            reads.lapsing_before = self.lapsing_before(site, floor);
        }
        reads
    }

    fn run(&mut self, site: &SiteId, loaded: Loaded) -> Changes {
        let sequence = loaded.sequence;
        let ran = catch_unwind(AssertUnwindSafe(|| self.run_site(site, loaded)));
        ran.unwrap_or_else(|_| {
            // A defect of ours. Nothing of this site is written; whoever runs the group sees to its members.
            self.broken.push(site.clone());
            Changes::none(site.clone(), sequence)
        })
    }
}

impl Group {
    /// The packs by which a floor goes and that are not on the shelf, if they have still to be looked for.
    fn lacking_of(&self, floor: Option<&Floor>) -> Option<Vec<PolicyRef>> {
        let floor = floor.filter(|_| !self.looked_for)?;
        let lacking: Vec<_> = packs_of(floor).filter(|id| self.shelf.get(id).is_none()).cloned().collect();
        (!lacking.is_empty()).then_some(lacking)
    }

    fn run_site(&mut self, site: &SiteId, loaded: Loaded) -> Changes {
        if let Some(lacking) = self.lacking_of(loaded.floor.as_ref()) {
            self.lacking.push((site.clone(), lacking));
            return Changes { unchanged: loaded.floor, ..Changes::none(site.clone(), loaded.sequence) };
        }
        let now = self.instant(site);
        let lapses_read =
            loaded.floor.as_ref().is_some_and(|floor| self.lapsing_before(site, floor).is_some());
        let mut desk = Desk::new(site.clone(), loaded, lapses_read, Arc::clone(&self.shelf));
        desk.requests.extend(self.everywhere.iter().cloned());
        for member in self.members.iter_mut().filter(|member| member.site == *site) {
            member.reply = Some(desk.serve(member, now));
        }
        self.next_dues.push((site.clone(), desk.next_due));
        let waiting = desk.floor.as_ref().map_or(0, |floor| floor.waiting.len());
        self.waiting.push((site.clone(), waiting));
        self.everywhere.extend(desk.writes.replies.iter().filter(|(key, _)| key.everywhere).cloned());
        desk.changes()
    }
}
