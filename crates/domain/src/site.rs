//! One site as a whole: judging a command over floor and books, taking note of events, and what time brings.

use crate::answer::{Answer, Finding, Question};
use crate::books::Books;
use crate::command::{Command, Context};
use crate::event::Event;
use crate::floor::Floor;
use crate::ids::{PartyId, VisitorId};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::time::{Due, Timestamp};

/// What a decision looks at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The floor.
    pub floor: &'a Floor,
    /// The parties that the command may concern.
    pub books: &'a Books,
    /// The pack in force.
    pub policy: &'a Policy,
}

/// An accepted command: what happened and what to answer. No events: already so.
#[derive(Clone, PartialEq, Debug)]
pub struct Accepted {
    /// In order.
    pub events: Vec<Event>,
    /// For whoever asked.
    pub answer: Answer,
}

/// What time itself brings next.
#[derive(Clone, PartialEq, Debug)]
pub enum Bringing {
    /// Local midnight.
    DayEnd,
    /// The bound pack comes into force.
    PolicyChange,
    /// An absence outlasts its grace.
    GraceOver,
    /// A post changes hands.
    Post,
    /// A waiting visitor can be received.
    Waiting(VisitorId),
    /// Protections lapse.
    Lapse,
}

impl Bringing {
    /// The word that a day file's output uses in `auto`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::DayEnd => "day_end",
            Self::PolicyChange => "policy",
            Self::GraceOver => "grace_over",
            Self::Post => "post",
            Self::Waiting(_) => "decide",
            Self::Lapse => "lapse",
        }
    }
}

/// Opens a site: the only command that needs no floor.
///
/// # Errors
/// A refusal that names what is wrong with the opening.
pub fn open(opening: &crate::command::Opening, policy: &Policy, at: Timestamp) -> Result<Accepted, Refusal> {
    let _ = (opening, policy, at);
    Err(Refusal::NotInPolicy("open"))
}

/// Judges a command. Everything that fell due before must have been taken note of.
///
/// # Errors
/// The rule that says no; nothing has changed.
pub fn decide(view: View<'_>, command: &Command, context: &Context) -> Result<Accepted, Refusal> {
    let _ = (view, command, context);
    Err(Refusal::NotInPolicy("decide"))
}

/// Takes note of a fact. Total: it accepts every event ever stored.
pub fn evolve(floor: &mut Floor, books: &mut Books, event: &Event) {
    let _ = (floor, books, event);
}

/// The next thing that time brings, if anything.
#[must_use]
pub fn next_due(floor: &Floor, policy: &Policy) -> Option<(Due, Bringing)> {
    let _ = (floor, policy);
    None
}

/// What happens when that falls due, at its own instant. The books hold what [`concerned`] names.
#[must_use]
pub fn fall_due(view: View<'_>, bringing: &Bringing, at: Timestamp) -> Accepted {
    let _ = (view, bringing, at);
    Accepted { events: Vec::new(), answer: Answer::Done }
}

/// The parties of visits on the floor: what falls due may concern them.
#[must_use]
pub fn concerned(floor: &Floor) -> Vec<PartyId> {
    floor.waiting.iter().map(|w| w.arrival.party.clone()).collect()
}

/// Answers a question.
///
/// # Errors
/// An unknown id.
pub fn ask(view: View<'_>, question: &Question, at: Timestamp) -> Result<Finding, Refusal> {
    let _ = (view, question, at);
    Err(Refusal::NotInPolicy("ask"))
}
