//! One path a case, and all that is wrong with it.

use super::maker::*;
use super::{Set, rules, said};
use crate::forge::der;
use eid_ready::pki::path::{Purpose, Rules};

/// What OpenSSL says to the same certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Peer {
    Accepts,
    Refuses,
}
use Peer::{Accepts, Refuses};

struct Case {
    name: &'static str,
    set: Set,
    rules: Rules,
    said: &'static str,
    /// With the purpose `any`, 1 June 2026 and nothing else set.
    peer: Peer,
}

/// Root → CA → leaf, each bent.
fn three(
    root: impl FnOnce(Blank) -> Blank,
    ca: impl FnOnce(Blank) -> Blank,
    end: impl FnOnce(Blank) -> Blank,
) -> Set {
    Set {
        anchors: vec![root(authority("Root", 1)).made()],
        issuers: vec![ca(authority("CA", 2).by("Root", 1)).made()],
        leaf: end(leaf("O=HF/CN=Leaf", 3).by("CA", 2)).made(),
    }
}

fn same(blank: Blank) -> Blank {
    blank
}

const CLIENT: &str = "1.3.6.1.5.5.7.3.2";
const SERVER: &str = "1.3.6.1.5.5.7.3.1";
const ANY: &str = "2.5.29.32.0";

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name, set, said, peer| cases.push(Case { name, set, rules: rules(), said, peer });
    ways(&mut add);
    shapes(&mut add);
    authorities(&mut add);
    constraints(&mut add);
    let mut add = |name, set, rules, said, peer| cases.push(Case { name, set, rules, said, peer });
    purposes(&mut add);
    policies(&mut add);
    cases
}

/// Which way leads to an anchor.
fn ways(add: &mut impl FnMut(&'static str, Set, &'static str, Peer)) {
    add("plain", three(same, same, same), "valid", Accepts);
    let mut set = three(same, same, same);
    set.issuers.insert(0, authority("CA", 2).by("Elsewhere", 9).made());
    add("cross-certified by a stranger too", set, "valid", Refuses);
    let mut set = three(same, same, same);
    set.issuers.insert(0, authority("CA", 8).by("Root", 1).made());
    add("another key of the same name", set, "valid", Refuses);
    let mut set = three(same, same, same);
    set.anchors.insert(0, authority("Root", 9).made());
    add("another anchor of the same name", set, "valid", Refuses);
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: vec![authority("CA", 2).by("B", 4).made(), authority("B", 4).by("CA", 2).made()],
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    add("round and round", set, "2:issuer-not-found", Refuses);
    let set = Set {
        anchors: vec![authority("Root", 1).path_len(1).made()],
        issuers: vec![authority("Root", 8).by("Root", 1).made(), authority("CA", 2).by("Root", 8).made()],
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    add("a root that changed its key", set, "valid", Refuses);
    let mut set = three(same, |ca| ca.valid("2020-01-01", "2021-01-01"), same);
    add("expired intermediate", set, "1:expired", Refuses);
    set = three(same, |ca| ca.valid("2020-01-01", "2021-01-01"), same);
    set.issuers.push(authority("CA", 2).by("Root", 1).serial(&[7]).made());
    add("expired intermediate and a renewed one", set, "valid", Accepts);
    let leaf_alone = leaf("Alone", 3).made();
    let set = Set { anchors: vec![leaf_alone.clone()], issuers: vec![], leaf: leaf_alone };
    add("the leaf is the anchor", set, "valid", Accepts);
    let set = Set {
        anchors: vec![authority("CA", 2).by("Root", 1).made()],
        issuers: vec![],
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    add("the anchor is not self-signed", set, "valid", Refuses);
    let set = Set { anchors: vec![], issuers: vec![], leaf: leaf("Leaf", 3).by("CA", 2).made() };
    add("nobody is trusted", set, "0:issuer-not-found", Refuses);
    let mut set = three(same, same, same);
    set.leaf = leaf("Leaf", 3).by("CA", 9).made();
    add("signed by another key", set, "0:signature-invalid", Refuses);
    let own = authority("CA", 2).made();
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: vec![own, authority("CA", 8).made()],
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    add("a stranger that signed itself, and another of its name", set, "1:issuer-not-found", Refuses);
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: vec![authority("CA", 2).by("B", 4).made(), authority("B", 8).made()],
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    add("the authority is signed by another key", set, "1:signature-invalid", Refuses);
    let mut set = three(same, same, same);
    let last = set.leaf.len() - 1;
    set.leaf[last] ^= 1;
    add("signature bent", set, "0:signature-invalid", Refuses);
}

/// What a certificate shows of itself.
fn shapes(add: &mut impl FnMut(&'static str, Set, &'static str, Peer)) {
    let unknown = |critical| move |one: Blank| one.with("1.2.3.4", critical, &der::null());
    add(
        "unknown critical extension",
        three(same, same, unknown(true)),
        "0:unknown-critical-extension",
        Refuses,
    );
    add("unknown extension", three(same, unknown(false), unknown(false)), "valid", Accepts);
    add(
        "unknown critical extension above",
        three(same, unknown(true), same),
        "1:unknown-critical-extension",
        Refuses,
    );
    add(
        "unknown critical extension in the anchor",
        three(unknown(true), same, same),
        "2:unknown-critical-extension",
        Refuses,
    );
    let twice = |one: Blank| one.and(KEY_USAGE, true, &der::named_bits(&[0, 5]));
    add("key usage twice", three(same, same, twice), "0:malformed-extension", Refuses);
    for (oid, peer) in [("1.2.3.4", Accepts), ("2.5.29.14", Refuses), ("1.3.6.1.5.5.7.1.3", Accepts)] {
        let value = der::octets(&[1]);
        let twice = |one: Blank| one.and(oid, false, &value).and(oid, false, &value);
        add("any extension twice", three(same, same, twice), "0:malformed-extension", peer);
        add("any extension twice, above", three(same, twice, same), "1:malformed-extension", peer);
    }
    let surplus = |one: Blank| one.surplus(der::null());
    add("bytes after the extensions", three(same, same, surplus), "0:malformed-certificate", Refuses);
    let third = |one: Blank| one.third_time("2028-01-01T00:00:00Z");
    add("three times in the validity", three(same, same, third), "0:malformed-certificate", Refuses);
    let broken = |one: Blank| one.with(BASIC_CONSTRAINTS, true, b"\x30\x05");
    add(
        "broken basic constraints",
        three(same, same, broken),
        "0:unknown-critical-extension 0:malformed-extension",
        Refuses,
    );
    add("serial of 20 bytes", three(same, same, |one| one.serial(&[0x7f; 20])), "valid", Accepts);
    add(
        "serial of 22 bytes",
        three(same, same, |one| one.serial(&[0x7f; 22])),
        "0:malformed-certificate",
        Accepts,
    );
    add("serial of no bytes", three(same, same, |one| one.serial(&[])), "0:malformed-certificate", Refuses);
    add("serial below zero", three(same, same, |one| one.serial(&[0x80, 1])), "valid", Accepts);
    let nobody = |one: Blank| one.subject(name("")).names(&[dns("hf.example")]);
    add("no subject", three(same, same, nobody), "valid", Accepts);
    let early = |one: Blank| one.valid("2026-07-01", "2027-01-01");
    add("not yet valid", three(same, same, early), "0:not-yet-valid", Refuses);
    let late = |one: Blank| one.valid("2020-07-01", "2021-01-01");
    add("anchor expired", three(late, same, same), "2:anchor-outside-validity", Refuses);
    add(
        "no version for extensions",
        three(same, same, |one| one.version(1)),
        "0:malformed-certificate",
        Accepts,
    );
    let all = three(
        same,
        |ca| late(unknown(true)(ca)).usage(&[6]).without(BASIC_CONSTRAINTS),
        |one| unknown(true)(early(one)),
    );
    let reasons = "0:not-yet-valid 0:unknown-critical-extension 1:expired 1:not-an-authority 1:key-usage \
                   1:unknown-critical-extension";
    add("all at once", all, reasons, Refuses);
}

/// Who may issue.
fn authorities(add: &mut impl FnMut(&'static str, Set, &'static str, Peer)) {
    let plain = |one: Blank| one.without(BASIC_CONSTRAINTS);
    add(
        "issued by no authority",
        three(same, plain, same),
        "1:not-an-authority 1:malformed-certificate",
        Refuses,
    );
    let leaf_usage = |one: Blank| plain(one).usage(&[0]);
    add("issued by a leaf", three(same, leaf_usage, same), "1:not-an-authority 1:key-usage", Refuses);
    add("may not sign certificates", three(same, |ca| ca.usage(&[6]), same), "1:key-usage", Refuses);
    add("no key usage", three(same, |ca| ca.without(KEY_USAGE), same), "valid", Accepts);
    let old = |one: Blank| plain(one).without(KEY_USAGE).version(1);
    add("version 1 in between", three(same, old, same), "1:not-an-authority", Refuses);
    add("version 1 at the top", three(old, same, same), "valid", Accepts);
    let anchor_is_no_ca = three(plain, same, same);
    add("the anchor is no authority", anchor_is_no_ca, "2:not-an-authority 2:malformed-certificate", Accepts);
    add("path length of the anchor", three(|root| root.path_len(0), same, same), "1:path-too-long", Refuses);
    add("path length that fits", three(|root| root.path_len(1), |ca| ca.path_len(0), same), "valid", Accepts);
    let mut set = three(same, |ca| ca.path_len(0), same);
    set.issuers.push(authority("Sub", 5).by("CA", 2).made());
    set.leaf = leaf("Leaf", 3).by("Sub", 5).made();
    add("path length in between", set, "1:path-too-long", Refuses);
}

/// Names that authorities may not give.
fn constraints(add: &mut impl FnMut(&'static str, Set, &'static str, Peer)) {
    let mut pair = |name, base: Vec<u8>, inside: Vec<u8>, outside: Vec<u8>, odd: Option<Vec<u8>>| {
        let permit = |one: Blank| one.constraints(std::slice::from_ref(&base), &[]);
        let exclude = |one: Blank| one.constraints(&[], std::slice::from_ref(&base));
        let with = |own: &Vec<u8>| {
            let own = own.clone();
            move |one: Blank| one.names(&[own])
        };
        add(name, three(same, permit, with(&inside)), "valid", Accepts);
        add(name, three(same, permit, with(&outside)), "0:name-not-permitted", Refuses);
        add(name, three(same, exclude, with(&inside)), "0:name-excluded", Refuses);
        add(name, three(same, exclude, with(&outside)), "valid", Accepts);
        add(name, three(permit, same, with(&outside)), "0:name-not-permitted", Refuses);
        if let Some(odd) = odd {
            add(name, three(same, permit, with(&odd)), "0:name-constraint-unsupported", Refuses);
        }
    };
    pair("dNSName", dns("hf.example"), dns("a.hf.example"), dns("hf.example.org"), None);
    pair(
        "rfc822Name",
        mail("hf.example"),
        mail("kari@hf.example"),
        mail("kari@a.hf.example"),
        Some(mail("kari")),
    );
    let addresses = [uri("http://hf.example/x"), uri("http://a.hf.example/x")];
    pair("URI", uri("hf.example"), addresses[0].clone(), addresses[1].clone(), Some(uri("http://10.0.0.1/")));
    pair("iPAddress", ip(&[10, 1, 0, 0, 255, 255, 0, 0]), ip(&[10, 1, 2, 3]), ip(&[10, 2, 2, 3]), None);
    let permit = |one: Blank| one.constraints(&[directory("O=HF")], &[]);
    add("directoryName", three(same, permit, same), "valid", Accepts);
    let other = |one: Blank| one.subject(name("O=XX/CN=Leaf"));
    add("directoryName", three(same, permit, other), "0:name-not-permitted", Refuses);
    let exclude = |one: Blank| one.constraints(&[], &[directory("O=HF")]);
    add("directoryName", three(same, exclude, same), "0:name-excluded", Refuses);
    let forbid = |one: Blank| one.constraints(&[registered()], &[]);
    let with = |one: Blank| one.names(&[registered()]);
    add("registeredID", three(same, forbid, with), "0:name-constraint-unsupported", Refuses);
    add("registeredID that nobody has", three(same, forbid, same), "valid", Accepts);
    let both = |one: Blank| one.constraints(&[dns("hf.example")], &[dns("a.hf.example")]);
    let names = |one: Blank| one.names(&[dns("a.hf.example"), dns("elsewhere.example")]);
    add("outside and excluded", three(same, both, names), "0:name-not-permitted 0:name-excluded", Refuses);
}

/// What certificates are for.
fn purposes(add: &mut impl FnMut(&'static str, Set, Rules, &'static str, Peer)) {
    let login = || Rules { purpose: Purpose::Authentication, ..rules() };
    let signing = || Rules { purpose: Purpose::Signature, ..rules() };
    let purpose = |oid: &'static str| move |one: Blank| one.purposes(&[oid]);
    add("for login", three(same, same, purpose(CLIENT)), login(), "valid", Accepts);
    add("for servers", three(same, same, purpose(SERVER)), login(), "0:extended-key-usage", Accepts);
    add(
        "for servers, by its authority",
        three(same, purpose(SERVER), same),
        login(),
        "1:extended-key-usage",
        Accepts,
    );
    add(
        "for servers, and nobody asks",
        three(same, purpose(SERVER), purpose(SERVER)),
        rules(),
        "valid",
        Accepts,
    );
    add("no signature certificate", three(same, same, same), signing(), "0:key-usage", Accepts);
    add(
        "encryption only, for servers",
        three(same, same, |one| purpose(SERVER)(one.usage(&[2]))),
        login(),
        "0:key-usage 0:extended-key-usage",
        Accepts,
    );
}

/// Policies along the way.
fn policies(add: &mut impl FnMut(&'static str, Set, Rules, &'static str, Peer)) {
    let explicit = || Rules { explicit_policy: true, ..rules() };
    let has = |oids: &'static [&'static str]| move |one: Blank| one.policies(oids);
    add("no policy, and none asked", three(same, same, same), rules(), "valid", Accepts);
    add("no policy", three(same, same, same), explicit(), "0:no-policy", Accepts);
    add("one policy", three(same, has(&["1.2.1"]), has(&["1.2.1"])), explicit(), "valid", Accepts);
    add("two that differ", three(same, has(&["1.2.1"]), has(&["1.2.2"])), explicit(), "0:no-policy", Accepts);
    add("any above", three(same, has(&[ANY]), has(&["1.2.2"])), explicit(), "valid", Accepts);
    let closed = || Rules { inhibit_any_policy: true, ..explicit() };
    add("any above, inhibited", three(same, has(&[ANY]), has(&["1.2.2"])), closed(), "0:no-policy", Accepts);
    let mapped = |one: Blank| one.policies(&["1.2.1"]).mappings(&[("1.2.1", "1.2.2")]);
    add("mapped", three(same, mapped, has(&["1.2.2"])), explicit(), "valid", Accepts);
    add("mapped, and not followed", three(same, mapped, has(&["1.2.1"])), explicit(), "0:no-policy", Accepts);
    let inhibited = || Rules { inhibit_policy_mapping: true, ..explicit() };
    add("mapped, inhibited", three(same, mapped, has(&["1.2.2"])), inhibited(), "0:no-policy", Accepts);
    let to_any = |one: Blank| one.policies(&["1.2.1"]).mappings(&[("1.2.1", ANY)]);
    add("mapped to any", three(same, to_any, has(&["1.2.2"])), rules(), "1:policy-mapped-to-any", Accepts);
    let demanded = |one: Blank| {
        one.policies(&["1.2.1"]).with("2.5.29.36", true, &der::sequence(&[der::implicit(0, &[0])]))
    };
    add("demanded by the authority", three(same, demanded, same), rules(), "0:no-policy", Accepts);
    let wanted = Rules { policies: vec!["1.2.9".to_owned()], ..explicit() };
    add(
        "not the one that was asked for",
        three(same, has(&["1.2.1"]), has(&["1.2.1"])),
        wanted,
        "0:no-policy",
        Accepts,
    );
    let critical =
        |one: Blank| one.with("2.5.29.32", true, &der::sequence(&[der::sequence(&[der::oid("1.2.1")])]));
    add("critical", three(same, critical, critical), explicit(), "valid", Accepts);
}

#[test]
fn every_case_shows_every_reason() {
    let mut wrong = Vec::new();
    for case in cases() {
        let judgement = case.set.judge(&case.rules);
        if said(&judgement) != case.said {
            wrong.push(format!(
                "{}: {} instead of {} ({:?})",
                case.name,
                said(&judgement),
                case.said,
                judgement.reasons
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// OpenSSL was given the purpose `any` and no policies: cases that set either are judged by it without them.
#[cfg(target_os = "linux")]
#[test]
fn openssl_says_what_is_written_here() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        let file = |name: &str, ders: &[Vec<u8>]| {
            let path = folder.path().join(format!("{number}-{name}.pem"));
            let text: String = ders.iter().map(|der| pem(der)).collect();
            std::fs::write(&path, text).unwrap();
            path
        };
        let mut command = std::process::Command::new("openssl");
        command.args(["verify", "-attime", "1780272000", "-CAfile"]).arg(file("anchors", &case.set.anchors));
        if !case.set.issuers.is_empty() {
            command.arg("-untrusted").arg(file("issuers", &case.set.issuers));
        }
        let output = command.arg(file("leaf", std::slice::from_ref(&case.set.leaf))).output().unwrap();
        let peer = if output.status.success() { Accepts } else { Refuses };
        if peer != case.peer {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            wrong.push(format!(
                "{} ({}): openssl {peer:?}: {}",
                case.name,
                case.said,
                why.replace('\n', " ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pem(der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
