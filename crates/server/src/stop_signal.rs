//! The signals that ask the server to stop.

use std::future::Future;
use std::io;

/// Done when the process is asked to stop: `SIGTERM` or Ctrl-C. A second request ends the process at once.
///
/// # Errors
/// The system lets us hear no signals.
pub(crate) fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut heard = Signals::listen()?;
    Ok(async move {
        heard.next().await;
        tracing::info!("stopping: no new connections, finishing what is being answered");
        tokio::spawn(async move {
            heard.next().await;
            std::process::exit(130);
        });
    })
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        // An error here would mean that nobody can ask us to stop; then nobody does.
        let _ = tokio::signal::ctrl_c().await;
    }
}
