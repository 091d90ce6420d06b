//! Why somebody takes no part in the rotation, and what is still to be done before they do.

use super::prose::Prose;
use super::{House, Lang};
use crate::ids::{Cite, ClauseId, StaffId};
use crate::vocabulary::GateStep;

/// That somebody is kept out, by which clause, and each step that is still open.
#[must_use]
pub fn kept_out_text(
    staff: &StaffId,
    clause: Option<&ClauseId>,
    open: &[GateStep],
    lang: Lang,
    house: &House<'_>,
) -> String {
    let mut prose = Prose::new(lang);
    prose.name(staff, house).say(match lang {
        Lang::Zh => "目前不参加轮排",
        Lang::En => " takes no part in the rotation now",
    });
    if let Some(clause) = clause {
        prose.cite(&Cite::Clause(clause.clone()));
    }
    prose.stop();
    if let Some((first, further)) = open.split_first() {
        prose.say(match lang {
            Lang::Zh => "还须完成：",
            Lang::En => "Still to be done before they do: ",
        });
        prose.say(release(*first, lang));
        for one in further {
            prose.say(if lang == Lang::Zh { "、" } else { " and " }).say(release(*one, lang));
        }
        prose.stop();
    }
    prose.finish()
}

/// A step by which somebody kept out comes in again.
pub(super) const fn release(step: GateStep, lang: Lang) -> &'static str {
    match (step, lang) {
        (GateStep::Analysis, Lang::Zh) => "交出书面分析",
        (GateStep::Test, Lang::Zh) => "重新考核过关",
        (GateStep::Approval, Lang::Zh) => "经主管同意",
        (GateStep::Analysis, Lang::En) => "the analysis is written",
        (GateStep::Test, Lang::En) => "the test is passed",
        (GateStep::Approval, Lang::En) => "a lead approves",
    }
}

#[cfg(test)]
mod tests {
    use super::kept_out_text;
    use crate::explanation::{House, Ids, Lang};
    use crate::ids::ClauseId;
    use crate::time::Zone;
    use crate::vocabulary::GateStep;

    /// P11-5: a test passed leaves the written analysis open, and whoever asks is told so.
    #[test]
    fn what_is_still_open_is_told() {
        let zone = Zone::parse("Asia/Shanghai").expect("a zone");
        let house = House { names: &Ids, currency: "CNY", zone };
        let clause = ClauseId::new("P11-5");
        let say = |open: &[GateStep], lang| kept_out_text(&"A".into(), Some(&clause), open, lang, &house);
        assert_eq!(
            say(&[GateStep::Analysis], Lang::En),
            "A takes no part in the rotation now (P11-5). Still to be done before they do: the analysis is written."
        );
        assert_eq!(
            say(&[GateStep::Analysis, GateStep::Test], Lang::Zh),
            "A 目前不参加轮排（P11-5）。还须完成：交出书面分析、重新考核过关。"
        );
    }
}
