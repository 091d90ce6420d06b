//! A body that goes out piece by piece, as fast as its reader takes it.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::sync::mpsc;

/// What is handed over.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Some of the body.
    Of(Bytes),
    /// That was all of it.
    End,
}

/// The body breaks off: the connection is cut, so that nobody takes the part for the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CutShort;

impl std::fmt::Display for CutShort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer could not be written to its end")
    }
}

impl std::error::Error for CutShort {}

/// The body.
pub(crate) struct Pieces {
    waiting: mpsc::Receiver<Piece>,
    /// It is whole only if its end was told.
    has_an_end: bool,
}

#[cfg(test)]
impl Pieces {
    /// Will nobody hand over any more?
    pub(crate) fn is_left_alone(&self) -> bool {
        self.waiting.is_closed()
    }
}

/// A body without an end of its own, and where its pieces are handed over; so many may wait for the reader.
pub(crate) fn endless(waiting: usize) -> (mpsc::Sender<Piece>, Pieces) {
    let (out, waiting) = mpsc::channel(waiting);
    (out, Pieces { waiting, has_an_end: false })
}

/// A body that is worth nothing without its end.
pub(crate) fn whole(waiting: usize) -> (mpsc::Sender<Piece>, Pieces) {
    let (out, pieces) = endless(waiting);
    (out, Pieces { has_an_end: true, ..pieces })
}

impl MessageBody for Pieces {
    type Error = CutShort;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, CutShort>>> {
        self.waiting.poll_recv(context).map(|piece| match piece {
            Some(Piece::Of(bytes)) => Some(Ok(bytes)),
            None if self.has_an_end => Some(Err(CutShort)),
            Some(Piece::End) | None => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;

    fn read(pieces: Pieces) -> Vec<Option<Result<Bytes, CutShort>>> {
        let mut pieces = pin!(pieces);
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut told = Vec::new();
        while let Poll::Ready(piece) = pieces.as_mut().poll_next(&mut context) {
            let over = !matches!(piece, Some(Ok(_)));
            told.push(piece);
            if over {
                break;
            }
        }
        told
    }

    /// Whoever writes may go away at any moment: then what was read so far must not pass for the whole.
    #[test]
    fn a_body_that_breaks_off_does_not_end_as_if_it_were_whole() {
        let line = || Piece::Of(Bytes::from_static(b"{}\n"));
        let (out, pieces) = whole(2);
        out.try_send(line()).unwrap();
        drop(out);
        assert_eq!(read(pieces).last(), Some(&Some(Err(CutShort))));
        let (out, pieces) = whole(2);
        out.try_send(line()).unwrap();
        out.try_send(Piece::End).unwrap();
        assert!(out.try_send(line()).is_err(), "no more may wait than was said");
        drop(out);
        assert_eq!(read(pieces).last(), Some(&None));
        let (out, pieces) = endless(1);
        drop(out);
        assert_eq!(read(pieces), [None]);
    }
}
