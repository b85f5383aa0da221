// A provider that misbehaves in one way at a time. Written from nothing, for what a good one cannot be made to do.
//
// A mode is `name`, `name:argument`, `name@endpoint` or `name:argument@endpoint`:
//   hostile_faults.mjs    what goes wrong on the wire, at any endpoint: reset@token, slow:1500@jwks
//   hostile_answers.mjs   what is wrong with metadata, keys, pushed requests, callbacks, token answers
//   hostile_tokens.mjs    what is wrong with the ID token
// `good` is none of them.
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { ANSWERS } from './hostile_answers.mjs';
import { FAULTS } from './hostile_faults.mjs';
import { TOKENS, idToken, keysAfter } from './hostile_tokens.mjs';
import { helseid } from './helseid.mjs';
import { holds, now, opened } from './jwt.mjs';
import { Seen } from './seen.mjs';
import { announce, answer, bodyOf, configuration, endWithStarter, listen } from './serve.mjs';

const ENDPOINTS = {
  '/.well-known/openid-configuration': 'metadata',
  '/.well-known/openid-configuration/jwks': 'jwks',
  '/connect/availableidps': 'availableidps',
  '/connect/par': 'par',
  '/connect/authorize': 'authorize',
  '/connect/token': 'token',
  '/connect/revocation': 'revocation',
  '/connect/endsession': 'endsession',
  '/v1/client': 'client',
  '/v1/client-secret': 'client-secret',
};

/// Name, argument and endpoint of a mode.
export function parsed(mode) {
  const { name, argument, endpoint } = /^(?<name>[^:@]+)(?::(?<argument>[^@]*))?(?:@(?<endpoint>.+))?$/.exec(mode).groups;
  const known = endpoint ? name in FAULTS && Object.values(ENDPOINTS).includes(endpoint) : name === 'good' || name in ANSWERS || name in TOKENS;
  if (!known) throw new Error(`no such mode: ${mode}`);
  return { name, argument, endpoint };
}

export async function start(config) {
  const provider = new Hostile(config.clients[0], parsed(config.mode ?? 'good'));
  await provider.listen(config);
  return provider;
}

class Hostile {
  seen = new Seen();
  #pushed = new Map();
  #codes = new Map();
  #assertions = new Set();
  #nonces = new Set();
  #counts = {};

  constructor(client, mode) {
    Object.assign(this, { client, mode, deviation: ANSWERS[mode.name] ?? {} });
  }

  async listen(config) {
    Object.assign(this, await listen(config, { maxHeaderSize: 1 << 20 }));
    this.server.on('request', (request, response) => this.#handle(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    }));
  }

  async #handle(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.issuer);
    const endpoint = ENDPOINTS[pathname];
    const fields = { ...Object.fromEntries(searchParams), ...Object.fromEntries(new URLSearchParams(await bodyOf(request))) };
    const note = () => this.seen.note({ method: request.method, path: pathname, headers: request.headers, fields, status: response.statusCode });
    response.once('close', note);
    if (!endpoint) return response.writeHead(404).end();
    this.#counts[endpoint] = (this.#counts[endpoint] ?? 0) + 1;
    if (this.deviation.date) response.setHeader('date', new Date((now() + Number(this.mode.argument)) * 1000).toUTCString());
    const good = () => this[`_${endpoint.replace('-', '_')}`](response, fields, request);
    if (this.mode.endpoint !== endpoint) return good();
    return FAULTS[this.mode.name]({ request, response, argument: this.mode.argument, good, issuer: this.issuer });
  }

  /// The time as this provider has it.
  #clock = () => now() + (this.deviation.clock ? Number(this.mode.argument) : 0);

  _metadata(response) {
    const metadata = helseid.metadata(this.issuer);
    answer(response, 200, this.deviation.metadata?.(metadata, this.issuer) ?? metadata);
  }

  _jwks(response) {
    const keys = keysAfter(this.mode.name, this.#counts.jwks);
    answer(response, 200, { keys: this.deviation.keys?.(keys) ?? keys });
  }

  _availableidps(response) {
    const idps = helseid.idps({});
    answer(response, 200, this.deviation.idps?.(idps) ?? idps);
  }

  _par(response, fields, request) {
    if (!this.#admits(response, fields)) return undefined;
    if (this.deviation.nonceAtPar && request.headers.dpop && !this.#freshNonce(response, request)) return undefined;
    const request_uri = `urn:ietf:params:oauth:request_uri:${randomUUID()}`;
    this.#pushed.set(request_uri, fields);
    const body = { request_uri, expires_in: 600 };
    return answer(response, this.deviation.parStatus ?? 201, this.deviation.pushed?.(body) ?? body);
  }

  /// Sends the browser back at once.
  _authorize(response, { request_uri }) {
    const pushed = this.#pushed.get(request_uri);
    if (!pushed) return response.writeHead(400).end('unknown request_uri');
    const code = this.#newCode(pushed);
    const good = { code, state: pushed.state, iss: this.issuer, session_state: 'x.y' };
    const come = {
      good, argument: this.mode.argument, response, redirect_uri: pushed.redirect_uri, another: () => this.#newCode(pushed),
      go: (fields) => response.writeHead(302, { location: `${pushed.redirect_uri}?${new URLSearchParams(fields)}` }).end(),
    };
    return this.deviation.callback ? this.deviation.callback(come) : come.go(good);
  }

  #newCode(pushed) {
    const code = randomUUID().replaceAll('-', '').toUpperCase();
    this.#codes.set(code, pushed);
    this.seen.hide({ code });
    return code;
  }

  _token(response, fields, request) {
    if (!this.#admits(response, fields)) return undefined;
    if (!this.deviation.noNonce && !this.#freshNonce(response, request)) return undefined;
    const refuse = (error) => answer(response, 400, { error });
    const pushed = this.#codes.get(fields.code);
    this.#codes.delete(fields.code);
    if (fields.grant_type === 'authorization_code' && !pushed) return refuse('invalid_grant');
    const access_token = `opaque-${randomUUID()}`;
    const body = { access_token, token_type: 'DPoP', expires_in: 600, scope: pushed?.scope ?? fields.scope };
    if (pushed) body.id_token = idToken(this.mode.name, { issuer: this.issuer, client: this.client, pushed, access_token, now: this.#clock() });
    this.seen.hide(body);
    return answer(response, 200, this.deviation.tokens?.(body) ?? body);
  }

  _revocation(response, fields) {
    if (this.#admits(response, fields)) response.writeHead(200).end();
  }

  _endsession(response) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('Logget ut');
  }

  _client(response) {
    answer(response, 200, { apiScopes: [{ scope: 'nhn:kjernejournal/api', status: 'ok', statusReason: null }] });
  }

  _client_secret(response) {
    answer(response, 200, [{ expiration: new Date(Date.now() + 100 * 86_400_000).toISOString(), origin: 'Gui' }]);
  }

  /// A client assertion as HelseID judges it: by its own clock, and once.
  #admits(response, { client_assertion: assertion }) {
    const refuse = (why) => answer(response, 400, { error: 'invalid_client', error_description: why }) && false;
    if (!assertion) return refuse('no client assertion');
    const { claims } = opened(assertion);
    if (!this.client.jwks.keys.some((jwk) => holds(assertion, jwk))) return refuse('signature');
    if (claims.exp < this.#clock() - 5) return refuse('the client assertion has expired');
    if ((claims.nbf ?? claims.iat) > this.#clock() + 5) return refuse('the client assertion is not valid yet');
    if (this.#assertions.has(claims.jti)) return refuse('the client assertion was used before');
    this.#assertions.add(claims.jti);
    return true;
  }

  #freshNonce(response, { headers }) {
    const nonce = headers.dpop && opened(headers.dpop).claims.nonce;
    if (!this.deviation.nonceForEver && this.#nonces.delete(nonce)) return true;
    const next = randomUUID();
    this.#nonces.add(next);
    answer(response, 400, { error: 'use_dpop_nonce' }, this.deviation.nonceUntold ? {} : { 'dpop-nonce': next });
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const provider = await start(await configuration());
  endWithStarter();
  announce({ issuer: provider.issuer, port: provider.server.address().port, seen: await provider.seen.serve() });
}
