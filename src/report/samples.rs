//! Reports built by hand, for tests.

use super::voice::Catalogue;
use crate::facts::{Access, CertificateRole, Protocol, Traffic};
use crate::judge::check::Scope;
use crate::judge::report::*;
use crate::judge::text::Remedy;
use crate::judge::value::Evidence;
use jiff::Timestamp;

const READER: &str = "ACS ACR39U 00 00";

pub(crate) fn all() -> Vec<Report> {
    vec![ready(), expired(), undetermined(), empty(), files()]
}

/// Every string that names the person on [`expired`]'s card or one of her things.
pub(crate) const PERSONAL: &[&str] = &[
    "KARI",
    "NORDMANN",
    "Ola Hansen",
    "9578-4050-127091783",
    "127091783",
    "0a1b2c3d4e5f",
    "0A1B2C3D4E5F",
    "00FEDC99",
    "kari.nordmann@example.no",
];

pub(crate) fn ready() -> Report {
    let mut report = expired();
    report.verdict = Verdict::Ready;
    report.first_action = None;
    report.go_live = None;
    report.checks.retain(|check| check.status == Status::Pass || check.status == Status::Skip);
    report.cards.iter_mut().flat_map(|card| &mut card.certificates).for_each(|certificate| {
        certificate.not_after = at("2028-11-23T22:59:59Z");
        certificate.days_left = 732;
    });
    report.expiry_plan.clear();
    report
}

/// Two certificates out of files, one of which is not accepted.
pub(crate) fn files() -> Report {
    let mut report = expired();
    report.station.os = String::new();
    report.go_live = None;
    report.readers.clear();
    report.checks.retain(|check| check.id == "cert.expired");
    let mut nothing = check("reader.none", Status::Skip, Scope::Reader, None);
    nothing.blocked_by = Some("files-only".into());
    report.checks.push(nothing);
    for card in &mut report.cards {
        card.access = Access::Files;
        card.reader = String::new();
        for (certificate, source) in card.certificates.iter_mut().zip(["login.der", "signature.der"]) {
            certificate.source = source.to_owned();
        }
        if let Some(first) = card.certificates.first_mut() {
            first.path.verdict = PathVerdict::Invalid;
            first.path.reasons = vec![Reason { code: "expired".into(), detail: "2025-11-23".into() }];
        }
    }
    report
}

pub(crate) fn undetermined() -> Report {
    let mut report = ready();
    report.verdict = Verdict::Undetermined;
    report.cards.clear();
    report.checks = vec![
        check("card.unidentified", Status::Error, Scope::Card, Some(READER))
            .with(Evidence::none().text("reason", "6A82")),
    ];
    report
}

pub(crate) fn empty() -> Report {
    let mut report = undetermined();
    report.verdict = Verdict::NotReady;
    report.readers.clear();
    report.checks.clear();
    report.station.remote_session = None;
    report.station.library = None;
    report
}

pub(crate) fn expired() -> Report {
    let evidence = Evidence::none()
        .person("name", "KARI NORDMANN")
        .date("until", at("2025-11-23T22:59:59Z"))
        .number("days", 364);
    let authentication = format!("{READER} · Authentication KARI NORDMANN");
    let signature = format!("{READER} · Signature KARI NORDMANN");
    let fail = |subject: &str| {
        let mut result =
            check("cert.expired", Status::Fail, Scope::Certificate, Some(subject)).with(evidence.clone());
        result.remedies = vec!["order-card".into(), "check-clock".into()];
        result
    };
    let mut blocked = check("cert.expires_soon", Status::Skip, Scope::Certificate, Some(&authentication));
    blocked.blocked_by = Some("cert.expired".into());
    let mut not_asked = check("name.mismatch", Status::Skip, Scope::Card, Some(READER));
    not_asked.blocked_by = Some("not-asked".into());
    let mut noted = check("reader.empty", Status::Pass, Scope::Reader, Some("Virtual PCD 00 01"));
    noted.found = true;
    noted.severity = Severity::Info;
    let mut tries = check("pin.few_tries", Status::Warn, Scope::Card, Some(READER))
        .with(Evidence::none().text("pin", "PIN (auth)").number("tries", 1));
    tries.remedies = vec!["check-clock".into()];
    let action = FirstAction {
        subject: None,
        check: "cert.expired".into(),
        remedy: "order-card".into(),
        who: Who::Holder,
        evidence: evidence.clone(),
    };
    Report {
        schema_version: SCHEMA_VERSION.into(),
        tool: Tool { name: "eid-ready".into(), version: "0.1.0".into() },
        captured_at: at("2026-11-22T08:00:00Z"),
        judged_at: at("2026-11-22T08:00:00Z"),
        profile: "helseid-test".into(),
        redacted: false,
        verdict: Verdict::NotReady,
        go_live: Some(GoLive {
            date: jiff::civil::date(2027, 1, 1),
            verdict: Verdict::NotReady,
            first_action: Some(action.clone()),
        }),
        expiry_plan: vec![Expiry {
            what: "certificate".into(),
            subject: authentication.clone(),
            expires: at("2025-11-23T22:59:59Z"),
            days_left: -364,
            within: Some(ExpiryThreshold::Expired),
            act_by: Some(jiff::civil::date(2025, 10, 24)),
            decisive: true,
            valid_on_go_live: Some(false),
        }],
        checks_left_out: 0,
        first_action: Some(action),
        station: StationReport {
            os: "Debian GNU/Linux 12 (bookworm)".into(),
            architecture: "x86_64".into(),
            library: Some("libpcsclite.so.1".into()),
            smart_card_service: "running".into(),
            remote_session: Some(false),
        },
        readers: vec![reader(READER, "present"), reader("Virtual PCD 00 01", "empty")],
        cards: vec![card()],
        modules: Vec::new(),
        network: Vec::new(),
        client: None,
        login: LoginReport::default(),
        checks: vec![
            check("station.no_service", Status::Pass, Scope::Station, None),
            check("reader.none", Status::Pass, Scope::Station, None),
            noted,
            tries,
            fail(&authentication),
            fail(&signature),
            blocked,
            not_asked,
        ],
    }
}

impl CheckResult {
    fn with(self, evidence: Evidence) -> Self {
        CheckResult { evidence, ..self }
    }
}

fn check(id: &str, status: Status, scope: Scope, subject: Option<&str>) -> CheckResult {
    CheckResult {
        id: id.into(),
        status,
        severity: if status == Status::Warn { Severity::Warn } else { Severity::Fail },
        found: matches!(status, Status::Fail | Status::Warn),
        scope,
        subject: subject.map(str::to_owned),
        evidence: Evidence::none(),
        remedies: Vec::new(),
        blocked_by: None,
        duration_ms: None,
    }
}

fn reader(name: &str, state: &str) -> ReaderReport {
    ReaderReport {
        name: name.into(),
        state: state.into(),
        card_present: state == "present",
        atr: (state == "present").then(|| "3BD2180081B1FE451FD4".to_owned()),
        pin_pad: Some(false),
        family_hint: None,
    }
}

fn card() -> CardReport {
    CardReport {
        reader: READER.into(),
        atr: "3BD2180081B1FE451FD4".into(),
        family: Some(FamilyReport { id: "buypass".into(), name: "Buypass".into(), hypothesis: false }),
        access: Access::Apdu,
        protocol: Some(Protocol::T0),
        applications: Vec::new(),
        token: TokenReport {
            label: Some("Buypass ID Kari Nordmann".into()),
            serial: Some("00FEDC99".into()),
            manufacturer: Some("Buypass AS".into()),
        },
        pins: vec![
            PinReport { label: Some("PIN (auth)".into()), tries_left: Some(1), state: PinState::Ok },
            PinReport { label: Some("PIN (sign)".into()), tries_left: None, state: PinState::Unknown },
        ],
        certificates: vec![
            certificate("Authentication", CertificateRole::Authentication),
            certificate("Signature", CertificateRole::Signature),
        ],
        ca_certificates: vec![CaCertificateReport {
            subject: "C=NO, O=Buypass AS, CN=Buypass Class 3 Test4 CA 3".into(),
            source: "3F00/5015/4410".into(),
            not_after: at("2040-10-26T08:16:27Z"),
            sha256: "cd".repeat(32),
        }],
        name: NameReport {
            expected: Some("Ola Hansen".into()),
            verdict: "mismatch".into(),
            differences: vec![NameDifference {
                code: "surname-differs".into(),
                detail: "Hansen / Nordmann".into(),
                expected: "Hansen".into(),
                card: "Nordmann".into(),
            }],
        },
        proof: ProofReport { verdict: "not-tried".into(), why: "not-asked".into() },
        traffic: Traffic { commands: 23, bytes_sent: 115, bytes_received: 7432, ms: 812 },
    }
}

fn certificate(label: &str, role: CertificateRole) -> CertificateReport {
    CertificateReport {
        roles: vec![role],
        label: Some(format!("{label} KARI NORDMANN")),
        source: "3F00/5015/4401".into(),
        sources: Vec::new(),
        subject: SubjectReport {
            common_name: Some("KARI NORDMANN".into()),
            given_name: Some("Kari".into()),
            surname: Some("Nordmann".into()),
            serial_number: Some("UN:NO-9578-4050-127091783".into()),
            dn: "C=NO, SN=Nordmann, GN=Kari, CN=KARI NORDMANN, serialNumber=UN:NO-9578-4050-127091783, \
                 emailAddress=kari.nordmann@example.no"
                .into(),
        },
        issuer: IssuerReport {
            dn: "C=NO, O=Buypass AS, CN=Buypass Class 3 Test4 CA 3".into(),
            id: Some("buypass-class3-test4-ca3".into()),
            environment: Environment::Test,
        },
        serial: "0a1b2c3d4e5f".into(),
        not_before: at("2022-11-23T09:00:00Z"),
        not_after: at("2025-11-23T22:59:59Z"),
        days_left: -364,
        key: KeyReport { algorithm: "RSA".into(), bits: 2048 },
        key_usage: vec!["digitalSignature".into()],
        extended_key_usage: vec!["clientAuth".into()],
        policies: vec!["2.16.578.1.26.1.0.3.1".into()],
        qc: QcReport { compliance: true, sscd: true, types: vec!["esign".into()], ..QcReport::default() },
        oddities: Vec::new(),
        sha256: "ab".repeat(32),
        spki_sha256: "ef".repeat(32),
        path: PathReport {
            verdict: PathVerdict::Valid,
            chain: vec!["ab".repeat(32), "cd".repeat(32)],
            issuers: vec!["C=NO, O=Buypass AS, CN=Buypass Class 3 Test4 CA 3".into()],
            reasons: Vec::new(),
        },
        revocation: RevocationReport {
            status: "undetermined".into(),
            method: "none".into(),
            checked_at: None,
            reasons: vec!["not-asked".into()],
        },
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A few checks and remedies, so that what is rendered does not hang on the words that ship.
pub(crate) fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::default();
    for (id, text) in CHECKS {
        catalogue.checks.insert((*id).to_owned(), toml::from_str(text).unwrap());
    }
    for (id, text) in REMEDIES {
        let remedy: Remedy = toml::from_str(text).unwrap();
        catalogue.remedies.insert((*id).to_owned(), Remedy { id, ..remedy });
    }
    catalogue
}

const CHECKS: &[(&str, &str)] = &[
    (
        "cert.expired",
        r#"
        [nb]
        title = "Sertifikatet er utløpt"
        passed = "Sertifikatet er ikke utløpt"
        message = "Sertifikatet til {name} gikk ut {until}, for {days} dager siden."
        why = "HelseID og kjernejournal avviser et utløpt sertifikat, så ingen kommer inn med dette kortet."
        [en]
        title = "The certificate has expired"
        passed = "The certificate has not expired"
        message = "The certificate of {name} expired on {until}, {days} days ago."
        why = "HelseID and kjernejournal reject an expired certificate, so nobody gets in with this card."
        "#,
    ),
    (
        "pin.few_tries",
        r#"
        [nb]
        title = "PIN-koden er nær ved å bli sperret"
        passed = "PIN-kodene har forsøk igjen"
        message = "{pin} har {tries} forsøk igjen."
        why = "Etter ett galt forsøk til er kortet sperret."
        [en]
        title = "The PIN is close to being blocked"
        passed = "The PINs have tries left"
        message = "{pin} has {tries} tries left."
        why = "After one more wrong try the card is blocked."
        "#,
    ),
    (
        "station.no_service",
        r#"
        [nb]
        title = "Smartkorttjenesten kjører ikke"
        passed = "Smartkorttjenesten svarer"
        message = "Tjenesten svarer ikke."
        why = "Uten den ser ingen programmer kortet."
        [en]
        title = "The smart-card service is not running"
        passed = "The smart-card service answers"
        message = "The service does not answer."
        why = "Without it no program sees the card."
        "#,
    ),
    (
        "reader.empty",
        r#"
        [nb]
        title = "Kortleseren er tom"
        passed = "Det står et kort i kortleseren"
        message = "Det står ikke noe kort i denne kortleseren."
        why = "Uten kort kan ingen logge inn."
        [en]
        title = "The card reader is empty"
        passed = "There is a card in the card reader"
        message = "There is no card in this card reader."
        why = "Without a card nobody can log in."
        "#,
    ),
];

const REMEDIES: &[(&str, &str)] = &[
    (
        "order-card",
        r#"
        who = "holder"
        link = "https://www.buypass.no/"
        [commands]
        linux = ["eid-ready check --reader \"ACS\""]
        windows = ["eid-ready.exe check"]
        [nb]
        short = "bestill nytt kort"
        steps = ["Gå til Min side hos kortutstederen og velg «Bestill nytt kort».", "Møt opp med gyldig legitimasjon når brevet kommer, og aktiver kortet før det tas i bruk på jobb."]
        worked = "Kjør kontrollen igjen: sertifikatet skal være gyldig."
        [en]
        short = "order a new card"
        steps = ["Open My page at the card issuer and choose “Order a new card”.", "Show valid identification when the letter arrives, and activate the card before using it at work."]
        worked = "Run the check again: the certificate should be valid."
        "#,
    ),
    (
        "check-clock",
        r#"
        who = "helpdesk"
        [nb]
        short = "kontroller klokken på arbeidsstasjonen"
        steps = ["Kontroller dato og klokkeslett."]
        worked = "Klokken går riktig."
        [en]
        short = "check the workstation's clock"
        steps = ["Check date and time."]
        worked = "The clock is right."
        "#,
    ),
];
