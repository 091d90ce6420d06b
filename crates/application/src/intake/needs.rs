//! What has to be loaded before a verb can be understood and decided.

use domain::ids::{PartyId, StaffId, VisitorId};
use wire::line::Setting;
use wire::verb::{Customer, Verb};
use wire::{Id, Phone};

use crate::identity::{name_key, phone_key};
use crate::ports::ReadSet;

/// Adds what a verb names to a read set.
pub(crate) fn needs_of(verb: &Verb, reads: &mut ReadSet) {
    match verb {
        Verb::Arrive(body) => {
            reads.visitors.push(VisitorId::new(&body.visitor));
            reads.parties.push(PartyId::new(&body.visitor));
            customer(body.customer.as_ref(), reads);
            customer(body.referred_by.as_ref(), reads);
            phone(body.phone.as_ref(), reads);
        }
        Verb::Register(body) => {
            visit(&body.visitor, reads);
            phone(body.phone.as_ref(), reads);
            customer(body.same_as.as_ref(), reads);
            customer(body.identified.as_ref().and_then(|known| known.customer.as_ref()), reads);
            customer(body.identified.as_ref().and_then(|known| known.namesake.as_ref()), reads);
        }
        Verb::FindOut(body) => {
            visit(&body.visitor, reads);
            customer(body.customer.as_ref(), reads);
            if let (Some(staff), None) = (&body.staff, &body.customer) {
                reads.held_by.push(StaffId::new(staff));
            }
        }
        Verb::Recognise(body) => {
            visit(&body.visitor, reads);
            customer(body.customer.as_ref(), reads);
            if body.customer.is_none() {
                reads.held_by.push(StaffId::new(&body.by));
            }
        }
        Verb::Kin(body) => {
            customer(Some(&body.customer), reads);
            customer(Some(&body.of), reads);
        }
        Verb::FollowUp(body) => customer(body.party(), reads),
        Verb::Deal(body) => {
            customer(body.customer.as_ref(), reads);
            customer(body.visitor.as_ref(), reads);
        }
        Verb::Dispute(body) => customer(Some(&body.customer), reads),
        Verb::Reassign(body) => customer(Some(&body.customer), reads),
        Verb::Resign(body) => reads.held_by.push(StaffId::new(&body.staff)),
        Verb::Import(body) => customers(&body.customers, reads),
        Verb::Ask(body) => {
            customer(body.customer.as_ref(), reads);
            customer(body.visitor.as_ref(), reads);
        }
        other => reads.visitors.extend(visit_of(other).map(VisitorId::new)),
    }
}

/// Adds the name of a registration to a read set, where the house asks whether somebody else is called so.
pub(crate) fn needs_of_names(verb: &Verb, reads: &mut ReadSet) {
    if let Verb::Register(body) = verb {
        reads.names.extend(body.name.iter().map(|name| name_key(name.as_str())));
    }
}

/// Adds what the opening of a site names to a read set.
pub(crate) fn needs_of_opening(setting: &Setting, reads: &mut ReadSet) {
    customers(&setting.customers, reads);
}

/// Adds what a correction of a customer's particulars names to a read set.
pub(crate) fn needs_of_correction(named: &Id, given: Option<&Phone>, reads: &mut ReadSet) {
    customer(Some(named), reads);
    phone(given, reads);
}

fn visit(id: &Id, reads: &mut ReadSet) {
    reads.visitors.push(VisitorId::new(id));
}

/// A customer may be named by the id of one of their visits.
fn customer(id: Option<&Id>, reads: &mut ReadSet) {
    if let Some(id) = id {
        reads.parties.push(PartyId::new(id));
        reads.visitors.push(VisitorId::new(id));
    }
}

fn customers(customers: &[Customer], reads: &mut ReadSet) {
    for one in customers {
        customer(Some(&one.id), reads);
        phone(one.phone.as_ref(), reads);
    }
}

fn phone(given: Option<&Phone>, reads: &mut ReadSet) {
    reads.phones.extend(given.and_then(phone_key));
}

/// The visit that a verb is about, for those that name nothing else to be loaded.
fn visit_of(verb: &Verb) -> Option<&Id> {
    match verb {
        Verb::NoAnswer(body) => Some(&body.visitor),
        Verb::Incident(body) => body.visitor.as_ref(),
        Verb::Choose(body) => Some(&body.visitor),
        Verb::HandOn(body) => Some(&body.visitor),
        Verb::Assist(body) => Some(&body.visitor),
        Verb::Dispatch(body) => Some(&body.visitor),
        Verb::Leave(body) => Some(&body.visitor),
        Verb::Undo(body) => Some(&body.visitor),
        Verb::Done(body) => body.visitor.as_ref(),
        _ => None,
    }
}
