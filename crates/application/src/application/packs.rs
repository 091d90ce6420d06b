//! Packs that come while the house is open: proved, kept for good, and fetched from the store by whoever lacks them.

use std::sync::Arc;

use domain::floor::Floor;
use domain::ids::PolicyRef;
use domain::policy::{Flaw, PackText, Policy};

use super::{Application, Ports};
use crate::Failure;
use crate::ports::{Page, StoreError};

/// How many of the kept packs' names are read at a time.
const PAGE: usize = 100;

impl Application {
    /// Proves a pack and keeps it for good under its name and version, which `id` has to be; tells whether it is new here.
    ///
    /// # Errors
    /// Everything that is wrong with it; that another text has its name and version; the store's.
    pub async fn put_pack(&self, id: &PolicyRef, text: &str) -> Result<(PackText, bool), Failure> {
        let shelf = &self.ports.shelf;
        let stated = shelf.proved(text).map_err(Failure::FlawedPack)?;
        if stated != *id {
            return Err(Failure::FlawedPack(misnamed(id, &stated, text)));
        }
        // Another server may have kept it, or another of its name.
        self.learn_packs().await?;
        if let Some(there) = shelf.text(id) {
            return if there.text == text { Ok((there, false)) } else { Err(Failure::PackTaken) };
        }
        match self.ports.store.keep_policy(&id.name, id.version, text).await {
            // Somebody kept one at this very moment; which one, the store says.
            Err(StoreError::Conflict) => self.learn_packs().await?,
            kept => kept?,
        }
        shelf.take_in(text).map_err(|_| Failure::PackTaken)?;
        Ok((self.pack(id).await?, true))
    }

    /// The pack of that name and version.
    ///
    /// # Errors
    /// There is none; the store's.
    pub async fn pack(&self, id: &PolicyRef) -> Result<PackText, Failure> {
        self.policy(id).await?;
        self.ports.shelf.text(id).ok_or_else(|| Failure::Unknown { what: "policy", id: id.name.to_string() })
    }

    /// Packs by name and version, after the one `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn packs(&self, after: Option<&PolicyRef>, limit: usize) -> Result<Page<PackText>, Failure> {
        self.learn_packs().await?;
        let place = |id: &PolicyRef| (id.name.clone(), id.version);
        let after = after.map(place);
        let mut ids = self.ports.shelf.ids();
        ids.retain(|id| after.as_ref().is_none_or(|after| place(id) > *after));
        let more = ids.len() > limit;
        ids.truncate(limit);
        let next = ids.last().filter(|_| more).map(|last| format!("{}/{}", last.name, last.version));
        Ok(Page { items: ids.iter().filter_map(|id| self.ports.shelf.text(id)).collect(), next })
    }

    /// Fetches what is kept and not yet on the shelf: packs that other servers have brought.
    ///
    /// # Errors
    /// The store's.
    pub async fn learn_packs(&self) -> Result<(), Failure> {
        self.fetch_kept(false).await
    }

    /// Fetches everything that is kept, for the start: a name and version has one text for good, since decisions pin it.
    ///
    /// # Errors
    /// A pack that this build cannot read; one of which another text is on the shelf; the store's.
    pub async fn demand_the_packs_that_are_kept(&self) -> Result<(), Failure> {
        self.fetch_kept(true).await
    }

    async fn fetch_kept(&self, all: bool) -> Result<(), Failure> {
        let mut after: Option<PolicyRef> = None;
        loop {
            let page = self.ports.store.policies(after.as_ref(), PAGE).await?;
            if page.is_empty() {
                return Ok(());
            }
            for id in page {
                if all || self.ports.shelf.get(&id).is_none() {
                    let fetched = fetch(&self.ports, &id).await;
                    // One that this build cannot read keeps its own sites from going on, and nobody else.
                    if let (Err(StoreError::Corrupt(why)), false) = (&fetched, all) {
                        tracing::error!(why, "a pack cannot be used");
                    } else {
                        fetched?;
                    }
                }
                after = Some(id);
            }
        }
    }

    /// The pack of that name and version, from the store where it is not on the shelf.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn policy(&self, id: &PolicyRef) -> Result<Option<Arc<Policy>>, Failure> {
        if let Some(policy) = self.ports.shelf.get(id) {
            return Ok(Some(policy));
        }
        fetch(&self.ports, id).await?;
        Ok(self.ports.shelf.get(id))
    }

    /// Fetches the packs by which a floor goes, where they are not on the shelf.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn know_packs_of(&self, floor: &Floor) -> Result<(), Failure> {
        for id in packs_of(floor) {
            self.policy(id).await?;
        }
        Ok(())
    }
}

/// By which packs a floor goes, now and next.
pub(crate) fn packs_of(floor: &Floor) -> impl Iterator<Item = &PolicyRef> {
    std::iter::once(&floor.policy).chain(floor.next_policy.as_ref().map(|next| &next.policy))
}

/// Puts the pack of that name and version on the shelf, if the store has it.
pub(crate) async fn fetch(ports: &Ports, id: &PolicyRef) -> Result<(), StoreError> {
    let Some(text) = ports.store.policy_text(&id.name, id.version).await? else { return Ok(()) };
    let taken = ports.shelf.take_in(&text);
    taken.map(|_| ()).map_err(|flaws| {
        let first = flaws.first().map_or_else(String::new, ToString::to_string);
        StoreError::Corrupt(format!("the kept pack {} version {}: {first}", id.name, id.version))
    })
}

/// That a pack is not the one that it was put as, told where it says what it is.
fn misnamed(id: &PolicyRef, stated: &PolicyRef, text: &str) -> Vec<Flaw> {
    let flaw = |key: &str, wanted: &str| {
        let says = |line: &str| line.split('=').next().is_some_and(|begin| begin.trim() == key);
        let line = text.lines().position(says).map_or(1, |before| before + 1);
        Flaw { line, key: key.to_owned(), message: format!("is not the one of the address, `{wanted}`") }
    };
    let mut flaws = Vec::new();
    if stated.name != id.name {
        flaws.push(flaw("name", &id.name));
    }
    if stated.version != id.version {
        flaws.push(flaw("version", &id.version.to_string()));
    }
    flaws
}
