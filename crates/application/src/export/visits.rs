//! What happens to a visit, as lines.

use domain::command::FindingOut;
use domain::decision::KnownBy;
use domain::floor::Arrival;
use domain::ids::{PartyId, StaffId, VisitorId};
use domain::vocabulary::RecognisedBy;
use wire::verb::{Arrive, Choose, Dispatch, FindOut, HandOn, Recognise, Undo, Verb};
use wire::vocabulary::{Decided, Take};

use super::words::{id, id_if, ids, unreadable};
use crate::Failure;
use crate::intake::to_wire;

pub(super) fn arrive(arrival: &Arrival) -> Result<Verb, Failure> {
    let Arrival {
        visitor,
        party,
        channel,
        // What the books say of them; they say it again.
        standing: _,
        asks_for,
        invited_by,
        referred_by,
        acquaintance_of,
        says,
        party_size,
        grade,
        class,
        needs,
        department,
        key,
        asked,
        on_record,
        known_by,
    } = arrival;
    // Whoever nobody knew goes by the visit's own id.
    let known = (*party != PartyId::from(visitor)).then_some(party);
    let body = Arrive {
        visitor: id(visitor)?,
        name: None,
        phone: None,
        customer: id_if(known)?,
        party_size: (*party_size != 1).then_some(*party_size),
        asks_for: id_if(asks_for.as_ref())?,
        invited_by: id_if(invited_by.as_ref())?,
        referred_by: id_if(referred_by.as_ref())?,
        acquaintance_of: id_if(acquaintance_of.as_ref())?,
        grade: grade.map(to_wire::grade),
        class: id_if(class.as_ref())?,
        department: id_if(department.as_ref())?,
        asked: *asked,
        on_record: on_record.then_some(true),
        known_by: match known_by {
            Some(KnownBy::Phone) => Some(id(StaffId::new("phone"))?),
            Some(KnownBy::PhoneOtherName) => Some(id(StaffId::new("phone_other_name"))?),
            Some(KnownBy::Customer) | None => None,
        },
        channel: to_wire::channel(*channel),
        says: to_wire::says(*says),
        key: *key,
        needs: ids(needs)?,
    };
    Ok(body.into())
}

pub(super) fn find_out(finding: &FindingOut) -> Result<Verb, Failure> {
    let FindingOut { visitor, what, staff, customer, reached, proxy, outside, last, by } = finding;
    let body = FindOut {
        visitor: id(visitor)?,
        what: to_wire::finding(*what).ok_or_else(|| unreadable("a finding of the domain's own"))?,
        staff: id_if(staff.as_ref())?,
        customer: id_if(customer.as_ref())?,
        reached: (!reached).then_some(false),
        proxy: id_if(proxy.as_ref())?,
        decided: last.map(|last| if last { Decided::Last } else { Decided::Same }),
        by: id_if(by.as_ref())?,
        outside: *outside,
    };
    Ok(body.into())
}

pub(super) fn recognise(
    visitor: &VisitorId,
    by: &StaffId,
    customer: &PartyId,
    who: RecognisedBy,
) -> Result<Verb, Failure> {
    let customer = Some(id(customer)?);
    Ok(Recognise { visitor: id(visitor)?, by: id(by)?, customer, who: to_wire::recognised_by(who) }.into())
}

pub(super) fn choose(visitor: &VisitorId, by: &StaffId, to: Option<&StaffId>) -> Result<Verb, Failure> {
    let take = if to.is_some() { Take::Proxy } else { Take::Both };
    Ok(Choose { visitor: id(visitor)?, by: id(by)?, take, to: id_if(to)? }.into())
}

pub(super) fn hand_on(visitor: &VisitorId, by: &StaffId, to: &StaffId) -> Result<Verb, Failure> {
    Ok(HandOn { visitor: id(visitor)?, by: id(by)?, to: id(to)? }.into())
}

pub(super) fn dispatch(visitor: &VisitorId, staff: &StaffId, by: &StaffId) -> Result<Verb, Failure> {
    Ok(Dispatch { visitor: id(visitor)?, staff: id(staff)?, by: Some(id(by)?), why: None }.into())
}

pub(super) fn undo(visitor: &VisitorId, by: Option<&StaffId>) -> Result<Verb, Failure> {
    Ok(Undo { visitor: id(visitor)?, by: id_if(by)? }.into())
}
