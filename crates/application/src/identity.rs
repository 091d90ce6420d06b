//! Who somebody is: phones and names as they are compared.

use crate::Failure;
use crate::ports::PhoneKey;

/// The key by which a phone is compared.
///
/// # Errors
/// [`Failure::Invalid`] naming `field`, never the number, where there is no digit in it.
pub fn phone_key(phone: &wire::Phone, field: &'static str) -> Result<PhoneKey, Failure> {
    let digits: String = phone.reveal().chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return Err(Failure::Invalid { field, reason: "has no digit in it".to_owned() });
    }
    Ok(PhoneKey::new(digits))
}
