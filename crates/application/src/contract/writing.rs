//! Commits: whole or not at all, one after the other, numbered without a gap.

use std::sync::Arc;

use domain::ids::{PolicyRef, SiteId};

use super::script::{Script, another_entry, entry, example_floor, instant, unchanged, written};
use super::{Outcome, same, so};
use crate::ports::{Changes, ReadSet, RequestKey, Store, StoreError, StoredReply};

type Any = Arc<dyn Store>;

/// Floor, sequence and entry of a new site.
///
/// # Errors
/// What was not so.
pub async fn a_new_site_is_written_whole(store: Any) -> Outcome {
    let mut script = Script::writing("s1", another_entry);
    store.execute(&mut script).await?;
    so("a new site is loaded without a floor", script.loaded("s1").floor.is_none())?;
    let view = store.site(&"s1".into()).await?.ok_or("the site is there")?;
    same("its sequence", &view.sequence, &1)?;
    same("its entries", &view.floor.entries, &1)?;
    let mut again = Script::reading("s1", ReadSet::default());
    store.execute(&mut again).await?;
    same("the floor as loaded", &again.loaded("s1").floor, &Some(view.floor))?;
    same("the sequence as loaded", &again.loaded("s1").sequence, &1)?;
    let journal = store.journal(&"s1".into(), 0, 10).await?;
    same("the journal", &journal, &vec![entry(1)])
}

/// A batch that reads only.
///
/// # Errors
/// What was not so.
pub async fn a_batch_without_changes_leaves_no_trace(store: Any) -> Outcome {
    store.execute(&mut Script::reading("nowhere", ReadSet::default())).await?;
    same("a site that nobody opened", &store.site(&"nowhere".into()).await?, &None)?;
    store.execute(&mut Script::writing("s1", another_entry)).await?;
    let before = store.site(&"s1".into()).await?;
    store.execute(&mut Script::reading("s1", ReadSet::default())).await?;
    same("a site that was only read", &store.site(&"s1".into()).await?, &before)
}

/// Two sites, of which one does not fit.
///
/// # Errors
/// What was not so.
pub async fn one_bad_site_undoes_the_whole_batch(store: Any) -> Outcome {
    store.execute(&mut Script::writing("s2", another_entry)).await?;
    let party = written("c1")?;
    let key = RequestKey { scope: "desk".to_owned(), key: "k".to_owned(), everywhere: false };
    let kept = key.clone();
    let mut script = Script::writing("s1", move |site, loaded| Changes {
        parties: vec![party.clone()],
        visitors: vec![("v1".into(), "c1".into())],
        replies: vec![(kept.clone(), reply("a"))],
        checkpoints: vec![(0, example_floor())],
        ..another_entry(site, loaded)
    })
    .and("s2", ReadSet::default(), |site, mut loaded| {
        loaded.sequence += 7;
        another_entry(site, loaded)
    });
    let outcome = store.execute(&mut script).await;
    so("a batch that does not fit is a conflict", matches!(outcome, Err(StoreError::Conflict)))?;
    same("the other site", &store.site(&"s1".into()).await?, &None)?;
    same("its journal", &store.journal(&"s1".into(), 0, 9).await?, &Vec::new())?;
    so("its customer", store.party(&"s1".into(), &"c1".into()).await?.is_none())?;
    so("its visit", store.visitor(&"s1".into(), &"v1".into()).await?.is_none())?;
    so("its checkpoint", store.checkpoint(&"s1".into(), 9).await?.is_none())?;
    let mut again = Script::reading("s1", ReadSet { requests: vec![key], ..ReadSet::default() });
    store.execute(&mut again).await?;
    so("its reply", again.loaded("s1").requests.is_empty())?;
    let view = store.site(&"s2".into()).await?.ok_or("the bad site is there")?;
    same("the bad site", &(view.sequence, view.floor.entries), &(1, 1))
}

/// Changes computed from what stands no more.
///
/// # Errors
/// What was not so.
pub async fn a_stale_sequence_is_a_conflict(store: Any) -> Outcome {
    store.execute(&mut Script::writing("s1", another_entry)).await?;
    store.execute(&mut Script::writing("s1", another_entry)).await?;
    let mut stale = Script::writing("s1", |site, mut loaded| {
        loaded.sequence = 1;
        another_entry(site, loaded)
    });
    let outcome = store.execute(&mut stale).await;
    so("a stale sequence is a conflict", matches!(outcome, Err(StoreError::Conflict)))?;
    let view = store.site(&"s1".into()).await?.ok_or("the site is there")?;
    same("the site", &(view.sequence, view.floor.entries), &(2, 2))?;
    same("its journal", &store.journal(&"s1".into(), 0, 9).await?.len(), &2)
}

/// Two tasks on one site, and one that takes it together with another: none is lost, none counts twice.
///
/// # Errors
/// What was not so.
pub async fn concurrent_batches_run_one_after_the_other(store: Any) -> Outcome {
    const EACH: u64 = 25;
    let writer = |other: Option<&'static str>| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for _ in 0..EACH {
                loop {
                    let script = Script::writing("s1", another_entry);
                    let mut script = match other {
                        Some(other) => script.and(other, ReadSet::default(), another_entry),
                        None => script,
                    };
                    match store.execute(&mut script).await {
                        Err(StoreError::Conflict) => {}
                        outcome => break outcome?,
                    }
                }
            }
            Ok::<(), StoreError>(())
        })
    };
    let tasks = [writer(None), writer(Some("s0")), writer(Some("s2"))];
    for task in tasks {
        task.await??;
    }
    let view = store.site(&"s1".into()).await?.ok_or("the site is there")?;
    same("the shared site", &(view.sequence, view.floor.entries), &(3 * EACH, 3 * EACH))?;
    let journal = store.journal(&"s1".into(), 0, 1000).await?;
    let numbers: Vec<u64> = journal.iter().map(|entry| entry.sequence).collect();
    same("its journal", &numbers, &(1..=3 * EACH).collect())?;
    for other in ["s0", "s2"] {
        let view = store.site(&other.into()).await?.ok_or("the other site is there")?;
        same("the other site", &(view.sequence, view.floor.entries), &(EACH, EACH))?;
    }
    Ok(())
}

/// Pages in order, without overlap.
///
/// # Errors
/// What was not so.
pub async fn the_journal_is_read_in_pages(store: Any) -> Outcome {
    let site = SiteId::from("s1");
    for _ in 0..5 {
        store.execute(&mut Script::writing("s1", another_entry)).await?;
    }
    same("the first page", &store.journal(&site, 0, 2).await?, &vec![entry(1), entry(2)])?;
    same("the second page", &store.journal(&site, 2, 2).await?, &vec![entry(3), entry(4)])?;
    same("the last page", &store.journal(&site, 4, 2).await?, &vec![entry(5)])?;
    same("nothing beyond", &store.journal(&site, 5, 2).await?, &Vec::new())?;
    same("no such site", &store.journal(&"nowhere".into(), 0, 2).await?, &Vec::new())
}

/// The one at or before an entry.
///
/// # Errors
/// What was not so.
pub async fn the_latest_checkpoint_is_found(store: Any) -> Outcome {
    let site = SiteId::from("s1");
    store.execute(&mut Script::writing("s1", another_entry)).await?;
    same("none yet", &store.checkpoint(&site, 100).await?, &None)?;
    for _ in 0..2 {
        let mut with_checkpoint = Script::writing("s1", |site, loaded| {
            let before = loaded.floor.clone().unwrap_or_else(example_floor);
            Changes { checkpoints: vec![(loaded.sequence, before)], ..another_entry(site, loaded) }
        });
        store.execute(&mut with_checkpoint).await?;
        store.execute(&mut Script::writing("s1", another_entry)).await?;
    }
    // Written after entries 1 and 3.
    let at = async |at_most| {
        store.checkpoint(&site, at_most).await.map(|found| found.map(|(n, floor)| (n, floor.entries)))
    };
    same("before the first", &at(0).await?, &None)?;
    same("at the first", &at(1).await?, &Some((1, 1)))?;
    same("between", &at(2).await?, &Some((1, 1)))?;
    same("the latest", &at(100).await?, &Some((3, 3)))
}

fn reply(body: &str) -> StoredReply {
    StoredReply { fingerprint: "f".to_owned(), at: instant(1), body: format!("{{\"said\":\"{body}\"}}") }
}

/// Found again by its key, within its site and scope only.
///
/// # Errors
/// What was not so.
pub async fn a_reply_is_kept_in_the_same_commit(store: Any) -> Outcome {
    let key = RequestKey { scope: "desk".to_owned(), key: "k".to_owned(), everywhere: false };
    let other = RequestKey { scope: "somebody".to_owned(), key: "k".to_owned(), everywhere: false };
    let kept = key.clone();
    let mut script = Script::writing("s1", move |site, loaded| Changes {
        replies: vec![(kept.clone(), reply("a"))],
        ..another_entry(site, loaded)
    });
    store.execute(&mut script).await?;
    store.execute(&mut Script::writing("s2", another_entry)).await?;
    let reads = ReadSet { requests: vec![key.clone(), other], ..ReadSet::default() };
    let mut reading = Script::reading("s1", reads.clone()).and("s2", reads, unchanged);
    store.execute(&mut reading).await?;
    let found = reading.loaded("s1").requests;
    same("the reply", &found.get(&key).cloned(), &Some(reply("a")))?;
    same("no other scope's", &found.len(), &1)?;
    so("no other site's", reading.loaded("s2").requests.is_empty())
}

/// A key that belongs to no site, written with one site and asked for with another.
///
/// # Errors
/// What was not so.
pub async fn a_reply_that_belongs_to_no_site_is_found_from_every_site(store: Any) -> Outcome {
    let key = RequestKey { scope: "openSite".to_owned(), key: "k".to_owned(), everywhere: true };
    let of_a_site = RequestKey { everywhere: false, ..key.clone() };
    let kept = key.clone();
    let mut script = Script::writing("s1", move |site, loaded| Changes {
        replies: vec![(kept.clone(), reply("a"))],
        ..another_entry(site, loaded)
    });
    store.execute(&mut script).await?;
    let reads = ReadSet { requests: vec![key.clone(), of_a_site], ..ReadSet::default() };
    let mut reading = Script::reading("s1", reads.clone()).and("s2", reads, unchanged);
    store.execute(&mut reading).await?;
    for site in ["s1", "s2"] {
        let found = reading.loaded(site).requests;
        same("the reply", &found.get(&key).cloned(), &Some(reply("a")))?;
        same("no other", &found.len(), &1)?;
    }
    let kept = key.clone();
    let mut again = Script::writing("s2", move |site, loaded| Changes {
        replies: vec![(kept.clone(), reply("b"))],
        ..another_entry(site, loaded)
    });
    if let Err(error) = store.execute(&mut again).await {
        so("a key that is taken is a conflict", matches!(error, StoreError::Conflict))?;
    }
    Ok(())
}

/// Those from before an instant, in portions; later ones stay.
///
/// # Errors
/// What was not so.
pub async fn old_replies_are_forgotten_oldest_first(store: Any) -> Outcome {
    let key =
        |name: &str, everywhere| RequestKey { scope: "desk".to_owned(), key: name.to_owned(), everywhere };
    let keys = [key("k0", false), key("k1", true), key("k2", false), key("k3", false)];
    let kept = keys.clone();
    let mut script = Script::writing("s1", move |site, loaded| Changes {
        replies: (0..)
            .zip(kept.clone())
            .map(|(n, key)| (key, StoredReply { at: instant(n), ..reply("a") }))
            .collect(),
        ..another_entry(site, loaded)
    });
    store.execute(&mut script).await?;
    let left = async || {
        let mut reading = Script::reading("s1", ReadSet { requests: keys.to_vec(), ..ReadSet::default() });
        store.execute(&mut reading).await?;
        let found = reading.loaded("s1").requests;
        Ok::<_, StoreError>(keys.iter().map(|key| found.contains_key(key)).collect::<Vec<_>>())
    };
    same("none is so old", &store.forget_replies(instant(0), 10).await?, &0)?;
    same("one at a time", &store.forget_replies(instant(3), 1).await?, &1)?;
    same("the oldest is gone", &left().await?, &vec![false, true, true, true])?;
    same("the others", &store.forget_replies(instant(3), 10).await?, &2)?;
    same("the latest stays", &left().await?, &vec![false, false, false, true])
}

/// By id, in pages.
///
/// # Errors
/// What was not so.
pub async fn sites_are_listed_in_order(store: Any) -> Outcome {
    for site in ["s3", "s1", "s2"] {
        store.execute(&mut Script::writing(site, another_entry)).await?;
    }
    same("the first page", &store.sites(None, 2).await?, &vec!["s1".into(), "s2".into()])?;
    same("the second page", &store.sites(Some(&"s2".into()), 2).await?, &vec!["s3".into()])?;
    same("nothing beyond", &store.sites(Some(&"s3".into()), 2).await?, &Vec::new())
}

/// Kept for good: the same again is harmless, another text is a conflict.
///
/// # Errors
/// What was not so.
pub async fn a_pack_text_is_kept_once(store: Any) -> Outcome {
    same("none yet", &store.policy_text("own", 1).await?, &None)?;
    store.keep_policy("own", 1, "text = 1").await?;
    store.keep_policy("own", 1, "text = 1").await?;
    store.keep_policy("own", 2, "text = 2").await?;
    let other = store.keep_policy("own", 1, "text = 3").await;
    so("another text is a conflict", matches!(other, Err(StoreError::Conflict)))?;
    let id = |name: &str, version| PolicyRef { name: name.into(), version };
    store.keep_policy("other", 3, "text = 4").await?;
    let all = vec![id("other", 3), id("own", 1), id("own", 2)];
    same("which there are", &store.policies(None, 10).await?, &all)?;
    same("a page of them", &store.policies(None, 2).await?, &all[..2].to_vec())?;
    same("the next version", &store.policies(Some(&all[1]), 10).await?, &vec![id("own", 2)])?;
    same("nothing beyond", &store.policies(Some(&all[2]), 10).await?, &Vec::new())?;
    same("the first version", &store.policy_text("own", 1).await?.as_deref(), &Some("text = 1"))?;
    same("the second version", &store.policy_text("own", 2).await?.as_deref(), &Some("text = 2"))
}

/// A fresh store can be used.
///
/// # Errors
/// What was not so.
pub async fn a_store_is_ready(store: Any) -> Outcome {
    Ok(store.ready().await?)
}
