//! The simulated cards of `testdata/cards`: who holds them and what is the matter with them.

use super::authorities::{Authorities, Authority};
use super::employer;
use super::gids;
use super::image::{CardImage, ImagePin};
use super::keys::Key;
use super::persons::{self, Defect, Person, Plan, Role};
use super::piv::{self, Container, Object};
use super::pkcs15::{self, Content, Entry, KeyEntry, Layout, PIN_NEW, PIN_SET, PinEntry, Token};
use super::services::{self, Telling};

/// Buypass's newest entry in the public lists of answers to reset: a MULTOS 4.5.2 card, T=0 only, whose historical
/// bytes say that EF.DIR is read by READ RECORD.
const BUYPASS_ATR: &str = "3B 9F 96 40 0A 80 31 E0 6B 04 52 05 02 4F 55 55 55 55 55 55";
/// Invented: T=1; historical bytes: EF.DIR by READ BINARY, extended length, "SYNTH".
const COMMFIDES_ATR: &str = "3B 8D 81 31 FE 45 80 31 E8 73 F2 21 40 65 53 59 4E 54 48 02";
/// Invented: T=1; historical bytes: EF.DIR by READ BINARY, short identifiers, short length, "FORGE".
const UNREGISTERED_ATR: &str = "3B 8D 81 31 FE 45 80 31 E8 73 F6 21 00 65 46 4F 52 47 45 47";
/// Invented: T=1; historical bytes: "NOBODY".
const UNKNOWN_ATR: &str = "3B 87 81 31 FE 45 66 4E 4F 42 4F 44 59 FB";

/// Invented: T=1; historical bytes: "SP80073", which say nothing of what the card can do.
const PIV_ATR: &str = "3B 87 81 31 FE 45 53 50 38 30 30 37 33 B3";
/// Invented: T=1; historical bytes: "WINDOWS", which say nothing of what the card can do.
const GIDS_ATR: &str = "3B 87 81 31 FE 45 57 49 4E 44 4F 57 53 D3";
/// That of YubiKey 5: T=1, extended length.
const YUBIKEY_ATR: &str = "3B FD 13 00 00 81 31 FE 15 80 73 C0 21 C0 57 59 75 62 69 4B 65 79 40";

/// Who holds the cards that reading is measured on.
const MEASURED: Person =
    Person { given: "Siri", family: "Målekort", common: "Siri Målekort", number: "0000Demo004" };

/// Valid at the demo's time, 2026-11-22; the end is 23:59 in Norway, as Buypass has it.
const VALID: (&str, &str) = ("2025-02-11T09:12:44Z", "2028-02-11T22:59:00Z");
const EXPIRED: (&str, &str) = ("2023-08-14T07:30:01Z", "2026-08-14T21:59:00Z");

/// A card and where its file stands below `testdata/cards`.
pub struct CataloguedCard {
    pub folder: &'static str,
    pub image: CardImage,
    /// The holder's certificates, DER, by name.
    pub certificates: Vec<(String, Vec<u8>)>,
}

/// Every card, those of the demo first.
pub fn cards(authorities: &Authorities) -> Vec<CataloguedCard> {
    vec![
        buypass_ready(authorities),
        commfides_ready(authorities),
        buypass_expired(authorities),
        commfides_pin_blocked(authorities),
        buypass_not_activated(authorities),
        commfides_double_name(authorities),
        buypass_misencoded(authorities),
        buypass_revoked(authorities),
        commfides_try_later(authorities),
        buypass_unreachable(authorities),
        pkcs15_four(authorities),
        pkcs15_authorities(authorities),
        piv_four(authorities),
        piv_employer(),
        gids_two(authorities),
        unknown(),
    ]
}

fn buypass_ready(authorities: &Authorities) -> CataloguedCard {
    let person = Person {
        given: "ÅSE MARIE",
        family: "EKSEMPELSEN",
        common: "ÅSE MARIE EKSEMPELSEN",
        number: "900000001",
    };
    let about = ("Buypass-likt kort, klart til bruk", "Buypass-like card, ready for use");
    BuypassLike {
        about,
        expect_name: Some("Åse Marie Eksempelsen"),
        ..BuypassLike::of("buypass-ready", person)
    }
    .card("buypass/ready", authorities)
}

fn buypass_expired(authorities: &Authorities) -> CataloguedCard {
    let person = Person { given: "TORE", family: "PRØVESEN", common: "TORE PRØVESEN", number: "900000002" };
    let about = ("Buypass-likt kort, utløpt 14. august 2026", "Buypass-like card, expired on 14 August 2026");
    BuypassLike {
        about,
        expect_name: Some("Tore Prøvesen"),
        valid: EXPIRED,
        ..BuypassLike::of("buypass-expired", person)
    }
    .card("buypass/expired", authorities)
}

fn buypass_not_activated(authorities: &Authorities) -> CataloguedCard {
    let person =
        Person { given: "MARIT", family: "EKSEMPELBERG", common: "MARIT EKSEMPELBERG", number: "900000003" };
    let about = (
        "Buypass-likt kort som ikke er aktivert: PIN er ikke satt",
        "Buypass-like card, not activated: its PIN has not been set",
    );
    BuypassLike {
        about,
        expect_name: Some("Marit Eksempelberg"),
        activated: false,
        ..BuypassLike::of("buypass-not-activated", person)
    }
    .card("buypass/not-activated", authorities)
}

fn buypass_misencoded(authorities: &Authorities) -> CataloguedCard {
    let person =
        Person { given: "BJØRN", family: "ÅSENDEMO", common: "BJØRN ÅSENDEMO", number: "900000004" };
    let about = (
        "Buypass-likt kort med kjente kodefeil: Latin-1 i PrintableString, nakent serienummer, 2032-bits nøkkel",
        "Buypass-like card with known encoding faults: Latin-1 in a PrintableString, bare serial number, 2032-bit key",
    );
    BuypassLike {
        about,
        expect_name: Some("Bjørn Åsendemo"),
        defects: &[Defect::Latin1InPrintable, Defect::BareSerialNumber],
        ..BuypassLike::of("buypass-misencoded", person)
    }
    .card("buypass/misencoded", authorities)
}

fn commfides_ready(authorities: &Authorities) -> CataloguedCard {
    let person = Person { given: "Ola", family: "Demostad", common: "Ola Demostad", number: "0000Demo001" };
    let about = ("Commfides-likt kort, klart til bruk", "Commfides-like card, ready for use");
    CommfidesLike { about, expect_name: "Ola Demostad", ..CommfidesLike::of("commfides-ready", person) }
        .card("commfides/ready", authorities)
}

fn commfides_pin_blocked(authorities: &Authorities) -> CataloguedCard {
    let person = Person {
        given: "Nils Øyvind",
        family: "Prøvedal",
        common: "Nils Øyvind Prøvedal",
        number: "0000Demo002",
    };
    let about = ("Commfides-likt kort med sperret PIN", "Commfides-like card whose PIN is blocked");
    CommfidesLike {
        about,
        expect_name: "Nils Øyvind Prøvedal",
        tries: 0,
        ..CommfidesLike::of("commfides-pin-blocked", person)
    }
    .card("commfides/pin-blocked", authorities)
}

fn commfides_double_name(authorities: &Authorities) -> CataloguedCard {
    let person = Person {
        given: "INGRID",
        family: "SOLBAKKEN MYHRE",
        common: "INGRID SOLBAKKEN MYHRE",
        number: "0000Demo003",
    };
    let about = (
        "Commfides-likt kort der navnet på kortet er lengre enn i personallisten",
        "Commfides-like card whose name is longer than the staff list has it",
    );
    CommfidesLike {
        about,
        expect_name: "Ingrid Solbakken",
        ..CommfidesLike::of("commfides-double-name", person)
    }
    .card("commfides/double-name", authorities)
}

fn buypass_revoked(authorities: &Authorities) -> CataloguedCard {
    let person =
        Person { given: "RANDI", family: "SPERREBERG", common: "RANDI SPERREBERG", number: "900000005" };
    let about = (
        "Buypass-likt kort der utstederen har trukket tilbake innloggingssertifikatet",
        "Buypass-like card whose issuer has revoked the certificate for login",
    );
    BuypassLike {
        about,
        expect_name: Some("Randi Sperreberg"),
        telling: Telling::FirstRevoked,
        ..BuypassLike::of("buypass-revoked", person)
    }
    .card("buypass/revoked", authorities)
}

fn buypass_unreachable(authorities: &Authorities) -> CataloguedCard {
    let person = Person { given: "ARNE", family: "STILLEMYR", common: "ARNE STILLEMYR", number: "900000006" };
    let about = (
        "Buypass-likt kort der ingen av utstederens tjenester kan nås",
        "Buypass-like card, none of whose issuer's services can be reached",
    );
    BuypassLike {
        about,
        expect_name: Some("Arne Stillemyr"),
        telling: Telling::Unreachable,
        ..BuypassLike::of("buypass-unreachable", person)
    }
    .card("buypass/unreachable", authorities)
}

fn commfides_try_later(authorities: &Authorities) -> CataloguedCard {
    let person = Person { given: "Liv", family: "Ventestad", common: "Liv Ventestad", number: "0000Demo005" };
    let about = (
        "Commfides-likt kort der utstederens OCSP-tjeneste er opptatt, så sperrelisten svarer",
        "Commfides-like card whose issuer's OCSP responder is busy, so that its list answers",
    );
    CommfidesLike {
        about,
        expect_name: "Liv Ventestad",
        telling: Telling::TryLater,
        ..CommfidesLike::of("commfides-try-later", person)
    }
    .card("commfides/try-later", authorities)
}

fn pkcs15_four(authorities: &Authorities) -> CataloguedCard {
    let image = CardImage {
        name: "pkcs15-four-certificates".into(),
        about_nb: "PKCS#15-kort med fire sertifikater og to PIN-er, av et slag ingen har registrert".into(),
        about_en: "PKCS#15 card with four certificates and two PINs, of a make nobody has registered".into(),
        ..unregistered()
    };
    let content = four_certificates(authorities, Vec::new());
    let certificates = named(&content);
    let image = told(pkcs15::build(image, Layout::default(), &content), authorities, &content, Telling::Good);
    CataloguedCard { folder: "pkcs15/four-certificates", image, certificates }
}

fn pkcs15_authorities(authorities: &Authorities) -> CataloguedCard {
    let image = CardImage {
        name: "pkcs15-with-authorities".into(),
        about_nb: "PKCS#15-kort med fire sertifikater og utstedernes egne sertifikater".into(),
        about_en: "PKCS#15 card with four certificates and those of the issuers".into(),
        ..unregistered()
    };
    let authority = |(authority, id): (&Authority, u8)| Entry {
        label: authority.id.into(),
        id,
        certificate: authority.certificate.clone(),
        key: None,
    };
    let trusted = [&authorities.commfides, &authorities.commfides_root];
    let content = four_certificates(authorities, trusted.into_iter().zip(0x10..).map(authority).collect());
    let image = told(pkcs15::build(image, Layout::default(), &content), authorities, &content, Telling::Good);
    CataloguedCard { folder: "pkcs15/with-authorities", image, certificates: Vec::new() }
}

/// The e-ID on a card as agencies hand them out: every kind of object there is.
fn piv_four(authorities: &Authorities) -> CataloguedCard {
    let image = CardImage {
        name: "piv-four-certificates".into(),
        about_nb: "PIV-kort med e-ID, eldre krypteringssertifikat og to PIN-er".into(),
        about_en: "PIV card with an e-ID, a former certificate for encryption and two PINs".into(),
        atr: PIV_ATR,
        protocol: "T=1",
        family: "piv",
        pins: [0x80, 0x00].map(|reference| ImagePin { reference, lines: pin_lines(3) }).into(),
        ..CardImage::default()
    };
    let content = four_certificates(authorities, Vec::new());
    let layout = persons::Layout::CommfidesG3;
    let plan = Plan {
        key: "pkcs15-3",
        layout,
        role: Role::Encryption,
        person: MEASURED,
        valid: EXPIRED,
        defects: &[],
    };
    let retired = plan.make(authorities);
    let slots = content.entries.iter().zip(["9A", "9C", "9D", "9E"]);
    let mut objects: Vec<_> =
        slots.map(|(entry, slot)| Object::certificate(slot, &entry.certificate, Container::Plain)).collect();
    objects.push(Object::discovery(0x60));
    objects.push(Object::key_history(1));
    objects.push(Object::certificate("82", &retired, Container::Gzip));
    let mut certificates = named(&content);
    certificates.push(("certificate-82".into(), retired));
    let image = told(piv::build(image, &objects), authorities, &content, Telling::Good);
    CataloguedCard { folder: "piv/four-certificates", image, certificates }
}

/// A token with the employer's own certificate and nothing else.
fn piv_employer() -> CataloguedCard {
    let image = CardImage {
        name: "piv-employer".into(),
        about_nb: "Ansattkort (PIV) med arbeidsgiverens eget innloggingssertifikat og ingen e-ID".into(),
        about_en: "Employee card (PIV) with the employer's own logon certificate and no e-ID".into(),
        atr: YUBIKEY_ATR,
        protocol: "T=1",
        family: "piv",
        behaviour: vec!["extended = true"],
        pins: vec![ImagePin { reference: 0x80, lines: pin_lines(3) }],
        ..CardImage::default()
    };
    let certificate = employer::logon_certificate("piv-employer-authentication", VALID);
    let objects = [Object::certificate("9A", &certificate, Container::Gzip)];
    let image = piv::build(image, &objects);
    CataloguedCard {
        folder: "piv/employer",
        image,
        certificates: vec![("certificate-9A".into(), certificate)],
    }
}

/// The e-ID on a card that Windows wrote.
fn gids_two(authorities: &Authorities) -> CataloguedCard {
    let image = CardImage {
        name: "gids-two-certificates".into(),
        about_nb: "GIDS-kort, som Windows selv skriver, med to av e-ID-ens sertifikater".into(),
        about_en: "GIDS card, as Windows itself writes them, with two of the e-ID's certificates".into(),
        atr: GIDS_ATR,
        protocol: "T=1",
        family: "gids",
        ..CardImage::default()
    };
    let mut content = four_certificates(authorities, Vec::new());
    content.entries.truncate(2);
    let certificates = named(&content);
    let files: Vec<_> = (content.entries.iter().zip(["kxc00", "ksc01"]))
        .map(|(entry, name)| gids::Certificate { name, bytes: &entry.certificate, compressed: true })
        .collect();
    let image = told(gids::build(image, &files, 3), authorities, &content, Telling::Good);
    CataloguedCard { folder: "gids/two-certificates", image, certificates }
}

fn unknown() -> CataloguedCard {
    let image = CardImage {
        name: "unknown".into(),
        about_nb: "Et kort som ikke er noen e-ID: finner ikke noe av det det blir spurt om".into(),
        about_en: "A card that is no e-ID: it finds nothing it is asked for".into(),
        atr: UNKNOWN_ATR,
        protocol: "T=1",
        family: "none",
        ..CardImage::default()
    };
    CataloguedCard { folder: "unknown/refuses-all", image, certificates: Vec::new() }
}

fn unregistered() -> CardImage {
    CardImage {
        atr: UNREGISTERED_ATR,
        protocol: "T=1",
        family: "pkcs15",
        behaviour: vec!["short_identifiers = true"],
        ..CardImage::default()
    }
}

/// A Buypass-like card: two certificates, one PIN that is asked for under class A0.
struct BuypassLike {
    name: &'static str,
    about: (&'static str, &'static str),
    person: Person,
    expect_name: Option<&'static str>,
    valid: (&'static str, &'static str),
    activated: bool,
    defects: &'static [Defect],
    telling: Telling,
}

impl BuypassLike {
    fn of(name: &'static str, person: Person) -> Self {
        BuypassLike {
            name,
            about: ("", ""),
            person,
            expect_name: None,
            valid: VALID,
            activated: true,
            defects: &[],
            telling: Telling::Good,
        }
    }

    fn card(self, folder: &'static str, authorities: &Authorities) -> CataloguedCard {
        let image = CardImage {
            name: self.name.into(),
            about_nb: self.about.0.into(),
            about_en: self.about.1.into(),
            atr: BUYPASS_ATR,
            protocol: "T=0",
            family: "buypass",
            expect_name: self.expect_name,
            behaviour: vec!["# The holder's PIN is verified under class A0.", "classes = \"00 A0\""],
            ..CardImage::default()
        };
        let entry = |(role, id, usage): (Role, u8, &'static [u8])| {
            let key = format!("{}-{}", self.name, role.word());
            let (person, valid, defects) = (self.person, self.valid, self.defects);
            let layout = persons::Layout::BuypassSeid2;
            let certificate = Plan { key: &key, layout, role, person, valid, defects }.make(authorities);
            let key = KeyEntry { usage, bits: Key::named(&key).bits, reference: id, pin: 1 };
            Entry { label: format!("BEID {}", role.word()), id, certificate, key: Some(key) }
        };
        let mut lines = vec!["# No command asks for the tries without taking one.".into()];
        lines.extend(pin_lines(3));
        lines.extend(["class = 0xA0".into(), "empty_verify = \"costs-a-try\"".into()]);
        if !self.activated {
            lines.push("initialised = false".into());
        }
        let content = Content {
            token: token("BEID", "Demo Buypass-lik AS", self.name),
            entries: [
                (Role::Authentication, 1, pkcs15::LOGIN_AND_DECRYPTION),
                (Role::Signature, 2, pkcs15::CONSENT),
            ]
            .map(entry)
            .into(),
            authorities: Vec::new(),
            pins: vec![PinEntry {
                label: "BID PIN",
                reference: 0x82,
                flags: if self.activated { PIN_SET } else { PIN_NEW },
                min_length: 4,
                max_length: 4,
                lines,
            }],
        };
        let certificates = named(&content);
        let layout = Layout { dir_records: true, ..Layout::default() };
        let image = told(pkcs15::build(image, layout, &content), authorities, &content, self.telling);
        CataloguedCard { folder, image, certificates }
    }
}

/// A Commfides-like card: three certificates, one PIN whose tries are free to ask.
struct CommfidesLike {
    name: &'static str,
    about: (&'static str, &'static str),
    person: Person,
    expect_name: &'static str,
    tries: u8,
    telling: Telling,
}

impl CommfidesLike {
    fn of(name: &'static str, person: Person) -> Self {
        CommfidesLike { name, about: ("", ""), person, expect_name: "", tries: 3, telling: Telling::Good }
    }

    fn card(self, folder: &'static str, authorities: &Authorities) -> CataloguedCard {
        let image = CardImage {
            name: self.name.into(),
            about_nb: self.about.0.into(),
            about_en: self.about.1.into(),
            atr: COMMFIDES_ATR,
            protocol: "T=1",
            family: "commfides",
            expect_name: Some(self.expect_name),
            behaviour: vec!["extended = true"],
            ..CardImage::default()
        };
        let roles = [
            (Role::Authentication, 1, pkcs15::LOGIN),
            (Role::Signature, 2, pkcs15::CONSENT),
            (Role::Encryption, 3, pkcs15::DECRYPTION),
        ];
        let content = Content {
            token: token("Commfides e-ID", "Demo Commfides-lik AS", self.name),
            entries: roles
                .map(|(role, id, usage)| {
                    let key = format!("{}-{}", self.name, role.word());
                    commfides_entry(authorities, &key, self.person, role, id, usage, 1)
                })
                .into(),
            authorities: vec![Entry {
                label: "Demo Commfides-like Natural Person".into(),
                id: 0x10,
                certificate: authorities.commfides.certificate.clone(),
                key: None,
            }],
            pins: vec![PinEntry {
                label: "PIN",
                reference: 0x81,
                flags: PIN_SET,
                min_length: 4,
                max_length: 8,
                lines: pin_lines(self.tries),
            }],
        };
        let certificates = named(&content);
        let image = pkcs15::build(image, Layout::default(), &content);
        let image = told(image, authorities, &content, self.telling);
        CataloguedCard { folder, image, certificates }
    }
}

/// Four certificates and two PINs; also the raw material for cards of other layouts.
pub fn four_certificates(authorities: &Authorities, trusted: Vec<Entry>) -> Content {
    let roles = [
        (Role::Authentication, 1, pkcs15::LOGIN, "pkcs15-1"),
        (Role::Signature, 2, pkcs15::CONSENT, "pkcs15-2"),
        (Role::Encryption, 3, pkcs15::DECRYPTION, "pkcs15-3"),
        (Role::Authentication, 4, pkcs15::LOGIN, "pkcs15-4"),
    ];
    let pin = |label, reference| PinEntry {
        label,
        reference,
        flags: PIN_SET,
        min_length: 4,
        max_length: 8,
        lines: pin_lines(3),
    };
    Content {
        token: token("Four certificates", "Demo Eksempel AS", "pkcs15-four"),
        entries: roles
            .map(|(role, id, usage, key)| {
                let pin = if role == Role::Signature { 2 } else { 1 };
                commfides_entry(authorities, key, MEASURED, role, id, usage, pin)
            })
            .into(),
        authorities: trusted,
        pins: vec![pin("PIN", 0x81), pin("Signature PIN", 0x82)],
    }
}

fn commfides_entry(
    authorities: &Authorities,
    key: &str,
    person: Person,
    role: Role,
    id: u8,
    usage: &'static [u8],
    pin: u8,
) -> Entry {
    let layout = persons::Layout::CommfidesG3;
    let certificate = Plan { key, layout, role, person, valid: VALID, defects: &[] }.make(authorities);
    let key = KeyEntry { usage, bits: Key::named(key).bits, reference: id, pin };
    Entry { label: format!("{} {}", person.common, role.word()), id, certificate, key: Some(key) }
}

fn pin_lines(tries: u8) -> Vec<String> {
    vec![format!("tries = {tries}"), "limit = 3".into()]
}

/// A token whose serial number is its name in bytes, since no real one looks so.
fn token(label: &str, manufacturer: &str, name: &str) -> Token {
    Token { label: label.into(), serial: name.as_bytes().to_vec(), manufacturer: manufacturer.into() }
}

/// The card with what its issuer's services say.
fn told(image: CardImage, authorities: &Authorities, content: &Content, telling: Telling) -> CardImage {
    let certificates: Vec<_> = content.entries.iter().map(|entry| entry.certificate.clone()).collect();
    CardImage { answers: services::answers(authorities, &certificates, telling), ..image }
}

fn named(content: &Content) -> Vec<(String, Vec<u8>)> {
    let name = |entry: &Entry| format!("certificate-{}", entry.id);
    content.entries.iter().map(|entry| (name(entry), entry.certificate.clone())).collect()
}
