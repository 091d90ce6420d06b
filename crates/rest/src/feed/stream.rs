//! One stream: what was missed, then what comes, a sign of life in between, and an end.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::web::Bytes;
use application::Application;
use domain::ids::SiteId;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};

use super::{Feed, Frame, PAGE, frame};
use crate::pieces::{self, Piece, Pieces};

/// How often a comment says that the stream is still there.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How many pieces wait for a reader.
const WAITING: usize = 32;

/// Where a stream begins and ends.
pub(crate) struct Beginning {
    /// The entry after which it begins.
    pub after: u64,
    /// The site's last entry when it was asked for.
    pub head: u64,
    /// The entry after which it ends, if it does.
    pub until: Option<u64>,
    /// What is said first.
    pub first: String,
}

struct Stream {
    feed: Feed,
    application: Application,
    site: SiteId,
    at: u64,
    until: Option<u64>,
    closed: watch::Receiver<bool>,
    out: mpsc::Sender<Piece>,
}

/// What a stream wakes up for.
enum News {
    Frame(Result<Frame, RecvError>),
    Nothing,
    Closing,
}

/// The stream is over.
struct Over;

impl Feed {
    /// Begins a stream. It runs on the thread that serves the request.
    pub(crate) fn follow(&self, application: Application, site: SiteId, beginning: Beginning) -> Pieces {
        let (out, body) = pieces::endless(WAITING);
        // Before anything is read, so that nothing falls between.
        let frames = self.join(&site, beginning.head);
        let Beginning { after, until, first, .. } = beginning;
        let closed = self.0.closed.subscribe();
        let stream = Stream { feed: self.clone(), application, site, at: after, until, closed, out };
        actix_web::rt::spawn(async move {
            stream.feed.0.clients.fetch_add(1, Ordering::Relaxed);
            let feed = stream.feed.clone();
            let _ = stream.run(frames, first).await;
            feed.0.clients.fetch_sub(1, Ordering::Relaxed);
        });
        body
    }
}

impl Stream {
    async fn run(mut self, mut frames: broadcast::Receiver<Frame>, first: String) -> Result<(), Over> {
        self.send(Bytes::from(first)).await?;
        self.catch_up().await?;
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        heartbeat.reset();
        // A receiver of its own, for the other is needed while a piece is handed over.
        let mut closed = self.closed.clone();
        loop {
            let news = tokio::select! {
                biased;
                () = self.out.closed() => return Err(Over),
                _ = closed.wait_for(|closed| *closed) => News::Closing,
                frame = frames.recv() => News::Frame(frame),
                _ = heartbeat.tick() => News::Nothing,
            };
            match news {
                News::Frame(Ok(frame)) => self.pass_on(frame).await?,
                // Too slow, or nobody asks the journal any more: whoever reads comes again and resumes.
                News::Frame(Err(RecvError::Lagged(_) | RecvError::Closed)) => return Err(Over),
                News::Nothing => self.send(Bytes::from_static(b": still here\n\n")).await?,
                News::Closing => {
                    // Only if there is room: a stopping server waits for nobody.
                    let _ = self.out.try_send(Piece::Of(Bytes::from_static(b": closing\n\n")));
                    return Err(Over);
                }
            }
        }
    }

    /// What was accepted before the stream began to follow.
    async fn catch_up(&mut self) -> Result<(), Over> {
        loop {
            let entries = self.application.journal(&self.site, self.at, PAGE).await.map_err(|_| Over)?;
            for entry in &entries {
                self.pass_on(frame(&self.site, entry)).await?;
            }
            if entries.len() < PAGE {
                return Ok(());
            }
        }
    }

    async fn pass_on(&mut self, frame: Frame) -> Result<(), Over> {
        if frame.sequence <= self.at {
            return Ok(());
        }
        if frame.sequence > self.at + 1 {
            // A gap cannot be; if it is, the journal knows what was in it.
            return Box::pin(self.catch_up()).await;
        }
        self.at = frame.sequence;
        self.send(frame.text).await?;
        if self.until.is_some_and(|until| self.at >= until) { Err(Over) } else { Ok(()) }
    }

    /// Hands a piece to the reader, unless they are too slow or the server stops.
    async fn send(&mut self, piece: Bytes) -> Result<(), Over> {
        let sent = tokio::select! {
            sent = tokio::time::timeout(self.feed.0.patience, self.out.send(Piece::Of(piece))) => sent,
            _ = self.closed.wait_for(|closed| *closed) => return Err(Over),
        };
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(Over),
        }
    }
}
