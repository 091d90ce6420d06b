//! The explorer under `/docs` in a real browser, out of the program itself: Chromium opens it and finds the operations.

use std::process::Command;

use tempfile::tempdir;

use crate::program::Server;

/// The page as the browser has it after its scripts have run.
fn rendered(url: &str, profile: &std::path::Path) -> String {
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.display()))
        // The page's own clock runs on until its scripts have nothing left to do.
        .args(["--virtual-time-budget=20000", "--dump-dom", url])
        .output()
        .unwrap_or_else(|error| {
            panic!("chromium is needed for this test (Debian: apt-get install chromium): {error}")
        });
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_browser_without_a_network_finds_the_operations_to_try() {
    let (folder, profile) = (tempdir().unwrap(), tempdir().unwrap());
    let server = Server::start(folder.path());
    let page = rendered(&format!("{}/docs/", server.base), profile.path());
    let document = server.get("/openapi.json").1;
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let missing: Vec<&str> = operations
        .filter_map(|operation| operation["operationId"].as_str())
        .filter(|id| !page.contains(&format!("-{id}\"")))
        .collect();
    assert!(missing.is_empty(), "not on the page: {missing:?}\n{}", page.get(..2_000).unwrap_or(&page));
}
