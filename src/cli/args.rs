//! The arguments, as they parse. Their help stands in `words.toml`, in both languages.
#![allow(missing_docs)]

use crate::facts::VerifyPurpose;
use crate::identity::PersonName;
use crate::report::Format;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

#[derive(Debug, Parser)]
#[command(name = "eid-ready", version, disable_help_subcommand = true)]
pub struct Arguments {
    #[arg(long, global = true, value_name = "nb|en", value_parser = ["nb", "en"])]
    pub lang: Option<String>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Check(CheckArgs),
    Readers(ReadersArgs),
    Certs(CertsArgs),
    Demo(DemoArgs),
    Verify(VerifyArgs),
    Login(LoginArgs),
    Client(ClientCommandArgs),
    Name {
        #[command(subcommand)]
        command: NameCommand,
    },
    Roster {
        #[command(subcommand)]
        command: RosterCommand,
    },
    Replay(ReplayArgs),
    Explain(ExplainArgs),
    Completions {
        shell: clap_complete::Shell,
    },
    Man,
}

#[derive(Debug, Subcommand)]
pub enum NameCommand {
    Compare(CompareArgs),
}

#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    Check(RosterCheckArgs),
    Template(TemplateArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[arg(long, value_name = "NAME", value_parser = name, conflicts_with = "roster")]
    pub expect_name: Option<String>,
    #[command(flatten)]
    pub roster: RosterArgs,
    #[arg(long, value_name = "URL", conflicts_with = "offline")]
    pub proxy: Option<String>,
    #[arg(long, conflicts_with_all = ["offline", "replay_trace"])]
    pub login: bool,
    #[arg(long, value_name = "FILE", requires = "login")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub wishes: LoginWishes,
    #[command(flatten)]
    pub asking: AskingArgs,
    #[arg(long, value_name = "PATH|auto", conflicts_with = "replay_trace")]
    pub module: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub capture: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub card_sketch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct LoginArgs {
    #[command(flatten)]
    pub client: ClientArgs,
    #[command(flatten)]
    pub wishes: LoginWishes,
    #[arg(long, value_name = "NAME", value_parser = name, conflicts_with = "roster")]
    pub expect_name: Option<String>,
    #[command(flatten)]
    pub roster: RosterArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct ClientCommandArgs {
    #[command(flatten)]
    pub client: ClientArgs,
    #[arg(long)]
    pub connect: bool,
    #[command(flatten)]
    pub run: RunArgs,
}

/// What every run without a card takes.
#[derive(Debug, Args)]
pub struct RunArgs {
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
    #[arg(long, value_name = "FILE")]
    pub capture: Option<PathBuf>,
    #[command(flatten)]
    pub judge: JudgeArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub asking: AskingArgs,
}

/// The HelseID client.
#[derive(Debug, Default, Args)]
pub struct ClientArgs {
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    #[arg(long, value_name = "URL")]
    pub self_service_url: Option<String>,
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
}

/// How to log in.
#[derive(Debug, Clone, Default, Args)]
pub struct LoginWishes {
    #[arg(long, value_name = "EID")]
    pub eid: Option<String>,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub login_timeout: Option<u64>,
    #[arg(long)]
    pub no_browser: bool,
}

impl LoginWishes {
    /// Whether nothing is wished.
    pub fn are_none(&self) -> bool {
        self.eid.is_none() && self.login_timeout.is_none() && !self.no_browser
    }
}

/// Whether a person may be asked something. Nothing here asks yet, so that both hold by themselves.
#[derive(Debug, Args)]
pub struct AskingArgs {
    #[arg(long)]
    pub yes: bool,
    #[arg(long)]
    pub non_interactive: bool,
}

#[derive(Debug, Args)]
pub struct ReadersArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[arg(long, conflicts_with_all = ["trace", "replay_trace"])]
    pub watch: bool,
}

#[derive(Debug, Args)]
pub struct CertsArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[arg(long, value_name = "DIR")]
    pub export: Option<PathBuf>,
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub at: Option<Timestamp>,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub roster: RosterArgs,
    #[arg(long, value_name = "DATE")]
    pub go_live: Option<Date>,
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub at: Option<Timestamp>,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    #[arg(long, value_name = "NAME", conflicts_with_all = ["expected_given", "expected_middle", "expected_family"])]
    pub expected: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub expected_given: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub expected_middle: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub expected_family: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub cn: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub gn: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub sn: Option<String>,
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["expected", "expected_given", "expected_middle", "expected_family", "cn", "gn", "sn"]
    )]
    pub pairs: Option<PathBuf>,
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub output: ListArgs,
}

#[derive(Debug, Args)]
pub struct RosterCheckArgs {
    #[arg(value_name = "ROSTER", id = "roster_file")]
    pub file: PathBuf,
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub output: ListArgs,
    #[arg(long, value_name = "warn")]
    pub fail_on: Option<FailOn>,
}

#[derive(Debug, Args)]
pub struct TemplateArgs {
    #[arg(value_name = "ROSTER", id = "template_file")]
    pub file: Option<PathBuf>,
}

/// Who should hold the card, by a staff list.
#[derive(Debug, Args)]
pub struct RosterArgs {
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    #[arg(long, value_name = "ID", requires = "roster")]
    pub person: Option<String>,
}

/// How to show what is a list and no report.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[arg(long, value_name = "FORMAT", id = "list_format", default_value_t = ListFormat::Text, value_enum)]
    pub format: ListFormat,
    #[arg(long, conflicts_with = "show_identifiers")]
    pub share: bool,
    #[arg(long)]
    pub show_identifiers: bool,
}

/// The formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Text,
    Short,
    Json,
    Csv,
}

#[derive(Debug, Args)]
pub struct ReplayArgs {
    #[arg(value_name = "CAPTURE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub judge: JudgeArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[arg(value_name = "CERT", required = true)]
    pub certificates: Vec<PathBuf>,
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub anchor: Vec<PathBuf>,
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub intermediate: Vec<PathBuf>,
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub crl: Vec<PathBuf>,
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub ocsp: Vec<PathBuf>,
    #[arg(long, value_name = "OID", num_args = 1.., value_parser = oid)]
    pub policy: Vec<String>,
    #[arg(long)]
    pub explicit_policy: bool,
    #[arg(long)]
    pub inhibit_policy_mapping: bool,
    #[arg(long)]
    pub inhibit_any_policy: bool,
    #[arg(long, value_name = "any|auth|sign")]
    pub purpose: Option<PurposeArg>,
    #[arg(long)]
    pub require_revocation: bool,
    #[arg(long, conflicts_with = "require_revocation")]
    pub no_revocation: bool,
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub judge: JudgeArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What certificates in files are to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PurposeArg {
    Any,
    Auth,
    Sign,
}

impl From<PurposeArg> for VerifyPurpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Any => VerifyPurpose::Any,
            PurposeArg::Auth => VerifyPurpose::Auth,
            PurposeArg::Sign => VerifyPurpose::Sign,
        }
    }
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    #[arg(long, conflicts_with = "id")]
    pub all: bool,
    #[arg(long, conflicts_with_all = ["id", "all"])]
    pub schema: bool,
}

/// Where cards come from.
#[derive(Debug, Args)]
pub struct SourceArgs {
    #[arg(long, value_name = "SUBSTRING")]
    pub reader: Vec<String>,
    #[arg(long, value_name = "NAME|PATH", conflicts_with = "reader")]
    pub simulate: Vec<String>,
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    #[arg(long)]
    pub offline: bool,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
    #[arg(long, value_name = "FILE", conflicts_with = "replay_trace")]
    pub trace: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "simulate")]
    pub replay_trace: Option<PathBuf>,
}

/// How to judge.
#[derive(Debug, Args)]
pub struct JudgeArgs {
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub at: Option<Timestamp>,
    #[arg(long, value_name = "DATE")]
    pub go_live: Option<Date>,
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
}

/// How to show.
#[derive(Debug, Args)]
pub struct OutputArgs {
    #[arg(long, value_name = "FORMAT", default_value_t = Format::Text)]
    pub format: Format,
    #[arg(long, value_name = "FORMAT:PATH")]
    pub output: Vec<Destination>,
    #[arg(long, conflicts_with = "show_identifiers")]
    pub share: bool,
    #[arg(long)]
    pub show_identifiers: bool,
    #[arg(long, value_name = "warn")]
    pub fail_on: Option<FailOn>,
}

/// The mildest finding that makes the exit code differ from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Warn,
}

/// A name that has letters in it: without any there would be nothing to compare, and every card would do.
fn name(text: &str) -> Result<String, String> {
    match PersonName::parse(text).is_empty() {
        true => Err("NAME".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// A moment. The last hours of the year 9999 are more than [`Timestamp`] can hold: they become its last moment.
fn moment(text: &str) -> Result<Timestamp, jiff::Error> {
    text.parse().or_else(|error| {
        let pieces = Pieces::parse(text)?;
        match (pieces.date().year(), pieces.time(), pieces.to_numeric_offset()) {
            (9999, Some(time), Some(offset)) => {
                Ok(offset.to_timestamp(pieces.date().to_datetime(time)).unwrap_or(Timestamp::MAX))
            }
            _ => Err(error),
        }
    })
}

/// The arguments with one value for each option of several that stands before the first argument without a name, which it
/// would swallow: `verify --anchor ROOT CERT`. Nothing where the command is not `verify`.
pub fn one_value_each(command: &clap::Command, arguments: &[OsString]) -> Option<Vec<OsString>> {
    let place = arguments.iter().position(|argument| argument == "verify")?;
    let verify = command.find_subcommand("verify")?;
    let takes_value = |argument: &OsString| {
        let name = argument.to_str()?.strip_prefix("--")?;
        let mut known = verify.get_arguments().chain(command.get_arguments());
        let option = known.find(|option| option.get_long() == Some(name))?;
        option.get_action().takes_values().then_some(())
    };
    let (before, after) = arguments.split_at(place + 1);
    let mut single = before.to_vec();
    let mut rest = after.iter().cloned();
    while let Some(mut argument) = rest.next() {
        let first = !argument.to_string_lossy().starts_with('-');
        if let Some(value) = takes_value(&argument).and_then(|()| rest.next()) {
            argument.push("=");
            argument.push(value);
        }
        single.push(argument);
        if first {
            break;
        }
    }
    single.extend(rest);
    Some(single)
}

/// An object identifier in dotted form.
fn oid(text: &str) -> Result<String, String> {
    let arcs: Vec<&str> = text.split('.').collect();
    let digits = |arc: &&str| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit());
    match arcs.len() >= 2 && arcs.iter().all(digits) {
        true => Ok(text.to_owned()),
        false => Err("OID".to_owned()),
    }
}

/// A file to write, and its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    pub format: Format,
    pub path: PathBuf,
}

impl FromStr for Destination {
    type Err = String;

    /// Only the first colon parts the two: `json:C:\reports\today.json`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, path) = text.split_once(':').ok_or("FORMAT:PATH")?;
        let format = format.parse::<Format>().map_err(|error| error.to_string())?;
        if path.is_empty() {
            return Err("FORMAT:PATH".to_owned());
        }
        Ok(Destination { format, path: PathBuf::from(path) })
    }
}
