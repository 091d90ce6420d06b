//! The page that sentences are written on: spacing between scripts, clauses in brackets, sums and wall-clock times.

use core::fmt::Write as _;

use chrono::{Datelike as _, Timelike as _};

use super::{House, Lang};
use crate::ids::{Cite, StaffId};
use crate::time::Timestamp;

/// A text in the making.
///
/// In Chinese a thin gap stands wherever Chinese characters meet Latin letters or digits, whatever names the house
/// uses; phrases therefore carry no such spaces themselves.
pub(super) struct Prose {
    out: String,
    lang: Lang,
}

impl Prose {
    /// An empty page. The capacity spares a usual decision any reallocation.
    pub(super) fn new(lang: Lang) -> Self {
        Self { out: String::with_capacity(512), lang }
    }

    /// The finished text.
    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }

    /// Goes on with these words.
    pub(super) fn say(&mut self, words: &str) -> &mut Self {
        self.gap_before(words.chars().next());
        self.out.push_str(words);
        self
    }

    /// Goes on with these words only if so.
    pub(super) fn say_if(&mut self, so: bool, words: &str) -> &mut Self {
        if so { self.say(words) } else { self }
    }

    /// Somebody's name.
    pub(super) fn name(&mut self, staff: &StaffId, house: &House<'_>) -> &mut Self {
        self.say(&house.names.staff(staff))
    }

    /// A number.
    pub(super) fn number(&mut self, number: impl Into<u64>) -> &mut Self {
        self.gap_before(Some('0'));
        let _ = write!(self.out, "{}", number.into());
        self
    }

    /// The clause in brackets, or that the rule is ours.
    pub(super) fn cite(&mut self, cite: &Cite) -> &mut Self {
        match (cite, self.lang) {
            (Cite::Clause(clause), Lang::Zh) => self.say("（").say(clause.as_str()).say("）"),
            (Cite::Clause(clause), Lang::En) => self.say(" (").say(clause.as_str()).say(")"),
            (Cite::Ours, Lang::Zh) => self.say("（本项目默认，制度原文未写明）"),
            (Cite::Ours, Lang::En) => self.say(" (our default, the source is silent)"),
        }
    }

    /// Ends a sentence.
    pub(super) fn stop(&mut self) -> &mut Self {
        self.say(match self.lang {
            Lang::Zh => "。",
            Lang::En => ". ",
        })
    }

    /// A sum of money, its hundredths only where there are any.
    pub(super) fn money(&mut self, cents: u32, currency: &str) -> &mut Self {
        let yuan = self.lang == Lang::Zh && currency == "CNY";
        if !yuan {
            self.say(currency).say(" ");
        }
        self.number(cents / 100);
        if !cents.is_multiple_of(100) {
            let _ = write!(self.out, ".{:02}", cents % 100);
        }
        self.say_if(yuan, "元")
    }

    /// An instant by the site's wall clock, without the year: bars and suspensions end soon.
    pub(super) fn instant(&mut self, at: Timestamp, house: &House<'_>) -> &mut Self {
        let local = house.zone.local(at);
        match self.lang {
            Lang::Zh => self.number(local.month()).say("月").number(local.day()).say("日").say(" "),
            Lang::En => self.number(local.day()).say(" ").say(english_month(local.month())).say(" "),
        };
        let _ = write!(self.out, "{:02}:{:02}", local.hour(), local.minute());
        self
    }

    fn gap_before(&mut self, next: Option<char>) {
        if self.lang == Lang::Zh
            && let (Some(last), Some(next)) = (self.out.chars().next_back(), next)
            && (is_chinese(last) && is_latin(next) || is_latin(last) && is_chinese(next))
        {
            self.out.push(' ');
        }
    }
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn is_latin(character: char) -> bool {
    character.is_alphanumeric() && !is_chinese(character)
}

fn english_month(month: u32) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied().unwrap_or("")
}
