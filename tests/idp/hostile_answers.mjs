// What is wrong with an answer other than the ID token in it.
import http from 'node:http';

const callback = (change) => ({ callback: ({ good, go, ...more }) => go({ ...good, ...change(more) }) });
const only = (fields) => ({ callback: ({ good, go, ...more }) => go({ ...fields(more), state: good.state, iss: good.iss }) });
const metadata = (change) => ({ metadata: (good, issuer) => ({ ...good, ...change(good, issuer) }) });

/// A visit to the loopback address that is not the browser's.
const visit = (redirect_uri, fields) => new Promise((over) => {
  http.get(`${redirect_uri}?${new URLSearchParams(fields)}`, (answer) => answer.resume().on('end', over)).on('error', over);
});

export const ANSWERS = {
  'issuer-other': metadata(() => ({ issuer: 'https://issuer.example' })),
  'issuer-slash': metadata((good) => ({ issuer: `${good.issuer}/` })),
  'issuer-missing': metadata(() => ({ issuer: undefined })),
  'endpoints-missing': metadata(() => ({ token_endpoint: undefined, authorization_endpoint: undefined })),
  'par-unsupported': metadata(() => ({ pushed_authorization_request_endpoint: undefined })),
  'token-endpoint-plain': metadata(() => ({ token_endpoint: 'http://issuer.example/connect/token' })),
  'keys-plain': metadata(() => ({ jwks_uri: 'http://issuer.example/jwks' })),
  'authorize-is-a-file': metadata(() => ({ authorization_endpoint: 'file:///etc/hostname' })),
  'authorize-is-a-script': metadata(() => ({ authorization_endpoint: 'javascript:alert(1)' })),
  'endsession-missing': metadata(() => ({ end_session_endpoint: undefined, revocation_endpoint: undefined })),
  'idps-unlisted': metadata(() => ({ available_idps: undefined })),
  'idps-without-buypass': { idps: (good) => good.filter((name) => !name.startsWith('buypass')) },
  'idps-as-objects': { idps: (good) => good.map((name) => ({ name, displayName: name })) },
  'idps-empty': { idps: () => [] },

  'keys-many': { keys: (good) => [...Array.from({ length: 1000 }, (_, n) => ({ ...good[0], kid: `other-${n}` })), ...good] },
  'keys-none': { keys: () => [] },
  'keys-symmetric': { keys: () => [{ kty: 'oct', k: 'c2VjcmV0', kid: 'provider-1', alg: 'HS256' }] },
  'keys-strange': { keys: (good) => [{ kty: 'QUANTUM', kid: 'provider-1' }, { kty: 'RSA', kid: 'short', n: 'AQAB', e: 'AQAB' }, ...good] },

  'par-200': { parStatus: 200 },
  'par-number': { pushed: (good) => ({ ...good, request_uri: 42 }) },
  'par-empty': { pushed: () => ({}) },
  'par-nonce': { nonceAtPar: true }, // of whom shows a proof there; allowed

  'callback-issuer-other': callback(() => ({ iss: 'https://issuer.example' })),
  'callback-issuer-missing': { callback: ({ good: { iss, ...rest }, go }) => go(rest) },
  'callback-state-other': callback(() => ({ state: 'not-the-one-that-was-sent' })),
  'callback-state-missing': { callback: ({ good: { state, ...rest }, go }) => go(rest) },
  'callback-code-missing': { callback: ({ good: { code, ...rest }, go }) => go(rest) },
  'callback-code-unknown': callback(() => ({ code: 'A'.repeat(64) })),
  'callback-code-long': callback(() => ({ code: 'A'.repeat(200_000) })),
  /// `callback-error:login_required`
  'callback-error': only(({ argument }) => ({ error: argument, error_description: 'Noe gikk galt' })),
  'callback-error-hid': only(() => ({ error: 'invalid_request', error_description: 'HID-1002: underenheten er ikke godkjent' })),
  'callback-error-script': only(() => ({ error: 'server_error', error_description: '<script>alert("&")</script>\u001b[31m\r\nX: y' })),
  /// An error that somebody else sent: its state is wrong.
  'callback-error-forged': { callback: ({ good, go }) => go({ error: 'access_denied', state: 'forged', iss: good.iss }) },
  /// Two codes, one after the other: the browser's, and one more.
  'callback-twice': {
    callback: async ({ good, go, another, redirect_uri }) => {
      go(good);
      await visit(redirect_uri, { ...good, code: another() });
    },
  },
  /// Somebody on the machine is there before the browser, without knowing the state.
  'callback-stray-first': {
    callback: async ({ good, go, redirect_uri }) => {
      await visit(redirect_uri, { code: 'STRAY', state: 'stray', iss: good.iss });
      go(good);
    },
  },
  /// The answer as a form, which was not asked for.
  'callback-form': {
    callback: ({ good, response, redirect_uri }) => {
      const inputs = Object.entries(good).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('');
      response.writeHead(200, { 'content-type': 'text/html' })
        .end(`<body onload="document.forms[0].submit()"><form method="post" action="${redirect_uri}">${inputs}</form></body>`);
    },
  },
  /// Never sends the browser back.
  'callback-never': { callback: ({ response }) => response.writeHead(200, { 'content-type': 'text/html' }).end('Vent …') },

  'tokens-bearer': { tokens: (good) => ({ ...good, token_type: 'Bearer' }) },
  'tokens-type-missing': { tokens: ({ token_type, ...rest }) => rest },
  'tokens-id-missing': { tokens: ({ id_token, ...rest }) => rest },
  'tokens-access-missing': { tokens: ({ access_token, ...rest }) => rest },
  'tokens-rejected-scope': { tokens: (good) => ({ ...good, scope: 'openid profile', rejected_scope: 'nhn:kjernejournal/api' }) },
  'nonce-for-ever': { nonceForEver: true },
  'nonce-untold': { nonceUntold: true },
  'nonce-never': { noNonce: true }, // allowed

  /// `date:-300`: the Date header alone; `clock:300`: everything goes by a clock that is so many seconds ahead.
  date: { date: true },
  clock: { clock: true, date: true },
};
