//! A network between a server of ours and PostgreSQL that can be cut: at once, or when a commit has been done and before its
//! answer has come back.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// Ends with the process; what is cut is told by [`Proxy::cuts`].
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    upstream: PathBuf,
    /// Commits whose answers are still to be lost.
    to_lose: AtomicU32,
    /// Commits that are still to be undone while their senders are told that they were done.
    to_undo: AtomicU32,
    cuts: AtomicU32,
    /// What comes is swallowed, and nobody is told.
    silent: AtomicBool,
    open: Mutex<Vec<(TcpStream, UnixStream)>>,
}

impl Proxy {
    /// Before the server of a URL, which is reached by a socket.
    #[must_use]
    pub fn before(url: &str) -> Self {
        let host = url.split('@').nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        let upstream = PathBuf::from(host.replace("%2F", "/")).join(".s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            upstream,
            to_lose: AtomicU32::new(0),
            to_undo: AtomicU32::new(0),
            cuts: AtomicU32::new(0),
            silent: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let accepting = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A server that is not there refuses; the client sees a connection that ends.
                let _ = accepting.pass(client);
            }
        });
        Self { port, state }
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next `commits` are done, and their answers lost with their connections.
    pub fn lose_answers(&self, commits: u32) {
        self.state.to_lose.store(commits, Ordering::SeqCst);
    }

    /// The next `commits` are not done, and whoever asked for them is told that they were: what a program does that acknowledges
    /// before it commits, and then fails.
    pub fn undo(&self, commits: u32) {
        self.state.to_undo.store(commits, Ordering::SeqCst);
    }

    /// From now on whatever is sent is swallowed, or no longer. A connection that has lost something never speaks again.
    pub fn fall_silent(&self, silent: bool) {
        self.state.silent.store(silent, Ordering::SeqCst);
    }

    /// Every connection that is open ends now.
    pub fn cut(&self) {
        for (client, server) in self.state.open.lock().unwrap().drain(..) {
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
            self.state.cuts.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// How many connections it has cut so far.
    #[must_use]
    pub fn cuts(&self) -> u32 {
        self.state.cuts.load(Ordering::SeqCst)
    }
}

impl State {
    fn pass(self: &Arc<Self>, client: TcpStream) -> io::Result<()> {
        let server = UnixStream::connect(&self.upstream)?;
        client.set_nodelay(true)?;
        self.open.lock().unwrap().push((client.try_clone()?, server.try_clone()?));
        let losing = Arc::new(AtomicBool::new(false));
        let (from, to) = (client.try_clone()?, server.try_clone()?);
        let (state, armed) = (Arc::clone(self), Arc::clone(&losing));
        std::thread::spawn(move || {
            let mut deaf = false;
            let _ = copied(&from, &to, |bytes| {
                deaf |= state.silent.load(Ordering::SeqCst);
                if deaf {
                    return Passing::Swallowed;
                }
                if let Some(commit) = bytes.windows(COMMIT.len()).position(|word| word == COMMIT) {
                    if takes_one(&state.to_lose) {
                        armed.store(true, Ordering::SeqCst);
                    } else if takes_one(&state.to_undo) {
                        bytes[commit..commit + COMMIT.len()].copy_from_slice(UNDO);
                    }
                }
                Passing::On
            });
            let _ = to.shutdown(Shutdown::Both);
        });
        let state = Arc::clone(self);
        std::thread::spawn(move || {
            // The answer to a commit says that it is done: only now is it lost.
            let _ = copied(&server, &client, |_| {
                if losing.load(Ordering::SeqCst) { Passing::Ends } else { Passing::On }
            });
            if losing.load(Ordering::SeqCst) {
                state.cuts.fetch_add(1, Ordering::SeqCst);
            }
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
        });
        Ok(())
    }
}

/// How a commit goes over the line, and something as long that undoes instead.
const COMMIT: &[u8; 7] = b"COMMIT\0";
const UNDO: &[u8; 7] = b"ABORT;\0";

fn takes_one(left: &AtomicU32) -> bool {
    left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

/// What becomes of a piece.
enum Passing {
    On,
    Swallowed,
    Ends,
}

/// Copies until the end, or until something ends it.
fn copied(
    mut from: impl Read,
    mut to: impl Write,
    mut passing: impl FnMut(&mut [u8]) -> Passing,
) -> io::Result<()> {
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut piece)?;
        let bytes = piece.get_mut(..read).unwrap_or_default();
        if read == 0 {
            return Ok(());
        }
        match passing(bytes) {
            Passing::On => to.write_all(bytes)?,
            Passing::Swallowed => {}
            Passing::Ends => return Ok(()),
        }
    }
}
