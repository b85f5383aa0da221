//! Who may answer for an issuer (RFC 6960 §4.2.2.2): the issuer itself, or somebody with a certificate by the issuer that
//! says so. Any other arrangement would have to be configured, and is not known here.

use super::super::key::Key;
use super::super::signature::is_weak;
use super::super::{Certificate, Name, Oddity, SignatureError};
use super::{Basic, Delegate, Question, Refusal, ResponderId};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// Who signed an answer and may.
pub struct Signer {
    /// Whom the issuer had sign, if it was not the issuer.
    pub delegate: Option<Delegate>,
    /// Whether the certificate of the delegate is signed with SHA-1.
    pub weak: bool,
}

impl Signer {
    /// Finds the signer and verifies the signature.
    pub fn find(basic: &Basic, question: &Question<'_>) -> Result<Self, Refusal> {
        let issuer = &question.issuer;
        let mut refusal = None;
        if is(&basic.responder, issuer.name, issuer.spki) {
            match basic.verify_signed_by(issuer.spki) {
                Ok(()) => return Ok(Self { delegate: None, weak: false }),
                Err(error) => refusal = Some(refused(error)),
            }
        }
        let certificates = basic.certificates.iter().filter_map(|der| Certificate::parse(der).ok());
        for certificate in certificates {
            let key = &certificate.key.spki;
            if key.as_slice() == issuer.spki || !is(&basic.responder, &certificate.subject, key) {
                continue;
            }
            match delegate(basic, question, &certificate) {
                Ok(delegate) => return Ok(delegate),
                Err(error) => refusal = Some(error),
            }
        }
        let absent = || Refusal::ResponderNotAuthorized("its certificate is not with the answer".to_owned());
        Err(refusal.unwrap_or_else(absent))
    }
}

/// The signer, if it is the owner of `certificate` and may answer for the issuer.
fn delegate(basic: &Basic, question: &Question<'_>, certificate: &Certificate) -> Result<Signer, Refusal> {
    let not = |why: &str| Refusal::ResponderNotAuthorized(why.to_owned());
    if !certificate.issuer.matches(question.issuer.name) {
        return Err(not("its certificate is not by the issuer"));
    }
    match certificate.verify_signed_by(question.issuer.spki) {
        Ok(()) => {}
        Err(SignatureError::Invalid) => return Err(not("its certificate is not signed by the issuer")),
        Err(error) => return Err(refused(error)),
    }
    // anyExtendedKeyUsage is not enough: the right to answer must be given in so many words.
    if !certificate.extensions.extended_key_usage.iter().any(|purpose| purpose == "OCSPSigning") {
        return Err(not("its certificate is not for OCSP signing"));
    }
    // RFC 5280 §4.2.1.12: either bit goes with OCSP signing.
    let may_sign =
        |usage: super::super::KeyUsage| usage.has("digitalSignature") || usage.has("nonRepudiation");
    if !certificate.extensions.key_usage.is_none_or(may_sign) {
        return Err(not("its key is not for signing"));
    }
    if let Some(oid) = unprocessed_extension(certificate) {
        return Err(not(&format!("its certificate has the extension {oid}, which cannot be processed")));
    }
    let (earliest, latest) = question.now();
    let valid = certificate.not_before <= latest
        && earliest <= certificate.not_after
        && certificate.is_valid_at(basic.produced_at);
    if !valid {
        let (not_before, not_after) = (certificate.not_before, certificate.not_after);
        return Err(Refusal::ResponderExpired { not_before, not_after });
    }
    basic.verify_signed_by(&certificate.key.spki).map_err(refused)?;
    let no_check = certificate.extensions.ocsp_no_check;
    let delegate = Delegate { certificate: certificate.der.clone(), no_check };
    Ok(Signer { delegate: Some(delegate), weak: is_weak(&certificate.signature_algorithm) })
}

/// Whether that is who the answer says has signed it.
fn is(responder: &ResponderId, name: &Name, spki: &[u8]) -> bool {
    match responder {
        ResponderId::ByName(said) => said.matches(name),
        ResponderId::ByKey(hash) => Key::read(spki)
            .is_ok_and(|key| digest(&SHA1_FOR_LEGACY_USE_ONLY, key.bytes).as_ref() == hash.as_slice()),
    }
}

fn refused(error: SignatureError) -> Refusal {
    match error {
        SignatureError::Invalid => Refusal::SignatureInvalid,
        SignatureError::Unsupported(algorithm) => Refusal::SignatureAlgorithmUnsupported(algorithm),
    }
}

/// An extension that stands in the way of relying on the certificate: critical and not known here, or broken.
fn unprocessed_extension(certificate: &Certificate) -> Option<String> {
    let broken = certificate.oddities.iter().find_map(|oddity| match oddity {
        Oddity::MalformedExtension { oid } => Some(oid.clone()),
        _ => None,
    });
    broken.or_else(|| certificate.extensions.unknown_critical.first().cloned())
}

#[cfg(test)]
mod tests {
    /// `id-pkix-ocsp-nocheck`.
    const NO_CHECK: &str = "1.3.6.1.5.5.7.48.1.5";

    use super::super::super::crl::sample::{Key, authority, critical};
    use super::super::super::sample::{Sample as Card, Signer as Authority, extension, oid, sequence, tlv};
    use super::super::sample::{SERIAL, Sample, Single, issuer, issuer_key, responder, responder_key};
    use super::super::{Answer, Issuer, Response};
    use super::*;
    use ring::digest::SHA256;

    fn judge_at(sample: &Sample, at: &str, skew_seconds: u32) -> Result<Answer, Refusal> {
        let (name, spki) = (Name::parse(&issuer()).unwrap(), issuer_key().spki());
        let issuer = Issuer { name: &name, spki: &spki };
        let question =
            Question { issuer, serial: SERIAL, nonce: None, at: at.parse().unwrap(), skew_seconds };
        Response::parse(&sample.der()).unwrap().judge(&question)
    }

    fn judge(sample: &Sample) -> Result<Option<Delegate>, Refusal> {
        judge_at(sample, "2026-11-22T12:00:00Z", 0).map(|answer| answer.delegate)
    }

    fn by(bend: impl FnOnce(&mut Card)) -> Result<Option<Delegate>, Refusal> {
        let mut certificate = responder();
        bend(&mut certificate);
        judge(&Sample::delegated(&certificate))
    }

    fn not(why: &str) -> Result<Option<Delegate>, Refusal> {
        Err(Refusal::ResponderNotAuthorized(why.to_owned()))
    }

    fn by_key(key: &Key) -> Vec<u8> {
        tlv(0xa2, &tlv(4, digest(&SHA1_FOR_LEGACY_USE_ONLY, key.bits()).as_ref()))
    }

    #[test]
    fn the_issuer_may_answer_by_name_or_key() {
        assert_eq!(judge(&Sample::good()), Ok(None));
        assert_eq!(judge(&Sample { responder: by_key(&issuer_key()), ..Sample::good() }), Ok(None));
    }

    #[test]
    fn a_delegate_may_answer_by_name_or_key() {
        let mut sample = Sample::delegated(&responder());
        let expected = Delegate { certificate: sample.certificates[0].clone(), no_check: false };
        assert_eq!(judge(&sample), Ok(Some(expected.clone())));
        sample.responder = by_key(&responder_key());
        assert_eq!(judge(&sample), Ok(Some(expected)));
    }

    #[test]
    fn a_delegate_need_not_be_looked_up_if_the_issuer_says_so() {
        for no_check in [extension(NO_CHECK, &tlv(5, &[])), critical(NO_CHECK, &tlv(5, &[]))] {
            let delegate = by(|certificate| certificate.extensions.push(no_check)).unwrap().unwrap();
            assert!(delegate.no_check);
        }
    }

    #[test]
    fn nobody_else_may_sign() {
        let refused = judge(&Sample { key: 0x0c, ..Sample::good() });
        assert_eq!(refused, Err(Refusal::SignatureInvalid));
        assert_eq!(refused.unwrap_err().code(), "signature-invalid");
        let mut sample = Sample::delegated(&responder());
        sample.key = 0x0d;
        assert_eq!(judge(&sample), Err(Refusal::SignatureInvalid));
    }

    #[test]
    fn a_changed_answer_is_refused() {
        let der = Sample::good().der();
        let at = der.windows(2).position(|window| window == [0x80, 0]).unwrap();
        let mut bent = der;
        bent[at] = 0x82;
        let (name, spki) = (Name::parse(&issuer()).unwrap(), issuer_key().spki());
        let question = Question {
            issuer: Issuer { name: &name, spki: &spki },
            serial: SERIAL,
            nonce: None,
            at: "2026-11-22T12:00:00Z".parse().unwrap(),
            skew_seconds: 0,
        };
        assert_eq!(Response::parse(&bent).unwrap().judge(&question), Err(Refusal::SignatureInvalid));
    }

    #[test]
    fn who_is_not_there_may_not_answer() {
        let absent = not("its certificate is not with the answer");
        assert_eq!(absent.clone().unwrap_err().code(), "responder-not-authorized");
        let mut sample = Sample::delegated(&responder());
        sample.responder = tlv(0xa1, &authority("Other"));
        assert_eq!(judge(&sample), absent);
        sample.responder = tlv(0xa2, &tlv(4, digest(&SHA256, responder_key().bits()).as_ref()));
        assert_eq!(judge(&sample), absent);
        sample = Sample::delegated(&responder());
        sample.certificates = vec![sequence(&[])];
        assert_eq!(judge(&sample), absent);
    }

    #[test]
    fn the_issuers_own_certificate_may_be_there_too() {
        let mut sample = Sample::good();
        let own = Card { subject: issuer(), spki: issuer_key().spki(), extensions: vec![], ..responder() };
        sample.certificates = vec![Authority::new().sign(&own)];
        assert_eq!(judge(&sample), Ok(None));
        sample.key = 0x0c;
        assert_eq!(judge(&sample), Err(Refusal::SignatureInvalid));
    }

    #[test]
    fn a_delegate_that_bears_the_name_of_the_issuer_is_found() {
        let mut certificate = responder();
        certificate.subject = issuer();
        let mut sample = Sample::delegated(&certificate);
        sample.responder = tlv(0xa1, &issuer());
        assert!(judge(&sample).unwrap().is_some());
    }

    #[test]
    fn of_two_certificates_the_right_one_is_found() {
        let expired = Card { not_after: tlv(0x17, b"261102000000Z"), ..responder() };
        let mut sample = Sample::delegated(&responder());
        sample.certificates.insert(0, Authority::new().sign(&expired));
        sample.certificates.insert(0, Authority::new().sign(&Card::buypass()));
        assert_eq!(judge(&sample).unwrap().unwrap().certificate, sample.certificates[2]);
    }

    #[test]
    fn the_issuer_itself_must_have_said_so() {
        assert_eq!(
            by(|certificate| certificate.issuer = authority("Sub CA")),
            not("its certificate is not by the issuer")
        );
        let mut sample = Sample::delegated(&responder());
        *sample.certificates[0].last_mut().unwrap() ^= 1;
        assert_eq!(judge(&sample), not("its certificate is not signed by the issuer"));
    }

    #[test]
    fn only_the_very_purpose_is_enough() {
        let purposes = |oids: &[&str]| {
            let list: Vec<Vec<u8>> = oids.iter().map(|dotted| oid(dotted)).collect();
            extension("2.5.29.37", &sequence(&list))
        };
        let refused = not("its certificate is not for OCSP signing");
        for other in [&["2.5.29.37.0"][..], &["1.3.6.1.5.5.7.3.2"]] {
            assert_eq!(by(|certificate| certificate.extensions[1] = purposes(other)), refused);
        }
        assert_eq!(by(|certificate| drop(certificate.extensions.pop())), refused);
        let both = ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.9"];
        assert!(by(|certificate| certificate.extensions[1] = purposes(&both)).is_ok());
    }

    #[test]
    fn its_key_must_be_for_signing() {
        let usage = |bits: u8| critical("2.5.29.15", &tlv(3, &[0, bits]));
        assert!(by(|certificate| drop(certificate.extensions.remove(0))).is_ok());
        assert!(by(|certificate| certificate.extensions[0] = usage(0x40)).is_ok());
        for bits in [0x20, 0x06, 0] {
            let refused = by(|certificate| certificate.extensions[0] = usage(bits));
            assert_eq!(refused, not("its key is not for signing"));
        }
    }

    #[test]
    fn its_extensions_must_be_known_and_sound() {
        let why =
            |oid: &str| not(&format!("its certificate has the extension {oid}, which cannot be processed"));
        assert_eq!(by(|certificate| certificate.extensions.push(critical("1.2.3", &[]))), why("1.2.3"));
        assert!(by(|certificate| certificate.extensions.push(extension("1.2.3", &[]))).is_ok());
        let broken = |certificate: &mut Card| certificate.extensions[0] = critical("2.5.29.15", b"x");
        assert_eq!(by(broken), why("2.5.29.15"));
        let twice = |certificate: &mut Card| certificate.extensions.push(certificate.extensions[0].clone());
        assert_eq!(by(twice), why("2.5.29.15"));
    }

    #[test]
    fn its_certificate_must_be_valid_now_and_when_it_signed() {
        let bounds = |from: &str, to: &str| {
            let mut certificate = responder();
            certificate.not_before = tlv(0x17, from.as_bytes());
            certificate.not_after = tlv(0x17, to.as_bytes());
            Sample::delegated(&certificate)
        };
        let judge = |sample: &Sample, skew| {
            judge_at(sample, "2026-11-22T12:00:00Z", skew).map(|_| ()).map_err(|refusal| refusal.code())
        };
        for (from, to, skew, verdict) in [
            ("261122100000Z", "261122120000Z", 0, Ok(())),
            ("261122100001Z", "261122120000Z", 300, Err("responder-expired")),
            ("261122100000Z", "261122115959Z", 0, Err("responder-expired")),
            ("261122100000Z", "261122115500Z", 300, Ok(())),
            ("261122100000Z", "261122115459Z", 300, Err("responder-expired")),
            ("261122100000Z", "261122095959Z", 300, Err("responder-expired")),
            ("261122120001Z", "261201000000Z", 0, Err("responder-expired")),
        ] {
            assert_eq!(judge(&bounds(from, to), skew), verdict, "{from} {to}");
        }
    }

    #[test]
    fn an_algorithm_that_is_not_known_is_named() {
        let refused = |name: &str| Refusal::SignatureAlgorithmUnsupported(name.to_owned());
        let md5 = sequence(&[oid("1.2.840.113549.1.1.4"), tlv(5, &[])]);
        let signed = sequence(&[
            tlv(0xa1, &issuer()),
            super::super::sample::time("20261122100000Z"),
            sequence(&[Single::good().der()]),
        ]);
        let basic = sequence(&[signed, md5, tlv(3, &[0, 1, 2])]);
        let response = super::super::sample::successful(&[oid("1.3.6.1.5.5.7.48.1.1"), tlv(4, &basic)]);
        let (name, spki) = (Name::parse(&issuer()).unwrap(), issuer_key().spki());
        let question = Question {
            issuer: Issuer { name: &name, spki: &spki },
            serial: SERIAL,
            nonce: None,
            at: "2026-11-22T12:00:00Z".parse().unwrap(),
            skew_seconds: 0,
        };
        let refusal = Response::parse(&response).unwrap().judge(&question).unwrap_err();
        assert_eq!(refusal.code(), "signature-algorithm-unsupported");
        assert_eq!(refusal, refused("md5WithRSAEncryption"));
    }

    #[test]
    fn damage_never_panics_and_changes_nothing_that_is_signed() {
        let mut sample = Sample::delegated(&responder());
        let revoked = Single { extensions: vec![extension("1.2.3", &[])], ..Single::revoked() };
        sample.statuses = vec![revoked.der(), Single::unknown().der()];
        sample.extensions = vec![extension("1.3.6.1.5.5.7.48.1.2", &tlv(4, &[7, 8]))];
        let samples = [Sample::good().der(), sample.der()];
        let (name, spki) = (Name::parse(&issuer()).unwrap(), issuer_key().spki());
        let question = Question {
            issuer: Issuer { name: &name, spki: &spki },
            serial: SERIAL,
            nonce: Some(&[7, 8]),
            at: "2026-11-22T12:00:00Z".parse().unwrap(),
            skew_seconds: 0,
        };
        let said = |der: &[u8]| {
            let answer = Response::parse(der).ok()?.judge(&question).ok()?;
            Some((answer.status, answer.this_update, answer.next_update, answer.nonce))
        };
        let sound = samples.clone().map(|der| said(&der).unwrap());
        super::super::super::crl::mutation::damage(6000, &samples, |which, der| match said(der) {
            Some(now) if now != sound[which] => Err(format!("{now:?}")),
            _ => Ok(()),
        });
    }
}
