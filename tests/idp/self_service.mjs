// HelseID's self-service API as far as a client may ask about itself: which scopes are approved, and when its key
// expires. Access tokens are bound to a key, and every proof needs a nonce of this API's own.
import { randomUUID } from 'node:crypto';
import { answer } from './serve.mjs';
import { holds, now, opened, sha256, thumbprint } from './jwt.mjs';

const SCOPE = 'nhn:selvbetjening/client';

export class SelfService {
  #nonces = new Set();
  #proofs = new Set();

  constructor(provider, issuer, behaviour) {
    Object.assign(this, { provider, issuer, behaviour });
  }

  serves = (path) => path === '/v1/client' || path === '/v1/client-secret';

  async handle(request, response, path) {
    const token = await this.#admitted(request, response, path);
    if (!token) return undefined;
    const { status, body } = this.behaviour[path.slice('/v1/'.length)] ?? {};
    return answer(response, status ?? 200, body ?? (path === '/v1/client' ? this.#client() : this.#secrets()));
  }

  /// The token, or nothing after the refusal was written.
  async #admitted(request, response, path) {
    const refuse = (error, headers = {}) =>
      answer(response, 401, {}, { 'www-authenticate': `DPoP error="${error}", algs="RS256 PS256 ES256"`, ...headers }) && undefined;
    const [scheme, value] = (request.headers.authorization ?? '').split(' ');
    if (scheme !== 'DPoP' || !value) return refuse('invalid_token');
    const token = await this.provider.ClientCredentials.find(value);
    if (!token || !(token.scope ?? '').split(' ').includes(SCOPE)) return refuse('insufficient_scope');
    let proof;
    try {
      proof = this.#read(request.headers.dpop, request.method, `${this.issuer}${path}`, value, token.jkt);
    } catch (error) {
      return refuse('invalid_dpop_proof', { 'x-why': error.message });
    }
    if (!this.#nonces.delete(proof.nonce)) {
      const nonce = randomUUID();
      this.#nonces.add(nonce);
      return refuse('use_dpop_nonce', { 'dpop-nonce': nonce });
    }
    return token;
  }

  #read(proof, method, address, token, jkt) {
    const { header, claims } = opened(proof);
    const demand = (good, why) => {
      if (!good) throw new Error(why);
    };
    demand(header.typ === 'dpop+jwt' && holds(proof, header.jwk), 'signature');
    demand(thumbprint(header.jwk) === jkt, 'key');
    demand(claims.htm === method && claims.htu === address, 'htm or htu');
    demand(claims.ath === sha256(token), 'ath');
    demand(Math.abs(claims.iat - now()) < 60, 'iat');
    demand(claims.jti && !this.#proofs.has(claims.jti), 'jti');
    this.#proofs.add(claims.jti);
    return claims;
  }

  #client() {
    const pending = this.behaviour.pending_scopes ?? [];
    const scopes = ['openid', 'profile', 'nhn:kjernejournal/api', SCOPE];
    return {
      apiScopes: scopes.map((scope) => ({ scope, status: pending.includes(scope) ? 'pending' : 'ok', statusReason: null })),
      audienceSpecificClientClaims: [],
      redirectUris: ['http://localhost:8089/callback'],
      postLogoutRedirectUris: [],
      childOrganizationNumbers: ['999999997'],
    };
  }

  #secrets() {
    const ends = new Date(Date.now() + (this.behaviour.key_days ?? 200) * 86_400_000);
    return [{ expiration: ends.toISOString(), kid: null, jwkThumbprint: null, origin: 'Gui', publicJwk: null }];
  }
}
