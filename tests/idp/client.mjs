// A relying party of its own, for testing the providers: neither oidc-provider's nor eid-ready's code is in it.
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { dpop, now, opened, sha256, signed, usualAlgorithm } from './jwt.mjs';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const random = () => randomBytes(32).toString('base64url');

export class Client {
  #nonces = {};

  constructor({ issuer, client_id, key, redirect_uri, scope }) {
    Object.assign(this, { issuer, client_id, key, redirect_uri, scope });
  }

  async discover() {
    this.metadata = await (await fetch(`${this.issuer}/.well-known/openid-configuration`)).json();
    return this.metadata;
  }

  assertion({ header = {}, ...more } = {}) {
    const claims = { iss: this.client_id, sub: this.client_id, aud: this.issuer, jti: randomUUID(), iat: now(), exp: now() + 10, ...more };
    return signed({ alg: usualAlgorithm(this.key), typ: 'client-authentication+jwt', ...header }, claims, this.key);
  }

  /// A form to an endpoint, with proof and assertion made for it unless others are given.
  async post(address, form, { assertion = this.assertion(), proof = this.proof('POST', address) } = {}) {
    const body = new URLSearchParams({ client_id: this.client_id, client_assertion_type: JWT_BEARER, client_assertion: assertion, ...form });
    return this.#keepNonce(address, await fetch(address, {
      method: 'POST', body, headers: proof ? { dpop: proof } : {}, redirect: 'manual',
    }));
  }

  proof(method, address, more = {}) {
    return dpop(this.key, method, address, { nonce: this.#nonces[new URL(address).origin], ...more });
  }

  #keepNonce(address, answer) {
    const nonce = answer.headers.get('dpop-nonce');
    if (nonce) this.#nonces[new URL(address).origin] = nonce;
    return answer;
  }

  /// As `post`, once more with everything fresh where a nonce is wanted.
  async insist(address, form) {
    const first = await this.post(address, form);
    if (first.status !== 400 || (await first.clone().json()).error !== 'use_dpop_nonce') return first;
    return this.post(address, form);
  }

  /// GET with an access token, likewise.
  async get(address, token) {
    const once = async () => this.#keepNonce(address, await fetch(address, {
      headers: { authorization: `DPoP ${token}`, dpop: this.proof('GET', address, { ath: sha256(token) }) },
    }));
    const first = await once();
    return first.status === 401 && /use_dpop_nonce/.test(first.headers.get('www-authenticate')) ? once() : first;
  }

  /// Pushes an authorization request and remembers what belongs to it.
  async push(more = {}) {
    this.state = random();
    this.nonce = random();
    this.verifier = random();
    const answer = await this.post(this.metadata.pushed_authorization_request_endpoint, {
      response_type: 'code', redirect_uri: this.redirect_uri, scope: this.scope, state: this.state, nonce: this.nonce,
      code_challenge: sha256(this.verifier), code_challenge_method: 'S256', prompt: 'login', ...more,
    }, { proof: null });
    return { status: answer.status, ...(await answer.json()) };
  }

  address({ request_uri }) {
    return `${this.metadata.authorization_endpoint}?${new URLSearchParams({ client_id: this.client_id, request_uri })}`;
  }

  /// Waits for the browser to come back, while `browse` sends it off.
  async callback(browse) {
    const { port, pathname } = new URL(this.redirect_uri);
    let server;
    const came = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('nobody came back')), 60_000).unref();
      server = http.createServer((request, response) => {
        const address = new URL(request.url, this.redirect_uri);
        response.end('Takk');
        if (address.pathname === pathname) resolve(Object.fromEntries(address.searchParams));
      });
    });
    // "localhost" is ::1 to some browsers: take both.
    await new Promise((ready) => server.listen(port, '::', ready));
    try {
      await browse();
      return await came;
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  async exchange(code, more = {}) {
    const form = { grant_type: 'authorization_code', code, redirect_uri: this.redirect_uri, code_verifier: this.verifier, ...more };
    const answer = await this.insist(this.metadata.token_endpoint, form);
    return { status: answer.status, ...(await answer.json()) };
  }

  claims = (token) => opened(token).claims;
}
