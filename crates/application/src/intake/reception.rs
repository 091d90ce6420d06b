//! From the arrival over what comes to light to the taking back of an assignment.

use domain::command::{Command, FindingOut};
use domain::decision::KnownBy;
use domain::floor::Arrival;
use domain::ids::{Label, PartyId, VisitorId};
use domain::party::standing_of;
use domain::refusal::Refusal;
use domain::vocabulary::Finding;
use wire::Id;
use wire::verb::{Arrive, Assist, Choose, FindOut, HandOn, Recognise, Undo};
use wire::vocabulary::{Decided, Take};

use super::{Circumstances, Given, Intake, Ledger, words};
use crate::Failure;
use crate::identity::same_name;
use crate::ports::PhoneKey;

pub(super) fn arrive(
    body: &Arrive,
    ledger: &Ledger<'_>,
    around: &Circumstances<'_>,
) -> Result<Intake, Failure> {
    let visitor = VisitorId::new(&body.visitor);
    if ledger.is_visitor(&body.visitor) {
        return Err(Refusal::DuplicateVisitor(visitor).into());
    }
    let Identified { party, phone, known_by } = identify(body, &visitor, ledger)?;
    let referred_by = ledger.customer_if(body.referred_by.as_ref())?;
    let date = ledger.floor.zone.date(around.happened_at);
    let rules = &ledger.policy.ownership;
    let on_record = body.on_record.unwrap_or_else(|| on_record(body, &party, phone.is_some(), ledger));
    let standing = standing_of(ledger.books, rules, &party, referred_by.as_ref(), date, around.happened_at);
    let arrival = Arrival {
        visitor: visitor.clone(),
        party: party.clone(),
        channel: words::channel(body.channel),
        known_by,
        standing,
        asks_for: ledger.staff_if(body.asks_for.as_ref())?,
        invited_by: ledger.staff_if(body.invited_by.as_ref())?,
        referred_by,
        acquaintance_of: ledger.staff_if(body.acquaintance_of.as_ref())?,
        says: words::says(body.says),
        party_size: body.party_size.unwrap_or(1),
        grade: body.grade.map(words::grade),
        needs: body.needs.iter().map(Label::new).collect(),
        class: body.class.as_ref().map(Label::new),
        department: body.department.as_ref().map(Label::new),
        on_record,
        key: body.key,
        asked: body.asked,
    };
    // What somebody says at the door renames nobody whom the books know under another name.
    let renames = |name: &str| ledger.name(&party).is_some_and(|known| !same_name(known, name));
    let name = body.name.as_ref().filter(|name| !name.as_str().trim().is_empty() && !renames(name.as_str()));
    let given = (name.is_some() || phone.is_some())
        .then(|| Given { party: party.clone(), name: name.map(|name| name.as_str().to_owned()), phone })
        .into_iter()
        .collect();
    Ok(Intake { visit: Some((visitor, party)), given, ..Command::Arrive(Box::new(arrival)).into() })
}

/// Are name and phone on record: given now, or known of a customer whom somebody has held or registered?
fn on_record(body: &Arrive, party: &PartyId, phone: bool, ledger: &Ledger<'_>) -> bool {
    let known = ledger
        .books
        .get(party)
        .is_some_and(|party| party.claim.is_some() || party.former.is_some() || party.registration.is_some());
    let given = body.name.as_ref().is_some_and(|name| !name.as_str().trim().is_empty());
    known || (phone && (given || ledger.name(party).is_some()))
}

/// Whose visit this is, on what that rests, and the phone that came along.
struct Identified {
    party: PartyId,
    phone: Option<PhoneKey>,
    known_by: Option<KnownBy>,
}

/// Whose visit this is: the customer named, else whom the phone identifies, else somebody new under the visit's id.
fn identify(body: &Arrive, visitor: &VisitorId, ledger: &Ledger<'_>) -> Result<Identified, Failure> {
    let phone = ledger.phone(body.phone.as_ref());
    if let Some(customer) = &body.customer {
        let (party, phone) = (ledger.customer(customer)?, phone.map(|(key, _)| key));
        // An export names the customer whom a phone had identified.
        let known_by = match body.known_by.as_ref().map(Id::as_str) {
            Some("phone") => KnownBy::Phone,
            Some("phone_other_name") => KnownBy::PhoneOtherName,
            _ => KnownBy::Customer,
        };
        return Ok(Identified { party, phone, known_by: Some(known_by) });
    }
    match phone {
        Some((key, Some(party))) => {
            let given = body.name.as_ref().map(wire::Name::as_str).filter(|name| !name.trim().is_empty());
            let differ =
                given.zip(ledger.name(&party)).is_some_and(|(given, known)| !same_name(given, known));
            let known_by = if differ { KnownBy::PhoneOtherName } else { KnownBy::Phone };
            Ok(Identified { party, phone: Some(key), known_by: Some(known_by) })
        }
        other => {
            let own = PartyId::from(visitor);
            if ledger.books.record(&own).is_some() {
                // Somebody else's customer id: taking it for a visit would make two people one.
                return Err(Refusal::DuplicateVisitor(visitor.clone()).into());
            }
            Ok(Identified { party: own, phone: other.map(|(key, _)| key), known_by: None })
        }
    }
}

pub(super) fn find_out(
    body: &FindOut,
    ledger: &Ledger<'_>,
    around: &Circumstances<'_>,
) -> Result<Intake, Failure> {
    let visitor = ledger.visitor(&body.visitor)?;
    let what = words::finding(body.what);
    let staff = ledger.staff_if(body.staff.as_ref())?;
    let mut customer = ledger.customer_if(body.customer.as_ref())?;
    if let (Finding::CustomerOf, None, Some(first)) = (what, &customer, &staff) {
        // Whose colleague's they are may be enough to tell who they are; where it is not, the rules say what follows.
        customer = the_only_one(&visitor, first, ledger, around.happened_at).ok();
    }
    let finding = FindingOut {
        visitor,
        what,
        staff,
        customer,
        reached: body.was_reached(),
        proxy: ledger.staff_if(body.proxy.as_ref())?,
        outside: body.outside,
        last: body.decided.map(|decided| decided == Decided::Last),
        by: ledger.staff_if(body.by.as_ref())?,
    };
    Ok(Command::FindOut(Box::new(finding)).into())
}

pub(super) fn recognise(
    body: &Recognise,
    ledger: &Ledger<'_>,
    around: &Circumstances<'_>,
) -> Result<Intake, Failure> {
    let visitor = ledger.visitor(&body.visitor)?;
    let first = ledger.staff(&body.by)?;
    let customer = match &body.customer {
        Some(customer) => ledger.customer(customer)?,
        None => the_only_one(&visitor, &first, ledger, around.happened_at)?,
    };
    Ok(Command::Recognise(visitor, first, customer, words::recognised_by(body.who)).into())
}

/// The one former party of the first consultant that it could be: the visitor's own, if a phone registered since has
/// shown that they held it; else the only one that they hold or served last, of those who are not here already under
/// another visit.
fn the_only_one(
    visitor: &VisitorId,
    first: &domain::ids::StaffId,
    ledger: &Ledger<'_>,
    at: domain::time::Timestamp,
) -> Result<PartyId, Failure> {
    let own = ledger.party_of(visitor)?;
    let rules = &ledger.policy.ownership;
    let before = ledger.books.get(&own).and_then(|party| party.owner_apart_from(visitor, rules, at));
    if before.is_some_and(|claim| claim.staff == *first) {
        return Ok(own);
    }
    let here = |party: &PartyId| {
        let mut others = ledger.floor.receptions.iter().filter(|other| other.arrival.visitor != *visitor);
        others.any(|other| ledger.books.get(&other.arrival.party).is_some_and(|known| known.id == *party))
    };
    let mut former = ledger.books.iter().filter(|party| {
        let theirs = party.claim.as_ref().map_or(party.contact.as_ref(), |claim| Some(&claim.staff));
        party.merged_into.is_none() && party.id != own && theirs == Some(first) && !here(&party.id)
    });
    match (former.next(), former.next()) {
        (Some(party), None) => Ok(party.id.clone()),
        _ => Err(Refusal::WhichCustomer(first.clone()).into()),
    }
}

pub(super) fn choose(body: &Choose, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let visitor = ledger.visitor(&body.visitor)?;
    let owner = ledger.staff(&body.by)?;
    let proxy = match (body.take, &body.to) {
        (Take::Both, _) => None,
        (Take::Proxy, Some(to)) => Some(ledger.staff(to)?),
        (Take::Proxy, None) => {
            let reason = "is needed where `take` is proxy".to_owned();
            return Err(Failure::Invalid { field: "to", reason });
        }
    };
    Ok(Command::Choose(visitor, owner, proxy).into())
}

pub(super) fn hand_on(body: &HandOn, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let visitor = ledger.visitor(&body.visitor)?;
    Ok(Command::HandOn(visitor, ledger.staff(&body.by)?, ledger.staff(&body.to)?).into())
}

pub(super) fn assist(body: &Assist, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    Ok(Command::Assist(ledger.visitor(&body.visitor)?, ledger.staff(&body.staff)?).into())
}

pub(super) fn undo(body: &Undo, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    Ok(Command::Undo(ledger.visitor(&body.visitor)?, ledger.staff_if(body.by.as_ref())?).into())
}
