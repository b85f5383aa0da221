//! Persons in certificate stores: whoever used this workstation, by certificate, friendly name and name of a key.

use super::needles::Needles;
use super::persons::{Persons, without_personal_parts};
use super::{Redactor, strip};
use crate::judge::report::{StoreReport, StoredReport, SubjectReport};

/// Learns whom stores name.
pub(super) fn meet(persons: &mut Persons, needles: &mut Needles, stores: &[StoreReport]) {
    let stored = || stores.iter().flat_map(|store| &store.certificates);
    persons.meet_subjects(&stored().map(|one| &one.subject).collect::<Vec<_>>());
    needles.add_numbers("serial", &stored().map(|one| one.serial.as_str()).collect::<Vec<_>>());
    let containers: Vec<&str> = stored().filter_map(|one| one.key.container.as_deref()).collect();
    needles.add_numbers("container", &containers);
}

impl Redactor {
    /// Takes persons out of the fields that are theirs; what else names them is replaced where it stands.
    pub(super) fn strip_store(&self, store: &mut StoreReport) {
        store.certificates.iter_mut().for_each(|one| self.strip_stored(one));
    }

    fn strip_stored(&self, one: &mut StoredReport) {
        one.serial = self.needles.token_of("serial", &one.serial);
        strip(&mut one.key.container, |container| self.needles.token_of("container", container));
        let token = self.persons.token_of_subject(&one.subject);
        let SubjectReport { common_name, given_name, surname, serial_number, dn } = &mut one.subject;
        for field in [common_name, given_name, surname, serial_number] {
            strip(field, |_| token.clone());
        }
        *dn = without_personal_parts(dn, &token);
    }
}
