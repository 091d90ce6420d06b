//! In which language a problem is told.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use domain::explanation::Lang;

/// The client's choice by `Accept-Language`; English where it names neither.
pub(crate) fn wanted(headers: &HeaderMap) -> Lang {
    let ranges = headers.get_all(ACCEPT_LANGUAGE).filter_map(|value| value.to_str().ok());
    let mut best = (0, Lang::En);
    for range in ranges.flat_map(|value| value.split(',')) {
        let (tag, quality) = range.split_once(';').unwrap_or((range, ""));
        let quality = thousandths(quality);
        let Some(lang) = of_tag(tag.trim()) else { continue };
        // Of two that are wanted equally, the one named first.
        if quality > best.0 {
            best = (quality, lang);
        }
    }
    best.1
}

/// The language's tag for `Content-Language`.
pub(crate) const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

fn of_tag(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("zh") {
        Some(Lang::Zh)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Lang::En)
    } else {
        None
    }
}

/// `q=0.8` in thousandths; 1 where it is not said, 0 where it makes no sense.
fn thousandths(parameter: &str) -> u16 {
    let Some(value) = parameter.trim().strip_prefix("q=") else {
        return if parameter.trim().is_empty() { 1000 } else { 0 };
    };
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole, part.parse::<u16>()) {
        ("1", _) => 1000,
        ("0", Ok(part)) => part,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn told_in(accept: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_str(accept).unwrap());
        tag(wanted(&headers))
    }

    #[test]
    fn the_language_wanted_most_wins() {
        assert_eq!(told_in("zh-CN"), "zh-CN");
        assert_eq!(told_in("zh-Hans-CN;q=0.5, en;q=0.4"), "zh-CN");
        assert_eq!(told_in("zh;q=0.5, en-GB"), "en");
        assert_eq!(told_in("fr, zh;q=0.1"), "zh-CN");
    }

    #[test]
    fn english_where_neither_is_wanted() {
        for accept in ["", "fr", "zh;q=0", "zh;q=high", "*"] {
            assert_eq!(told_in(accept), "en", "{accept}");
        }
        assert_eq!(tag(wanted(&HeaderMap::new())), "en");
    }
}
