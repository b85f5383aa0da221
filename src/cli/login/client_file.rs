//! The HelseID client of a run: its configuration file, and the policy of the provider that it belongs to.

use super::super::args::ClientArgs;
use super::super::problem::{Problem, read_bytes};
use super::super::profile;
use crate::adapters::files;
use crate::facts::ClientFacts;
use crate::gather::login::{Client, client_facts};
use crate::openid::authority::is_safe;
use crate::openid::client_file::{self, ClientFileFault, OtherFormat};
use crate::openid::jose::KeyFault;
use crate::policy::Policy;
use std::path::{Path, PathBuf};

/// A client that was read.
pub(in crate::cli) struct Opened {
    /// Its key, and where it belongs.
    pub client: Client,
    /// What of it may be told.
    pub facts: ClientFacts,
}

/// Reads the configuration file that the arguments or the policy name, and makes the policy that of its provider where
/// nobody chose one: the file alone is enough.
///
/// # Errors
/// No file is named, it cannot be read, or it is no configuration file that can be used.
pub(in crate::cli) fn open(args: &ClientArgs, policy: &mut Policy, chosen: bool) -> Result<Opened, Problem> {
    let path = path(args, policy).ok_or_else(|| Problem::new("problem-no-config", &[]))?;
    let file = client_file::parse(&read_bytes(&path)?).map_err(|fault| refused(&path, &fault))?;
    let facts = client_facts(&file, files::readable_by_others(&path));
    let client = Client::of(file);
    if !chosen {
        settle(policy, &client.issuer)?;
    }
    aim(policy, args.self_service_url.as_deref(), &client.issuer)?;
    Ok(Opened { client, facts })
}

/// Where the configuration file is: beside the profile, if that is who names it.
fn path(args: &ClientArgs, policy: &Policy) -> Option<PathBuf> {
    let folder = || args.profile.as_ref().and_then(|profile| Path::new(profile).parent());
    let named = || policy.login.config.as_ref().map(|config| folder().unwrap_or(Path::new("")).join(config));
    args.config.clone().or_else(named)
}

/// The preset of a provider that is known, with everything else as it was.
fn settle(policy: &mut Policy, issuer: &str) -> Result<(), Problem> {
    let known = policy.login.providers.iter().find(|known| known.issuer == issuer);
    if let Some(known) = known.filter(|known| known.profile != policy.name) {
        let bounds = policy.bounds;
        *policy = profile::choose(Some(&known.profile.clone()), false)?;
        policy.bounds = bounds;
    }
    Ok(())
}

/// The provider is the client's. A token of one provider is never shown to the self-service API of another.
fn aim(policy: &mut Policy, self_service: Option<&str>, issuer: &str) -> Result<(), Problem> {
    if let Some(address) = self_service {
        policy.login.self_service = Some(checked(address)?);
    } else if policy.login.issuer != issuer {
        policy.login.self_service = None;
    }
    Ok(())
}

/// An address over https, or on this machine.
fn checked(address: &str) -> Result<String, Problem> {
    match url::Url::parse(address).is_ok_and(|url| is_safe(&url)) {
        true => Ok(address.to_owned()),
        false => Err(Problem::new("problem-self-service-url", &[("url", address)])),
    }
}

/// What is wrong with the file, in one line.
fn refused(path: &Path, fault: &ClientFileFault) -> Problem {
    let (line, column) = fault.place().unwrap_or_default();
    let holes = [
        ("path", path.display().to_string()),
        ("line", line.to_string()),
        ("column", column.to_string()),
        ("member", member(fault).to_owned()),
        ("code", fault.code().to_owned()),
    ];
    Problem::new(words(fault), &holes.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The words for a fault; those of a broken key are few, because what to do is the same.
fn words(fault: &ClientFileFault) -> &'static str {
    match fault {
        ClientFileFault::Empty => "problem-config-empty",
        ClientFileFault::TooLarge { .. } => "problem-config-too-large",
        ClientFileFault::Other(OtherFormat::Zip(_)) => "problem-config-zip",
        ClientFileFault::Other(_) => "problem-config-other",
        ClientFileFault::NotText | ClientFileFault::NotAnObject { .. } => "problem-config-not-json",
        ClientFileFault::Truncated { .. } => "problem-config-truncated",
        ClientFileFault::NotJson { .. } => "problem-config-malformed",
        ClientFileFault::MemberMissing { .. } => "problem-config-member-missing",
        ClientFileFault::MemberTwice { .. } => "problem-config-member-twice",
        ClientFileFault::MemberType { .. } => "problem-config-member-type",
        ClientFileFault::Authority => "problem-config-authority",
        ClientFileFault::NoKey => "problem-config-no-key",
        ClientFileFault::KeysDiffer => "problem-config-keys-differ",
        ClientFileFault::Key { fault, .. } => match fault {
            KeyFault::PublicOnly { .. } => "problem-config-key-public",
            KeyFault::TooShort { .. } => "problem-config-key-short",
            KeyFault::EvenModulus
            | KeyFault::Exponent
            | KeyFault::NotTheProduct
            | KeyFault::PrivateExponent
            | KeyFault::CrtValue { .. }
            | KeyFault::NotOfOneKey => "problem-config-key-torn",
            KeyFault::Symmetric
            | KeyFault::UnknownKeyType
            | KeyFault::UnknownCurve
            | KeyFault::UnknownAlgorithm
            | KeyFault::AlgorithmMisfit { .. }
            | KeyFault::NotForSigning { .. }
            | KeyFault::MultiPrime
            | KeyFault::TooLong { .. }
            | KeyFault::UnusualSize { .. } => "problem-config-key-kind",
            _ => "problem-config-key-broken",
        },
    }
}

fn member(fault: &ClientFileFault) -> &'static str {
    match fault {
        ClientFileFault::MemberMissing { member }
        | ClientFileFault::MemberTwice { member }
        | ClientFileFault::MemberType { member, .. }
        | ClientFileFault::Key { member, .. } => member,
        _ => "",
    }
}
