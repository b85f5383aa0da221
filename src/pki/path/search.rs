//! From a certificate to the anchors: every issuer of the right name whose key made the signature is tried, the
//! likeliest first, until a path holds or there is none left.

use super::budget::{Budget, LONGEST_PATH};
use super::library::{Anchor, Library};
use super::reason::{Code, Reason};
use super::rules::{Purpose, RevocationRule, Rules};
use super::{Judgement, Verdict, validate};
use crate::pki::{Certificate, SignatureError};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// What is asked, by which rules and with what; and for which certificates it is being found out already.
pub(super) struct Asking<'a> {
    /// What may be used.
    pub library: &'a Library,
    /// What must be fulfilled.
    pub rules: &'a Rules,
    /// Shared by a search and all those it causes.
    budget: &'a Budget,
    /// The signer of lists whose own path is being weighed, and for whose sake.
    within: Option<(&'a Certificate, &'a Asking<'a>)>,
}

impl<'a> Asking<'a> {
    pub fn new(library: &'a Library, rules: &'a Rules, budget: &'a Budget) -> Self {
        Asking { library, rules, budget, within: None }
    }

    /// Whether `signer` may sign lists for certificates below `anchor`: its own path must end there too (RFC 5280 §6.3.3
    /// (f)). Nobody vouches for himself, but where the authority itself named him for his own certificate too
    /// (`is_delegated`).
    pub fn may_sign_lists(&self, signer: &Arc<Certificate>, anchor: &Anchor, is_delegated: bool) -> bool {
        if let Some(known) = self.library.list_signer(signer, anchor) {
            return known;
        }
        if self.is_asking_about(signer) {
            return is_delegated;
        }
        if self.depth() >= DEEPEST {
            return false;
        }
        let rules = Rules {
            fresh_at: self.rules.fresh_at,
            purpose: Purpose::RevocationList,
            revocation: RevocationRule::Required,
            shortest_rsa: self.rules.shortest_rsa,
            ..Rules::at(self.rules.at)
        };
        let asking = Asking {
            library: self.library,
            rules: &rules,
            budget: self.budget,
            within: Some((signer, self)),
        };
        let judgement = Search::new(&asking).towards(anchor).judge(signer);
        let accepted = judgement.verdict() == Verdict::Valid;
        // Deeper down a refusal may come of the question that led there, and one of a search that was given up says nothing
        // of the signer.
        if accepted || (self.within.is_none() && !self.budget.is_spent()) {
            self.library.keep_list_signer(signer, anchor, accepted);
        }
        accepted
    }

    fn depth(&self) -> usize {
        self.within.map_or(0, |(_, outer)| outer.depth() + 1)
    }

    fn is_asking_about(&self, signer: &Certificate) -> bool {
        self.within.is_some_and(|(one, outer)| one.sha256 == signer.sha256 || outer.is_asking_about(signer))
    }
}

/// Signers of lists whose own revocation is told by lists of other signers, and so on: nobody nests them deeper.
const DEEPEST: usize = 4;

/// One search.
pub(super) struct Search<'a> {
    asking: &'a Asking<'a>,
    /// The only anchor that counts, if there is but one.
    towards: Option<&'a Anchor>,
    paths: usize,
    best: Option<Judgement>,
    /// Where the walk ended without an anchor: how far it came, and why not further.
    dead_end: Option<(Vec<Arc<Certificate>>, Reason)>,
    /// Somewhere the path grew too long to be followed.
    cut: bool,
}

impl<'a> Search<'a> {
    pub fn new(asking: &'a Asking<'a>) -> Self {
        Search { asking, towards: None, paths: 0, best: None, dead_end: None, cut: false }
    }

    /// The same, with paths to one anchor only.
    pub fn towards(self, anchor: &'a Anchor) -> Self {
        Search { towards: Some(anchor), ..self }
    }

    /// The best path from `certificate`, and what speaks against it.
    pub fn judge(mut self, certificate: &Arc<Certificate>) -> Judgement {
        if let Some(anchor) = self.asking.library.anchor_of(certificate) {
            self.weigh(std::slice::from_ref(certificate), Some(anchor), Vec::new());
        }
        let mut path = vec![certificate.clone()];
        if !self.holds() {
            self.walk(&mut path);
        }
        let bounded = self.cut || self.asking.budget.is_spent();
        let mut judgement = match (self.best.take(), self.dead_end.take()) {
            (Some(best), _) => best,
            (None, Some((chain, reason))) => {
                // Where the search was given up, that nothing was found says nothing.
                let reasons = if bounded { Vec::new() } else { vec![reason] };
                self.weigh(&chain, None, reasons);
                self.best.take().unwrap_or_else(|| nothing(certificate))
            }
            (None, None) => nothing(certificate),
        };
        if bounded && (judgement.anchor.is_none() || judgement.verdict() != Verdict::Valid) {
            // What speaks against the paths that were tried says nothing of those that were not.
            judgement.reasons.retain(|reason| reason.code.is_open() || reason.is_of_every_path());
            judgement.revocations.truncate(1);
            let detail = "too many or too long ways to try them all".to_owned();
            judgement.reasons.push(Reason { code: Code::SearchBounded, place: 0, detail });
        }
        judgement.paths = self.paths;
        judgement
    }

    fn holds(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.reasons.is_empty())
    }

    /// Goes one step further from the last certificate of `path`.
    fn walk(&mut self, path: &mut Vec<Arc<Certificate>>) {
        let Some(tip) = path.last().cloned() else { return };
        let place = path.len() - 1;
        let mut tried = Tried::default();
        for anchor in self.asking.library.anchors(&tip.issuer) {
            if self.towards.is_some_and(|only| only.spki != anchor.spki) {
                continue;
            }
            if self.holds() {
                return;
            }
            match self.try_key(&tip, &anchor.spki, &anchor.spki_sha256, &mut tried) {
                None => return,
                Some(true) => self.weigh(path, Some(anchor), Vec::new()),
                Some(false) => {}
            }
        }
        let mut passed = Vec::new();
        for issuer in self.issuers(&tip) {
            if is_on(path, &issuer) {
                passed.push(issuer);
                continue;
            }
            if path.len() >= LONGEST_PATH {
                self.cut = true;
                break;
            }
            if self.holds() {
                return;
            }
            match self.try_key(&tip, &issuer.key.spki, &issuer.key.sha256, &mut tried) {
                None => return,
                Some(true) => {
                    path.push(issuer);
                    self.walk(path);
                    path.pop();
                }
                Some(false) => {}
            }
        }
        // A key that is on the path already leads nowhere, and may still be the one that signed.
        for issuer in passed {
            if tried.wrong.is_none() || tried.fitted {
                break;
            }
            if self.try_key(&tip, &issuer.key.spki, &issuer.key.sha256, &mut tried).is_none() {
                return;
            }
        }
        let wrong_key = tried.wrong.filter(|_| !tried.fitted);
        self.note_dead_end(path, dead_end(&tip, place, wrong_key));
    }

    /// Whether `tip` was signed with that key; `None` when no step is left. A key that did not fit is tried once, however
    /// many certificates there are of it.
    fn try_key(&self, tip: &Certificate, spki: &[u8], sha256: &str, tried: &mut Tried) -> Option<bool> {
        if tried.misfits.contains(sha256) {
            return Some(false);
        }
        if !self.asking.budget.step() {
            return None;
        }
        let verdict = self.asking.library.signed_by(tip, spki, sha256);
        tried.fitted |= verdict.is_ok();
        if let Err(error) = verdict {
            tried.misfits.insert(sha256.to_owned());
            tried.wrong = Some(worse(tried.wrong.take(), error));
            return Some(false);
        }
        Some(true)
    }

    /// The certificates that bear the name of the issuer, the likeliest first: the key that the certificate points to,
    /// an authority, valid now, near an anchor, and the youngest of several.
    fn issuers(&self, tip: &Certificate) -> Vec<Arc<Certificate>> {
        let library = self.asking.library;
        let mut issuers = library.certificates(&tip.issuer).to_vec();
        issuers.sort_by_cached_key(|issuer| {
            let pointed_to = match (&tip.extensions.authority_key_id, &issuer.extensions.subject_key_id) {
                (Some(wanted), Some(own)) => wanted == own,
                _ => true,
            };
            let (authority, valid) = (issuer.is_ca(), issuer.is_valid_at(self.asking.rules.at));
            let distance = library.distance(&issuer.issuer);
            (Reverse((pointed_to, authority, valid)), distance, Reverse(issuer.not_after))
        });
        issuers
    }

    /// Weighs a whole path and keeps it if it is better than the one before.
    fn weigh(&mut self, chain: &[Arc<Certificate>], anchor: Option<&Arc<Anchor>>, mut reasons: Vec<Reason>) {
        if anchor.is_some() && !self.asking.budget.path() {
            return;
        }
        self.paths += usize::from(anchor.is_some());
        let weighed = validate::weigh(chain, anchor.map(|anchor| &**anchor), self.asking);
        reasons.extend(weighed.reasons);
        reasons.sort_by_key(|reason| (reason.place, reason.code));
        let judgement = Judgement {
            chain: chain.to_vec(),
            anchor: anchor.cloned(),
            reasons,
            revocations: weighed.revocations,
            paths: self.paths,
        };
        if self.best.as_ref().is_none_or(|best| faults(&judgement) < faults(best)) {
            self.best = Some(judgement);
        }
    }

    /// Keeps the walk that came furthest.
    fn note_dead_end(&mut self, path: &[Arc<Certificate>], reason: Reason) {
        if self.dead_end.as_ref().is_none_or(|(longest, _)| longest.len() < path.len()) {
            self.dead_end = Some((path.to_vec(), reason));
        }
    }
}

/// The keys that the signature of one certificate was tried with.
#[derive(Default)]
struct Tried {
    /// One of them made it.
    fitted: bool,
    /// Those that did not, by the SHA-256 of each.
    misfits: HashSet<String>,
    /// Why not.
    wrong: Option<SignatureError>,
}

/// What is open weighs less than what is wrong.
fn faults(judgement: &Judgement) -> (usize, usize) {
    let open = judgement.reasons.iter().filter(|reason| reason.code.is_open()).count();
    (judgement.reasons.len() - open, open)
}

/// The same name and key a second time leads nowhere new (RFC 4158 §2.4.2).
fn is_on(path: &[Arc<Certificate>], issuer: &Certificate) -> bool {
    path.iter().any(|one| one.key.sha256 == issuer.key.sha256 && one.subject.matches(&issuer.subject))
}

/// Of two keys that did not fit: that one could not be tried says less than that it was the wrong one.
fn worse(known: Option<SignatureError>, next: SignatureError) -> SignatureError {
    match known {
        Some(SignatureError::Invalid) => SignatureError::Invalid,
        _ => next,
    }
}

fn dead_end(tip: &Certificate, place: usize, wrong_key: Option<SignatureError>) -> Reason {
    let issuer = &tip.issuer;
    let (code, detail) = match wrong_key {
        Some(SignatureError::Invalid) => {
            (Code::SignatureInvalid, format!("not signed with a key of {issuer}"))
        }
        Some(SignatureError::Unsupported(algorithm)) => (Code::AlgorithmUnsupported, algorithm),
        None => (Code::IssuerNotFound, issuer.to_string()),
    };
    Reason { code, place, detail }
}

fn nothing(certificate: &Arc<Certificate>) -> Judgement {
    let reason = dead_end(certificate, 0, None);
    Judgement {
        chain: vec![certificate.clone()],
        anchor: None,
        reasons: vec![reason],
        revocations: Vec::new(),
        paths: 0,
    }
}
