//! The built program, running.

use std::io::{BufRead, BufReader, Lines, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;

/// The program in a folder of its own, without any setting from outside.
pub(crate) fn lunpai(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lunpai"));
    command.args(arguments).current_dir(folder).env("TMPDIR", folder).stdin(Stdio::null());
    for variable in [
        "DATABASE_URL",
        "LUNPAI_LISTEN",
        "LUNPAI_METRICS_LISTEN",
        "LUNPAI_PACKS",
        "LUNPAI_DRAIN",
        "LUNPAI_LOG",
        "LUNPAI_LOG_FORMAT",
    ] {
        command.env_remove(variable);
    }
    command
}

/// Runs it to its end.
pub(crate) fn ended(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = lunpai(folder, arguments).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A server that answers.
pub(crate) struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) base: String,
}

impl Server {
    /// Starts it on a free port; it has said where it is.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::of(&mut lunpai(folder, &["serve", "--listen", "127.0.0.1:0"]), told_base)
    }

    /// Starts one of several on a database server; it logs nothing, so that nobody need listen.
    pub(crate) fn on(folder: &Path, database: &str) -> Self {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--log", "error", "--database", database];
        Self::of(&mut lunpai(folder, &arguments), told_base)
    }

    /// The same with its gauges on a port of their own; where they are.
    pub(crate) fn measured_on(folder: &Path, database: &str) -> (Self, String) {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--log", "error", "--database", database];
        let mut command = lunpai(folder, &arguments);
        (Self::of(command.args(["--metrics-listen", &free]), told_base), format!("http://{free}/metrics"))
    }

    /// Starts it; `base` finds the line on which it says where it is.
    pub(crate) fn of(command: &mut Command, base: impl Fn(&str) -> Option<String>) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = lines.by_ref().map(Result::unwrap).find_map(|line| base(&line)).unwrap();
        Self { child, lines, base }
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        answered(agent().get(format!("{}{path}", self.base)).call())
    }

    pub(crate) fn put(&self, path: &str, kind: &str, body: &str) -> (u16, Value) {
        let request = agent().put(format!("{}{path}", self.base)).header("content-type", kind);
        answered(request.send(body))
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> (u16, Value) {
        let request = agent().post(format!("{}{path}", self.base)).header("content-type", "application/json");
        answered(request.send(body))
    }

    /// What is at an address of any server of this machine.
    pub(crate) fn text(url: &str) -> String {
        let mut answer = agent().get(url).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    }

    /// Asks it to stop, as a service manager does, and waits; its exit code and what else it said.
    pub(crate) fn stop(mut self) -> (Option<i32>, Vec<String>) {
        self.signal();
        let said = self.lines.by_ref().map(Result::unwrap).collect();
        (self.child.wait().unwrap().code(), said)
    }

    /// The id of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop.
    pub(crate) fn signal(&self) {
        let pid = self.pid().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Ends it without asking.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Where it says it is, if this is the line.
pub(crate) fn told_base(line: &str) -> Option<String> {
    let place = line.split_whitespace().last().filter(|_| line.contains("API"))?;
    Some(place.trim_end_matches("/v1").to_owned())
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only where a test failed is it still there.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().new_agent()
}

fn answered(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, Value) {
    let mut answer = answer.unwrap();
    let mut body = String::new();
    answer.body_mut().as_reader().read_to_string(&mut body).unwrap();
    (answer.status().as_u16(), serde_json::from_str(&body).unwrap_or(Value::String(body)))
}
