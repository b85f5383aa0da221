// Every mode of the hostile provider, as a strict client sees it: all but the allowed ones must show.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ANSWERS } from './hostile_answers.mjs';
import { FAULTS } from './hostile_faults.mjs';
import { TOKENS } from './hostile_tokens.mjs';
import { start } from './hostile.mjs';
import { Client } from './client.mjs';
import { halfHash, holds, now, opened, publicHalf } from './jwt.mjs';

const KEY = JSON.parse(readFileSync(new URL('../../testdata/openid/synthetic-rsa-2048.jwk.json', import.meta.url)));
const LEVEL = 'helseid://claims/identity/security_level';
const PATIENCE = 300;

/// Modes in which a login is good.
const ALLOWED = ['good', 'kid-rotated', 'at-hash-missing', 'nonce-never', 'keys-many', 'keys-strange', 'idps-as-objects',
  'idps-unlisted', 'endsession-missing', 'tokens-rejected-scope', 'callback-stray-first', 'par-200', 'kid-missing', 'hpr-missing'];
/// Modes that this client, which opens no browser and waits for none, cannot see.
const UNSEEN = ['callback-form', 'callback-never', 'callback-twice', 'idps-without-buypass', 'idps-empty', 'pid-missing',
  'person-none', 'person-other', 'pid-invalid', 'callback-code-long', 'par-nonce'];
const ARGUMENTS = { 'callback-error': 'login_required', date: '-300', clock: '300', shape: 'array', status: '503', error: 'invalid_client', hid: '1004', slow: '60000' };

let failed = 0;
const modes = [
  'good', ...Object.keys(ANSWERS), ...Object.keys(TOKENS),
  ...Object.keys(FAULTS).flatMap((fault) => ['metadata', 'par', 'token'].map((endpoint) => `${fault}@${endpoint}`)),
].map((mode) => mode.replace(/^[^@]+/, (name) => (name in ARGUMENTS ? `${name}:${ARGUMENTS[name]}` : name)));
for (const mode of modes) {
  const name = mode.split(/[:@]/)[0];
  if (UNSEEN.includes(name)) continue;
  const fault = await loggedIn(mode).then(() => undefined, (error) => error.message.split('\n')[0]);
  if (ALLOWED.includes(name) !== (fault === undefined)) {
    failed += 1;
    console.log(`FAILED  ${mode}: ${fault ?? 'nothing shows'}`);
  }
}
console.log(`${modes.length} modes`);
process.exit(failed ? 1 : 0);

/// A whole login, or the first thing that is wrong with it.
async function loggedIn(mode) {
  const client_id = randomUUID();
  const redirect_uri = 'http://localhost:1/callback';
  const provider = await start({ mode, clients: [{ client_id, jwks: { keys: [publicHalf(KEY)] }, redirect_uris: [redirect_uri] }] });
  const client = new Client({ issuer: provider.issuer, client_id, key: KEY, redirect_uri, scope: 'openid profile' });
  try {
    await intime(discovered(client));
    const pushed = await intime(client.push({ acr_values: 'Level4 idp:buypass-oidc' }));
    assert.equal(typeof pushed.request_uri, 'string', 'request_uri');
    const answer = await intime(fetch(client.address(pushed), { redirect: 'manual' }));
    const callback = Object.fromEntries(new URL(answer.headers.get('location')).searchParams);
    assert.equal(callback.error, undefined, 'callback error');
    assert.equal(callback.iss, client.issuer, 'callback iss');
    assert.equal(callback.state, client.state, 'callback state');
    const tokens = await intime(client.exchange(callback.code));
    assert.equal(tokens.token_type, 'DPoP', 'token_type');
    assert.equal(typeof tokens.access_token, 'string', 'access_token');
    await judged(client, tokens);
  } finally {
    provider.server.closeAllConnections();
    provider.server.close();
  }
}

async function discovered(client) {
  const address = `${client.issuer}/.well-known/openid-configuration`;
  const answer = await fetch(address);
  assert.ok(Math.abs(Date.parse(answer.headers.get('date')) - Date.now()) < 5000, 'Date');
  assert.ok(answer.url === address, 'redirected');
  const metadata = await answer.json();
  assert.equal(metadata.issuer, client.issuer, 'issuer');
  for (const name of ['authorization', 'token', 'pushed_authorization_request']) {
    assert.equal(new URL(metadata[`${name}_endpoint`]).origin, client.issuer, `${name}_endpoint`);
  }
  client.metadata = metadata;
}

/// OpenID Connect Core 3.1.3.7, with HelseID's level and a fresh login.
async function judged(client, { id_token, access_token }) {
  assert.equal(id_token?.split('.').length, 3, 'three parts');
  const { header, claims } = opened(id_token);
  assert.equal(header.alg, 'RS256', 'alg');
  assert.ok(await findable(client, header.kid, id_token), 'signature');
  assert.equal(claims.iss, client.issuer, 'iss');
  assert.equal(claims.aud, client.client_id, 'aud');
  assert.equal(claims.nonce, client.nonce, 'nonce');
  assert.ok(claims.sub, 'sub');
  assert.ok(claims.exp > now(), 'exp');
  assert.ok(claims.iat <= now() + 5, 'iat');
  assert.ok(Math.abs(claims.auth_time - now()) < 60, 'auth_time');
  assert.ok(claims.at_hash === undefined || claims.at_hash === halfHash(access_token), 'at_hash');
  assert.equal(claims.idp, 'buypass-oidc', 'idp');
  assert.equal(claims[LEVEL], '4', 'level');
}

/// Looks for the key twice: it may be new.
async function findable(client, kid, token) {
  for (let time = 0; time < 2; time += 1) {
    const { keys } = await (await fetch(client.metadata.jwks_uri)).json();
    const candidates = keys.filter((jwk) => jwk.kty === 'RSA' && (kid === undefined || jwk.kid === kid));
    if (candidates.some((jwk) => holds(token, jwk))) return true;
  }
  return false;
}

function intime(promise) {
  return Promise.race([promise, new Promise((_, late) => setTimeout(() => late(new Error('slow')), PATIENCE).unref())]);
}
