//! Certificates out of files: what became of each, in lines. There is no workstation, reader or card to tell of.

use super::fill::{day, joined};
use super::session;
use super::text::{days_left, issuer, roles};
use super::voice::Voice;
use super::words::find;
use crate::facts::Access;
use crate::judge::report::{CertificateReport, CheckResult, PathVerdict, Report, RevocationReport};

/// Whether a report is about files and nothing else.
pub(super) fn is_about_files(report: &Report) -> bool {
    !report.cards.is_empty() && report.cards.iter().all(|card| card.access == Access::Files)
}

/// The outcomes worth a line: not those about things that files, or a login alone, do not have.
pub(super) fn outcomes(report: &Report) -> impl Iterator<Item = &CheckResult> {
    let moot = match is_about_files(report) {
        true => Some("files-only"),
        false => session::is_without_cards(report).then_some(session::NO_CARD_ASKED),
    };
    report.checks.iter().filter(move |result| moot.is_none() || result.blocked_by.as_deref() != moot)
}

/// One certificate in words.
pub(super) struct Told {
    /// The file.
    pub(super) name: String,
    /// Would it be accepted?
    pub(super) verdict: PathVerdict,
    /// The same in words.
    pub(super) word: String,
    /// Whose, how long, by whom, whether revoked.
    pub(super) lines: Vec<String>,
    /// Why it would not.
    pub(super) reasons: Vec<String>,
}

/// Every certificate of the report, in the order in which the files were named.
pub(super) fn certificates(report: &Report, voice: Voice) -> Vec<Told> {
    let certificates = report.cards.iter().flat_map(|card| &card.certificates);
    certificates.map(|certificate| told(certificate, voice)).collect()
}

fn told(certificate: &CertificateReport, voice: Voice) -> Told {
    let path = &certificate.path;
    let holder = certificate.subject.common_name.as_ref().unwrap_or(&certificate.subject.dn);
    let validity = voice.line(
        "file-validity",
        &[
            ("from", &day(certificate.not_before, voice.lang)),
            ("to", &day(certificate.not_after, voice.lang)),
            ("left", &days_left(certificate.days_left, voice)),
        ],
    );
    let chain: Vec<&str> = path.issuers.iter().map(|name| issuer(name)).collect();
    let chain = match chain.is_empty() {
        true => voice.line("file-issuer", &[("issuer", issuer(&certificate.issuer.dn))]),
        false => voice.line("file-path", &[("path", &chain.join(" → "))]),
    };
    let reason = |code: &str, detail: &str| match detail {
        "" => stable(code, voice).to_owned(),
        detail => format!("{}: {detail}", stable(code, voice)),
    };
    Told {
        name: certificate.source.clone(),
        verdict: path.verdict,
        word: voice.named("path-verdict", path.verdict),
        lines: vec![
            format!("{holder} · {}", roles(certificate, voice)),
            validity,
            chain,
            revocation(&certificate.revocation, voice),
        ],
        reasons: path.reasons.iter().map(|one| reason(&one.code, &one.detail)).collect(),
    }
}

/// `Sperring: ikke sperret (OCSP, 22.11.2026)`
fn revocation(known: &RevocationReport, voice: Voice) -> String {
    let unasked = |reason: &String| UNASKED.contains(&reason.as_str());
    let is_unasked = known.status == "undetermined" && known.reasons.iter().all(unasked);
    let status = voice.word("revocation", if is_unasked { "not-asked" } else { &known.status });
    let basis = match known.checked_at {
        Some(moment) => format!("{}, {}", stable(&known.method, voice), day(moment, voice.lang)),
        None => {
            let because: Vec<&str> = known.reasons.iter().map(|reason| stable(reason, voice)).collect();
            joined(&because, voice.lang)
        }
    };
    let status = if basis.is_empty() { status.to_owned() } else { format!("{status} ({basis})") };
    voice.line("file-revocation", &[("status", &status)])
}

/// Reasons that say that nobody was asked, rather than that no answer could be used.
const UNASKED: &[&str] = &["no-answer", "not-asked", "not-required", "no-path", "is-the-anchor"];

/// A stable word in the language of the reader, or the text as it is.
fn stable<'t>(text: &'t str, voice: Voice) -> &'t str {
    find(voice.lang, "value", text).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    #[test]
    fn the_four_answers_about_revocation_are_four() {
        let catalogue = samples::catalogue();
        let voice = Voice { lang: Lang::Nb, catalogue: &catalogue };
        let told = |status: &str, method: &str, checked: Option<&str>, reasons: &[&str]| {
            let known = RevocationReport {
                status: status.to_owned(),
                method: method.to_owned(),
                checked_at: checked.map(|moment| moment.parse().unwrap()),
                reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
            };
            revocation(&known, voice)
        };
        let asked = Some("2026-11-22T07:30:00Z");
        assert_eq!(told("good", "ocsp", asked, &[]), "Sperring: ikke sperret (OCSP, 22.11.2026)");
        assert_eq!(told("revoked", "crl", asked, &[]), "Sperring: sperret (sperreliste (CRL), 22.11.2026)");
        assert_eq!(told("unknown", "ocsp", asked, &[]), "Sperring: ukjent hos utstederen (OCSP, 22.11.2026)");
        assert_eq!(
            told("undetermined", "none", None, &["stale"]),
            "Sperring: ikke avgjort (svaret er for gammelt)"
        );
        assert_eq!(
            told("undetermined", "none", None, &["no-answer"]),
            "Sperring: ikke spurt (det er ikke noe svar fra utstederen)"
        );
    }

    #[test]
    fn what_files_do_not_have_is_left_out() {
        let report = samples::files();
        assert!(report.checks.iter().any(|check| check.id == "reader.none"));
        assert!(outcomes(&report).all(|check| check.id != "reader.none"));
        let ready = samples::ready();
        assert_eq!(outcomes(&ready).count(), ready.checks.len());
    }
}
