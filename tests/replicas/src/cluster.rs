//! A PostgreSQL server of the test's own, which it may crash.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Stopped and removed when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    _folder: tempfile::TempDir,
    place: PathBuf,
    url: String,
}

impl Cluster {
    /// Starts one.
    #[must_use]
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        open_to_all(folder.path());
        let place = folder.path().join("server");
        let url = postgres("begin", &place);
        Self { _folder: folder, place, url }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it as a crash would: nothing is finished and nobody told.
    pub fn crash(&self) {
        postgres("crash", &self.place);
    }

    /// Starts it again; it answers.
    pub fn again(&self) {
        postgres("again", &self.place);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        postgres("end", &self.place);
    }
}

/// The server may run as another user than the tests do.
fn open_to_all(folder: &std::path::Path) {
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

fn postgres(what: &str, place: &std::path::Path) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/postgres");
    let output = Command::new(script).arg(what).arg(place).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
