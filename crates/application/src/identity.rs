//! Who somebody is: phones and names as they are compared.

use phonenumber::country::Id::CN;
use wire::Phone;

use crate::ports::PhoneKey;

/// The key by which a phone is compared: its digits without the country's prefix, whatever signs stood between them;
/// nothing where there is no digit in it. A number without a country is taken for a Chinese one.
#[must_use]
pub fn phone_key(phone: &Phone) -> Option<PhoneKey> {
    let plain: String = phone.reveal().chars().filter_map(plain).collect();
    let digits = plain.trim_start_matches('+');
    if !digits.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // Most numbers are mobile ones without any prefix: nothing to work out.
    if digits.len() == 11 && digits.starts_with('1') && plain.len() == 11 {
        return Some(PhoneKey::new(plain));
    }
    Some(PhoneKey::new(national(&plain).unwrap_or_else(|| bare(digits))))
}

/// A number that the numbering plans know, in the form without prefix for China and with it for other countries.
fn national(plain: &str) -> Option<String> {
    let dialled = plain.strip_prefix("00").map_or_else(|| plain.to_owned(), |rest| format!("+{rest}"));
    let number = phonenumber::parse(Some(CN), &dialled).ok()?;
    if !phonenumber::is_valid(&number) {
        return None;
    }
    let national = number.national().value().to_string();
    match number.country().code() {
        86 => Some(national),
        code => Some(format!("+{code}{national}")),
    }
}

/// What is left of a number that no plan knows: its digits, without the country's prefix.
fn bare(digits: &str) -> String {
    let without =
        digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() >= 11));
    without.unwrap_or(digits).to_owned()
}

/// An ASCII digit or a leading plus for a character of a number; nothing for what only separates.
fn plain(character: char) -> Option<char> {
    match character {
        '0'..='9' | '+' => Some(character),
        '＋' => Some('+'),
        // Full-width digits, as Chinese keyboards write them.
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// Does a text hold what looks like a Chinese mobile number, whatever stands between its digits?
pub(crate) fn holds_a_phone(text: &str) -> bool {
    let joined: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '\u{3000}'))
        .map(|c| plain(c).unwrap_or('.'))
        .collect();
    joined.split(|c: char| !c.is_ascii_digit()).any(|run| {
        let run = run
            .strip_prefix("0086")
            .or_else(|| run.strip_prefix("86").filter(|_| run.len() == 13))
            .unwrap_or(run);
        run.len() == 11 && run.starts_with('1') && !run.starts_with("10") && !run.starts_with("11")
    })
}

/// Are two names the same, whatever their case, width and spaces?
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    folded(one).eq(folded(other))
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_lowercase)
}

/// The usual width of a full-width letter or digit.
fn narrow(character: char) -> char {
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(phone: &str) -> Option<String> {
        phone_key(&Phone::new(phone).unwrap()).map(|key| key.expose().to_owned())
    }

    #[test]
    fn one_mobile_number_has_one_key_however_it_is_written() {
        let written = [
            "13800000001",
            "+8613800000001",
            "008613800000001",
            "8613800000001",
            "+86 138-0000-0001",
            "138 0000 0001",
            "１３８００００００01",
            "＋８６ 138 0000 0001",
        ];
        for phone in written {
            assert_eq!(key(phone).as_deref(), Some("13800000001"), "one of the written forms");
        }
    }

    #[test]
    fn landlines_and_foreign_numbers_keep_apart() {
        assert_eq!(key("010-6552 9988"), key("+86 10 6552 9988"));
        assert_ne!(key("+1 650 253 0000"), key("650 253 0000"));
        assert_eq!(key("+1 650 253 0000"), key("001 (650) 253-0000"));
    }

    #[test]
    fn what_no_plan_knows_compares_by_its_digits() {
        assert_eq!(key("12-34"), Some("1234".to_owned()));
        assert_eq!(key("0086 1234"), Some("1234".to_owned()));
        assert_eq!(key("none"), None);
        assert_eq!(key(""), None);
    }

    #[test]
    fn names_agree_whatever_their_case_width_and_spaces() {
        assert!(same_name("Zhao  Min", "ＺＨＡＯ min "));
        assert!(same_name("赵 敏", "赵敏"));
        assert!(!same_name("赵敏", "赵明"));
    }
}
