//! Who somebody is: phones and names as they are compared.

mod variants;

use phonenumber::country::Id::CN;
use wire::Phone;

use crate::ports::{NameKey, PhoneKey};

/// Fewer digits are an extension or a short number, which many people share: they identify nobody.
const FEWEST_DIGITS: usize = 7;

/// The key by which a phone is compared: its number in E.164 (`+8613800000001`), whatever signs stood between the digits;
/// for what no numbering plan knows, its bare digits. Nothing for a number too short to be anybody's. A number without a
/// country is taken for a Chinese one.
#[must_use]
pub fn phone_key(phone: &Phone) -> Option<PhoneKey> {
    let plain: String = without_extension(phone.reveal()).chars().filter_map(plain).collect();
    let digits = plain.trim_start_matches('+');
    if digits.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS {
        return None;
    }
    // Most numbers are mobile ones without any prefix: nothing to work out.
    if digits.len() == 11 && digits.starts_with('1') && plain.len() == 11 {
        return Some(PhoneKey::new(format!("+86{plain}")));
    }
    let key = international(&plain).or_else(|| bare(digits))?;
    Some(PhoneKey::new(key))
}

/// A key from before phones were compared in E.164, as it is now; what has no such form stays as it is. A foreign number
/// had lost its plus by then, so that one of eleven digits that begin with a one is taken for a Chinese mobile.
#[must_use]
pub fn renewed(former: PhoneKey) -> PhoneKey {
    Phone::new(former.expose()).ok().as_ref().and_then(phone_key).unwrap_or(former)
}

/// What stands before an extension, which belongs to a desk and not to a customer.
fn without_extension(written: &str) -> &str {
    let end = written.find(['转', '轉', '#', 'x', 'X', 'e', 'E', ',', ';', '，', '；']);
    written.get(..end.unwrap_or(written.len())).unwrap_or(written)
}

/// A number that the numbering plans know, in E.164.
fn international(plain: &str) -> Option<String> {
    let dialled = plain.strip_prefix("00").map_or_else(|| plain.to_owned(), |rest| format!("+{rest}"));
    let number = phonenumber::parse(Some(CN), &dialled).ok()?;
    phonenumber::is_valid(&number).then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}

/// What is left of a number that no plan knows: its digits, without the country's prefix; nothing if those are too few.
fn bare(digits: &str) -> Option<String> {
    let without =
        digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() >= 11));
    let bare = without.unwrap_or(digits);
    match bare.len() {
        // However it was prefixed: one number, one key.
        11 if bare.starts_with('1') => Some(format!("+86{bare}")),
        count => (count >= FEWEST_DIGITS).then(|| bare.to_owned()),
    }
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

/// Are two names the same, whatever their case, width, spaces and script (traditional or simplified)?
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    folded(one).eq(folded(other))
}

/// The key by which a name is looked up: equal for exactly those names that [`same_name`] calls the same.
#[must_use]
pub fn name_key(name: &str) -> NameKey {
    NameKey::new(folded(name).collect())
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '.'));
    letters.map(narrow).map(variants::simplified).flat_map(char::to_lowercase)
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
            assert_eq!(key(phone).as_deref(), Some("+8613800000001"), "one of the written forms");
        }
    }

    #[test]
    fn a_key_of_an_older_database_is_renewed_once_and_for_all() {
        let renewed = |key: &str| renewed(PhoneKey::new(key.to_owned())).expose().to_owned();
        assert_eq!(renewed("13800000001"), "+8613800000001");
        for current in ["+8613800000001", "+862155550003", "+16502530000", "9998887", "none"] {
            assert_eq!(renewed(current), current);
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
        assert_eq!(key("999-888-7"), Some("9998887".to_owned()));
        assert_eq!(key("0086 19999999999"), key("19999999999"));
    }

    #[test]
    fn short_numbers_identify_nobody() {
        for phone in ["12-34", "0086 1234", "8001", "none", "", "转 801", "+86"] {
            assert_eq!(key(phone), None, "{phone}");
        }
    }

    #[test]
    fn a_landline_is_one_number_with_and_without_its_extension() {
        let plain = key("021-5555 0003");
        assert_eq!(plain.as_deref(), Some("+862155550003"));
        for phone in [
            "(021) 55550003",
            "+86 21 5555 0003",
            "0086-21-55550003",
            "０２１－５５５５０００３",
            "021-55550003转801",
        ] {
            assert_eq!(key(phone), plain, "one of the written forms");
        }
        assert_ne!(key("0755-55550003"), plain, "another city's");
    }

    #[test]
    fn a_text_that_holds_a_phone_is_known() {
        for text in ["打 138 0000 0001", "13800000001", "tel:+86-138-0000-0001", "１３８００００００01"]
        {
            assert!(holds_a_phone(text), "{text}");
        }
        for text in ["2026-03-02 18:30", "1500000", "第 12 号", "", "10000000000"] {
            assert!(!holds_a_phone(text), "{text}");
        }
    }

    #[test]
    fn names_agree_whatever_their_case_width_and_spaces() {
        assert!(same_name("Zhao  Min", "ＺＨＡＯ min "));
        assert!(same_name("赵 敏", "赵敏"));
        assert!(!same_name("赵敏", "赵明"));
        assert!(same_name("阿依古丽·买买提", "阿依古丽买买提"));
    }

    #[test]
    fn a_names_key_is_equal_where_the_names_are_the_same() {
        assert_eq!(name_key("趙 敏"), name_key("赵敏"));
        assert_eq!(name_key("Zhao  Min"), name_key("ＺＨＡＯ min "));
        assert_ne!(name_key("赵敏"), name_key("赵明"));
        assert_eq!(format!("{:?}", name_key("赵敏")), "NameKey(…)");
    }

    #[test]
    fn names_agree_in_either_script_and_different_names_stay_apart() {
        for (traditional, simplified) in [
            ("趙敏", "赵敏"),
            ("陳國華", "陈国华"),
            ("劉麗萍", "刘丽萍"),
            ("鄭憶雲", "郑忆云"),
            ("歐陽鋒", "欧阳锋"),
        ] {
            assert!(same_name(traditional, simplified), "{traditional}");
        }
        for (one, other) in
            [("于华", "於华"), ("范明", "範明"), ("陈华", "陈骅"), ("张伟", "章伟"), ("叶青", "业青")]
        {
            assert!(!same_name(one, other), "{one} {other}");
        }
    }
}
