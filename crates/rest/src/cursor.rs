//! Where a list goes on: a position that only we can read, bound to the list it came from.

use std::fmt::Write as _;

/// The cursor of a position in a list. Clients treat it as opaque; it gives no access to anything.
pub(crate) fn written(list: &str, position: &str) -> String {
    let mut cursor = String::new();
    for byte in list.bytes().chain([0]).chain(position.bytes()) {
        let _ = write!(cursor, "{byte:02x}");
    }
    cursor
}

/// The position of a cursor of this very list; nothing for any other text.
pub(crate) fn read(list: &str, cursor: &str) -> Option<String> {
    if !cursor.is_ascii() || cursor.len() % 2 == 1 || cursor.len() > 1024 {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..cursor.len()).step_by(2).map(|at| u8::from_str_radix(cursor.get(at..at + 2)?, 16).ok()).collect();
    let text = String::from_utf8(bytes?).ok()?;
    let (of, position) = text.split_once('\0')?;
    (of == list).then(|| position.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_on_in_its_own_list_only() {
        let cursor = written("journal:北", "41");
        assert_eq!(read("journal:北", &cursor).as_deref(), Some("41"));
        assert_eq!(read("journal:b", &cursor), None);
        for wrong in ["", "0", "zz", "é", &cursor[1..], &cursor[2..], "+1+1"] {
            assert_eq!(read("journal:北", wrong), None, "{wrong}");
        }
    }
}
