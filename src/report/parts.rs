//! A report taken apart: a frame, and the lists in it that are long when many certificates are asked about.

use crate::judge::report::{CardReport, Report};

/// The report without its outcomes, its expiry plan and its certificates.
pub(super) fn frame(report: &Report) -> Report {
    Report {
        schema_version: report.schema_version.clone(),
        tool: report.tool.clone(),
        captured_at: report.captured_at,
        judged_at: report.judged_at,
        profile: report.profile.clone(),
        redacted: report.redacted,
        verdict: report.verdict,
        go_live: report.go_live.clone(),
        expiry_plan: Vec::new(),
        checks_left_out: report.checks_left_out,
        first_action: report.first_action.clone(),
        station: report.station.clone(),
        readers: report.readers.clone(),
        cards: report.cards.iter().map(without_certificates).collect(),
        modules: report.modules.clone(),
        network: report.network.clone(),
        client: report.client.clone(),
        login: report.login.clone(),
        checks: Vec::new(),
    }
}

fn without_certificates(card: &CardReport) -> CardReport {
    CardReport {
        reader: card.reader.clone(),
        atr: card.atr.clone(),
        family: card.family.clone(),
        access: card.access,
        protocol: card.protocol,
        applications: card.applications.clone(),
        token: card.token.clone(),
        pins: card.pins.clone(),
        certificates: Vec::new(),
        ca_certificates: card.ca_certificates.clone(),
        name: card.name.clone(),
        proof: card.proof.clone(),
        traffic: card.traffic,
    }
}
