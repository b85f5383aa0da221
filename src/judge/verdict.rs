//! From outcomes to the one answer, and to whose turn it is.

use super::dossier::Dossier;
use super::remedies;
use super::report::{CheckResult, FirstAction, Status, Verdict, Who};

/// The answer. Zero readers, zero cards or zero outcomes are never "ready"; where only the readers were asked for,
/// the cards do not count.
pub(super) fn verdict(dossier: &Dossier, results: &[CheckResult]) -> Verdict {
    let any = |status| results.iter().any(|result| result.status == status);
    let looked = results.iter().any(|result| result.status != Status::Skip);
    let files = dossier.is_about_files();
    let about_cards = dossier.is_about_cards();
    let cards = !about_cards || dossier.facts.expected.readers_only || !dossier.cards.is_empty();
    let readers = !about_cards || !dossier.facts.readers.is_empty();
    let read = !files || dossier.unreadable().is_empty() && dossier.facts.supplied.unusable == 0;
    if any(Status::Fail) {
        Verdict::NotReady
    } else if any(Status::Error) || !(looked && cards && readers && read) {
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
