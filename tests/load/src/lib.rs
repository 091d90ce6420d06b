//! Drives the built program and, interleaved in the same run, the bare SQL of its write path: what is measured is how the
//! one stands to the other.

#![deny(missing_docs)]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

pub mod bare;
pub mod client;
pub mod figures;
pub mod plan;
pub mod program;
pub mod table;
pub mod traffic;

/// Measures what the plan names and prints the table; `progress` hears what is being done.
///
/// # Errors
/// See [`plan::measure`].
pub fn run(plan: &plan::Plan, progress: &mut dyn FnMut(&str)) -> std::io::Result<String> {
    // One thread: the program and the database are to have what the machine has.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let found = runtime.block_on(plan::measure(plan, progress))?;
    Ok(table::told(plan, &found))
}
