//! Registrations, kinship, follow-ups, deals, disputes, and customers who change hands.

use domain::command::{Actor, Command, Dealing, FollowingUp, Registering, Settling};
use domain::ids::{Label, PartyId, VisitorId};
use domain::policy::Authority;
use domain::share::Share;
use domain::time::Timestamp;
use wire::verb::{Deal, Delegate, Dispute, FollowUp, Kin, Reassign, Register, Settle};
use wire::{Id, When};

use super::{Given, Intake, Ledger, authority, words};
use crate::Failure;
use crate::identity::{holds_a_phone, same_name};

pub(super) fn register(body: &Register, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let visitor = ledger.visitor(&body.visitor)?;
    let party = ledger.party_of(&visitor)?;
    let name = body.name.as_ref().filter(|name| !name.as_str().trim().is_empty());
    let phone = ledger.phone(body.phone.as_ref());
    let signed_by = ledger.staff_if(body.signed_by.as_ref())?;
    let filled = || body.fields.iter().flat_map(wire::verb::Particulars::filled);
    let grade = filled().find(|(field, _)| *field == "grade").and_then(|(_, value)| words::grade_in(value));
    let fields = filled();
    let fields = fields.map(|(field, _)| Label::new(field)).collect();
    let registering = match &body.identified {
        Some(known) => Registering {
            visitor,
            party: party.clone(),
            matches: ledger.customer_if(known.customer.as_ref())?.filter(|earlier| *earlier != party),
            names_agree: !known.other_name,
            namesake: ledger.customer_if(known.namesake.as_ref())?.filter(|other| *other != party),
            has_name: known.name,
            has_phone: known.phone,
            signed_by,
            fields,
            grade: known.grade.map(words::grade),
        },
        None => {
            let matches = phone.as_ref().and_then(|(_, earlier)| earlier.clone());
            let matches = proven(body, name, ledger)?.or(matches).filter(|earlier| *earlier != party);
            let namesake = name.filter(|_| matches.is_none()).and_then(|name| namesake(name, &party, ledger));
            let on_record = matches.as_ref().and_then(|earlier| ledger.name(earlier));
            let names_agree = match (name, on_record) {
                (Some(given), Some(known)) => same_name(given.as_str(), known),
                _ => true,
            };
            let (has_name, has_phone) = (name.is_some(), phone.is_some());
            let party = party.clone();
            Registering {
                visitor,
                party,
                matches,
                names_agree,
                namesake,
                has_name,
                has_phone,
                signed_by,
                fields,
                grade,
            }
        }
    };
    let given =
        Given { party, name: name.map(|name| name.as_str().to_owned()), phone: phone.map(|(key, _)| key) };
    Ok(Intake { given: vec![given], ..Command::Register(Box::new(registering)).into() })
}

/// The earlier customer who is proven to be the same person.
fn proven(
    body: &Register,
    name: Option<&wire::Name>,
    ledger: &Ledger<'_>,
) -> Result<Option<PartyId>, Failure> {
    let Some(earlier) = ledger.customer_if(body.same_as.as_ref())? else { return Ok(None) };
    match (name, ledger.name(&earlier)) {
        (Some(given), Some(known)) if !same_name(given.as_str(), known) => {
            Err(Failure::Invalid { field: "same_as", reason: "is registered under another name".to_owned() })
        }
        _ => Ok(Some(earlier)),
    }
}

/// Another registered customer of this name, whose phone is another one; asked once for each customer, for whoever is
/// registered under a name already may change their phone.
fn namesake(name: &wire::Name, party: &PartyId, ledger: &Ledger<'_>) -> Option<PartyId> {
    ledger.policy.ownership.same_name.as_ref()?;
    let known = ledger.name(party).is_some_and(|known| same_name(known, name.as_str()));
    if known && ledger.is_registered(party) {
        return None;
    }
    ledger.registered_as(name.as_str(), party)
}

pub(super) fn kin(body: &Kin, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let (one, other) = (ledger.customer(&body.customer)?, ledger.customer(&body.of)?);
    let approved_by = ledger.staff_if(body.approved_by.as_ref())?;
    Ok(Command::Kin(one, other, words::relation(body.relation), approved_by).into())
}

pub(super) fn follow_up(body: &FollowUp, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    Ok(Command::FollowedUp(Box::new(FollowingUp {
        party: party(body.party(), ledger)?,
        by: ledger.staff(&body.by)?,
        how: body.how.as_ref().map(Label::new),
        reached: body.was_reached(),
    }))
    .into())
}

pub(super) fn deal(body: &Deal, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let mut agreed = Vec::with_capacity(body.agreed_split.len());
    for (staff, share) in &body.agreed_split {
        let share = Share::new(share.over(), share.under());
        let share = share.ok_or_else(|| Failure::Invalid {
            field: "agreed_split",
            reason: "must hold shares between 0 and 1".to_owned(),
        })?;
        agreed.push((ledger.staff(staff)?, share));
    }
    // A customer's id is often the id of their first visit, which says nothing of the visit in which they bought.
    let visitor = body.visitor.as_ref().filter(|id| ledger.is_visitor(id)).map(VisitorId::new);
    let party = party(body.party(), ledger)?;
    let buyer = body.buyer_name.as_ref().map(wire::Name::as_str).filter(|name| !name.trim().is_empty());
    let buyer_differs =
        matches!((buyer, ledger.name(&party)), (Some(buyer), Some(known)) if !same_name(buyer, known));
    let dealing = Dealing {
        party,
        visitor,
        by: ledger.staff(&body.by)?,
        agreed,
        units: body.units,
        buyer_differs,
        buyer_relation: body.buyer_relation.map(words::relation),
    };
    Ok(Command::Deal(Box::new(dealing)).into())
}

pub(super) fn dispute(body: &Dispute, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let between = body.between.iter().map(|id| ledger.staff(id)).collect::<Result<_, _>>()?;
    Ok(Command::Dispute(ledger.customer(&body.customer)?, between).into())
}

/// What a manager makes of a dispute; the reason is kept, so it may hold no phone.
pub(super) fn settle(body: &Settle, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let why = body.why.as_ref().map(|why| why.as_str().to_owned());
    if why.as_deref().is_some_and(holds_a_phone) {
        let reason = "holds what looks like a phone number".to_owned();
        return Err(Failure::Invalid { field: "why", reason });
    }
    Ok(Command::Settle(Box::new(Settling {
        dispute: body.dispute,
        by: authority(body.by.as_ref(), Authority::Manager, ledger, actor)?,
        to: ledger.staff_if(body.to.as_ref())?,
        why,
    }))
    .into())
}

pub(super) fn reassign(body: &Reassign, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let customer = ledger.customer(&body.customer)?;
    let to = ledger.staff(&body.to)?;
    let by = authority(body.by.as_ref(), ledger.policy.reassign_by, ledger, actor)?;
    Ok(Command::Reassign(customer, to, by, words::reassign_reason(body.why)).into())
}

pub(super) fn delegate(body: &Delegate, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let until = body.until.map(|until| end_of(until, ledger));
    Ok(Command::Delegate(ledger.staff(&body.staff)?, ledger.staff(&body.to)?, until).into())
}

/// The instant until which something lasts: a whole day ends at the site's midnight.
fn end_of(until: When, ledger: &Ledger<'_>) -> Timestamp {
    match until {
        When::At(at) => at.utc(),
        When::On(day) => ledger.floor.zone.end_of(day),
    }
}

fn party(id: Option<&Id>, ledger: &Ledger<'_>) -> Result<PartyId, Failure> {
    let missing = || Failure::Invalid { field: "customer", reason: "is missing".to_owned() };
    ledger.customer(id.ok_or_else(missing)?)
}
