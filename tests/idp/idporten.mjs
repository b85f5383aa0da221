// What makes a provider ID-porten-like: levels are acr values, the e-ID stands in amr, and there is no list of identity
// providers. The real one takes loopback redirects in its test environment only.

const LEVELS = ['idporten-loa-low', 'idporten-loa-substantial', 'idporten-loa-high'];

const routes = {
  authorization: '/authorize',
  pushed_authorization_request: '/par',
  token: '/token',
  userinfo: '/userinfo',
  revocation: '/revoke',
  end_session: '/logout',
  jwks: '/jwks',
};

export const idporten = {
  routes,
  scopes: {
    openid: ['sub', 'pid', 'acr', 'amr', 'auth_time', 'locale', 'sid'],
    profile: ['pid', 'locale', 'name', 'given_name', 'family_name'],
  },
  acrValues: LEVELS,
  grantTypes: ['authorization_code'],
  resources: {},

  metadata: (issuer) => ({
    issuer,
    authorization_endpoint: `${issuer}${routes.authorization}`,
    pushed_authorization_request_endpoint: `${issuer}${routes.pushed_authorization_request}`,
    token_endpoint: `${issuer}${routes.token}`,
    userinfo_endpoint: `${issuer}${routes.userinfo}`,
    revocation_endpoint: `${issuer}${routes.revocation}`,
    end_session_endpoint: `${issuer}${routes.end_session}`,
    jwks_uri: `${issuer}${routes.jwks}`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post', 'query.jwt', 'form_post.jwt'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    userinfo_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile'],
    acr_values_supported: LEVELS,
    ui_locales_supported: ['nb', 'nn', 'en', 'se'],
    prompt_values_supported: ['login', 'none'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'],
    authorization_response_iss_parameter_supported: true,
    require_pushed_authorization_requests: false,
    request_parameter_supported: true,
    dpop_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'ES384', 'ES512'],
  }),

  choose(params, behaviour) {
    const level = behaviour.level ?? (params.acr_values ?? '').split(' ').find((value) => LEVELS.includes(value)) ?? LEVELS[1];
    return { level, acr: level, amr: behaviour.amr ?? ['BankID'], person: behaviour.person ?? 'ase' };
  },

  claims(person, login, behaviour) {
    const { name, given_name, family_name, pid } = person;
    return { name, given_name, family_name, pid, locale: 'nb', ...behaviour.claims };
  },
};
