//! What a customer is called and their phone, as somebody corrects them: kept apart from the journal, and versioned.

use domain::answer::Answer;
use wire::{Id, Name, Phone};

use super::Desk;
use crate::identity::phone_key;
use crate::intake::Given;
use crate::request::{Told, What};
use crate::{Edited, Expected, Failure, Version};

/// A correction of a customer's particulars; what is not said stays as it was.
#[derive(Clone, Debug)]
pub struct ParticularsEdit {
    /// Whose: a customer's id, or that of one of their visits.
    pub customer: Id,
    /// What they are called.
    pub name: Option<Name>,
    /// Their phone; it identifies them from now on.
    pub phone: Option<Phone>,
    /// Who corrects it, where that is said.
    pub actor: Option<Id>,
    /// The versions of them that may be replaced; none: any.
    pub versions: Vec<Version>,
}

impl Desk {
    /// Corrects a customer's particulars. The journal holds none of them, so nothing is added to it.
    ///
    /// # Errors
    /// No such customer or person; another version than those expected; a phone of nobody or of somebody else.
    pub(super) fn correct(&mut self, edit: &ParticularsEdit) -> Result<Told, Failure> {
        let ledger = self.ledger()?;
        let party = ledger.customer(&edit.customer)?;
        if let Some(by) = edit.actor.as_ref().filter(|by| !matches!(by.as_str(), "desk" | "system")) {
            let known = ledger.books.get(&party);
            let holds = known.and_then(|party| party.claim.as_ref()).map(|claim| &claim.staff);
            let theirs = holds.or_else(|| known?.contact.as_ref());
            domain::authority::may_correct(ledger.floor, theirs, &ledger.staff(by)?)?;
        }
        if edit.name.as_ref().is_some_and(|name| name.as_str().trim().is_empty()) {
            return Err(invalid("name", "must not be blank"));
        }
        let phone = match &edit.phone {
            None => None,
            Some(phone) => {
                let key =
                    phone_key(phone).ok_or_else(|| invalid("phone", "is no number that one person has"))?;
                if ledger.phone(Some(phone)).and_then(|(_, of)| of).is_some_and(|of| of != party) {
                    return Err(Failure::PhoneTaken);
                }
                Some(key)
            }
        };
        let versions = edit.versions.clone();
        self.still(&Expected { of: Edited::Customer(party.clone()), versions })?;
        if let (Some(new), Some(old)) = (&phone, self.own_phones.get(&party))
            && new != old
        {
            // Whoever comes with the old one in this very commit is no longer them.
            self.phones.remove(old);
        }
        let name = edit.name.as_ref().map(|name| name.as_str().to_owned());
        self.keep_particulars(vec![Given { party, name, phone }], false);
        Ok(self.told(What::Answer(Answer::Done)))
    }
}

fn invalid(field: &'static str, reason: &str) -> Failure {
    Failure::Invalid { field, reason: reason.to_owned() }
}
