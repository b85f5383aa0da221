//! What a fault of an exchange with an OpenID provider comes down to: one trouble for each fault, and for each trouble one
//! check that tells of it.

use crate::facts::{ClockReading, LoginFault, LoginFaultKind, LoginStage, NetworkStage, ProbePlace, Refusal};

/// What ends a login, or a client's connection, in the order in which it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// Nobody can listen where the browser is to come back to.
    Port,
    /// No whole answer.
    Unreachable,
    /// No secure connection.
    Tls,
    /// The service says itself that it is out of order.
    Down,
    /// What answered is not understood, or is another.
    NotUnderstood,
    /// The clocks differ too much for what was signed here to be believed there.
    Clock,
    /// The client, or its key, is not accepted.
    Client,
    /// A scope is refused.
    Scope,
    /// The address to come back to is refused.
    Redirect,
    /// The organisation is refused.
    Organisation,
    /// The level, or the e-ID that gives it, is not to be had for this client.
    Level,
    /// The request is refused for another reason.
    Request,
    /// No browser could be started.
    NoBrowser,
    /// A proxy takes what is meant for this machine.
    LoopbackProxy,
    /// Nobody came back in time.
    NobodyCame,
    /// The person broke it off.
    Cancelled,
    /// The way back is not from this login.
    Foreign,
    /// The ID token is not to be trusted.
    Token,
    /// The token is not bound to our key.
    NotBound,
}

impl Trouble {
    /// What a fault comes down to; `clock_is_off` where the clocks differ too much. Only who comes back without a code of
    /// HelseID's broke it off: said elsewhere, or with such a code, "denied" is a refusal.
    pub fn of(fault: &LoginFault, clock_is_off: bool) -> Self {
        use LoginFaultKind as Kind;
        match fault.kind {
            Kind::PortTaken | Kind::PortForbidden | Kind::PortUnusable => Trouble::Port,
            Kind::Unreachable => unreachable(fault),
            Kind::ServiceDown => Trouble::Down,
            Kind::NotUnderstood | Kind::IssuerDiffers | Kind::Unsupported => Trouble::NotUnderstood,
            Kind::Denied if is_broken_off(fault) => Trouble::Cancelled,
            Kind::Refused if is_denial(fault) && is_broken_off(fault) => Trouble::Cancelled,
            Kind::Refused | Kind::Denied => {
                fault.refusal.as_ref().map_or(Trouble::Request, |no| refused(no, clock_is_off))
            }
            Kind::NonceForEver => Trouble::Request,
            Kind::NoBrowser => Trouble::NoBrowser,
            Kind::NobodyCame => Trouble::NobodyCame,
            Kind::Stopped => Trouble::Cancelled,
            Kind::ForeignCallback | Kind::MalformedCallback => Trouble::Foreign,
            Kind::NotBound => Trouble::NotBound,
            Kind::TokenTime if clock_is_off => Trouble::Clock,
            Kind::NoIdToken
            | Kind::TokenMalformed
            | Kind::TokenAlgorithm
            | Kind::TokenKey
            | Kind::TokenSignature
            | Kind::TokenIssuer
            | Kind::TokenAudience
            | Kind::TokenNonce
            | Kind::TokenTime
            | Kind::TokenHash => Trouble::Token,
        }
    }
}

fn is_denial(fault: &LoginFault) -> bool {
    fault.refusal.as_ref().is_some_and(|refusal| refusal.error == "access_denied")
}

fn is_broken_off(fault: &LoginFault) -> bool {
    let code = fault.refusal.as_ref().and_then(|refusal| hid_code(refusal));
    fault.stage == LoginStage::Callback && code.is_none()
}

fn unreachable(fault: &LoginFault) -> Trouble {
    match fault.lost.as_ref().map(|lost| &lost.place) {
        Some(ProbePlace::Network { stage: NetworkStage::Tls }) => Trouble::Tls,
        Some(ProbePlace::Cancelled) => Trouble::Cancelled,
        _ => Trouble::Unreachable,
    }
}

/// By HelseID's own code where there is one, else by the standard's.
fn refused(refusal: &Refusal, clock_is_off: bool) -> Trouble {
    match hid_code(refusal) {
        Some("HID-1001" | "HID-1002" | "HID-1003" | "HID-1004" | "HID-1005" | "HID-1006") => {
            return Trouble::Organisation;
        }
        Some(_) => return Trouble::Request,
        None => {}
    }
    let about_redirect =
        refusal.description.as_ref().is_some_and(|text| text.to_lowercase().contains("redirect"));
    match refusal.error.as_str() {
        "unmet_authentication_requirements" => Trouble::Level,
        "server_error" | "temporarily_unavailable" => Trouble::Down,
        "invalid_client" | "unauthorized_client" | "invalid_dpop_proof" if clock_is_off => Trouble::Clock,
        "invalid_client" | "unauthorized_client" => Trouble::Client,
        "invalid_scope" => Trouble::Scope,
        "invalid_redirect_uri" => Trouble::Redirect,
        "invalid_request" if about_redirect => Trouble::Redirect,
        _ => Trouble::Request,
    }
}

/// The most telling of the stable words: HelseID's code, the stage on the network, the provider's error, the kind.
pub fn cause(fault: &LoginFault) -> String {
    if let Some(refusal) = &fault.refusal {
        return hid_code(refusal).unwrap_or(error_of(refusal)).to_owned();
    }
    match fault.lost.as_ref().map(|lost| &lost.place) {
        Some(ProbePlace::Network { stage }) => stage.as_str(),
        Some(ProbePlace::Timeout { .. }) => "timeout",
        Some(_) => "failed",
        None => fault.kind.as_str(),
    }
    .to_owned()
}

/// Every stable word of a fault, the broadest first.
pub fn codes(fault: &LoginFault) -> Vec<String> {
    let mut codes = vec![fault.kind.as_str().to_owned()];
    codes.extend(fault.refusal.as_ref().map(|refusal| error_of(refusal).to_owned()));
    codes.push(cause(fault));
    codes.dedup();
    codes
}

/// The codes of a refusal in one word, `invalid_request (HID-1007)`; the kind of another fault.
pub fn answer(fault: &LoginFault) -> String {
    match &fault.refusal {
        None => fault.kind.as_str().to_owned(),
        Some(refusal) => match hid_code(refusal) {
            Some(code) => format!("{} ({code})", error_of(refusal)),
            None => error_of(refusal).to_owned(),
        },
    }
}

/// What a refusal says beside HelseID's code.
pub fn words_beside_the_code(refusal: &Refusal) -> &str {
    let told = refusal.description.as_deref().unwrap_or_default();
    let rest = hid_code(refusal).and_then(|code| told.split_once(code)).map(|(before, after)| {
        let before = before.trim_matches(|one: char| !one.is_alphanumeric());
        if before.is_empty() { after } else { told }
    });
    rest.map_or(told, |rest| rest.trim_start_matches(|one: char| !one.is_alphanumeric()))
}

/// The provider's error code; one that is no code can be any text.
fn error_of(refusal: &Refusal) -> &str {
    let is_of_codes = |one: char| one.is_ascii_alphabetic() || matches!(one, '_' | '-' | '.');
    let is_code = !refusal.error.is_empty() && refusal.error.chars().all(is_of_codes);
    if is_code { &refusal.error } else { LoginFaultKind::Refused.as_str() }
}

/// HelseID's own code of a refusal, `HID-1001` to `HID-1010`.
pub fn hid_code(refusal: &Refusal) -> Option<&'static str> {
    let told = refusal.description.as_ref()?;
    HID_CODES.iter().copied().find(|code| {
        let after = told.split_once(code).map(|(_, after)| after);
        after.is_some_and(|after| !after.starts_with(|next: char| next.is_ascii_digit()))
    })
}

/// HelseID's own codes (developer portal, "Feilmeldinger").
const HID_CODES: [&str; 10] = [
    "HID-1001", "HID-1002", "HID-1003", "HID-1004", "HID-1005", "HID-1006", "HID-1007", "HID-1008",
    "HID-1009", "HID-1010",
];

/// By how much the clocks differ at the least, milliseconds.
pub fn clock_excess_ms(clock: ClockReading) -> i64 {
    clock.offset_ms.saturating_abs().saturating_sub(clock.within_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(error: &str, description: &str) -> LoginFault {
        let description = (!description.is_empty()).then(|| description.to_owned());
        let refusal = Refusal { status: Some(400), error: error.to_owned(), description };
        LoginFault {
            refusal: Some(Box::new(refusal)),
            ..LoginFault::new(LoginStage::PushedRequest, LoginFaultKind::Refused, "")
        }
    }

    #[test]
    fn a_refusal_is_told_by_helseids_code_before_the_standards() {
        for (error, description, trouble) in [
            ("invalid_request", "HID-1001: parent", Trouble::Organisation),
            ("invalid_client", "HID-1006", Trouble::Organisation),
            ("invalid_request", "(HID-1007) bad", Trouble::Request),
            ("invalid_request", "HID-10010", Trouble::Request),
            ("invalid_client", "", Trouble::Client),
            ("unauthorized_client", "", Trouble::Client),
            ("invalid_scope", "", Trouble::Scope),
            ("invalid_request", "Invalid redirect_uri", Trouble::Redirect),
            ("invalid_redirect_uri", "", Trouble::Redirect),
            ("invalid_request", "", Trouble::Request),
            ("login_required", "", Trouble::Request),
            ("temporarily_unavailable", "", Trouble::Down),
            ("access_denied", "", Trouble::Request),
            ("unmet_authentication_requirements", "", Trouble::Level),
            ("something_new", "", Trouble::Request),
        ] {
            assert_eq!(Trouble::of(&refusal(error, description), false), trouble, "{error} {description}");
        }
    }

    #[test]
    fn who_comes_back_denied_broke_it_off_and_nobody_else_did() {
        let at =
            |stage, kind, description| LoginFault { stage, kind, ..refusal("access_denied", description) };
        for kind in [LoginFaultKind::Denied, LoginFaultKind::Refused] {
            for (stage, description, trouble) in [
                (LoginStage::Callback, "", Trouble::Cancelled),
                (LoginStage::Callback, "HID-1007", Trouble::Request),
                (LoginStage::Callback, "HID-1002", Trouble::Organisation),
                (LoginStage::PushedRequest, "", Trouble::Request),
                (LoginStage::Token, "HID-1001", Trouble::Organisation),
            ] {
                assert_eq!(Trouble::of(&at(stage, kind, description), false), trouble, "{description}");
            }
        }
        let client = LoginFault { kind: LoginFaultKind::Denied, ..refusal("invalid_client", "") };
        assert_eq!(Trouble::of(&client, false), Trouble::Client);
    }

    #[test]
    fn codes_are_told_apart_from_what_is_said() {
        for (error, description, answered, said) in [
            ("invalid_request", "HID-1007: no such unit", "invalid_request (HID-1007)", "no such unit"),
            ("invalid_request", "(HID-1007) no", "invalid_request (HID-1007)", "no"),
            ("invalid_request", "See HID-1007", "invalid_request (HID-1007)", "See HID-1007"),
            ("access_denied", "Kari said no", "access_denied", "Kari said no"),
            ("Kari Nordmann", "", "refused", ""),
            ("010190 12345", "", "refused", ""),
        ] {
            let fault = refusal(error, description);
            assert_eq!(answer(&fault), answered);
            assert_eq!(words_beside_the_code(fault.refusal.as_ref().unwrap()), said);
            assert!(codes(&fault).iter().all(|code| !code.contains(' ')), "{error}");
        }
    }

    #[test]
    fn a_clock_that_is_off_explains_what_was_signed() {
        for error in ["invalid_client", "unauthorized_client", "invalid_dpop_proof"] {
            assert_eq!(Trouble::of(&refusal(error, ""), true), Trouble::Clock);
        }
        assert_eq!(Trouble::of(&refusal("invalid_scope", ""), true), Trouble::Scope);
        let late = LoginFault::new(LoginStage::IdToken, LoginFaultKind::TokenTime, "");
        assert_eq!(Trouble::of(&late, true), Trouble::Clock);
        assert_eq!(Trouble::of(&late, false), Trouble::Token);
    }

    #[test]
    fn a_clock_is_off_only_by_what_the_measure_leaves_no_doubt_of() {
        let clock = |offset_ms, within_ms| clock_excess_ms(ClockReading { offset_ms, within_ms });
        assert_eq!(clock(-6000, 1000), 5000);
        assert_eq!(clock(800, 1000), -200);
        assert_eq!(clock(i64::MIN, 0), i64::MAX);
    }
}
