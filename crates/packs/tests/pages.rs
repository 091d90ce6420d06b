//! The page of each pack: generated, committed, never stale, and complete.

use std::path::{Path, PathBuf};

use domain::explanation::Lang;
use packs::{Pack, Shelf, describe, unspoken};

fn place(pack: &Pack, ending: &str) -> PathBuf {
    let name = format!("../../docs/policies/{}{ending}", pack.policy.id.name);
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn committed(pack: &Pack, ending: &str) -> String {
    std::fs::read_to_string(place(pack, ending)).unwrap_or_default()
}

#[test]
fn the_committed_pages_are_what_the_packs_say() {
    for pack in Shelf::shipped().unwrap().packs() {
        for (lang, ending) in [(Lang::En, ".md"), (Lang::Zh, ".zh-CN.md")] {
            let name = &pack.policy.id.name;
            if std::env::var_os("WRITE_REFERENCE").is_some() {
                std::fs::write(place(&pack, ending), describe(&pack, lang)).unwrap();
            }
            assert!(
                committed(&pack, ending) == describe(&pack, lang),
                "docs/policies/{name}{ending} is stale: run the tests with WRITE_REFERENCE=1"
            );
        }
    }
}

#[test]
fn a_page_cites_every_clause_of_its_pack() {
    for pack in Shelf::shipped().unwrap().packs() {
        for &lang in Lang::ALL {
            let page = describe(&pack, lang);
            let missing: Vec<_> =
                pack.clauses.iter().filter(|clause| !page.contains(clause.as_str())).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", pack.policy.id.name);
        }
    }
}

#[test]
fn every_word_of_the_shipped_packs_has_a_phrase_in_both_languages() {
    for pack in Shelf::shipped().unwrap().packs() {
        let missing = unspoken(&pack);
        assert!(
            missing.is_empty(),
            "{}: add to crates/packs/src/describe/phrases.rs: {missing:?}",
            pack.policy.id.name
        );
    }
}

/// A page reads as a person would say it.
#[test]
fn the_marketing_centres_page_reads_as_its_rules_do() {
    let pack = Shelf::shipped().unwrap().newest_pack("marketing-centre").unwrap();
    let (zh, en) = (describe(&pack, Lang::Zh), describe(&pack, Lang::En));
    for sentence in [
        "轮到的人因公外出，且经批准：移到当天次序的末位。（P03-6b）",
        "有归属人的老客户：由客户的归属人；不行再由归属人指定的替班人；不行再由次序里下一个能接待的人（代接）接待，不占轮次。（P03-3）",
    ] {
        assert!(zh.contains(sentence), "{sentence}\n{zh}");
    }
    assert!(
        en.contains("The one whose turn it is is away on business and with a lead's approval: the row moves"),
        "{en}"
    );
    assert!(zh.contains("本项目默认") && en.contains("our default"));
}

#[test]
fn a_word_without_a_phrase_is_shown_as_it_is_written() {
    let pack = Shelf::shipped().unwrap().newest_pack("marketing-centre").unwrap();
    let text = pack.text.replace("direction = \"reverse\"", "direction = \"forward\"");
    let changed = packs::load(&text, "x.toml").unwrap();
    assert_ne!(describe(&changed, Lang::Zh), describe(&pack, Lang::Zh));
    assert_eq!(unspoken(&changed), Vec::<String>::new());
}

#[test]
fn fines_in_another_currency_and_a_houses_own_absences_were_told_wrongly() {
    let pack = Shelf::shipped().unwrap().newest_pack("marketing-centre").unwrap();
    let absence =
        "\n[[absence]]\nreason = \"delivery\"\ncounts_as = \"business\"\nexcused = true\nbasis = \"ours\"\n";
    let text = format!("{}{absence}", pack.text);
    let text = if text.contains("currency = ") {
        text.replace("currency = \"CNY\"", "currency = \"HKD\"")
    } else {
        text.replacen("version = 1", "version = 1\ncurrency = \"HKD\"", 1)
    };
    let changed = packs::load(&text, "x.toml").unwrap();
    let (zh, en) = (describe(&changed, Lang::Zh), describe(&changed, Lang::En));
    assert!(zh.contains("罚款 HKD ") && !zh.contains(" 元"), "{zh}");
    assert!(en.contains("a fine of HKD ") && !en.contains("yuan"), "{en}");
    assert!(zh.contains("离岗事由“delivery”，按因公外出算，不用另行批准"), "{zh}");
    assert!(
        en.contains("\u{201c}delivery\u{201d}, counts as an absence on business, needs nobody's approval"),
        "{en}"
    );
    assert_eq!(unspoken(&changed), Vec::<String>::new());
}
