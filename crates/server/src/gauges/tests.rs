//! Names as Prometheus wants them, and nothing personal in them.

use std::collections::BTreeSet;

use application::Failure;

use super::*;

fn measured() -> Gauges {
    let gauges = Gauges::new(Timestamp::UNIX_EPOCH);
    gauges.answered(Answered {
        route: "/v1/sites/{site}/arrivals",
        method: "POST",
        status: 201,
        seconds: 0.002,
    });
    gauges.turned_away();
    gauges
}

fn text_of(gauges: &Gauges) -> String {
    let mut told = String::new();
    text::encode(&mut told, &gauges.registry).unwrap();
    told
}

/// The rules of <https://prometheus.io/docs/practices/naming>: a prefix, words in lower case, base units, totals named so.
#[test]
fn every_name_is_one_that_prometheus_would_choose() {
    let told = text_of(&measured());
    let types: Vec<(&str, &str)> =
        told.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
    assert!(types.len() > 15, "{told}");
    let names: BTreeSet<&str> = types.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), types.len());
    for (name, kind) in types {
        assert!(name.starts_with("lunpai_") || name.starts_with("process_"), "{name}");
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
        for wrong in ["_ms", "_millis", "_minutes", "_kb", "_mb", "_count", "_sum", "_bucket", "_total"] {
            assert!(!name.ends_with(wrong), "{name} ends with {wrong}");
        }
        let timed = name.contains("duration") || name.contains("lag");
        assert!(!timed || name.ends_with("_seconds"), "{name} has no unit");
        if kind == "counter" {
            assert!(
                told.contains(&format!("{name}_total")) || !told.contains(&format!("\n{name}")),
                "{name}"
            );
        }
        assert!(told.contains(&format!("# HELP {name} ")), "{name} is not explained");
    }
}

#[test]
fn what_happened_is_counted() {
    let told = text_of(&measured());
    let line =
        r#"lunpai_http_requests_total{method="POST",route="/v1/sites/{site}/arrivals",status="201"} 1"#;
    assert!(told.contains(line), "{told}");
    assert!(told.contains("lunpai_turned_away_total 1"));
    assert!(told.contains(&format!(r#"lunpai_build_info{{version="{}"}} 1"#, env!("CARGO_PKG_VERSION"))));
    assert!(told.trim_end().ends_with("# EOF"));
}

#[test]
fn the_sum_of_those_who_wait_follows_each_site() {
    let gauges = measured();
    let commit = |sites: &[(SiteId, usize)]| {
        gauges.committed(&Commit { requests: 1, seconds: 0.001, attempts: 1, done: true, sites });
        gauges.waiting.get()
    };
    assert_eq!(commit(&[("a".into(), 2), ("b".into(), 1)]), 3);
    assert_eq!(commit(&[("a".into(), 1)]), 2);
    assert_eq!(commit(&[("a".into(), 0), ("b".into(), 0), ("c".into(), 0)]), 0);
    assert!(
        gauges.waiting_by_site.lock().unwrap().is_empty(),
        "nothing is kept of a site where nobody waits"
    );
}

#[test]
fn a_refusal_is_counted_by_its_code_alone() {
    let gauges = measured();
    let failure = Failure::Unknown { what: "customer", id: "13800000001".to_owned() };
    gauges.replied(&Reply {
        at: Timestamp::UNIX_EPOCH,
        zone: domain::time::Zone::UTC,
        before: Vec::new(),
        outcome: Err(failure),
        after: Vec::new(),
    });
    let told = text_of(&gauges);
    assert!(told.contains(r#"lunpai_refusals_total{code="unknown_customer"} 1"#), "{told}");
    assert!(!told.contains("138"), "{told}");
}
