//! What befell people by a deed of theirs: the turn that was closed, and fines, bars, suspensions and warnings.

use super::prose::Prose;
use super::{House, Lang, chinese, english};
use crate::decision::{Considered, Incident};

/// Each turn closed with what its rule brought besides, then what other rules brought; nothing where nothing befell.
#[must_use]
pub fn conduct_text(closed: &[Considered], incidents: &[Incident], lang: Lang, house: &House<'_>) -> String {
    let mut prose = Prose::new(lang);
    let of_rule = |incident: &&Incident, considered: &Considered| {
        incident.staff == considered.staff && incident.cite == considered.cite
    };
    for considered in closed {
        prose.name(&considered.staff, house);
        match lang {
            Lang::Zh => {
                let why = considered.cause.map_or("", chinese::cause);
                prose.say(why).say_if(!why.is_empty(), "，").say(chinese::outcome(considered.outcome));
            }
            Lang::En => {
                if let Some(cause) = considered.cause.map(english::cause) {
                    prose.say_if(cause.state, " is").say(" ").say(cause.words);
                }
                prose.say(": ").say(english::outcome(considered.outcome));
            }
        }
        for incident in incidents.iter().filter(|incident| of_rule(incident, considered)) {
            prose.say(if lang == Lang::Zh { "，" } else { "; " });
            befell(&mut prose, incident, lang, house);
        }
        prose.cite(&considered.cite).stop();
    }
    let apart = |incident: &&Incident| !closed.iter().any(|considered| of_rule(incident, considered));
    for incident in incidents.iter().filter(apart) {
        prose.name(&incident.staff, house).say_if(lang == Lang::En, ": ");
        befell(&mut prose, incident, lang, house);
        prose.cite(&incident.cite).stop();
    }
    prose.finish()
}

fn befell(prose: &mut Prose, incident: &Incident, lang: Lang, house: &House<'_>) {
    match lang {
        Lang::Zh => chinese::befell(prose, incident, house),
        Lang::En => english::befell(prose, incident, house),
    }
}
