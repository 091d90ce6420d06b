//! The basics of the process, under the names that every Prometheus client uses. Where the system does not tell, they are 0.

use std::sync::atomic::AtomicU64;

use domain::time::Timestamp;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

/// How many ticks of processor time make a second, on every Linux there is.
const TICKS: f64 = 100.0;
/// The size of a page of memory.
const PAGE: i64 = 4096;

/// See the module.
#[derive(Default)]
pub(super) struct Process {
    cpu: Counter<f64, AtomicU64>,
    memory: Gauge,
    files: Gauge,
    started: Gauge,
}

impl Process {
    pub(super) fn register(&self, registry: &mut Registry, now: Timestamp) {
        self.started.set(now.timestamp());
        let ours = registry.sub_registry_with_prefix("process");
        ours.register_with_unit("cpu", "Processor time used", Unit::Seconds, self.cpu.clone());
        ours.register_with_unit("resident_memory", "Memory in use", Unit::Bytes, self.memory.clone());
        ours.register("open_fds", "Open files and connections", self.files.clone());
        let about = "When the process began, in seconds since 1970";
        ours.register_with_unit("start_time", about, Unit::Seconds, self.started.clone());
    }

    /// Asks the system.
    pub(super) fn look(&self) {
        if let Some(seconds) = cpu_seconds() {
            self.cpu.inc_by((seconds - self.cpu.get()).max(0.0));
        }
        if let Some(pages) = resident_pages() {
            self.memory.set(pages.saturating_mul(PAGE));
        }
        if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
            self.files.set(i64::try_from(files.count()).unwrap_or(i64::MAX));
        }
    }
}

/// The 14th and 15th word of the process' state; the second, in brackets, may hold blanks.
fn cpu_seconds() -> Option<f64> {
    let state = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_name) = state.rsplit_once(')')?;
    let mut words = after_name.split_whitespace().skip(11);
    let (user, system): (u32, u32) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    Some((f64::from(user) + f64::from(system)) / TICKS)
}

fn resident_pages() -> Option<i64> {
    std::fs::read_to_string("/proc/self/statm").ok()?.split_whitespace().nth(1)?.parse().ok()
}
