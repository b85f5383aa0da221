// What was asked, without what was said: names of parameters, never their values, but for a few that tell nothing of
// anybody. A jti stands as the beginning of its digest, so that a test can count distinct ones.
//
// The values that nobody may find anywhere are kept apart, for the test that looks for them everywhere.
import { createHash } from 'node:crypto';
import { opened, thumbprint } from './jwt.mjs';
import { answer, listen } from './serve.mjs';

const HARMLESS = ['grant_type', 'acr_values', 'prompt', 'resource', 'scope', 'response_type', 'code_challenge_method',
  'token_type_hint', 'redirect_uri', 'max_age', 'ui_locales', 'login_hint'];
const CONFIDENTIAL = ['request', 'state', 'nonce', 'code', 'code_verifier', 'client_assertion', 'access_token', 'id_token',
  'refresh_token', 'token', 'id_token_hint'];

export class Seen {
  requests = [];
  #secrets = new Set();

  /// Tells it over plain HTTP, beside the provider, whatever that does; returns the address.
  async serve() {
    const { server, issuer } = await listen({});
    server.on('request', ({ url }, response) => answer(response, 200, url === '/secrets' ? [...this.#secrets] : this.requests));
    return issuer;
  }

  /// Remembers what is confidential in the fields of a request or an answer.
  hide(fields = {}, headers = {}) {
    for (const value of [...CONFIDENTIAL.map((name) => fields[name]), headers.dpop]) {
      if (typeof value !== 'string') continue;
      this.#secrets.add(value);
      if (value.split('.').length === 3) {
        this.#secrets.add(opened(value).claims.jti).add(value.split('.')[1]).add(value.split('.')[2]);
      }
    }
    this.#secrets.delete(undefined);
  }

  /// Takes down a request and how it was answered. `fields` are its query and its form.
  note({ method, path, headers = {}, fields = {}, status }) {
    const entry = { at: Date.now(), method, path, status, parameters: Object.keys(fields).sort() };
    entry.values = Object.fromEntries(HARMLESS.filter((name) => name in fields).map((name) => [name, fields[name]]));
    if (fields.client_assertion) entry.assertion = tell(fields.client_assertion, assertionFacts);
    if (fields.request) entry.request_object = tell(fields.request, requestFacts);
    if (headers.dpop) entry.dpop = tell(headers.dpop, proofFacts);
    if (headers.authorization) entry.authorization = headers.authorization.split(' ')[0];
    this.requests.push(entry);
    this.hide(fields, headers);
  }
}

function tell(token, facts) {
  try {
    const { header, claims } = opened(token);
    return { alg: header.alg, typ: header.typ, jti: digest(claims.jti), ...facts(header, claims) };
  } catch {
    return { unreadable: true };
  }
}

const assertionFacts = (header, claims) => ({
  kid: 'kid' in header, aud: claims.aud, lifetime: claims.exp - (claims.iat ?? claims.nbf), claims: Object.keys(claims).sort(),
  details: claims.assertion_details,
});

const requestFacts = (_header, claims) => ({ claims: Object.keys(claims).sort(), details: claims.authorization_details });

const proofFacts = (header, claims) => ({
  htm: claims.htm, htu: claims.htu, nonce: 'nonce' in claims, ath: 'ath' in claims,
  key: thumbprint(header.jwk).slice(0, 12), private: 'd' in header.jwk,
});

const digest = (text) => createHash('sha256').update(String(text)).digest('hex').slice(0, 12);
