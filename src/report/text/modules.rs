//! PKCS#11 modules in a line each.

use crate::judge::report::{ModuleReport, Report};
use crate::report::voice::Voice;

/// The modules that were seen to their end; what is wrong with others is among the findings.
pub(super) fn lines(report: &Report, voice: Voice) -> Vec<String> {
    report.modules.iter().filter(|one| one.state == "seen").map(|one| line(one, voice)).collect()
}

/// `opensc-pkcs11.so 0.23, OpenSC Project: 1 kort, 3 sertifikater`
fn line(module: &ModuleReport, voice: Voice) -> String {
    let tokens = || module.slots.iter().filter_map(|slot| slot.token.as_ref());
    let name = module.path.rsplit(['/', '\\']).next().unwrap_or(&module.path);
    let told = |part: &Option<String>| part.clone().unwrap_or_default();
    voice.line(
        "module",
        &[
            ("name", name),
            ("version", &told(&module.version)),
            ("maker", &told(&module.manufacturer)),
            ("slots", &module.slots.len().to_string()),
            ("tokens", &tokens().count().to_string()),
            ("certificates", &tokens().map(|token| token.certificates.len()).sum::<usize>().to_string()),
        ],
    )
}
