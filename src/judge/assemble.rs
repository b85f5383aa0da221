//! Puts a report together.

use super::dossier::{CardDossier, CertificateDossier, Dossier};
use super::issued::IssuedBy;
use super::library::Unreadable;
use super::report::*;
use super::verdict::{first_action, verdict};
use super::{Question, calendar, client, engine, exchanges, login, modules, naming, parallel};
use crate::capture::Capture;
use crate::facts::{Blob, CardFacts, Observed, PinFacts, PinTries, ReaderFacts, ReaderState};
use crate::iso7816::aid;
use crate::pki::{Certificate, QcStatements, path};
use jiff::{Timestamp, ToSpan};

/// The report on `capture`, judged at `at`, and what of it was not what it was handed over as.
pub(super) fn report(capture: &Capture, question: &Question, at: Timestamp) -> (Report, Vec<Unreadable>) {
    let dossier = Dossier::new(capture, at);
    let checks = engine::run(&dossier, &question.selection);
    let verdict = verdict(&dossier, &checks);
    // A card that was issued this morning is there today, though it was not when the day began.
    let moment_of = |date| if calendar::local_date(at) == date { at } else { calendar::start_of_day(date) };
    let go_live = question.go_live.map(|date| {
        let then = dossier.at(capture, moment_of(date));
        let checks = engine::run(&then, &question.selection);
        GoLive { date, verdict: super::verdict::verdict(&then, &checks), first_action: first_action(&checks) }
    });
    let report = Report {
        schema_version: SCHEMA_VERSION.to_owned(),
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        captured_at: capture.facts.captured_at,
        judged_at: at,
        profile: capture.policy.name.clone(),
        redacted: false,
        verdict,
        go_live,
        expiry_plan: expiry_plan(&dossier, question.go_live.map(moment_of)),
        checks_left_out: super::checks::all().filter(|check| !question.selection.takes(check.id)).count()
            as u32,
        first_action: first_action(&checks),
        station: station(capture),
        readers: capture.facts.readers.iter().map(reader).collect(),
        cards: dossier.cards.iter().map(|one| card(&dossier, one)).collect(),
        modules: modules::report(&dossier),
        network: exchanges::report(dossier.exchanges()),
        client: client::report(&dossier, &checks),
        login: login::report(&dossier, &checks),
        checks,
    };
    let unreadable = dossier.unreadable().to_vec();
    dossier.discard();
    (report, unreadable)
}

fn station(capture: &Capture) -> StationReport {
    let station = &capture.facts.station;
    StationReport {
        os: station.os.version.clone(),
        architecture: station.os.architecture.clone(),
        library: station.library.value().cloned(),
        smart_card_service: match &station.service {
            Observed::Seen { .. } => "running".to_owned(),
            Observed::Failed(error) => error.to_string(),
            Observed::NotTried { why } => why.clone(),
        },
        remote_session: station.remote_session.value().copied(),
    }
}

fn reader(facts: &ReaderFacts) -> ReaderReport {
    let state = facts.state.value();
    let word = state.map_or("unknown", |state| match state {
        ReaderState::Empty => "empty",
        ReaderState::Present => "present",
        ReaderState::Mute => "mute",
        ReaderState::Exclusive => "exclusive",
        ReaderState::Unavailable => "unavailable",
    });
    ReaderReport {
        name: facts.name.clone(),
        state: word.to_owned(),
        card_present: matches!(
            state,
            Some(ReaderState::Present | ReaderState::Mute | ReaderState::Exclusive)
        ),
        atr: facts.atr.as_ref().map(|atr| atr.hex()),
        pin_pad: facts.pin_pad.value().copied(),
        family_hint: facts.family_hint.clone(),
    }
}

fn card(dossier: &Dossier, card: &CardDossier) -> CardReport {
    let facts = card.facts;
    let token = facts.token.value().cloned().unwrap_or_default();
    CardReport {
        reader: facts.reader.clone(),
        atr: facts.atr.hex(),
        family: family(dossier, card),
        access: facts.access,
        protocol: facts.connection.value().copied(),
        applications: applications(facts),
        token: TokenReport { label: token.label, serial: token.serial, manufacturer: token.manufacturer },
        pins: facts.pins.iter().filter(|pin| pin.is_the_holders()).map(pin).collect(),
        certificates: parallel::map(&card.readable().collect::<Vec<_>>(), |(one, certificate)| {
            self::certificate(dossier, card, one, certificate)
        }),
        ca_certificates: card
            .authorities
            .iter()
            .map(|(object, certificate)| CaCertificateReport {
                subject: certificate.subject.to_string(),
                source: object.path.clone(),
                not_after: certificate.not_after,
                sha256: certificate.sha256.clone(),
            })
            .collect(),
        name: naming::report(dossier, card),
        proof: ProofReport { verdict: "not-tried".to_owned(), why: "not-asked".to_owned() },
        traffic: facts.traffic,
    }
}

/// What EF.DIR names, with the names that people use.
pub(super) fn applications(facts: &CardFacts) -> Vec<ApplicationReport> {
    let report = |identifier: &Blob| ApplicationReport {
        aid: identifier.hex(),
        name: aid::find(&identifier.0).map(|known| known.name.to_owned()),
    };
    facts.applications.iter().map(report).collect()
}

/// The answer to reset and the layout only hint at a family; the certificates' issuer decides.
fn family(dossier: &Dossier, card: &CardDossier) -> Option<FamilyReport> {
    let facts = card.facts.family.as_ref()?;
    let by_issuer = card.company().and_then(|id| dossier.company(id));
    Some(match by_issuer {
        Some(company) => {
            FamilyReport { id: company.id.clone(), name: company.name.clone(), hypothesis: false }
        }
        None => FamilyReport { id: facts.id.clone(), name: facts.name.clone(), hypothesis: facts.hypothesis },
    })
}

fn pin(facts: &PinFacts) -> PinReport {
    PinReport {
        label: facts.label.clone(),
        tries_left: match facts.tries.value() {
            Some(PinTries::Left(left)) => Some(*left),
            Some(PinTries::Blocked) => Some(0),
            _ => None,
        },
        state: pin_state(facts),
    }
}

/// "Not activated" only when the card itself says that the PIN was never set: the flag `initialized` of EF(AODF)
/// (ISO 7816-15 §8.9.3).
pub(super) fn pin_state(facts: &PinFacts) -> PinState {
    if !facts.has("initialized") {
        return PinState::NotActivated;
    }
    match facts.tries.value() {
        Some(PinTries::Left(0) | PinTries::Blocked) => PinState::Blocked,
        Some(PinTries::Left(_) | PinTries::NotNeeded) => PinState::Ok,
        Some(PinTries::Unusable) | None => PinState::Unknown,
    }
}

fn certificate(
    dossier: &Dossier,
    card: &CardDossier,
    one: &CertificateDossier,
    certificate: &Certificate,
) -> CertificateReport {
    let get = |kind| certificate.subject.get(kind).map(str::to_owned);
    CertificateReport {
        roles: one.roles.clone(),
        label: one.object.label.clone(),
        source: one.object.path.clone(),
        sources: modules::sources(dossier, card, one.object),
        subject: SubjectReport {
            common_name: get("CN"),
            given_name: get("GN"),
            surname: get("SN"),
            serial_number: get("serialNumber"),
            dn: certificate.subject.to_string(),
        },
        issuer: IssuerReport {
            dn: certificate.issuer.to_string(),
            id: match one.issuer {
                IssuedBy::Known(issuer) | IssuedBy::Below(issuer) => Some(issuer.id.clone()),
                _ => None,
            },
            environment: one.environment(),
        },
        serial: certificate.serial.clone(),
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        days_left: calendar::days_between(dossier.at, certificate.not_after),
        key: KeyReport { algorithm: certificate.key.algorithm.clone(), bits: certificate.key.bits },
        key_usage: certificate.extensions.key_usage.map(|usage| usage.names()).unwrap_or_default(),
        extended_key_usage: certificate.extensions.extended_key_usage.clone(),
        policies: certificate.extensions.policies.clone(),
        qc: qc(&certificate.extensions.qc),
        oddities: certificate.oddities.iter().map(|oddity| oddity.code().to_owned()).collect(),
        sha256: certificate.sha256.clone(),
        spki_sha256: certificate.key.sha256.clone(),
        path: path(dossier, one, certificate),
        revocation: revocation(dossier, one, certificate),
    }
}

fn qc(statements: &QcStatements) -> QcReport {
    QcReport {
        compliance: statements.compliance,
        sscd: statements.sscd,
        types: statements.types.clone(),
        pds: statements.pds.clone(),
        limit_value: statements.limit_value.clone(),
        retention_years: statements.retention_years,
        semantics: statements.semantics.clone(),
        statements: statements.statements.clone(),
        malformed: statements.malformed.clone(),
    }
}

/// The best path, and every reason against it.
fn path(dossier: &Dossier, one: &CertificateDossier, certificate: &Certificate) -> PathReport {
    let Some(judgement) = &one.judgement else {
        let chain = vec![certificate.sha256.clone()];
        return PathReport {
            verdict: PathVerdict::Undetermined,
            chain,
            issuers: Vec::new(),
            reasons: Vec::new(),
        };
    };
    let mut chain: Vec<String> = judgement.chain.iter().map(|one| one.sha256.clone()).collect();
    let anchor = judgement.anchor.as_ref().filter(|_| !judgement.is_the_anchor());
    chain.extend(anchor.map(|anchor| anchor.sha256().to_owned()));
    let mut issuers: Vec<String> =
        judgement.chain.iter().skip(1).map(|authority| authority.subject.to_string()).collect();
    issuers.extend(anchor.map(|anchor| anchor.name.to_string()));
    let reason = |reason: &path::Reason| Reason {
        code: reason.code.as_str().to_owned(),
        detail: one.particulars(reason),
    };
    // Where nobody said whom to trust, an issuer that is not known here may still be one.
    let closed = dossier.facts.supplied.anchors.is_some();
    let is_open = |reason: &path::Reason| {
        reason.code.is_open() || (!closed && reason.code == path::Code::IssuerNotFound)
    };
    let verdict = match judgement.verdict() {
        path::Verdict::Valid => PathVerdict::Valid,
        _ if judgement.reasons.iter().all(is_open) => PathVerdict::Undetermined,
        _ => PathVerdict::Invalid,
    };
    PathReport { verdict, chain, issuers, reasons: judgement.reasons.iter().map(reason).collect() }
}

fn revocation(dossier: &Dossier, one: &CertificateDossier, certificate: &Certificate) -> RevocationReport {
    let known = one.judgement.as_ref().and_then(|judgement| judgement.revocations.first());
    let Some(known) = known else {
        let no_path = one.judgement.as_ref().is_none_or(|judgement| judgement.anchor.is_none());
        let why = match (dossier.needs_revocation(), no_path) {
            (false, _) => "not-required",
            (true, true) => "no-path",
            (true, false) => "is-the-anchor",
        };
        return RevocationReport {
            status: path::Status::Undetermined.as_str().to_owned(),
            method: path::Method::None.as_str().to_owned(),
            checked_at: None,
            reasons: vec![why.to_owned()],
        };
    };
    let mut reasons: Vec<String> = known.reasons.iter().map(|(code, _)| (*code).to_owned()).collect();
    let failures = dossier.failures(certificate);
    reasons.dedup();
    reasons.extend(failures.iter().map(|(code, url)| format!("{url}: {code}")));
    RevocationReport {
        status: known.status.as_str().to_owned(),
        method: known.method.as_str().to_owned(),
        checked_at: known.checked_at,
        reasons,
    }
}

/// What runs out, soonest first; `go_live` is the moment that the go-live day is judged at.
fn expiry_plan(dossier: &Dossier, go_live: Option<Timestamp>) -> Vec<Expiry> {
    let row = |card: &CardDossier, one: &CertificateDossier, certificate: &Certificate| Expiry {
        subject: match dossier.is_about_files() {
            true => one.object.path.clone(),
            false => format!("{} · {}", card.facts.reader, engine::role_words(&one.roles)),
        },
        decisive: one.matters() && !card.replaces(one, dossier.at),
        valid_on_go_live: go_live.map(|moment| certificate.is_valid_at(moment)),
        ..thresholds(dossier, certificate.not_after)
    };
    let mut plan: Vec<Expiry> = client::expiry(dossier, go_live).into_iter().collect();
    for card in &dossier.cards {
        plan.extend(card.readable().map(|(one, certificate)| row(card, one, certificate)));
    }
    plan.sort_by_key(|expiry| expiry.expires);
    plan
}

/// A row for a certificate that ends then: how soon that is by the policy.
pub(super) fn thresholds(dossier: &Dossier, expires: Timestamp) -> Expiry {
    let thresholds = dossier.policy.expiry;
    let days_left = calendar::days_between(dossier.at, expires);
    let over = dossier.at > expires;
    Expiry {
        what: "certificate".to_owned(),
        subject: String::new(),
        expires,
        days_left,
        within: if over { Some(ExpiryThreshold::Expired) } else { thresholds.within(days_left) },
        act_by: calendar::local_date(expires).checked_sub(thresholds.warn_days.days()).ok(),
        decisive: true,
        valid_on_go_live: None,
    }
}
