//! A client that costs little: one connection kept open, requests one after the other, answers counted and not kept.

use std::fmt::Write as _;
use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// See the module.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    host: String,
    out: String,
    read: Vec<u8>,
}

impl Client {
    /// Connects to `host`, an address with its port.
    ///
    /// # Errors
    /// The connection's.
    pub async fn connect(host: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: host.to_owned(), out: String::new(), read: Vec::with_capacity(8192) })
    }

    /// Posts a JSON body, with a key that makes repeating harmless if one is given; the status.
    ///
    /// # Errors
    /// The connection's, or an answer that is none of HTTP.
    pub async fn post(&mut self, path: &str, key: Option<&str>, body: &str) -> io::Result<u16> {
        self.out.clear();
        let _ = write!(
            self.out,
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            self.host,
            body.len()
        );
        if let Some(key) = key {
            let _ = write!(self.out, "idempotency-key: {key}\r\n");
        }
        self.out.push_str("\r\n");
        self.out.push_str(body);
        self.stream.write_all(self.out.as_bytes()).await?;
        self.answer().await
    }

    /// The body of the last answer.
    #[must_use]
    pub fn body(&self) -> &str {
        let start = head_end(&self.read).unwrap_or(0);
        self.read.get(start..).and_then(|body| std::str::from_utf8(body).ok()).unwrap_or_default()
    }

    async fn answer(&mut self) -> io::Result<u16> {
        self.read.clear();
        let head = loop {
            if let Some(end) = head_end(&self.read) {
                break end;
            }
            self.more().await?;
        };
        let text =
            std::str::from_utf8(self.read.get(..head).unwrap_or_default()).map_err(io::Error::other)?;
        let status = text.get(9..12).and_then(|status| status.parse().ok());
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let (Some(status), Some(length)) = (status, length) else {
            return Err(io::Error::other("an answer without a status or a length"));
        };
        while self.read.len() < head + length {
            self.more().await?;
        }
        Ok(status)
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// Where the body begins, once the head is there.
fn head_end(read: &[u8]) -> Option<usize> {
    read.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}
