//! A pack that can be read and is not whole: planted holes, shadows and contradictions are found where they stand.

mod choices;
mod desk;
mod reach;
mod sense;

pub(crate) const PACK: &str = include_str!("../../../../config/policies/two-tables.toml");
pub(crate) const OFFICE: &str = include_str!("../../../../config/policies/sales-office-revised.toml");
pub(crate) const REGULATIONS: &str = include_str!("../../../../config/policies/full-regulations.toml");
pub(crate) const CENTRE: &str = include_str!("../../../../config/policies/marketing-centre.toml");
pub(crate) const POSTS: &str = include_str!("../../../../config/policies/ab-posts.toml");

/// What the check finds once `from` reads `to`: `line: key: message`.
pub(crate) fn found_in(pack: &str, from: &str, to: &str) -> Vec<String> {
    let text = pack.replacen(from, to, 1);
    assert_ne!(text, pack, "`{from}` is not in the pack");
    let problems = match packs::load(&text, "x.toml") {
        Ok(pack) => packs::check(&pack),
        Err(problems) => problems,
    };
    problems.iter().map(ToString::to_string).collect()
}

/// The check finds one thing, on the line of `from` plus `below`.
pub(crate) fn finds(pack: &str, from: &str, to: &str, below: usize, expected: &str) {
    let line = pack.find(from).map_or(0, |offset| pack[..offset].matches('\n').count() + 1) + below;
    let said = found_in(pack, from, to);
    let expected = format!("x.toml:{line}: {expected}");
    assert!(said.len() == 1 && said[0].starts_with(&expected), "expected {expected}\nsaid {said:#?}");
}
