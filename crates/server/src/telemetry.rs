//! The log: one line an event, as text for people or as JSON for machines.

use std::io;

use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::settings::{LogFormat, LogSettings};

/// Where log lines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    /// With whatever else the program says.
    Stdout,
    /// Apart from what the program says.
    Stderr,
}

/// Begins to log. Only the first call has an effect.
pub(crate) fn begin(settings: LogSettings, to: To) {
    let writer = move || -> Box<dyn io::Write> {
        match to {
            To::Stdout => Box::new(io::stdout()),
            To::Stderr => Box::new(io::stderr()),
        }
    };
    let registry = tracing_subscriber::registry().with(settings.filter);
    let begun = match settings.format {
        LogFormat::Text => registry.with(fmt::layer().with_writer(writer)).try_init(),
        LogFormat::Json => {
            registry.with(fmt::layer().json().flatten_event(true).with_writer(writer)).try_init()
        }
    };
    if let Err(error) = begun {
        tracing::debug!(%error, "logging had begun already");
    }
}
