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
