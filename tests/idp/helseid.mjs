// What makes a provider HelseID-like: its addresses, its metadata (in the shape of the real document of 2026), its
// scopes and claims, and how acr_values choose who vouches for the person.

import { byNumber } from './people.mjs';

const SCOPES = {
  openid: ['sub', 'auth_time', 'amr', 'idp', 'sid', 'helseid://claims/client/claims/orgnr_child'],
  profile: ['name', 'given_name', 'middle_name', 'family_name'],
  offline_access: [],
  'helseid://scopes/client/info': ['helseid://claims/client/client_name', 'helseid://claims/client/claims/orgnr_parent'],
  'helseid://scopes/client/client_name': ['helseid://claims/client/client_name'],
  'helseid://scopes/identity/pid': ['helseid://claims/identity/pid'],
  'helseid://scopes/identity/pid_pseudonym': ['helseid://claims/identity/pid_pseudonym'],
  'helseid://scopes/identity/assurance_level': ['helseid://claims/identity/assurance_level'],
  'helseid://scopes/identity/security_level': ['helseid://claims/identity/security_level'],
  'helseid://scopes/identity/network': ['helseid://claims/identity/network'],
  'helseid://scopes/hpr/hpr_number': ['helseid://claims/hpr/hpr_number'],
};

/// Who vouches for persons; the last is HelseID's own, in test only.
const IDPS = ['buypass-oidc', 'commfides-oidc', 'bankid-oidc', 'idporten-oidc', 'testidp-oidc'];

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

const routes = {
  authorization: '/connect/authorize',
  pushed_authorization_request: '/connect/par',
  token: '/connect/token',
  userinfo: '/connect/userinfo',
  revocation: '/connect/revocation',
  end_session: '/connect/endsession',
  jwks: '/.well-known/openid-configuration/jwks',
};

export const helseid = {
  routes,
  scopes: SCOPES,
  amr: ['pwd'], // whatever the e-ID was
  acrValues: [],
  grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
  resources: {
    'nhn:kjernejournal': {
      scope: 'nhn:kjernejournal/api nhn:kjernejournal/innlogging nhn:kjernejournal/tillitsrammeverk', format: 'jwt',
    },
    'nhn:selvbetjening': { scope: 'nhn:selvbetjening/client', format: 'opaque' },
  },
  idps: (behaviour) => behaviour.available_idps ?? IDPS,

  /// The real document does not say that PAR is demanded, nor that only private_key_jwt will do.
  metadata(issuer) {
    const at = (path) => `${issuer}${path}`;
    return {
      issuer,
      jwks_uri: at(routes.jwks),
      authorization_endpoint: at(routes.authorization),
      token_endpoint: at(routes.token),
      userinfo_endpoint: at(routes.userinfo),
      end_session_endpoint: at(routes.end_session),
      check_session_iframe: at('/connect/checksession'),
      revocation_endpoint: at(routes.revocation),
      introspection_endpoint: at('/connect/introspect'),
      pushed_authorization_request_endpoint: at(routes.pushed_authorization_request),
      require_pushed_authorization_requests: false,
      frontchannel_logout_supported: true,
      backchannel_logout_supported: true,
      claims_supported: [...new Set(Object.values(SCOPES).flat())],
      scopes_supported: Object.keys(SCOPES),
      grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token', 'implicit'],
      response_types_supported: ['code', 'token', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
      response_modes_supported: ['form_post', 'query', 'fragment'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['plain', 'S256'],
      request_parameter_supported: true,
      request_object_signing_alg_values_supported: [...ALGORITHMS, 'HS256', 'HS384', 'HS512'],
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      authorization_response_iss_parameter_supported: true,
      dpop_signing_alg_values_supported: ALGORITHMS,
      expired_jwks_uri: at('/connect/expiredjwks'),
      available_idps: at('/connect/availableidps'),
    };
  },

  /// Who logs in, through whom, at what level. Only the test identity provider takes orders for that.
  choose(params, behaviour) {
    const asked = (params.acr_values ?? '').split(' ').filter(Boolean);
    const idp = asked.find((value) => value.startsWith('idp:'))?.slice(4) ?? IDPS[0];
    const ordered = idp.startsWith('testidp') ? { person: byNumber(params.test_pid), level: params.test_security_level } : {};
    return {
      idp: behaviour.idp ?? idp,
      person: behaviour.person ?? ordered.person ?? 'ase',
      level: behaviour.level ?? ordered.level ?? '4',
      amr: this.amr,
    };
  },

  /// All that may be told of a person who logged in so; the scopes decide what is.
  claims(person, login, behaviour) {
    const { pid, hpr_number, ...names } = person;
    return {
      ...names,
      idp: login.idp,
      'helseid://claims/identity/pid': pid,
      'helseid://claims/identity/pid_pseudonym': Buffer.from(pid).toString('base64').split('').reverse().join(''),
      'helseid://claims/identity/security_level': login.level,
      'helseid://claims/identity/assurance_level': login.level === '4' ? 'high' : 'substantial',
      'helseid://claims/identity/network': behaviour.network ?? 'internett',
      'helseid://claims/hpr/hpr_number': hpr_number,
      'helseid://claims/client/client_name': 'FIKTIV KOMMUNE - Eksempel EPJ',
      'helseid://claims/client/claims/orgnr_parent': '999999998',
      ...behaviour.claims,
    };
  },
};
