//! Who of the house may do what to a customer: known, not gone, a lead, somebody's stand-in.

use crate::floor::{Floor, Member};
use crate::ids::{Cite, StaffId};
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::vocabulary::Role;

/// Those who may decide about other people's customers.
pub(super) const LEADS: &[Role] = &[Role::Supervisor, Role::Manager];

/// Somebody who is, or was, of the house.
pub(super) fn member<'a>(members: &'a [Member], id: &StaffId) -> Result<&'a Member, Refusal> {
    members.iter().find(|member| member.id == *id).ok_or_else(|| Refusal::UnknownStaff(id.clone()))
}

/// Somebody of the house who has not left it.
pub(super) fn present<'a>(members: &'a [Member], id: &StaffId) -> Result<&'a Member, Refusal> {
    let member = member(members, id)?;
    if member.gone { Err(Refusal::HasLeft(id.clone())) } else { Ok(member) }
}

/// A supervisor or manager.
pub(super) fn lead<'a>(members: &'a [Member], id: &StaffId, cite: &Cite) -> Result<&'a Member, Refusal> {
    let member = present(members, id)?;
    if LEADS.contains(&member.role) {
        Ok(member)
    } else {
        Err(Refusal::NotAuthorised { staff: id.clone(), needs: LEADS.to_vec(), cite: cite.clone() })
    }
}

/// Is `by` the stand-in that `owner` has named, at that instant? The delegation ends at its `until`, exclusive.
pub(super) fn stands_in(floor: &Floor, by: &StaffId, owner: &StaffId, at: Timestamp) -> bool {
    floor
        .members
        .iter()
        .find(|member| member.id == *owner)
        .and_then(|member| member.delegate.as_ref())
        .is_some_and(|delegate| delegate.to == *by && delegate.until.is_none_or(|until| at < until))
}
