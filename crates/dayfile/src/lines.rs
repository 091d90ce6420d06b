//! Takes a file apart into numbered lines, none longer than it may be.

use std::io::{BufRead, Read};

use wire::line::MOST_SETTING_BYTES;
use wire::reading::{self, MOST_BYTES};

use crate::stopped::Stopped;

/// What some editors put at the start of a file to say that it is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The lines of a file. Its buffer is used again for every line.
pub(crate) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    number: u64,
    /// The first of the empty lines just read: they may only end the file.
    empty: Option<u64>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), number: 0, empty: None }
    }

    /// The next line without its end; `None` after the last. Empty lines at the end of the file are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<&str>, Stopped> {
        loop {
            let most = if self.number == 0 { MOST_SETTING_BYTES } else { MOST_BYTES };
            self.buffer.clear();
            // Two bytes for the line's end, and one more to see that it is not there.
            let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(3);
            let read = self.input.by_ref().take(bound).read_until(b'\n', &mut self.buffer);
            if read.map_err(Stopped::Input)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !self.buffer.iter().all(u8::is_ascii_whitespace) {
                break;
            }
            self.empty.get_or_insert(self.number);
        }
        if let Some(line) = self.empty {
            return Err(Stopped::bad_file(line, "is empty: every line is one JSON object"));
        }
        let text = reading::text(&self.buffer).map_err(|bad| Stopped::bad_line(self.number, &bad))?;
        let text = if self.number == 1 { text.trim_start_matches(BYTE_ORDER_MARK) } else { text };
        Ok(Some(text.trim_end_matches(['\n', '\r'])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Vec<String>, String> {
        let mut lines = Lines::new(text);
        let mut found = Vec::new();
        while let Some(line) = lines.next().map_err(|stopped| stopped.to_string())? {
            found.push(line.to_owned());
        }
        Ok(found)
    }

    #[test]
    fn lines_end_as_editors_end_them() {
        assert_eq!(read(b"{}\n{}\r\n{}"), Ok(vec!["{}".into(), "{}".into(), "{}".into()]));
        assert_eq!(read("\u{feff}{}\n".as_bytes()), Ok(vec!["{}".into()]));
        assert_eq!(read(b"{}\n\n \n"), Ok(vec!["{}".into()]));
        assert_eq!(read(b""), Ok(vec![]));
    }

    #[test]
    fn an_empty_line_within_the_file_is_refused() {
        assert_eq!(read(b"{}\n\n\n{}\n"), Err("line 2: is empty: every line is one JSON object".into()));
    }

    #[test]
    fn a_line_that_is_no_text_is_refused() {
        assert_eq!(read(b"{}\n{\xff}\n"), Err("line 2: not UTF-8 after its first 1 bytes".into()));
    }

    #[test]
    fn an_endless_line_is_not_read_to_its_end() {
        let mut lines = Lines::new(std::io::BufReader::new(b"{}\n".chain(std::io::repeat(b'x'))));
        lines.next().unwrap();
        assert_eq!(lines.next().unwrap().map(str::len), Some(MOST_BYTES + 3));
        assert_eq!(lines.number, 2);
    }
}
