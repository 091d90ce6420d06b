//! Which setting wins, which is refused, and that the reference page is the truth.

use super::*;
use clap::CommandFactory;

#[derive(clap::Parser)]
struct Program {
    #[command(flatten)]
    flags: Flags,
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    Environment(variables.iter().map(|(name, value)| (name.into(), value.into())).collect())
}

fn settings(flags: &[&str], variables: &[(&str, &str)]) -> Result<Settings, String> {
    let flags = <Program as clap::Parser>::parse_from(["lunpai"].iter().chain(flags)).flags;
    Settings::of(flags, &environment(variables)).map_err(|bad| bad.to_string())
}

#[test]
fn nothing_needs_to_be_set() {
    let usual = settings(&[], &[("LUNPAI_LISTEN", "")]).unwrap();
    assert_eq!(usual.listen.to_string(), LISTEN.usual);
    assert_eq!(usual.database.to_string(), "lunpai.db");
    let mut levels: Vec<String> = usual.log.filter.to_string().split(',').map(ToOwned::to_owned).collect();
    levels.sort();
    assert_eq!(
        (levels.join(",").as_str(), usual.log.format),
        ("actix_server=warn,info,sea_orm_migration=warn", LogFormat::Text)
    );
}

#[test]
fn a_flag_wins_over_the_environment() {
    let variables = [
        ("LUNPAI_LISTEN", "127.0.0.1:1"),
        ("DATABASE_URL", "sqlite:///var/lib/lunpai/day.db?mode=rwc"),
        ("LUNPAI_LOG_FORMAT", "json"),
    ];
    let by_environment = settings(&[], &variables).unwrap();
    assert_eq!(by_environment.listen.port(), 1);
    assert_eq!(by_environment.database.to_string(), "/var/lib/lunpai/day.db");
    assert_eq!(by_environment.log.format, LogFormat::Json);
    let by_flag =
        settings(&["--listen", "[::1]:2", "--database", "x.db", "--log", "warn"], &variables).unwrap();
    assert_eq!((by_flag.listen.port(), by_flag.database.to_string().as_str()), (2, "x.db"));
    assert_eq!(by_flag.log.filter.to_string(), "warn");
}

#[test]
fn an_address_that_others_could_reach_is_refused_and_says_why() {
    let refused = settings(&["--listen", "0.0.0.0:8080"], &[]).unwrap_err();
    assert!(refused.contains("no authentication yet"), "{refused}");
    assert!(settings(&[], &[("LUNPAI_LISTEN", "here")]).unwrap_err().contains("must look like"));
}

#[test]
fn a_database_server_is_taken_from_either_and_its_password_is_not_shown() {
    let url = "postgres://u:secret@db.example/lunpai";
    for settings in [settings(&["--database", url], &[]), settings(&[], &[("DATABASE_URL", url)])] {
        let place = settings.unwrap().database;
        assert_eq!(place.to_string(), "PostgreSQL database lunpai at db.example:5432");
    }
}

#[test]
fn a_database_that_is_none_is_refused_without_repeating_it() {
    for url in ["postgres://u:secret@h:x/d", "secret", "sqlite://", "mysql://u:secret@h/d"] {
        let refused = settings(&[], &[("DATABASE_URL", url)]).unwrap_err();
        assert!(refused.contains("DATABASE_URL: ") && !refused.contains("secret"), "{refused}");
    }
    let refused = settings(&["--database", "postgres://u:secret@h/d?sslmode=require"], &[]).unwrap_err();
    assert!(refused.contains("TLS") && !refused.contains("secret"), "{refused}");
}

#[test]
fn a_misspelt_variable_is_refused() {
    let refused = environment(&[("LUNPAI_LISTN", "x"), ("PATH", "y")]).refuse_strangers().unwrap_err();
    assert!(refused.to_string().contains("LUNPAI_LISTN"), "{refused}");
    assert_eq!(environment(&[("LUNPAI_LOG", "warn"), ("HOME", "/")]).refuse_strangers(), Ok(()));
}

#[test]
fn every_flag_is_in_the_reference_page() {
    let command = Program::command();
    let flags: Vec<_> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
    assert_eq!(flags, ALL.map(|setting| setting.flag));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/configuration.md");
    if std::env::vars_os().any(|(name, _)| name == "WRITE_REFERENCE") {
        std::fs::write(file, reference()).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(committed == reference(), "docs/reference/configuration.md is stale: run with WRITE_REFERENCE=1");
}
