//! Versions of what people edit: two people who read the same and both change it must not undo each other's work.

use std::io;

use domain::floor::{Floor, Member};
use domain::ids::{PartyId, StaffId};
use serde::Serialize;

use crate::Failure;
use crate::batch::Desk;
use crate::ports::PhoneKey;

/// A version of something that is edited: the same as long as it says the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version(String);

/// What is edited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edited {
    /// Somebody's particulars within the house.
    Staff(StaffId),
    /// Which pack a site goes by, now and next.
    Policy,
    /// What a customer is called and their phone.
    Customer(PartyId),
}

/// What an edit was made on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    /// What is edited.
    pub of: Edited,
    /// The versions of it that may be replaced; none: any, as long as it is there.
    pub versions: Vec<Version>,
}

impl Version {
    /// A version as a client brings it back.
    #[must_use]
    pub fn given(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The version as a client is given it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Of somebody's particulars; presence, penalties and what occupies them are none.
    #[must_use]
    pub fn of_member(member: &Member) -> Self {
        let Member { role, status, team, department, skills, shift, half, experience_months, gone, .. } =
            member;
        Self::of(&(role, status, team, department, skills, shift, half, experience_months, gone))
    }

    /// Of the pack that a floor goes by, now and next.
    #[must_use]
    pub fn of_policy(floor: &Floor) -> Self {
        Self::of(&(&floor.policy, &floor.next_policy))
    }

    /// Of a customer's particulars.
    #[must_use]
    pub fn of_customer(name: Option<&str>, phone: Option<&PhoneKey>) -> Self {
        Self::of(&(name, phone.map(PhoneKey::expose)))
    }

    fn of(content: &impl Serialize) -> Self {
        let mut sum = Sum(0xcbf2_9ce4_8422_2325);
        // A sum takes whatever is written to it, and these contents can all be written.
        let written = serde_json::to_writer(&mut sum, content).is_ok();
        Self(if written { format!("{:016x}", sum.0) } else { String::new() })
    }
}

/// FNV-1a: the same on every server and in every build. Nobody gains by making two versions meet.
struct Sum(u64);

impl io::Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Desk {
    /// Is what is edited still as it was when it was read? Asked under the site's lock, in the transaction that writes.
    ///
    /// # Errors
    /// It is not, or there is no such thing.
    pub(crate) fn still(&self, expected: &Expected) -> Result<(), Failure> {
        let found = match &expected.of {
            Edited::Staff(id) => {
                let members = &self.view()?.floor.members;
                let member = members.iter().find(|member| member.id == *id && !member.gone);
                Version::of_member(member.ok_or_else(|| unknown("staff", id.as_str()))?)
            }
            Edited::Policy => Version::of_policy(self.view()?.floor),
            Edited::Customer(id) => {
                let party = self.view()?.books.get(id).ok_or_else(|| unknown("customer", id.as_str()))?;
                let name = self.names.get(&party.id).map(String::as_str);
                Version::of_customer(name, self.own_phones.get(&party.id))
            }
        };
        let fits = expected.versions.is_empty() || expected.versions.contains(&found);
        if fits { Ok(()) } else { Err(Failure::Stale) }
    }
}

fn unknown(what: &'static str, id: &str) -> Failure {
    Failure::Unknown { what, id: id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_same_on_every_server_and_changes_with_what_it_says() {
        let phone = PhoneKey::new("+8613800000001".to_owned());
        let version = Version::of_customer(Some("Lin"), Some(&phone));
        assert_eq!(version, Version::of_customer(Some("Lin"), Some(&phone)));
        let others = [Version::of_customer(Some("Lin"), None), Version::of_customer(None, Some(&phone))];
        assert!(!others.contains(&version) && others[0] != others[1]);
        // Known from outside: a sum that changed with a release would refuse edits across it.
        assert_eq!(Version::of(&"").as_str(), "07cc7607b4949e25");
        assert!(!format!("{version:?}").contains("138"));
    }
}
