//! The report: everything that a run concludes, in no language and for every format.
//!
//! Field names are those of the published JSON (`eid-ready explain --schema`). Redaction works on these same fields,
//! so every format, text included, is redacted by the same code.

use super::check::Scope;
pub use super::modules::{
    ModuleCertificateReport, ModuleReport, ModuleTokenReport, SlotReport, SourceReport,
};
use super::value::Evidence;
use crate::facts::{Access, CertificateRole, LoginStep, Protocol, Traffic};
pub use crate::policy::{Environment, ExpiryThreshold, Severity};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of the JSON report; additions raise the minor number.
pub const SCHEMA_VERSION: &str = "1.3.0";

/// One run, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA_VERSION`] of the writer.
    pub schema_version: String,
    /// Who wrote it.
    pub tool: Tool,
    /// When the facts were gathered.
    pub captured_at: Timestamp,
    /// The moment that validity was judged at.
    pub judged_at: Timestamp,
    /// The policy's name.
    pub profile: String,
    /// Persons are stripped.
    pub redacted: bool,
    /// The answer.
    pub verdict: Verdict,
    /// The answer for the go-live day, if one was asked.
    pub go_live: Option<GoLive>,
    /// What runs out, soonest first.
    pub expiry_plan: Vec<Expiry>,
    /// How many checks were left out by choice; more than 0 means that the verdict is about the chosen ones only.
    #[serde(default)]
    pub checks_left_out: u32,
    /// Whose turn it is; `None` when ready.
    pub first_action: Option<FirstAction>,
    /// The workstation.
    pub station: StationReport,
    /// The readers.
    pub readers: Vec<ReaderReport>,
    /// The cards.
    pub cards: Vec<CardReport>,
    /// The PKCS#11 modules that were looked through.
    #[serde(default)]
    pub modules: Vec<ModuleReport>,
    /// Network probes; empty when none was asked for.
    pub network: Vec<NetworkReport>,
    /// The HelseID client, if one was examined.
    pub client: Option<ClientReport>,
    /// The test login.
    pub login: LoginReport,
    /// Every outcome of every check.
    pub checks: Vec<CheckResult>,
}

/// The tool that wrote a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `eid-ready`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Can this person log in?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Yes.
    Ready,
    /// Yes, and something should be done soon.
    ReadyWithWarnings,
    /// It could not be determined.
    Undetermined,
    /// No.
    NotReady,
}

/// The verdict for the go-live day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoLive {
    /// The day.
    pub date: Date,
    /// The verdict when that day begins in Norway; on the judged day itself, at the judged moment.
    pub verdict: Verdict,
    /// Whose turn it is before then.
    pub first_action: Option<FirstAction>,
}

/// Something that runs out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expiry {
    /// `certificate` (or `helseid-key`).
    pub what: String,
    /// Whose or which.
    pub subject: String,
    /// When.
    pub expires: Timestamp,
    /// Norwegian local days from the judged day to that day; negative when past.
    pub days_left: i64,
    /// The nearest threshold that it lies within; `null` when there is time.
    #[serde(default)]
    pub within: Option<ExpiryThreshold>,
    /// The Norwegian day by which what replaces it should be ordered.
    #[serde(default)]
    pub act_by: Option<Date>,
    /// A login stands or falls with it. What only encrypts, and what others have taken over from, is not worth acting on.
    #[serde(default = "yes")]
    pub decisive: bool,
    /// It is valid on the go-live day; `null` when none was asked about.
    #[serde(default)]
    pub valid_on_go_live: Option<bool>,
}

fn yes() -> bool {
    true
}

/// The first thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirstAction {
    /// The check that asks for it.
    pub check: String,
    /// What the check is about, as in its outcome.
    #[serde(default)]
    pub subject: Option<String>,
    /// The remedy, by id.
    pub remedy: String,
    /// Whose turn it is.
    pub who: Who,
    /// The evidence that fills the remedy's words.
    pub evidence: Evidence,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The person with the card.
    Holder,
    /// The organisation's helpdesk or IT staff.
    Helpdesk,
    /// Buypass or Commfides.
    Issuer,
    /// Whoever runs the network and its firewall.
    Network,
    /// Norsk helsenett, for HelseID and kjernejournal.
    ServiceOwner,
    /// The vendor of a reader, of middleware, or of this tool.
    Vendor,
}

/// The workstation, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StationReport {
    /// Operating system and version.
    pub os: String,
    /// Processor architecture.
    pub architecture: String,
    /// The PC/SC library in use, if it could be loaded.
    pub library: Option<String>,
    /// `running`, or the error in one line.
    pub smart_card_service: String,
    /// The desktop is a remote session; `null` when not known.
    pub remote_session: Option<bool>,
}

/// A reader, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReaderReport {
    /// Its name.
    pub name: String,
    /// `empty`, `present`, `mute`, `exclusive`, `unavailable`, or `unknown`.
    pub state: String,
    /// A card is in it.
    pub card_present: bool,
    /// The card's answer to reset, upper-case hex.
    pub atr: Option<String>,
    /// It has a PIN pad; `null` when not asked.
    pub pin_pad: Option<bool>,
    /// The family that the answer to reset hints at.
    pub family_hint: Option<String>,
}

/// A card, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardReport {
    /// Its reader.
    pub reader: String,
    /// Its answer to reset, upper-case hex.
    pub atr: String,
    /// Its family; `null` for an unknown card.
    pub family: Option<FamilyReport>,
    /// The route by which it was read.
    pub access: Access,
    /// The transmission protocol, `T=0` or `T=1`; `null` when no connection came about.
    pub protocol: Option<Protocol>,
    /// The applications that EF.DIR names.
    pub applications: Vec<ApplicationReport>,
    /// What it says of itself.
    pub token: TokenReport,
    /// Its PINs.
    pub pins: Vec<PinReport>,
    /// Its end-entity certificates, in the card's order.
    pub certificates: Vec<CertificateReport>,
    /// Certificates of certification authorities that it carries.
    pub ca_certificates: Vec<CaCertificateReport>,
    /// Is this the person?
    pub name: NameReport,
    /// Proof of the key.
    pub proof: ProofReport,
    /// How much was said to it.
    pub traffic: Traffic,
}

/// A card family, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyReport {
    /// Stable id.
    pub id: String,
    /// The name that people use.
    pub name: String,
    /// The layout is a hypothesis.
    pub hypothesis: bool,
}

/// An application on the card, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationReport {
    /// Its identifier, upper-case hex.
    pub aid: String,
    /// The name that people use, where known.
    pub name: Option<String>,
}

/// EF(TokenInfo), as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenReport {
    /// Label.
    pub label: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Manufacturer.
    pub manufacturer: Option<String>,
}

/// A PIN, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinReport {
    /// Label.
    pub label: Option<String>,
    /// How many tries are left; `null` when the card does not tell.
    pub tries_left: Option<u8>,
    /// `ok`, `blocked`, `not-activated`, `unknown`.
    pub state: PinState,
}

/// The state of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinState {
    /// Tries are left.
    Ok,
    /// No try is left.
    Blocked,
    /// The card says that the PIN was never set.
    NotActivated,
    /// The card does not tell.
    Unknown,
}

/// A certificate, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertificateReport {
    /// By key usage.
    pub roles: Vec<CertificateRole>,
    /// The label in the card's directory.
    pub label: Option<String>,
    /// Path on the card, or file name.
    pub source: String,
    /// Every route by which it was seen.
    #[serde(default)]
    pub sources: Vec<SourceReport>,
    /// Whose.
    pub subject: SubjectReport,
    /// By whom.
    pub issuer: IssuerReport,
    /// Serial number, lower-case hex.
    pub serial: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// Norwegian local days left at the judged moment.
    pub days_left: i64,
    /// The key.
    pub key: KeyReport,
    /// RFC 5280 names of the key usage bits.
    pub key_usage: Vec<String>,
    /// Names where known, else object identifiers.
    pub extended_key_usage: Vec<String>,
    /// Object identifiers.
    pub policies: Vec<String>,
    /// ETSI EN 319 412-5 statements.
    pub qc: QcReport,
    /// Mis-encodings and oddities that were read past, by stable word.
    pub oddities: Vec<String>,
    /// Digest of the certificate.
    pub sha256: String,
    /// Digest of SubjectPublicKeyInfo.
    pub spki_sha256: String,
    /// Would it be accepted?
    pub path: PathReport,
    /// Is it revoked?
    pub revocation: RevocationReport,
}

/// A certificate of a certification authority, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaCertificateReport {
    /// Its subject.
    pub subject: String,
    /// Path on the card.
    pub source: String,
    /// End of validity.
    pub not_after: Timestamp,
    /// Digest of the certificate.
    pub sha256: String,
}

/// A subject, as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectReport {
    /// CN.
    pub common_name: Option<String>,
    /// GN.
    pub given_name: Option<String>,
    /// SN.
    pub surname: Option<String>,
    /// The issuer's number for the person.
    pub serial_number: Option<String>,
    /// All of it, in encoded order.
    pub dn: String,
}

/// An issuer, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerReport {
    /// The name, in encoded order.
    pub dn: String,
    /// The issuer's id in the tool's data, by name and key; `null` when not known there.
    pub id: Option<String>,
    /// Where it belongs.
    pub environment: Environment,
}

/// A public key, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyReport {
    /// `RSA`, `EC`, `Ed25519`, or an object identifier.
    pub algorithm: String,
    /// Strength in bits; 0 when not known.
    pub bits: u32,
}

/// Qualified-certificate statements, as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QcReport {
    /// QcCompliance: the issuer calls it qualified.
    pub compliance: bool,
    /// QcSSCD: the key is in a secure device.
    pub sscd: bool,
    /// QcType, by name.
    pub types: Vec<String>,
    /// QcPDS: addresses of disclosure statements.
    #[serde(default)]
    pub pds: Vec<String>,
    /// QcLimitValue: up to what the issuer answers, with its currency.
    #[serde(default)]
    pub limit_value: Option<String>,
    /// QcRetentionPeriod, years.
    #[serde(default)]
    pub retention_years: Option<u32>,
    /// What the subject's serial number means: `natural`, `legal`, else object identifiers.
    #[serde(default)]
    pub semantics: Vec<String>,
    /// Object identifiers of all statements, in order.
    #[serde(default)]
    pub statements: Vec<String>,
    /// What could not be read, in words for people who debug.
    pub malformed: Vec<String>,
}

/// The path verdict, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathReport {
    /// `valid`, `invalid`, `undetermined`.
    pub verdict: PathVerdict,
    /// Digests from the certificate up to the anchor's key.
    pub chain: Vec<String>,
    /// The names of the authorities above the certificate, its issuer first, the anchor last.
    #[serde(default)]
    pub issuers: Vec<String>,
    /// Every reason.
    pub reasons: Vec<Reason>,
}

/// Would a relying party accept the chain?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathVerdict {
    /// Yes.
    Valid,
    /// No.
    Invalid,
    /// Not known.
    Undetermined,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// A stable word.
    pub code: String,
    /// In words for people who debug.
    pub detail: String,
}

/// What became of an address that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkReport {
    /// `ocsp`, `crl`, `issuer`.
    pub purpose: String,
    /// The address.
    pub url: String,
    /// `ok`, `failed`; `None` where it is not known.
    pub dns: Option<String>,
    /// The same for the connection.
    pub tcp: Option<String>,
    /// The same for encryption; `None` where there is none.
    pub tls: Option<String>,
    /// The status, or why there was none.
    pub http: Option<String>,
    /// `answered`, else why nothing came of it.
    pub outcome: String,
    /// How long the answer took, milliseconds.
    pub ms: Option<u64>,
}

/// The revocation verdict, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationReport {
    /// `good`, `revoked`, `unknown`, `undetermined`.
    pub status: String,
    /// `ocsp`, `crl`, `none`.
    pub method: String,
    /// When the answer was given.
    pub checked_at: Option<Timestamp>,
    /// Why it is not known.
    pub reasons: Vec<String>,
}

/// The name verdict, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameReport {
    /// Who should hold the card.
    pub expected: Option<String>,
    /// `match`, `match-with-difference`, `mismatch`, `not-checked`.
    pub verdict: String,
    /// How they differ.
    pub differences: Vec<NameDifference>,
}

/// One difference between the expected name and the card's, as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameDifference {
    /// A stable word.
    pub code: String,
    /// The words that it is about, for people who debug.
    pub detail: String,
    /// The expected words that it is about; may be empty.
    #[serde(default)]
    pub expected: String,
    /// The words on the card that it is about; may be empty.
    #[serde(default)]
    pub card: String,
}

/// The proof of the key, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofReport {
    /// `pass`, `fail`, `not-tried`.
    pub verdict: String,
    /// Why.
    pub why: String,
}

/// The HelseID client, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientReport {
    /// Where its provider belongs.
    pub environment: Environment,
    /// The provider that it is registered with.
    pub authority: String,
    /// Its identifier.
    pub client_id: String,
    /// What its organisation calls it.
    pub name: Option<String>,
    /// Its key.
    pub key: ClientKeyReport,
    /// Its scopes.
    pub scopes: Vec<ScopeReport>,
    /// Where a browser may come back to.
    pub redirect_uris: Vec<String>,
    /// What is odd in its file, and what the checks found.
    pub problems: Vec<Reason>,
    /// Its own connection to the provider.
    pub connection: LinkReport,
}

/// The key of a client, as reported: never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientKeyReport {
    /// `RSA`, `EC`.
    pub algorithm: String,
    /// Bits of the modulus, or of the curve.
    pub bits: u32,
    /// The name that the file gives it.
    pub kid: Option<String>,
    /// RFC 7638, SHA-256, base64url.
    pub thumbprint: String,
    /// When it stops working; `null` where nobody told.
    pub expires: Option<Timestamp>,
    /// Norwegian local days from the judged day to that day.
    pub days_left: Option<i64>,
}

/// A scope of a client, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeReport {
    /// The scope.
    pub scope: String,
    /// `registered` where nobody was asked, else what the service says: `ok`, `pending`.
    pub status: String,
}

/// A client's own connection to the provider, as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkReport {
    /// `pass`, `fail`, `undetermined`, `not-tried`.
    pub verdict: String,
    /// Why, as stable words.
    pub reasons: Vec<String>,
    /// The provider's time less ours, milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// What was done.
    pub steps: Vec<LoginStep>,
}

/// The test login, as reported.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LoginReport {
    /// Did it reach level high, by the right e-ID, person and moment?
    pub verdict: LoginVerdict,
    /// Issuer of the token; who was asked where none came.
    pub issuer: Option<String>,
    /// The e-ID that was used.
    pub idp: Option<String>,
    /// The level asked for.
    pub level_asked: Option<String>,
    /// The level reached.
    pub level_got: Option<String>,
    /// The person who logged in is the person on the card.
    pub same_person_as_card: Option<bool>,
    /// Why, as stable words: the fault, the provider's codes, the checks that did not pass.
    pub reasons: Vec<String>,
    /// The e-ID that was asked for; `null` for any.
    #[serde(default)]
    pub eid: Option<String>,
    /// Who logged in.
    #[serde(default)]
    pub name: Option<String>,
    /// The network that the login was seen on.
    #[serde(default)]
    pub network: Option<String>,
    /// A number in the register of health personnel came with it; `null` where it was not asked for.
    #[serde(default)]
    pub hpr_number: Option<bool>,
    /// The national number is the expected one; `null` where there was nothing to compare.
    #[serde(default)]
    pub national_number_matches: Option<bool>,
    /// When the person proved who they are.
    #[serde(default)]
    pub auth_time: Option<Timestamp>,
    /// The organisations that the client acts for; `null` where no login was accepted.
    #[serde(default)]
    pub organisation: Option<OrganisationReport>,
    /// The provider's time less ours, milliseconds.
    #[serde(default)]
    pub clock_offset_ms: Option<i64>,
    /// Questions asked between the browser's way back and the verdict.
    #[serde(default)]
    pub requests_after_callback: Option<u32>,
    /// What was done, in order.
    #[serde(default)]
    pub steps: Vec<LoginStep>,
}

/// What came out of a test login.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginVerdict {
    /// Level high, by the e-ID and the person that were asked for, just now.
    Pass,
    /// It did not come so far, or not so.
    Fail,
    /// The person broke it off.
    Cancelled,
    /// Nobody can tell.
    Undetermined,
    /// None was asked for.
    #[default]
    NotTried,
}

/// The organisations that a client acts for, as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationReport {
    /// The organisation that owns the client, or that a supplier acts for.
    pub parent: Option<String>,
    /// Its unit.
    pub child: Option<String>,
    /// The supplier.
    pub supplier: Option<String>,
    /// `single-tenant`, `multi-tenant`.
    pub tenancy: Option<String>,
}

/// One outcome of one check for one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check.
    pub id: String,
    /// What came out.
    pub status: Status,
    /// What it means for the verdict when found.
    pub severity: Severity,
    /// The fault is there, so that `pass` with `found` is something worth knowing and not a plain pass.
    #[serde(default)]
    pub found: bool,
    /// What kind of thing was looked at.
    pub scope: Scope,
    /// Which one: a reader's name, or reader and certificate; `null` for the workstation.
    pub subject: Option<String>,
    /// The values that fill its message.
    pub evidence: Evidence,
    /// What to do, by remedy id; empty unless something was found.
    pub remedies: Vec<String>,
    /// The check whose finding made this one moot, or a short stable word.
    pub blocked_by: Option<String>,
    /// How long judging took, in milliseconds; `null` unless it is worth telling.
    pub duration_ms: Option<u64>,
}

/// What came out of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The fault is not there, or it is there and only information.
    Pass,
    /// It is there, and something should be done soon.
    Warn,
    /// It is there, and it stops the login.
    Fail,
    /// The question did not arise.
    Skip,
    /// The question could not be answered.
    Error,
}
