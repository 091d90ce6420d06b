//! The built program as a process of its own, and what it costs.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server that answers.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Its address and port.
    pub host: String,
}

impl Program {
    /// Starts it on a free port; it has said where it is.
    ///
    /// # Errors
    /// It did not start.
    pub fn start(lunpai: &Path, database: &str) -> io::Result<Self> {
        let mut child = Command::new(lunpai)
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "error", "--database", database])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?).lines();
        let host = loop {
            let Some(line) = lines.next().transpose()? else {
                return Err(io::Error::other("the program ended without saying where it listens"));
            };
            if let Some((_, address)) = line.split_once("http://").filter(|_| line.contains("API")) {
                break address.trim_end_matches("/v1").to_owned();
            }
        };
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, host })
    }

    /// The processor time that it has used, in hundredths of a second.
    #[must_use]
    pub fn processor_time(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name before the last bracket may hold anything.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let field = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        field(11) + field(12)
    }

    /// Its memory now, in bytes.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).unwrap_or_default();
        statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Asked as a service manager asks, so that a file is left closed.
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
