//! The customer books: found by visit, id, phone, holder and the end of a protection, mergers followed.

use std::sync::Arc;

use domain::event::PartyEvent;
use domain::ids::{PartyId, SiteId, StaffId};
use domain::party::Party;

use super::by_phone;
use super::script::{Script, another_entry, instant, unchanged, written};
use super::{Outcome, same, so};
use crate::identity::name_key;
use crate::ports::{Changes, NameKey, Particulars, PartyWrite, PhoneKey, ReadSet, Store, StoreError};

type Any = Arc<dyn Store>;

fn phone(digits: &str) -> PhoneKey {
    PhoneKey::new(digits.to_owned())
}

fn particulars(party: &str, name: Option<&str>, digits: Option<&str>) -> Particulars {
    Particulars { party: party.into(), name: name.map(str::to_owned), phone: digits.map(phone) }
}

async fn write(
    store: &Any,
    site: &str,
    parties: Vec<PartyWrite>,
    visitors: &[(&str, &str)],
    given: Vec<Particulars>,
) -> Outcome {
    let visitors: Vec<_> = visitors.iter().map(|(visit, party)| ((*visit).into(), (*party).into())).collect();
    let mut script = Script::writing(site, move |site, loaded| Changes {
        parties: parties.clone(),
        visitors: visitors.clone(),
        particulars: given.clone(),
        ..another_entry(site, loaded)
    });
    Ok(store.execute(&mut script).await?)
}

async fn read(
    store: &Any,
    site: &str,
    reads: ReadSet,
) -> Result<crate::ports::Loaded, crate::ports::StoreError> {
    let mut script = Script::reading(site, reads);
    store.execute(&mut script).await?;
    Ok(script.loaded(site))
}

fn ids(loaded: &crate::ports::Loaded) -> Vec<PartyId> {
    loaded.books.iter().map(|party| party.id.clone()).collect()
}

/// By whatever names them, in a batch and when reading.
///
/// # Errors
/// What was not so.
pub async fn customers_are_found_by_visit_id_and_phone(store: Any) -> Outcome {
    let given = vec![particulars("c1", Some("赵敏"), Some("13900000002"))];
    write(&store, "s1", vec![written("c1")?, written("c2")?], &[("v1", "c1"), ("v2", "c2")], given).await?;
    let reads = ReadSet {
        visitors: vec!["v1".into(), "v9".into()],
        parties: vec!["c2".into(), "c9".into()],
        phones: vec![phone("13900000002"), phone("13900000009")],
        ..ReadSet::default()
    };
    let loaded = read(&store, "s1", reads).await?;
    same("the books", &ids(&loaded), &vec!["c1".into(), "c2".into()])?;
    same("the visit", &loaded.visitors.get(&"v1".into()).cloned(), &Some("c1".into()))?;
    same("no other visit", &loaded.visitors.len(), &1)?;
    so("the phone", loaded.phones.get(&phone("13900000002")) == Some(&"c1".into()))?;
    so("no other phone", loaded.phones.len() == 1)?;
    so("the name", loaded.names.get(&"c1".into()).map(String::as_str) == Some("赵敏"))?;
    let site = SiteId::from("s1");
    let found = store.visitor(&site, &"v1".into()).await?.ok_or("the visit is there")?;
    same("by visit", &found.party.id, &"c1".into())?;
    let found = by_phone(&*store, &site, &phone("13900000002")).await?.ok_or("the phone is there")?;
    same("by phone", &found.party.id, &"c1".into())?;
    so("with the name", found.name.as_deref() == Some("赵敏"))?;
    so("with the phone", found.phone == Some(phone("13900000002")))?;
    let found = store.party(&site, &"c2".into()).await?.ok_or("the customer is there")?;
    so("by id", found.name.is_none() && found.phone.is_none())?;
    so("no such customer", store.party(&site, &"c9".into()).await?.is_none())
}

/// A record that was merged into another leads to it, under each of its names.
///
/// # Errors
/// What was not so.
pub async fn mergers_are_followed(store: Any) -> Outcome {
    let merged = |id: &str, into: &str| -> Result<PartyWrite, &'static str> {
        let fresh = written(id)?;
        let event = PartyEvent::MergedInto(into.into());
        let party =
            Party::evolve(Some(fresh.party), &id.into(), &event).ok_or("a merger keeps the record")?;
        Ok(PartyWrite { party, ..fresh })
    };
    let parties = vec![merged("c1", "c2")?, merged("c2", "c3")?, written("c3")?];
    let given = vec![particulars("c1", None, Some("13900000001")), particulars("c3", Some("third"), None)];
    write(&store, "s1", parties, &[("v1", "c1")], given).await?;
    for reads in [
        ReadSet { visitors: vec!["v1".into()], ..ReadSet::default() },
        ReadSet { parties: vec!["c1".into()], ..ReadSet::default() },
        ReadSet { phones: vec![phone("13900000001")], ..ReadSet::default() },
    ] {
        let loaded = read(&store, "s1", reads).await?;
        let living = loaded.books.get(&"c1".into()).map(|party| party.id.clone());
        same("the living record", &living, &Some("c3".into()))?;
        so("its name", loaded.names.get(&"c3".into()).map(String::as_str) == Some("third"))?;
    }
    let site = SiteId::from("s1");
    let by_visit = store.visitor(&site, &"v1".into()).await?.ok_or("the visit is there")?;
    same("by visit", &by_visit.party.id, &"c3".into())?;
    let found = by_phone(&*store, &site, &phone("13900000001")).await?.ok_or("the phone is there")?;
    same("by phone", &found.party.id, &"c3".into())
}

/// Living records by id, in pages; one person's only, if asked for.
///
/// # Errors
/// What was not so.
pub async fn customers_are_listed_in_order(store: Any) -> Outcome {
    let merged =
        Party::evolve(Some(written("c1")?.party), &"c1".into(), &PartyEvent::MergedInto("c2".into()));
    let merged = PartyWrite { party: merged.ok_or("a merger keeps the record")?, ..written("c1")? };
    let held = PartyWrite { holder: Some("A".into()), ..written("c4")? };
    let parties = vec![written("c3")?, merged, held, written("c2")?];
    let given = vec![particulars("c2", Some("second"), Some("13900000001"))];
    write(&store, "s1", parties, &[], given).await?;
    write(&store, "s2", vec![written("c9")?], &[], Vec::new()).await?;
    let site = SiteId::from("s1");
    let page = async |holder: Option<&str>, after: Option<&str>, limit| {
        let (holder, after) = (holder.map(Into::into), after.map(Into::into));
        let found = store.parties(&site, holder.as_ref(), after.as_ref(), limit).await?;
        Ok::<_, StoreError>(found.iter().map(|view| view.party.id.as_str().to_owned()).collect::<Vec<_>>())
    };
    same("the first page", &page(None, None, 2).await?, &vec!["c2".to_owned(), "c3".to_owned()])?;
    same("the second page", &page(None, Some("c3"), 2).await?, &vec!["c4".to_owned()])?;
    same("nothing beyond", &page(None, Some("c4"), 2).await?, &Vec::new())?;
    same("one person's", &page(Some("A"), None, 9).await?, &vec!["c4".to_owned()])?;
    same("nobody's", &page(Some("Z"), None, 9).await?, &Vec::new())?;
    let first = store.parties(&site, None, None, 1).await?;
    let named = first.first().ok_or("a customer")?;
    so("its particulars", named.name.as_deref() == Some("second") && named.phone.is_some())?;
    same("no such site", &store.parties(&"nowhere".into(), None, None, 2).await?.len(), &0)
}

/// A name or phone that is not given leaves what stood; a phone given anew identifies its new holder only.
///
/// # Errors
/// What was not so.
pub async fn particulars_stand_apart_and_stay_unless_given_anew(store: Any) -> Outcome {
    let site = SiteId::from("s1");
    let given = vec![particulars("c1", Some("first"), Some("13900000001"))];
    write(&store, "s1", vec![written("c1")?, written("c2")?], &[], given).await?;
    write(&store, "s1", Vec::new(), &[], vec![particulars("c1", Some("renamed"), None)]).await?;
    let view = store.party(&site, &"c1".into()).await?.ok_or("the customer is there")?;
    so("the new name", view.name.as_deref() == Some("renamed"))?;
    so("the phone that stood", view.phone == Some(phone("13900000001")))?;
    write(&store, "s1", Vec::new(), &[], vec![particulars("c1", None, Some("13900000003"))]).await?;
    let view = store.party(&site, &"c1".into()).await?.ok_or("the customer is there")?;
    so("the name that stood", view.name.as_deref() == Some("renamed"))?;
    so("the new phone", view.phone == Some(phone("13900000003")))?;
    write(&store, "s1", Vec::new(), &[], vec![particulars("c2", None, Some("13900000003"))]).await?;
    let found = by_phone(&*store, &site, &phone("13900000003")).await?.ok_or("the phone is there")?;
    same("the phone's new holder", &found.party.id, &"c2".into())
}

/// A phone that another replaced still finds its customer, unless it is somebody's phone on record.
///
/// # Errors
/// What was not so.
pub async fn a_phone_had_before_still_finds_its_customer(store: Any) -> Outcome {
    let site = SiteId::from("s1");
    let (old, new) = (phone("13900000001"), phone("13900000002"));
    let given = vec![particulars("c1", None, Some("13900000001"))];
    write(&store, "s1", vec![written("c1")?, written("c2")?], &[], given).await?;
    let (key, party) = (old.clone(), PartyId::from("c1"));
    let mut script = Script::writing("s1", move |site, loaded| Changes {
        particulars: vec![particulars("c1", None, Some("13900000002"))],
        former_phones: vec![(key.clone(), party.clone())],
        ..another_entry(site, loaded)
    });
    store.execute(&mut script).await?;
    let reads = || ReadSet { phones: vec![old.clone(), new.clone()], ..ReadSet::default() };
    let loaded = read(&store, "s1", reads()).await?;
    so("the former one", loaded.phones.get(&old) == Some(&"c1".into()))?;
    so("the present one", loaded.phones.get(&new) == Some(&"c1".into()))?;
    so("on record", loaded.own_phones.get(&"c1".into()) == Some(&new))?;
    same("in the books", &ids(&loaded), &vec!["c1".into()])?;
    let found = by_phone(&*store, &site, &old).await?.ok_or("the former phone finds them")?;
    so("when reading", found.party.id == "c1".into() && found.phone == Some(new.clone()))?;
    so("told", store.former_phones(&site, &"c1".into()).await? == vec![old.clone()])?;
    so("of nobody else", store.former_phones(&site, &"c2".into()).await?.is_empty())?;
    so("at no other site", store.former_phones(&"s2".into(), &"c1".into()).await?.is_empty())?;
    write(&store, "s1", Vec::new(), &[], vec![particulars("c2", None, Some("13900000001"))]).await?;
    let loaded = read(&store, "s1", reads()).await?;
    so("somebody's on record", loaded.phones.get(&old) == Some(&"c2".into()))
}

/// Everybody of a name, whatever its spaces, width and script; nobody who was renamed.
///
/// # Errors
/// What was not so.
pub async fn customers_are_found_by_name(store: Any) -> Outcome {
    let given = vec![
        particulars("c1", Some("趙 敏"), Some("13900000001")),
        particulars("c2", Some("赵敏"), None),
        particulars("c3", Some("赵明"), None),
        particulars("c4", Some("Zhao Min"), None),
    ];
    let parties = ["c1", "c2", "c3", "c4"].into_iter().map(written).collect::<Result<_, _>>()?;
    write(&store, "s1", parties, &[], given).await?;
    let (min, latin, nobody) = (name_key("赵　敏"), name_key("ＺＨＡＯ　ＭＩＮ"), name_key("钱多"));
    let reads = || ReadSet { names: vec![min.clone(), latin.clone(), nobody.clone()], ..ReadSet::default() };
    let loaded = read(&store, "s1", reads()).await?;
    let of = |loaded: &crate::ports::Loaded, key: &NameKey| loaded.namesakes.get(key).cloned();
    same("in either script", &of(&loaded, &min), &Some(vec!["c1".into(), "c2".into()]))?;
    same("in either width", &of(&loaded, &latin), &Some(vec!["c4".into()]))?;
    same("nobody's", &of(&loaded, &nobody), &Some(Vec::new()))?;
    same("in the books", &ids(&loaded), &vec!["c1".into(), "c2".into(), "c4".into()])?;
    so("with their phones", loaded.own_phones.get(&"c1".into()) == Some(&phone("13900000001")))?;
    write(&store, "s1", Vec::new(), &[], vec![particulars("c2", Some("钱多"), None)]).await?;
    let loaded = read(&store, "s1", reads()).await?;
    same("but not who was renamed", &of(&loaded, &min), &Some(vec!["c1".into()]))?;
    same("who is called otherwise now", &of(&loaded, &nobody), &Some(vec!["c2".into()]))?;
    write(&store, "s2", vec![written("c1")?], &[], Vec::new()).await?;
    same("nor at another site", &of(&read(&store, "s2", reads()).await?, &min), &Some(Vec::new()))
}

/// Those before an instant, and where the next one ends.
///
/// # Errors
/// What was not so.
pub async fn protections_that_run_out_are_loaded(store: Any) -> Outcome {
    let until = |id: &str, minutes: Option<u64>| -> Result<PartyWrite, &'static str> {
        Ok(PartyWrite { protected_until: minutes.map(instant), ..written(id)? })
    };
    let parties =
        vec![until("c1", Some(10))?, until("c2", Some(20))?, until("c3", Some(30))?, until("c4", None)?];
    write(&store, "s1", parties, &[], Vec::new()).await?;
    let before = |minutes| ReadSet { lapsing_before: Some(instant(minutes)), ..ReadSet::default() };
    let loaded = read(&store, "s1", before(20)).await?;
    same("strictly before", &ids(&loaded), &vec!["c1".into()])?;
    same("the next end", &loaded.next_protection_end, &Some(instant(20)))?;
    let loaded = read(&store, "s1", before(31)).await?;
    same("all", &ids(&loaded), &vec!["c1".into(), "c2".into(), "c3".into()])?;
    same("no next end", &loaded.next_protection_end, &None)?;
    // A protection that was extended or has ended stands no more where it stood.
    write(&store, "s1", vec![until("c1", Some(40))?, until("c2", None)?], &[], Vec::new()).await?;
    let loaded = read(&store, "s1", before(25)).await?;
    same("none any more", &ids(&loaded), &Vec::new())?;
    same("the next end now", &loaded.next_protection_end, &Some(instant(30)))
}

/// All that somebody holds.
///
/// # Errors
/// What was not so.
pub async fn customers_of_a_leaver_are_loaded(store: Any) -> Outcome {
    let held = |id: &str, by: Option<&str>| -> Result<PartyWrite, &'static str> {
        Ok(PartyWrite { holder: by.map(StaffId::from), ..written(id)? })
    };
    let parties =
        vec![held("c1", Some("A"))?, held("c2", Some("B"))?, held("c3", Some("A"))?, held("c4", None)?];
    write(&store, "s1", parties, &[], Vec::new()).await?;
    let of = |staff: &[&str]| ReadSet {
        held_by: staff.iter().map(|id| StaffId::from(*id)).collect(),
        ..ReadSet::default()
    };
    same("of one", &ids(&read(&store, "s1", of(&["A"])).await?), &vec!["c1".into(), "c3".into()])?;
    same("of two", &ids(&read(&store, "s1", of(&["A", "B"])).await?).len(), &3)?;
    write(&store, "s1", vec![held("c1", Some("B"))?], &[], Vec::new()).await?;
    same("after a hand-over", &ids(&read(&store, "s1", of(&["A"])).await?), &vec!["c3".into()])
}

/// The last one written counts.
///
/// # Errors
/// What was not so.
pub async fn a_party_written_again_replaces_what_stood(store: Any) -> Outcome {
    let first = written("c1")?;
    write(&store, "s1", vec![first.clone()], &[("v1", "c1")], Vec::new()).await?;
    let event = PartyEvent::FollowedUp {
        by: "A".into(),
        at: instant(5),
        extends: false,
        counts: false,
        how: None,
        reached: None,
    };
    let party =
        Party::evolve(Some(first.party), &"c1".into(), &event).ok_or("a follow-up keeps the record")?;
    let again = PartyWrite { party: party.clone(), holder: None, protected_until: None };
    write(&store, "s1", vec![again, written("c2")?], &[("v1", "c2")], Vec::new()).await?;
    let site = SiteId::from("s1");
    let view = store.party(&site, &"c1".into()).await?.ok_or("the customer is there")?;
    same("the record", &view.party, &party)?;
    let view = store.visitor(&site, &"v1".into()).await?.ok_or("the visit is there")?;
    same("the visit's party", &view.party.id, &"c2".into())
}

/// The same ids at two sites are two things.
///
/// # Errors
/// What was not so.
pub async fn sites_do_not_see_each_other(store: Any) -> Outcome {
    let protected =
        PartyWrite { holder: Some("A".into()), protected_until: Some(instant(1)), ..written("c1")? };
    let given = vec![particulars("c1", Some("first"), Some("13900000001"))];
    write(&store, "s1", vec![protected], &[("v1", "c1")], given).await?;
    write(&store, "s2", Vec::new(), &[], Vec::new()).await?;
    let reads = ReadSet {
        visitors: vec!["v1".into()],
        parties: vec!["c1".into()],
        phones: vec![phone("13900000001")],
        held_by: vec!["A".into()],
        lapsing_before: Some(instant(5)),
        ..ReadSet::default()
    };
    let mut script = Script::reading("s1", reads.clone()).and("s2", reads, unchanged);
    store.execute(&mut script).await?;
    same("at its site", &ids(&script.loaded("s1")), &vec!["c1".into()])?;
    let other = script.loaded("s2");
    so("not at another", other.books.iter().next().is_none() && other.visitors.is_empty())?;
    so("nor its phone and name", other.phones.is_empty() && other.names.is_empty())?;
    let site = SiteId::from("s2");
    so("nor when reading", by_phone(&*store, &site, &phone("13900000001")).await?.is_none())
}

/// What is said twice in one batch, of a visit, a phone or a name: the later counts.
///
/// # Errors
/// What was not so.
pub async fn the_last_word_of_a_batch_counts(store: Any) -> Outcome {
    let site = SiteId::from("s1");
    let given = vec![
        particulars("c1", Some("first"), Some("13900000001")),
        particulars("c2", None, Some("13900000001")),
        particulars("c1", Some("second"), None),
    ];
    write(&store, "s1", vec![written("c1")?, written("c2")?], &[("v1", "c1"), ("v1", "c2")], given).await?;
    let view = store.visitor(&site, &"v1".into()).await?.ok_or("the visit is there")?;
    same("the visit's party", &view.party.id, &"c2".into())?;
    let found = by_phone(&*store, &site, &phone("13900000001")).await?.ok_or("the phone is there")?;
    same("the phone's holder", &found.party.id, &"c2".into())?;
    let view = store.party(&site, &"c1".into()).await?.ok_or("the customer is there")?;
    so("the name", view.name.as_deref() == Some("second") && view.phone.is_none())
}
