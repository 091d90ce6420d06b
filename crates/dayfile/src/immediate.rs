//! Waits for a future without a runtime: those of a store in memory are ready when first asked.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::sync::Arc;
use std::task::Wake;
use std::thread::{self, Thread};

/// The future's value; blocks this thread should the future not be ready at once.
pub(crate) fn immediately<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    // The usual case costs neither an allocation nor a thread handle.
    if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        return value;
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_value_that_is_ready_comes_at_once() {
        assert_eq!(immediately(core::future::ready(7)), 7);
    }

    #[test]
    fn a_value_from_another_thread_is_waited_for() {
        let (ask, asked) = mpsc::channel::<Waker>();
        let other = thread::spawn(move || {
            // The first waker belongs to the quick try and wakes nobody; the second one is ours.
            let _quick = asked.recv().unwrap();
            asked.recv().unwrap().wake();
        });
        let mut polls = 0;
        let value = immediately(core::future::poll_fn(|context| {
            polls += 1;
            if polls <= 2 {
                ask.send(context.waker().clone()).unwrap();
                return Poll::Pending;
            }
            Poll::Ready(polls)
        }));
        assert!(value >= 3);
        other.join().unwrap();
    }
}
