//! What runs out, in order, with what to do when.

use super::fill::{date, day};
use super::text::days_left;
use super::voice::Voice;
use crate::judge::report::{Expiry, ExpiryThreshold, Report};

/// The rows worth showing: all, when a day to plan for was given, something ends soon, or a client key is among them; else
/// the table of certificates says it all.
pub(super) fn rows(report: &Report) -> &[Expiry] {
    let soon = |expiry: &Expiry| expiry.within.is_some() || expiry.what != "certificate";
    match report.go_live.is_some() || report.expiry_plan.iter().any(soon) {
        true => &report.expiry_plan,
        false => &[],
    }
}

/// `11.02.2028 (30 dager igjen): sertifikat, Leser · innlogging – det haster med nytt kort`
pub(super) fn line(expiry: &Expiry, voice: Voice) -> String {
    let what = voice.word("line", &expiry.what);
    let (when, left) = (day(expiry.expires, voice.lang), days_left(expiry.days_left, voice));
    let mut line = format!("{when} ({left}): {what}, {} – {}", expiry.subject, action(expiry, voice));
    if let Some(valid) = expiry.valid_on_go_live {
        let key = if valid { "plan-valid" } else { "plan-not-valid" };
        line = format!("{line}; {}", voice.word("line", key));
    }
    line
}

fn action(expiry: &Expiry, voice: Voice) -> String {
    let act_by = expiry.act_by.map(|day| date(day, voice.lang)).unwrap_or_default();
    if expiry.what != "certificate" {
        if is_late(expiry) {
            return voice.word("line", "plan-key-now").to_owned();
        }
        return voice.line("plan-key", &[("date", &act_by)]);
    }
    if !expiry.decisive {
        return voice.word("line", "plan-idle").to_owned();
    }
    match expiry.within {
        Some(ExpiryThreshold::Expired) => voice.word("line", "plan-expired").to_owned(),
        Some(ExpiryThreshold::Warn) => voice.word("line", "plan-warn").to_owned(),
        Some(ExpiryThreshold::Plan) => voice.line("plan-plan", &[("date", &act_by)]),
        Some(ExpiryThreshold::Notice) | None => voice.line("plan-later", &[("date", &act_by)]),
    }
}

/// The day to act by is over. Who has less time left than the warning gives, has none to lose.
fn is_late(expiry: &Expiry) -> bool {
    expiry.act_by.is_none() || matches!(expiry.within, Some(ExpiryThreshold::Expired | ExpiryThreshold::Warn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    fn told(within: Option<ExpiryThreshold>, decisive: bool, valid_on_go_live: Option<bool>) -> String {
        let catalogue = samples::catalogue();
        let expiry = Expiry {
            what: "certificate".to_owned(),
            subject: "Leser".to_owned(),
            expires: "2028-02-11T22:59:00Z".parse().unwrap(),
            days_left: 45,
            within,
            act_by: Some(jiff::civil::date(2028, 1, 12)),
            decisive,
            valid_on_go_live,
        };
        line(&expiry, Voice { lang: Lang::Nb, catalogue: &catalogue })
    }

    #[test]
    fn each_threshold_says_what_to_do() {
        let start = "11.02.2028 (45 dager igjen): sertifikat, Leser – ";
        for (within, what) in [
            (Some(ExpiryThreshold::Expired), "utløpt: bestill nytt kort"),
            (Some(ExpiryThreshold::Warn), "det haster med nytt kort"),
            (Some(ExpiryThreshold::Plan), "bestill nytt kort nå, senest 12.01.2028"),
            (Some(ExpiryThreshold::Notice), "bestill nytt kort innen 12.01.2028"),
            (None, "bestill nytt kort innen 12.01.2028"),
        ] {
            assert_eq!(told(within, true, None), format!("{start}{what}"));
        }
        assert_eq!(
            told(Some(ExpiryThreshold::Expired), false, Some(false)),
            format!("{start}innlogging avhenger ikke av det; ikke gyldig på oppstartsdagen")
        );
    }

    #[test]
    fn a_key_is_renewed_now_where_the_day_for_it_is_over() {
        let catalogue = samples::catalogue();
        let told = |within, lang| {
            let mut expiry = samples::expired().expiry_plan.remove(0);
            let act_by = Some(jiff::civil::date(2026, 11, 2));
            expiry = Expiry { what: "helseid-key".to_owned(), within, act_by, ..expiry };
            line(&expiry, Voice { lang, catalogue: &catalogue })
        };
        for within in [Some(ExpiryThreshold::Expired), Some(ExpiryThreshold::Warn)] {
            assert!(told(within, Lang::Nb).contains("– forny nøkkelen nå"));
            assert!(told(within, Lang::En).contains("– renew the key now"));
        }
        for within in [Some(ExpiryThreshold::Plan), None] {
            assert!(told(within, Lang::Nb).contains("– forny nøkkelen innen 02.11.2026"));
        }
    }

    #[test]
    fn the_plan_is_shown_when_there_is_something_to_plan() {
        let mut report = samples::expired();
        assert_eq!(rows(&report).len(), 1);
        report.go_live = None;
        assert_eq!(rows(&report).len(), 1);
        report.expiry_plan[0].within = None;
        assert!(rows(&report).is_empty());
    }
}
