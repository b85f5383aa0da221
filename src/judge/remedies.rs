//! The registry of remedies: few and shared, one TOML file each.

use super::text::{Applies, Remedy};
use std::sync::OnceLock;

/// Every remedy, id and TOML.
const SOURCES: &[(&str, &str)] = &[
    ("accept-terms", include_str!("remedies/accept-terms.toml")),
    ("activate-card", include_str!("remedies/activate-card.toml")),
    ("add-self-service-scope", include_str!("remedies/add-self-service-scope.toml")),
    ("allow-eid", include_str!("remedies/allow-eid.toml")),
    ("ask-for-approval", include_str!("remedies/ask-for-approval.toml")),
    ("ask-revocation", include_str!("remedies/ask-revocation.toml")),
    ("attach-reader", include_str!("remedies/attach-reader.toml")),
    ("bypass-loopback-proxy", include_str!("remedies/bypass-loopback-proxy.toml")),
    ("change-pin", include_str!("remedies/change-pin.toml")),
    ("check-authority", include_str!("remedies/check-authority.toml")),
    ("check-clock", include_str!("remedies/check-clock.toml")),
    ("check-name-in-register", include_str!("remedies/check-name-in-register.toml")),
    ("check-self-service", include_str!("remedies/check-self-service.toml")),
    ("choose-client-environment", include_str!("remedies/choose-client-environment.toml")),
    ("choose-profile", include_str!("remedies/choose-profile.toml")),
    ("close-other-program", include_str!("remedies/close-other-program.toml")),
    ("correct-client", include_str!("remedies/correct-client.toml")),
    ("correct-organisation", include_str!("remedies/correct-organisation.toml")),
    ("correct-roster", include_str!("remedies/correct-roster.toml")),
    ("enable-smart-card-service", include_str!("remedies/enable-smart-card-service.toml")),
    ("exempt-from-inspection", include_str!("remedies/exempt-from-inspection.toml")),
    ("fetch-client-file-again", include_str!("remedies/fetch-client-file-again.toml")),
    ("free-port", include_str!("remedies/free-port.toml")),
    ("give-proxy", include_str!("remedies/give-proxy.toml")),
    ("insert-card", include_str!("remedies/insert-card.toml")),
    ("install-fitting-middleware", include_str!("remedies/install-fitting-middleware.toml")),
    ("install-middleware", include_str!("remedies/install-middleware.toml")),
    ("install-pcsc", include_str!("remedies/install-pcsc.toml")),
    ("install-reader-driver", include_str!("remedies/install-reader-driver.toml")),
    ("keep-one-middleware", include_str!("remedies/keep-one-middleware.toml")),
    ("let-issuer-be-asked", include_str!("remedies/let-issuer-be-asked.toml")),
    ("lift-suspension", include_str!("remedies/lift-suspension.toml")),
    ("log-in-again", include_str!("remedies/log-in-again.toml")),
    ("log-in-as-yourself", include_str!("remedies/log-in-as-yourself.toml")),
    ("make-new-trace", include_str!("remedies/make-new-trace.toml")),
    ("name-the-issuers", include_str!("remedies/name-the-issuers.toml")),
    ("open-browser-by-hand", include_str!("remedies/open-browser-by-hand.toml")),
    ("open-network", include_str!("remedies/open-network.toml")),
    ("order-new-card", include_str!("remedies/order-new-card.toml")),
    ("pick-card-certificate", include_str!("remedies/pick-card-certificate.toml")),
    ("pick-right-file", include_str!("remedies/pick-right-file.toml")),
    ("protect-client-file", include_str!("remedies/protect-client-file.toml")),
    ("redirect-smart-cards", include_str!("remedies/redirect-smart-cards.toml")),
    ("refresh-middleware", include_str!("remedies/refresh-middleware.toml")),
    ("register-in-hpr", include_str!("remedies/register-in-hpr.toml")),
    ("reinsert-card", include_str!("remedies/reinsert-card.toml")),
    ("renew-client-key", include_str!("remedies/renew-client-key.toml")),
    ("repair-middleware", include_str!("remedies/repair-middleware.toml")),
    ("replug-reader", include_str!("remedies/replug-reader.toml")),
    ("report-certificate", include_str!("remedies/report-certificate.toml")),
    ("report-login-fault", include_str!("remedies/report-login-fault.toml")),
    ("report-middleware", include_str!("remedies/report-middleware.toml")),
    ("restart-smart-card-service", include_str!("remedies/restart-smart-card-service.toml")),
    ("send-card-sketch", include_str!("remedies/send-card-sketch.toml")),
    ("set-clock", include_str!("remedies/set-clock.toml")),
    ("spare-the-last-try", include_str!("remedies/spare-the-last-try.toml")),
    ("start-smart-card-service", include_str!("remedies/start-smart-card-service.toml")),
    ("swap-card-and-reader", include_str!("remedies/swap-card-and-reader.toml")),
    ("turn-and-clean-card", include_str!("remedies/turn-and-clean-card.toml")),
    ("unblock-pin", include_str!("remedies/unblock-pin.toml")),
    ("update-tool", include_str!("remedies/update-tool.toml")),
    ("use-issuers-middleware", include_str!("remedies/use-issuers-middleware.toml")),
    ("use-personal-card", include_str!("remedies/use-personal-card.toml")),
    ("use-production-card", include_str!("remedies/use-production-card.toml")),
    ("use-right-eid", include_str!("remedies/use-right-eid.toml")),
    ("wait-for-service", include_str!("remedies/wait-for-service.toml")),
];

/// Every remedy.
pub fn all() -> &'static [Remedy] {
    static ALL: OnceLock<Vec<Remedy>> = OnceLock::new();
    ALL.get_or_init(|| {
        SOURCES
            .iter()
            .filter_map(|(id, text)| {
                toml::from_str::<Remedy>(text).ok().map(|remedy| Remedy { id, ..remedy })
            })
            .collect()
    })
}

/// The remedy of that id.
pub fn find(id: &str) -> Option<&'static Remedy> {
    all().iter().find(|remedy| remedy.id == id)
}

/// Whether the remedy of that id is of use: some are for cards only, some for files only.
pub(super) fn is_of_use(id: &str, about_files: bool) -> bool {
    match find(id).and_then(|remedy| remedy.applies) {
        None => true,
        Some(Applies::Cards) => !about_files,
        Some(Applies::Files) => about_files,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_needs_the_clients_file_names_it() {
        let needs =
            |command: &str| ["eid-ready login", "eid-ready client"].iter().any(|one| command.contains(one));
        for remedy in all() {
            let commands = &remedy.commands;
            for command in [&commands.windows, &commands.linux, &commands.macos].into_iter().flatten() {
                assert!(
                    !needs(command) || command.contains(" --config helseid.json"),
                    "{}: {command}",
                    remedy.id
                );
            }
            for step in remedy.nb.steps.iter().chain(&remedy.en.steps) {
                let bare =
                    step.contains("eid-ready login --") && !step.contains("eid-ready login --config FIL");
                assert!(!bare, "{}: {step}", remedy.id);
            }
        }
    }

    #[test]
    fn a_protected_file_is_still_read_by_windows_and_the_ehr() {
        let remedy = find("protect-client-file").unwrap();
        let command = &remedy.commands.windows[0];
        for reader in ["%USERNAME%:R", "SYSTEM:R", "EPJ-TJENESTEBRUKER:R"] {
            assert!(command.contains(&format!("\"{reader}\"")), "{command}");
        }
        for words in [&remedy.nb, &remedy.en] {
            assert!(words.steps.iter().any(|step| step.contains("EPJ-TJENESTEBRUKER")));
        }
    }
}
