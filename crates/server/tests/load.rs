//! The load command, on a small scale, so that it does not rot: what it measures here means nothing.

use std::path::PathBuf;

use load::plan::Plan;

#[test]
fn the_load_command_runs_through_every_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::smoke(PathBuf::from(env!("CARGO_BIN_EXE_lunpai")), folder.path().to_owned());
    let told = load::run(&plan, &mut |_| {}).unwrap();
    assert!(told.contains("sqlite: 0 requests failed"), "{told}");
    for scenario in ["naive 1", "set-based", "visits 20 128", "open loop", "no-op 32", "owner 2000"] {
        assert!(told.contains(&format!("| {scenario} | ")), "{scenario}: {told}");
    }
    assert!(!told.contains("not measured"), "{told}");
}
