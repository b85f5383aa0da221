//! The service's silence, told apart from its complaints.

use crate::facts::{ProbeError, ProbePlace};
use crate::judge::dossier::Dossier;
use crate::judge::value::Evidence;

/// SCARD_E_NO_SERVICE and SCARD_E_SERVICE_STOPPED: nobody is there.
const SILENT: [u32; 2] = [0x8010_001D, 0x8010_001E];

/// The error of a service that is not there.
pub(super) fn silence<'a>(dossier: &Dossier<'a>) -> Option<&'a ProbeError> {
    let error = dossier.facts.station.service.error()?;
    error.pcsc().filter(|code| SILENT.contains(code)).map(|_| error)
}

/// Function, code and its name.
pub(super) fn evidence(error: &ProbeError) -> Evidence {
    let name = match &error.place {
        ProbePlace::Pcsc { name, .. } => name.clone(),
        _ => String::new(),
    };
    Evidence::none().text("call", &error.call).text("code", error.code()).text("name", name)
}
