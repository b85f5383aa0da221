//! What comes of a test login, whatever happens to it: each fault is told by one check that says what to do, and nothing
//! but the right level, e-ID, person and moment is a pass.

use crate::support::captures;
use crate::support::case;
use eid_ready::capture::Capture;
use eid_ready::facts::{
    CardInterest, ClockReading, ExpectedName, IdentityFacts, LoginFacts, LoginFault, LoginFaultKind,
    LoginStage, NetworkStage, ProbeError, ProbePlace, Refusal, TokenName,
};
use eid_ready::judge::check::Scope;
use eid_ready::judge::report::{LoginVerdict, Report, Status, Verdict};
use eid_ready::judge::text::Lang;
use eid_ready::judge::{Question, checks, judge};
use eid_ready::policy::Severity;
use eid_ready::report::{self, Format, Options};

/// The words of an enum's values, out of the source that gives them.
fn words_of<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let source = include_str!("../src/facts/login.rs");
    let mut found = Vec::new();
    for part in source.split(&format!("{name}::")).skip(1) {
        let word = part.split_once("=> \"").filter(|(before, _)| !before.contains('\n'));
        let word = word.and_then(|(_, rest)| rest.split('"').next());
        found.extend(word.map(|word| serde_json::from_value(word.into()).unwrap()));
    }
    found
}

fn kinds() -> Vec<LoginFaultKind> {
    let kinds = words_of("LoginFaultKind");
    assert_eq!(kinds.len(), 27);
    kinds
}

fn stages() -> Vec<LoginStage> {
    let stages = words_of("LoginStage");
    assert_eq!(stages.len(), 12);
    stages
}

/// A login that came to its end, without a card.
fn good() -> Capture {
    let title = "login.network/fires-noted-helsenett";
    case::all().into_iter().find(|case| case.title() == title).unwrap().capture()
}

/// The same, beside the card of the person who logged in.
fn with_card() -> Capture {
    let mut capture = captures::of("buypass-ready");
    capture.facts.login = good().facts.login;
    capture
}

fn login(capture: &mut Capture) -> &mut LoginFacts {
    capture.facts.login.as_mut().unwrap()
}

fn identity(capture: &mut Capture) -> &mut IdentityFacts {
    login(capture).identity.as_mut().unwrap()
}

fn judged(capture: &Capture) -> Report {
    judge(capture, &Question::default())
}

/// A login that ended so.
fn broken(fault: LoginFault) -> Capture {
    let mut capture = good();
    *login(&mut capture) =
        LoginFacts { identity: None, token: None, fault: Some(fault), ..login(&mut capture).clone() };
    capture
}

fn refused(stage: LoginStage, error: &str, description: Option<&str>) -> LoginFault {
    let refusal =
        Refusal { status: Some(400), error: error.to_owned(), description: description.map(str::to_owned) };
    LoginFault { refusal: Some(Box::new(refusal)), ..LoginFault::new(stage, LoginFaultKind::Refused, "") }
}

fn lost(stage: LoginStage, place: ProbePlace) -> LoginFault {
    let error = ProbeError::new("GET https://helseid-sts.nhn.no/", place, "");
    LoginFault { lost: Some(Box::new(error)), ..LoginFault::new(stage, LoginFaultKind::Unreachable, "") }
}

/// The ids of what was found of the login or the client, information apart.
fn found(report: &Report) -> Vec<&str> {
    let mine = report.checks.iter().filter(|one| matches!(one.scope, Scope::Login | Scope::Client));
    mine.filter(|one| one.status != Status::Skip && one.status != Status::Pass)
        .map(|one| one.id.as_str())
        .collect()
}

/// That one check tells of it, that it says what to do, and that nobody is ready.
fn told_once(capture: &Capture, about: &str) {
    let report = judged(capture);
    let found = found(&report);
    assert_eq!(found.len(), 1, "{about}: {found:?}");
    let result = report.checks.iter().find(|one| one.id == found[0]).unwrap();
    assert!(result.found && !result.remedies.is_empty(), "{about}: {result:?}");
    assert!(report.verdict >= Verdict::Undetermined, "{about}: {:?}", report.verdict);
    let action = report.first_action.as_ref().unwrap();
    assert_eq!(action.check, found[0], "{about}");
    // Nothing after it is claimed to be in order.
    for deciding in ["login.level_not_reached", "login.other_eid", "login.other_person", "login.not_fresh"] {
        let result = report.checks.iter().find(|one| one.id == deciding);
        let skipped = |result: &eid_ready::judge::report::CheckResult| result.status == Status::Skip;
        assert!(capture.facts.login.is_none() || result.is_some_and(skipped), "{about}: {deciding}");
    }
}

#[test]
fn every_fault_at_every_stage_is_told_by_one_check_with_a_remedy() {
    for kind in kinds() {
        for stage in stages() {
            let capture = broken(LoginFault::new(stage, kind, "detail"));
            let about = format!("{} at {}", kind.as_str(), stage.as_str());
            told_once(&capture, &about);
            let told = judged(&capture).login;
            assert_ne!(told.verdict, LoginVerdict::Pass, "{about}");
            assert!(told.reasons.contains(&kind.as_str().to_owned()), "{about}: {:?}", told.reasons);
        }
    }
}

#[test]
fn every_way_to_lose_a_question_is_told_by_one_check() {
    use NetworkStage::{Address, Connect, Dns, Http, Redirect, Tls, TooLarge};
    for stage in stages() {
        for network in [Address, Dns, Connect, Tls, Http, Redirect, TooLarge] {
            told_once(&broken(lost(stage, ProbePlace::Network { stage: network })), network.as_str());
        }
        for place in [ProbePlace::Timeout { ms: 5000 }, ProbePlace::Cancelled, ProbePlace::Os { code: None }]
        {
            told_once(&broken(lost(stage, place.clone())), &format!("{place:?}"));
        }
    }
}

/// What HelseID, ID-porten and the standards answer.
const ERRORS: [&str; 20] = [
    "access_denied",
    "invalid_client",
    "invalid_dpop_proof",
    "invalid_grant",
    "invalid_redirect_uri",
    "invalid_request",
    "invalid_request_object",
    "invalid_scope",
    "invalid_target",
    "interaction_required",
    "login_required",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
    "unmet_authentication_requirements",
    "unsupported_grant_type",
    "unsupported_response_type",
    "use_dpop_nonce",
    "consent_required",
    "something_quite_new",
];

#[test]
fn every_refusal_is_told_by_one_check_in_the_providers_words() {
    for error in ERRORS {
        for description in [None, Some("Invalid redirect_uri"), Some("something else")] {
            let capture = broken(refused(LoginStage::PushedRequest, error, description));
            told_once(&capture, error);
            let reasons = judged(&capture).login.reasons;
            assert!(reasons.contains(&error.to_owned()), "{error}: {reasons:?}");
        }
    }
}

#[test]
fn every_code_of_helseid_is_a_cause_with_a_remedy_of_its_own() {
    for number in 1001..=1010 {
        let code = format!("HID-{number}");
        let capture =
            broken(refused(LoginStage::Token, "invalid_request", Some(&format!("{code}: not accepted"))));
        told_once(&capture, &code);
        let report = judged(&capture);
        assert!(report.login.reasons.contains(&code), "{code}: {:?}", report.login.reasons);
        for lang in [Lang::Nb, Lang::En] {
            let options = Options { lang, color: false, show_persons: false };
            let text = report::render(&report, Format::Short, &options).unwrap();
            let text = String::from_utf8(text).unwrap();
            assert!(text.contains(&format!("({code})")), "{code}: {text}");
        }
    }
}

#[test]
fn what_a_provider_says_in_its_own_words_is_shown_to_nobody_else() {
    let description = "HID-1007: Kari Nordmann 010190 12345 is unknown";
    let detail =
        LoginFault::new(LoginStage::IdToken, LoginFaultKind::TokenTime, "Kari Nordmann 010190 12345");
    let refusals =
        [refused(LoginStage::Token, "invalid_request", Some(description)), LoginFault { ..detail }];
    for (fault, code) in refusals.into_iter().zip(["HID-1007", "token-time"]) {
        let report = judged(&broken(fault));
        for format in Format::ALL {
            for (lang, show_persons) in [(Lang::Nb, false), (Lang::En, false), (Lang::Nb, true)] {
                let options = Options { lang, color: false, show_persons };
                let text = String::from_utf8(report::render(&report, *format, &options).unwrap()).unwrap();
                let named = text.contains("Nordmann") || text.contains("010190");
                assert!(show_persons || !named, "{format}\n{text}");
                assert!(*format != Format::Json || text.contains(code), "{format}\n{text}");
                assert!(!(show_persons && *format == Format::Text) || named, "{format}\n{text}");
                assert!(*format != Format::Text || !text.contains(": ."), "{text}");
            }
        }
    }
}

#[test]
fn who_stopped_it_reads_no_english_in_norwegian() {
    let options = Options { lang: Lang::Nb, color: false, show_persons: true };
    let stopped = LoginFault::new(LoginStage::Callback, LoginFaultKind::Stopped, "stopped by the person");
    let text = report::render(&judged(&broken(stopped)), Format::Text, &options).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("avbrutt her") && !text.contains("stopped"), "{text}");
}

#[test]
fn a_clock_that_is_off_is_told_instead_of_what_it_causes() {
    let off = Some(ClockReading { offset_ms: 40_000, within_ms: 600 });
    for error in ["invalid_client", "unauthorized_client", "invalid_dpop_proof"] {
        let mut capture = broken(refused(LoginStage::PushedRequest, error, None));
        login(&mut capture).clock = off;
        told_once(&capture, error);
        assert_eq!(found(&judged(&capture)), ["login.clock_off"]);
    }
    let mut late = broken(LoginFault::new(LoginStage::IdToken, LoginFaultKind::TokenTime, ""));
    login(&mut late).clock = off;
    assert_eq!(found(&judged(&late)), ["login.clock_off"]);
}

#[test]
fn a_clients_fault_is_told_by_one_check_too() {
    let case = case::all().into_iter().find(|case| case.title() == "client.refused/quiet-connected").unwrap();
    let with = |fault: LoginFault| {
        let mut capture = case.capture();
        let client = capture.facts.client.as_mut().unwrap();
        let connection = client.connection.as_mut().unwrap();
        (connection.fault, connection.token) = (Some(fault), None);
        capture
    };
    for kind in kinds() {
        for stage in stages() {
            told_once(&with(LoginFault::new(stage, kind, "detail")), kind.as_str());
        }
    }
    for error in ERRORS {
        told_once(&with(refused(LoginStage::Token, error, None)), error);
    }
    for number in 1001..=1010 {
        told_once(&with(refused(LoginStage::Token, "x", Some(&format!("HID-{number}")))), "HID");
    }
}

/// Ways in which a login can be as it should, be otherwise, or not tell.
type Change = fn(&mut Capture);
const LEVELS: [Change; 3] =
    [|_| {}, |it| identity(it).level = Some("3".to_owned()), |it| identity(it).level = None];
const EIDS: [Change; 3] = [
    |it| login(it).asked.eid = Some("buypass".to_owned()),
    |it| {
        login(it).asked.eid = Some("buypass".to_owned());
        identity(it).idp = Some("bankid-oidc".to_owned());
    },
    |it| {
        login(it).asked.eid = Some("buypass".to_owned());
        identity(it).idp = None;
    },
];
const PERSONS: [Change; 4] = [
    |_| {},
    |it| {
        identity(it).name = Some(TokenName { full: Some("Ola Demostad".to_owned()), ..TokenName::default() })
    },
    |it| identity(it).name = None,
    |it| identity(it).number_matches = Some(false),
];
const MOMENTS: [Change; 4] = [
    |_| {},
    |it| identity(it).auth_time = Some("2026-11-21T08:00:00Z".parse().unwrap()),
    |it| identity(it).auth_time = None,
    |it| identity(it).auth_time = Some("2026-11-23T08:00:00Z".parse().unwrap()),
];

#[test]
fn nothing_but_the_right_level_e_id_person_and_moment_is_a_pass() {
    let mut passes = 0;
    for (level, change_level) in LEVELS.iter().enumerate() {
        for (eid, change_eid) in EIDS.iter().enumerate() {
            for (person, change_person) in PERSONS.iter().enumerate() {
                for (moment, change_moment) in MOMENTS.iter().enumerate() {
                    let mut capture = with_card();
                    for change in [change_level, change_eid, change_person, change_moment] {
                        change(&mut capture);
                    }
                    let report = judged(&capture);
                    let right = [level, eid, person, moment] == [0; 4];
                    let about = format!("{level} {eid} {person} {moment}: {:?}", report.login);
                    assert_eq!(report.login.verdict == LoginVerdict::Pass, right, "{about}");
                    assert_eq!(report.verdict == Verdict::Ready, right, "{about}");
                    let wrong = [level, eid, moment].contains(&1) || [1, 3].contains(&person);
                    assert_eq!(report.login.verdict == LoginVerdict::Fail, wrong, "{about}");
                    passes += u32::from(right);
                }
            }
        }
    }
    assert_eq!(passes, 1);
}

#[test]
fn a_check_left_out_or_made_mild_makes_no_pass() {
    for id in ["login.level_not_reached", "login.other_eid", "login.other_person", "login.not_fresh"] {
        let question = Question {
            selection: eid_ready::judge::Selection { include: Vec::new(), exclude: vec![id.to_owned()] },
            ..Question::default()
        };
        assert_eq!(judge(&with_card(), &question).login.verdict, LoginVerdict::Undetermined, "{id}");
        assert!(checks::find(id).is_some());
    }
    let mut mild = with_card();
    identity(&mut mild).level = Some("3".to_owned());
    mild.policy.severities.insert("login.level_not_reached".to_owned(), Severity::Info);
    assert_eq!(judged(&mild).login.verdict, LoginVerdict::Fail);
    let mut both = with_card();
    login(&mut both).fault = Some(LoginFault::new(LoginStage::Token, LoginFaultKind::NotBound, ""));
    both.policy.severities.insert("login.token_not_bound".to_owned(), Severity::Info);
    assert_ne!(judged(&both).login.verdict, LoginVerdict::Pass);
}

#[test]
fn nobody_is_readier_than_the_login_that_was_tried() {
    let worst = |verdict| match verdict {
        LoginVerdict::Fail => Verdict::NotReady,
        LoginVerdict::Undetermined | LoginVerdict::Cancelled => Verdict::Undetermined,
        _ => Verdict::Ready,
    };
    let mut low = with_card();
    identity(&mut low).level = Some("3".to_owned());
    let logins = [
        with_card(),
        low,
        broken(LoginFault::new(LoginStage::Callback, LoginFaultKind::Stopped, "")),
        broken(LoginFault::new(LoginStage::Token, LoginFaultKind::NotBound, "")),
    ];
    let patterns = ["login.*", "login.level_not_reached", "login.cancelled", "login.token_not_bound", "c*"];
    let go_live = Some("2026-12-01".parse().unwrap());
    for (at, capture) in logins.iter().enumerate() {
        for pattern in patterns {
            for (include, exclude) in
                [(vec![pattern.to_owned()], Vec::new()), (Vec::new(), vec![pattern.to_owned()])]
            {
                let selection = eid_ready::judge::Selection { include, exclude };
                let report = judge(capture, &Question { selection, go_live, ..Question::default() });
                let least = worst(report.login.verdict);
                assert!(report.verdict >= least, "{at} {pattern}: {:?}", report.verdict);
                assert!(report.go_live.unwrap().verdict >= least, "{at} {pattern}");
                assert!(at == 0 || report.verdict >= Verdict::Undetermined, "{at} {pattern}");
            }
        }
        let mut mild = capture.clone();
        for check in checks::all() {
            mild.policy.severities.insert(check.id.to_owned(), Severity::Info);
        }
        let report = judged(&mild);
        let expected =
            [LoginVerdict::Pass, LoginVerdict::Fail, LoginVerdict::Cancelled, LoginVerdict::Fail][at];
        assert_eq!(report.login.verdict, expected, "{at}");
        assert_eq!(report.verdict, worst(expected), "{at}");
    }
}

#[test]
fn what_keeps_self_service_silent_says_what_to_do() {
    let title = "client.self_service_silent/fires-lost";
    let case = case::all().into_iter().find(|case| case.title() == title).unwrap();
    let plain = |kind| LoginFault::new(LoginStage::Secrets, kind, "");
    let at = |stage| lost(LoginStage::Secrets, ProbePlace::Network { stage });
    for (fault, remedy) in [
        (at(NetworkStage::Dns), "open-network"),
        (at(NetworkStage::Tls), "exempt-from-inspection"),
        (lost(LoginStage::Secrets, ProbePlace::Timeout { ms: 5000 }), "open-network"),
        (plain(LoginFaultKind::ServiceDown), "wait-for-service"),
        (plain(LoginFaultKind::NotUnderstood), "check-self-service"),
        (refused(LoginStage::Secrets, "insufficient_scope", None), "add-self-service-scope"),
    ] {
        let mut capture = case.capture();
        let connection = capture.facts.client.as_mut().unwrap().connection.as_mut().unwrap();
        connection.secrets_fault = Some(fault);
        let report = judged(&capture);
        let silent = report.checks.iter().find(|one| one.id == "client.self_service_silent").unwrap();
        assert_eq!((silent.status, &silent.remedies[..]), (Status::Warn, &[remedy.to_owned()][..]));
    }
}

#[test]
fn a_card_whose_holder_nobody_can_read_may_be_anybodys() {
    let other_person = |report: &Report| {
        let one = report.checks.iter().find(|one| one.id == "login.other_person").unwrap();
        (one.status, one.evidence.0.get("reason").cloned())
    };
    let not_known = Some(eid_ready::judge::value::Value::Text("card-holder-not-known".to_owned()));
    let mut unread = with_card();
    for card in &mut unread.facts.cards {
        card.objects.clear();
    }
    for number in [None, Some(true)] {
        identity(&mut unread).number_matches = number;
        let report = judged(&unread);
        assert_eq!(other_person(&report), (Status::Error, not_known.clone()));
        assert_eq!(report.login.verdict, LoginVerdict::Undetermined);
        assert_eq!(report.login.same_person_as_card, None);
    }
    // Another card, which can be read, is theirs.
    let mut beside = with_card();
    let mut second = unread.facts.cards[0].clone();
    second.reader = "Another".to_owned();
    beside.facts.cards.push(second);
    assert_eq!(other_person(&judged(&beside)).0, Status::Pass);
    identity(&mut beside).name =
        Some(TokenName { full: Some("Ola Demostad".to_owned()), ..TokenName::default() });
    assert_eq!(other_person(&judged(&beside)), (Status::Error, not_known));
}

#[test]
fn a_run_without_cards_needs_a_login_or_a_client() {
    let mut nothing = good();
    nothing.facts.login = None;
    assert_eq!(judged(&nothing).verdict, Verdict::Undetermined);
    for interest in [CardInterest::None, CardInterest::Optional] {
        let mut capture = good();
        capture.facts.expected.cards = interest;
        let report = judged(&capture);
        assert_eq!(report.verdict, Verdict::Ready);
        assert!(
            report.checks.iter().filter(|one| one.scope == Scope::Card).all(|one| one.status == Status::Skip)
        );
    }
    let mut needed = good();
    needed.facts.expected.cards = CardInterest::Required;
    assert_eq!(judged(&needed).verdict, Verdict::NotReady, "a card was asked for, and there is no reader");
}

#[test]
fn without_a_login_each_of_its_checks_is_one_skip() {
    let report = judged(&captures::of("buypass-ready"));
    let of_login: Vec<_> = report.checks.iter().filter(|one| one.scope == Scope::Login).collect();
    assert_eq!(of_login.len(), checks::all().filter(|check| check.scope == Scope::Login).count());
    for result in of_login {
        assert_eq!((result.status, result.blocked_by.as_deref()), (Status::Skip, Some("no-login")));
    }
    assert_eq!((report.login.verdict, report.verdict), (LoginVerdict::NotTried, Verdict::Ready));
}

#[test]
fn the_words_are_of_the_login_and_not_of_cards() {
    let options = Options { lang: Lang::Nb, color: false, show_persons: true };
    let text = |capture: &Capture| {
        String::from_utf8(report::render(&judged(capture), Format::Text, &options).unwrap()).unwrap()
    };
    let ready = text(&good());
    assert!(ready.contains("Testinnloggingen nådde sikkerhetsnivå høyt herfra."), "{ready}");
    assert!(ready.contains("Logget inn: Åse Marie Eksempelsen"), "{ready}");
    assert!(ready.contains("HPR-nummer: ja") && ready.contains("Nett: Helsenettet"), "{ready}");
    let mut lower = good();
    identity(&mut lower).level = Some("3".to_owned());
    let lower = text(&lower);
    let last = lower.lines().last().unwrap();
    assert!(last.contains("neste: den som logger inn – Logg inn på nytt"), "{last}");
    for absent in ["Ingen kortleser", "KORTLESERE", "ARBEIDSSTASJON", "Kortet kan brukes", "kortinnehaver"] {
        assert!(!ready.contains(absent) && !lower.contains(absent), "{absent} in\n{ready}\n{lower}");
    }
}

#[test]
fn who_logged_in_is_the_cards_holder_by_the_same_token_and_nobody_by_name() {
    let mut capture = with_card();
    capture.facts.expected.name = Some(ExpectedName::whole("Åse Eksempelsen"));
    let token = TokenName {
        full: None,
        given: Some("Aase Marie".to_owned()),
        middle: None,
        family: Some("Eksempelsen".to_owned()),
    };
    identity(&mut capture).name = Some(token);
    let report = judged(&capture);
    assert_eq!(report.login.same_person_as_card, Some(true));
    let shared = report::redact(&report);
    let holder = shared.cards[0].certificates[0].subject.common_name.clone();
    assert_eq!(shared.login.name, holder);
    for format in Format::ALL {
        for lang in [Lang::Nb, Lang::En] {
            let options = Options { lang, color: false, show_persons: false };
            let text = String::from_utf8(report::render(&report, *format, &options).unwrap()).unwrap();
            let text = text.to_lowercase();
            for name in ["eksempelsen", "aase", "åse", "marie"] {
                assert!(!text.contains(name), "{name} in {format}\n{text}");
            }
        }
    }
    let mut stranger = with_card();
    identity(&mut stranger).name =
        Some(TokenName { full: Some("Ola Demostad".to_owned()), ..TokenName::default() });
    let shared = report::redact(&judged(&stranger));
    assert_eq!(shared.login.same_person_as_card, Some(false));
    assert_ne!(shared.login.name, shared.cards[0].certificates[0].subject.common_name);
}

#[test]
fn after_the_browser_two_requests_are_counted() {
    let report = judged(&good());
    assert_eq!(report.login.requests_after_callback, Some(2));
    assert_eq!(report.login.steps.len(), 9);
}
