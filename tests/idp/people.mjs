// The people who log in here. All invented: synthetic numbers have 80 added to the month, as in the test register
// Tenor, and two of the names are those on simulated cards (testdata/cards/buypass/ready, commfides/ready).

export const PEOPLE = {
  ase: {
    given_name: 'Åse Marie', middle_name: '', family_name: 'Eksempelsen', name: 'Åse Marie Eksempelsen',
    pid: '12838530093', hpr_number: '222200001',
  },
  ola: {
    given_name: 'Ola', middle_name: '', family_name: 'Demostad', name: 'Ola Demostad',
    pid: '04907240121', hpr_number: '222200002',
  },
  // A double name: the register has the first half as the middle name, the card may have it as the last name.
  ingrid: {
    given_name: 'Ingrid', middle_name: 'Solbakken', family_name: 'Myhre', name: 'Ingrid Solbakken Myhre',
    pid: '17897930226', hpr_number: '222200003',
  },
  // Not in the register of health personnel.
  tor: {
    given_name: 'Tor', middle_name: '', family_name: 'Utenregister', name: 'Tor Utenregister',
    pid: '25819021018',
  },
};

/// The person whose card says this name, in capitals or not.
export const byCommonName = (name) =>
  Object.keys(PEOPLE).find((id) => PEOPLE[id].name.toUpperCase() === name.toUpperCase());

/// The person of a national number.
export const byNumber = (pid) => Object.keys(PEOPLE).find((id) => PEOPLE[id].pid === pid);
