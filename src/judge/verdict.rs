//! From outcomes to the one answer, and to whose turn it is.

use super::dossier::Dossier;
use super::report::{CheckResult, FirstAction, LoginVerdict, Status, Verdict, Who};
use super::{login, remedies};
use crate::facts::Access;

/// The answer. Zero readers, zero cards or zero outcomes are never "ready"; where only the readers were asked for, the
/// cards do not count, and where only a login or a client was, there must have been one. Where a login was tried, nobody
/// is readier than it says, whichever checks take part and whatever weight a policy gives them.
pub(super) fn verdict(dossier: &Dossier, results: &[CheckResult]) -> Verdict {
    let of_login = match login::verdict(dossier, results) {
        LoginVerdict::NotTried | LoginVerdict::Pass => Verdict::Ready,
        LoginVerdict::Undetermined | LoginVerdict::Cancelled => Verdict::Undetermined,
        LoginVerdict::Fail => Verdict::NotReady,
    };
    of_checks(dossier, results).max(of_login)
}

fn of_checks(dossier: &Dossier, results: &[CheckResult]) -> Verdict {
    let any = |status| results.iter().any(|result| result.status == status);
    let looked = results.iter().any(|result| result.status != Status::Skip);
    let files = dossier.is_about_files();
    let about_cards = dossier.is_about_cards();
    let cards = !about_cards || dossier.facts.expected.readers_only || !dossier.cards.is_empty();
    // What a module reaches cards through need not be a reader of PC/SC.
    let by_module = dossier.cards.iter().any(|card| card.facts.access == Access::Pkcs11);
    let readers = !about_cards || !dossier.facts.readers.is_empty() || by_module;
    let others = dossier.facts.login.is_some() || dossier.facts.client.is_some();
    let asked = about_cards || files || others;
    let read = !files || dossier.unreadable().is_empty() && dossier.facts.supplied.unusable == 0;
    if any(Status::Fail) {
        Verdict::NotReady
    } else if any(Status::Error) || !(looked && asked && cards && readers && read) {
        Verdict::Undetermined
    } else if any(Status::Warn) {
        Verdict::ReadyWithWarnings
    } else {
        Verdict::Ready
    }
}

/// Whose turn it is: the first remedy of the first finding of the worst kind. The registry's order runs from the
/// workstation to the certificate, so the first finding is the one that stands in the way of the others.
pub(super) fn first_action(results: &[CheckResult]) -> Option<FirstAction> {
    [Status::Fail, Status::Error, Status::Warn].iter().find_map(|status| {
        let found = |result: &&CheckResult| result.status == *status && !result.remedies.is_empty();
        results.iter().find(found).and_then(|result| {
            let remedy = result.remedies.first()?;
            Some(FirstAction {
                check: result.id.clone(),
                subject: result.subject.clone(),
                remedy: remedy.clone(),
                who: remedies::find(remedy).map_or(Who::Helpdesk, |remedy| remedy.who),
                evidence: result.evidence.clone(),
            })
        })
    })
}
