//! What went wrong between this machine and an OpenID provider, in a login or in a client's own connection. A fault is
//! told by one check; what comes after it on the way is skipped because of that one.

use crate::facts::{ClockReading, LoginFault, LoginFaultKind, LoginStep};
use crate::judge::check::Outcome;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::{self, Trouble};
use crate::judge::value::Evidence;

/// What every check of a fault puts into its message.
pub(super) const EVIDENCE: &[&str] = &["stage", "address", "cause", "answer", "proxy"];

/// What was said to a provider, and how it ended.
struct Conversation<'a> {
    trouble: Option<Trouble>,
    fault: Option<&'a LoginFault>,
    clock: Option<ClockReading>,
    steps: &'a [LoginStep],
    begun: &'a str,
    /// Where the browser comes back to.
    back: &'a str,
    proxy: &'a str,
}

/// Found when the conversation ended in a trouble that the check of that id tells; skipped when it ended before that can be
/// met, which `place` is the first of.
pub(super) fn ended_in(dossier: &Dossier, subject: Subject, id: &str, place: Trouble) -> Outcome {
    let conversation = match Conversation::of(dossier, subject) {
        Ok(conversation) => conversation,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let (Some(trouble), Some(fault)) = (conversation.trouble, conversation.fault) else {
        return Outcome::pass();
    };
    match check_of(trouble, subject) {
        teller if teller == id => Outcome::Found(conversation.evidence(fault)),
        teller if trouble < place => Outcome::NotApplicable(teller),
        _ => Outcome::pass(),
    }
}

/// The check that tells why a login ended; a short stable word where it did not.
pub(in crate::judge) fn teller(dossier: &Dossier) -> &'static str {
    let login = dossier.facts.login.as_ref();
    let trouble = login.and_then(|login| login::trouble(login, &dossier.policy.login));
    trouble.map_or("no-login", |trouble| check_of(trouble, Subject::Login))
}

/// Found when the clocks differ too much; a warning when they soon do.
pub(super) fn clock_is_off(dossier: &Dossier, subject: Subject) -> Outcome {
    let conversation = match Conversation::of(dossier, subject) {
        Ok(conversation) => conversation,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let Some(clock) = conversation.clock else { return Outcome::NotApplicable("no-clock-reading") };
    let policy = &dossier.policy.login;
    let excess = login::clock_excess_ms(clock);
    let seconds = format!("{:.1}", clock.offset_ms.unsigned_abs() as f64 / 1000.0);
    let evidence = Evidence::none()
        .text("seconds", seconds)
        .text("direction", if clock.offset_ms > 0 { "slow" } else { "fast" });
    match excess {
        _ if excess > policy.clock_fail_ms => Outcome::Found(evidence),
        _ if excess > policy.clock_warn_ms => Outcome::Warned(evidence),
        _ => Outcome::Pass(evidence),
    }
}

/// The check that tells of a trouble.
fn check_of(trouble: Trouble, subject: Subject) -> &'static str {
    let is_client = subject == Subject::Client;
    match trouble {
        Trouble::Unreachable if is_client => "client.unreachable",
        Trouble::Tls if is_client => "client.tls_untrusted",
        Trouble::Down | Trouble::NotUnderstood if is_client => "client.no_useful_answer",
        Trouble::Clock if is_client => "client.clock_off",
        Trouble::Client if is_client => "client.refused",
        Trouble::Scope if is_client => "client.scope_refused",
        _ if is_client => "client.request_refused",
        Trouble::Port => "login.port_unusable",
        Trouble::Unreachable => "login.provider_unreachable",
        Trouble::Tls => "login.tls_untrusted",
        Trouble::Down => "login.provider_down",
        Trouble::NotUnderstood => "login.provider_not_understood",
        Trouble::Clock => "login.clock_off",
        Trouble::Client => "login.client_refused",
        Trouble::Scope => "login.scope_refused",
        Trouble::Redirect => "login.redirect_refused",
        Trouble::Organisation => "login.organisation_refused",
        Trouble::Level => "login.level_refused",
        Trouble::Request => "login.request_refused",
        Trouble::NoBrowser => "login.no_browser",
        Trouble::LoopbackProxy => "login.proxy_takes_loopback",
        Trouble::NobodyCame => "login.nobody_came",
        Trouble::Cancelled => "login.cancelled",
        Trouble::Foreign => "login.answer_foreign",
        Trouble::Token => "login.token_untrusted",
        Trouble::NotBound => "login.token_not_bound",
    }
}

impl<'a> Conversation<'a> {
    /// That of the test login, or of the client's own connection.
    fn of(dossier: &Dossier<'a>, subject: Subject) -> Result<Self, &'static str> {
        let policy = &dossier.policy.login;
        if subject == Subject::Login {
            let login = dossier.facts.login.as_ref().ok_or("no-login")?;
            return Ok(Conversation {
                trouble: login::trouble(login, policy),
                fault: login.fault.as_ref(),
                clock: login.clock,
                steps: &login.steps,
                begun: &login.asked.issuer,
                back: &login.asked.redirect_uri,
                proxy: login.asked.proxy.as_deref().unwrap_or("none"),
            });
        }
        let client = dossier.facts.client.as_ref().ok_or("no-client")?;
        let connection = client.connection.as_ref().ok_or("not-connected")?;
        let off = login::is_off(connection.clock, policy);
        Ok(Conversation {
            trouble: connection.fault.as_ref().map(|fault| Trouble::of(fault, off)),
            fault: connection.fault.as_ref(),
            clock: connection.clock,
            steps: &connection.steps,
            begun: &client.authority,
            back: &client.authority,
            proxy: "none",
        })
    }

    fn evidence(&self, fault: &'a LoginFault) -> Evidence {
        Evidence::none()
            .text("stage", fault.stage.as_str())
            .text("address", self.address(fault))
            .text("cause", login::cause(fault))
            .said("answer", login::answer(fault), said(fault))
            .text("proxy", self.proxy)
    }

    /// Where it was lost: the place to come back to, the last step of that stage, else the address that the lost question names.
    fn address(&self, fault: &'a LoginFault) -> &'a str {
        if self.trouble == Some(Trouble::Port) {
            return self.back;
        }
        let step = self.steps.iter().rev().find(|step| step.stage == fault.stage && !step.url.is_empty());
        let named = fault.lost.iter().flat_map(|lost| lost.call.split(' ')).find(|word| word.contains("://"));
        let named = named.and_then(|url| url.split(['?', '#']).next());
        step.map(|step| step.url.as_str()).or(named).unwrap_or(self.begun)
    }
}

/// What the provider said in its own words, beside its codes; else what went wrong, for people who debug.
fn said(fault: &LoginFault) -> Option<String> {
    let text = match (&fault.refusal, fault.kind) {
        (Some(refusal), _) => login::words_beside_the_code(refusal),
        // The word says it all, and in the person's language.
        (None, LoginFaultKind::Stopped | LoginFaultKind::NobodyCame | LoginFaultKind::NonceForEver) => "",
        (None, _) => &fault.detail,
    };
    let text = text.trim().trim_end_matches('.');
    (!text.is_empty()).then(|| text.to_owned())
}
