//! What every store has to do, as tests that any adapter runs: a store that passes them all is one.
//!
//! An adapter's test file says [`crate::store_contract!`] with an expression that makes a fresh, empty store.

mod books;
pub mod script;
mod writing;

use domain::ids::SiteId;

use crate::ports::{PartyView, PhoneKey, ReadSet, Reading, StoreError};
pub use books::*;
pub use writing::*;

/// Whom a phone identifies, in two look-ups.
///
/// # Errors
/// The store's.
pub async fn by_phone(
    store: &(impl Reading + ?Sized),
    site: &SiteId,
    phone: &PhoneKey,
) -> Result<Option<PartyView>, StoreError> {
    let reads = ReadSet { phones: vec![phone.clone()], ..ReadSet::default() };
    match store.look_up(site, &reads).await?.phones.get(phone) {
        Some(party) => store.party(site, party).await,
        None => Ok(None),
    }
}

/// A case's outcome: what was not as it has to be.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// Compares, and names what differs without showing what a store holds.
///
/// # Errors
/// They are not the same.
pub fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("{what}: found {found:?}, wanted {wanted:?}").into()) }
}

/// Demands a fact.
///
/// # Errors
/// It is not so.
pub fn so(what: &str, fact: bool) -> Outcome {
    if fact { Ok(()) } else { Err(what.into()) }
}

/// A test for each case of the contract; `$make` makes a fresh, empty `Arc<dyn Store>` and may await.
#[macro_export]
macro_rules! store_contract {
    ($make:expr) => {
        $crate::store_contract!(@ $make;
            a_new_site_is_written_whole
            a_batch_without_changes_leaves_no_trace
            one_bad_site_undoes_the_whole_batch
            a_stale_sequence_is_a_conflict
            concurrent_batches_run_one_after_the_other
            the_journal_is_read_in_pages
            the_latest_checkpoint_is_found
            a_reply_is_kept_in_the_same_commit
            a_reply_that_belongs_to_no_site_is_found_from_every_site
            old_replies_are_forgotten_oldest_first
            sites_are_listed_in_order
            a_pack_text_is_kept_once
            a_store_is_ready
            customers_are_found_by_visit_id_and_phone
            mergers_are_followed
            customers_are_listed_in_order
            particulars_stand_apart_and_stay_unless_given_anew
            a_phone_had_before_still_finds_its_customer
            customers_are_found_by_name
            protections_that_run_out_are_loaded
            customers_of_a_leaver_are_loaded
            a_party_written_again_replaces_what_stood
            the_last_word_of_a_batch_counts
            sites_do_not_see_each_other
        );
    };
    (@ $make:expr; $($case:ident)+) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() -> $crate::contract::Outcome {
            let store: std::sync::Arc<dyn $crate::ports::Store> = $make;
            $crate::contract::$case(store).await
        }
    )+ };
}
