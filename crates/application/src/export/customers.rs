//! Registrations, kinship, follow-ups, deals and customers who change hands, as lines.

use domain::command::{Dealing, FollowingUp, Imported, Registering, Settling};
use domain::ids::{PartyId, StaffId};
use domain::time::{Timestamp, Zone};
use domain::vocabulary::{CustomerState, ReassignReason, Relation};
use wire::verb::{
    Customer, Deal, Delegate, Dispute, FollowUp, Identified, Import, Kin, Particulars, Reassign, Register,
    Settle, Verb,
};
use wire::{Name, Note, Share, When};

use super::words::{id, id_if, ids, stamp, unreadable};
use crate::Failure;
use crate::intake::to_wire;

pub(super) fn register(registering: &Registering) -> Result<Verb, Failure> {
    let Registering {
        visitor,
        party: _,
        matches,
        names_agree,
        namesake,
        has_name,
        has_phone,
        signed_by,
        fields,
        grade,
    } = registering;
    let identified = Identified {
        customer: id_if(matches.as_ref())?,
        namesake: id_if(namesake.as_ref())?,
        name: *has_name,
        phone: *has_phone,
        other_name: !names_agree,
        grade: grade.map(to_wire::grade),
    };
    let body = Register {
        visitor: id(visitor)?,
        name: None,
        phone: None,
        signed_by: id_if(signed_by.as_ref())?,
        same_as: None,
        fields: (!fields.is_empty()).then(|| Particulars::told(fields)),
        identified: Some(identified),
    };
    Ok(body.into())
}

pub(super) fn kin(
    one: &PartyId,
    other: &PartyId,
    relation: Relation,
    approved_by: Option<&StaffId>,
) -> Result<Verb, Failure> {
    let relation = to_wire::relation(relation);
    Ok(Kin { customer: id(one)?, of: id(other)?, relation, approved_by: id_if(approved_by)? }.into())
}

pub(super) fn follow_up(party: &PartyId, by: &StaffId) -> Result<Verb, Failure> {
    let customer = Some(id(party)?);
    Ok(FollowUp { by: id(by)?, customer, visitor: None, how: None, reached: None }.into())
}

pub(super) fn followed_up(following: &FollowingUp) -> Result<Verb, Failure> {
    let FollowingUp { party, by, how, reached } = following;
    let how = how.as_ref().map(Name::new).transpose().map_err(unreadable)?;
    let reached = (!reached).then_some(false);
    Ok(FollowUp { by: id(by)?, customer: Some(id(party)?), visitor: None, how, reached }.into())
}

pub(super) fn deal(dealing: &Dealing) -> Result<Verb, Failure> {
    let Dealing { party, visitor, by, agreed, units, buyer_differs, buyer_relation } = dealing;
    // Names are not told: a buyer of another name, of no known relation, is somebody else.
    let relation = buyer_relation.or(buyer_differs.then_some(Relation::Other));
    let share = |share: &domain::share::Share| {
        Share::new(share.over(), share.under()).ok_or_else(|| unreadable("a share"))
    };
    let agreed = agreed.iter().map(|(staff, of)| Ok((id(staff)?, share(of)?)));
    let body = Deal {
        by: id(by)?,
        // Closed in a visit, the visit says whose deal it was.
        customer: if visitor.is_some() { None } else { Some(id(party)?) },
        visitor: id_if(visitor.as_ref())?,
        buyer_name: None,
        buyer_relation: relation.map(to_wire::relation),
        amount: None,
        units: *units,
        agreed_split: agreed.collect::<Result<_, Failure>>()?,
    };
    Ok(body.into())
}

pub(super) fn dispute(party: &PartyId, between: &[StaffId]) -> Result<Verb, Failure> {
    Ok(Dispute { customer: id(party)?, between: ids(between)? }.into())
}

pub(super) fn settle(settling: &Settling) -> Result<Verb, Failure> {
    let Settling { dispute, by, to, why } = settling;
    let why = why.as_ref().map(Note::new).transpose().map_err(unreadable)?;
    Ok(Settle { dispute: *dispute, to: id_if(to.as_ref())?, by: Some(id(by)?), why }.into())
}

pub(super) fn reassign(
    party: &PartyId,
    to: &StaffId,
    by: &StaffId,
    why: ReassignReason,
) -> Result<Verb, Failure> {
    let why = to_wire::reassign_reason(why);
    Ok(Reassign { customer: id(party)?, to: id(to)?, why, by: Some(id(by)?) }.into())
}

pub(super) fn delegate(
    staff: &StaffId,
    to: &StaffId,
    until: Option<Timestamp>,
    zone: Zone,
) -> Result<Verb, Failure> {
    let until = until.map(|until| When::At(stamp(until, zone)));
    Ok(Delegate { staff: id(staff)?, to: id(to)?, until }.into())
}

pub(super) fn import(list: &[Imported], zone: Zone) -> Result<Verb, Failure> {
    let customers = list.iter().map(|one| customer(one, zone)).collect::<Result<_, _>>()?;
    Ok(Import { customers }.into())
}

/// A customer known from elsewhere.
pub(super) fn customer(imported: &Imported, zone: Zone) -> Result<Customer, Failure> {
    let Imported { id: who, owner, state, registered_at, last_follow_up } = imported;
    Ok(Customer {
        id: id(who)?,
        name: None,
        phone: None,
        owner: id_if(owner.as_ref())?,
        state: (*state != CustomerState::Open).then(|| to_wire::state(*state)),
        registered_at: registered_at.map(|at| stamp(at, zone)),
        last_follow_up: last_follow_up.map(|at| stamp(at, zone)),
    })
}
