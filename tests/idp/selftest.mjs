// The providers prove themselves, without eid-ready: a relying party of its own logs in, and tries what must be refused.
//
//   selftest.mjs           everything, in which the walker walks
//   selftest.mjs BROWSER   the logins that a real browser makes; BROWSER is a command that is given an address
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from './client.mjs';
import { dpop, halfHash, holds, now, publicHalf } from './jwt.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const data = (name) => readFileSync(new URL(`../../testdata/openid/${name}`, import.meta.url), 'utf8');
const key = (name) => JSON.parse(data(`${name}.jwk.json`));
const folder = mkdtempSync(join(tmpdir(), 'selftest-'));
const browser = process.argv[2];

const END_SESSION = '/connect/endsession';
const OF_BROWSERS = ['a whole login, HelseID', 'a login with a certificate'];
const SCOPE = 'openid profile helseid://scopes/identity/pid helseid://scopes/identity/security_level'
  + ' helseid://scopes/identity/network helseid://scopes/hpr/hpr_number';
const LEVEL = 'helseid://claims/identity/security_level';
const PID = 'helseid://claims/identity/pid';

let failed = 0;
for (const [name, test] of Object.entries(tests())) {
  if (browser && !OF_BROWSERS.includes(name)) continue;
  const begun = Date.now();
  try {
    await test();
    console.log(`ok      ${String(Date.now() - begun).padStart(5)} ms  ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
rmSync(folder, { recursive: true });
process.exit(failed ? 1 : 0);

function tests() {
  return {
    'a whole login, HelseID': async () => {
      await using({ flavour: 'helseid' }, async ({ client, seen }) => {
        const { metadata } = client;
        assert.equal(metadata.acr_values_supported, undefined);
        const idps = await (await fetch(metadata.available_idps)).json();
        assert.ok(idps.includes('buypass-oidc'));

        const { callback, tokens, claims } = await loggedIn(client, { acr_values: 'Level4 idp:bankid-oidc' });
        assert.deepEqual(Object.keys(callback).sort(), ['code', 'iss', 'state']);
        assert.equal(callback.iss, client.issuer);
        assert.equal(callback.state, client.state);
        assert.equal(tokens.token_type, 'DPoP');
        await signedByProvider(client, tokens.id_token);
        assert.equal(claims.iss, client.issuer);
        assert.equal(claims.aud, client.client_id);
        assert.equal(claims.nonce, client.nonce);
        assert.equal(claims.at_hash, halfHash(tokens.access_token));
        assert.equal(claims.idp, 'bankid-oidc');
        assert.equal(claims[LEVEL], '4');
        assert.equal(claims[PID], '12838530093');
        assert.equal(claims.name, 'Åse Marie Eksempelsen');
        assert.equal(claims['helseid://claims/hpr/hpr_number'], '222200001');
        assert.deepEqual(claims.amr, ['pwd']);
        assert.ok(Math.abs(claims.auth_time - now()) < 30);

        const userinfo = await client.get(metadata.userinfo_endpoint, tokens.access_token);
        assert.equal((await userinfo.json()).sub, claims.sub);
        const revoked = await client.insist(metadata.revocation_endpoint, { token: tokens.access_token, token_type_hint: 'access_token' });
        assert.equal(revoked.status, 200);
        assert.equal((await client.get(metadata.userinfo_endpoint, tokens.access_token)).status, 401);
        await leave(client, tokens, seen);

        const exchanges = (await seen()).filter(({ path }) => path === '/connect/token');
        assert.deepEqual(exchanges.map(({ status }) => status), [400, 200]);
        assert.equal(new Set(exchanges.map(({ assertion }) => assertion.jti)).size, 2);
        assert.equal(new Set(exchanges.map(({ dpop: proof }) => proof.jti)).size, 2);
        assert.ok(!JSON.stringify(await seen()).includes(tokens.access_token));

        const secrets = await seen('/secrets');
        for (const secret of [tokens.access_token, tokens.id_token, callback.code, client.state, client.nonce, client.verifier]) {
          assert.ok(secrets.includes(secret));
        }
      });
    },

    'a whole login, ID-porten': async () => {
      await using({ flavour: 'idporten' }, async ({ client }) => {
        client.scope = 'openid profile';
        const { claims } = await loggedIn(client, { acr_values: 'idporten-loa-high' });
        assert.equal(claims.acr, 'idporten-loa-high');
        assert.deepEqual(claims.amr, ['BankID']);
        assert.equal(claims.pid, '12838530093');
      });
    },

    'a login for kjernejournal': async () => {
      await using({}, async ({ client }) => {
        client.scope = 'openid offline_access nhn:kjernejournal/api nhn:kjernejournal/innlogging';
        const { tokens } = await loggedIn(client, { acr_values: 'Level4 idp:buypass-oidc', resource: 'nhn:kjernejournal' });
        const { aud, scope } = client.claims(tokens.access_token);
        assert.equal(aud, 'nhn:kjernejournal');
        assert.match(scope, /nhn:kjernejournal\/api/);
      });
    },

    'a login over TLS, at localhost': async () => {
      const tls = { key: data('tls/server.key.pem'), certificate: data('tls/server.pem') };
      await using({ tls, host: 'localhost' }, async ({ client }) => {
        assert.match(client.issuer, /^https:\/\/localhost:/);
        await loggedIn(client, {});
      });
    },

    'every kind of key': async () => {
      for (const name of ['synthetic-ec-p256', 'synthetic-ec-p384', 'synthetic-ec-p521']) {
        await using({}, async ({ client }) => {
          const { status } = await client.push();
          assert.equal(status, 201, name);
        }, key(name));
      }
    },

    'the test identity provider takes orders': async () => {
      await using({}, async ({ client }) => {
        const { claims } = await loggedIn(client, { acr_values: 'idp:testidp-oidc', test_pid: '04907240121', test_security_level: '3' });
        assert.equal(claims.idp, 'testidp-oidc');
        assert.equal(claims[LEVEL], '3');
        assert.equal(claims.name, 'Ola Demostad');
      });
    },

    'a person who gives up': async () => {
      await using({ behaviour: { login: 'ask' } }, async ({ client }) => {
        const callback = await authorized(client, {}, { WALKER_PRESS: 'cancel' });
        assert.equal(callback.error, 'access_denied');
        assert.equal(callback.state, client.state);
      });
    },

    'a login with a certificate': async () => {
      const certificate_login = { key: data('tls/server.key.pem'), certificate: data('tls/server.pem'), authority: data('tls/authority.pem') };
      await using({ behaviour: { login: 'certificate', person: 'ola' }, certificate_login }, async ({ client, seen }) => {
        const { claims } = await loggedIn(client, { acr_values: 'Level4 idp:buypass-oidc bp:amr:sc' });
        assert.equal(claims.name, 'Åse Marie Eksempelsen', 'the one on the certificate, not the one configured');
        assert.ok((await seen()).some(({ path }) => path === '/interaction/UID'));
      });
    },

    'the client alone, and the self-service API': async () => {
      await using({ behaviour: { key_days: 41, pending_scopes: ['nhn:kjernejournal/api'] } }, async ({ client }) => {
        const ask = async (form) => (await client.insist(client.metadata.token_endpoint, { grant_type: 'client_credentials', ...form })).json();
        const kj = await ask({ scope: 'nhn:kjernejournal/api', resource: 'nhn:kjernejournal' });
        assert.equal(client.claims(kj.access_token).aud, 'nhn:kjernejournal');
        assert.equal((await ask({ scope: 'openid' })).error, 'invalid_scope');
        assert.equal((await ask({ scope: 'nhn:kjernejournal/api', resource: 'nhn:unknown' })).error, 'invalid_target');

        const { access_token } = await ask({ scope: 'nhn:selvbetjening/client' });
        const about = await (await client.get(`${client.issuer}/v1/client`, access_token)).json();
        assert.deepEqual(about.apiScopes.filter(({ status }) => status === 'pending').map(({ scope }) => scope), ['nhn:kjernejournal/api']);
        const [secret] = await (await client.get(`${client.issuer}/v1/client-secret`, access_token)).json();
        assert.ok(new Date(secret.expiration) > new Date());
        const bare = await fetch(`${client.issuer}/v1/client`, { headers: { authorization: `Bearer ${access_token}` } });
        assert.equal(bare.status, 401);
      });
    },

    'what is refused': async () => {
      await using({}, async ({ client }) => {
        const par = client.metadata.pushed_authorization_request_endpoint;
        const token = client.metadata.token_endpoint;
        const refusal = async (answer) => (({ error, error_description }) => `${error}: ${error_description}`)(await (await answer).json());
        const grant = { grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' };
        const good = { response_type: 'code', redirect_uri: client.redirect_uri, scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
        const push = (wrong) => client.post(par, { ...good, ...wrong }, { proof: null });

        const once = client.assertion();
        assert.equal((await client.post(par, good, { assertion: once, proof: null })).status, 201);
        assert.match(await refusal(client.post(par, good, { assertion: once, proof: null })), /invalid_client/, 'an assertion twice');
        for (const [wrong, words] of [
          [{ exp: now() + 60 }, /lives too long/],
          [{ iat: now() - 60, exp: now() - 50 }, /invalid_client/],
          [{ aud: client.metadata.token_endpoint }, /audience/],
          [{ header: { typ: 'JWT' } }, /typ/],
          [{ iss: 'another' }, /invalid_client/],
        ]) {
          assert.match(await refusal(client.post(par, good, { assertion: client.assertion(wrong), proof: null })), words, JSON.stringify(wrong));
        }
        assert.match(await refusal(push({ redirect_uri: client.redirect_uri.replace('localhost', '127.0.0.1') })), /redirect_uri/);
        assert.match(await refusal(push({ code_challenge_method: 'plain' })), /invalid_request/);

        assert.match(await refusal(client.post(token, grant)), /use_dpop_nonce/, 'the first proof has no nonce');
        const proof = client.proof('POST', token);
        assert.equal((await client.post(token, grant, { proof })).status, 200);
        assert.match(await refusal(client.post(token, grant, { proof })), /invalid_grant/, 'a proof twice');
        assert.match(await refusal(client.post(token, grant, { proof: client.proof('POST', par) })), /invalid_dpop_proof/);
        assert.match(await refusal(client.post(token, grant, { proof: dpop(key('stranger-rsa'), 'POST', token, { nonce: randomUUID() }) })), /use_dpop_nonce/);
      });
    },

    'a request that was not pushed': async () => {
      await using({}, async ({ client }) => {
        const query = new URLSearchParams({ client_id: client.client_id, response_type: 'code', scope: 'openid', redirect_uri: client.redirect_uri });
        const answer = await fetch(`${client.metadata.authorization_endpoint}?${query}`, { redirect: 'manual' });
        assert.match(answer.headers.get('location') ?? await answer.text(), /error=invalid_request/);
      });
    },

    'errors to order': async () => {
      const refuse = { pushed_authorization_request: { status: 400, error: 'invalid_request', error_description: 'HID-1004 orgnr', times: 1 } };
      await using({ behaviour: { refuse } }, async ({ client }) => {
        assert.equal((await client.push()).error_description, 'HID-1004 orgnr');
        assert.equal((await client.push()).status, 201);
      });
    },
  };
}

/// Starts a provider, registers a client with it, does something, and ends it.
async function using(config, work, clientKey = key('synthetic-rsa-2048')) {
  const redirect_uri = `http://localhost:${await freePort()}/callback`;
  const client_id = randomUUID();
  const clients = [{ client_id, jwks: { keys: [publicHalf(clientKey)] }, redirect_uris: [redirect_uri] }];
  const child = spawn(process.execPath, [here('provider.mjs')], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    child.stdin.write(`${JSON.stringify({ clients, ...config })}\n`);
    const { issuer, seen } = JSON.parse(await new Promise((line) => child.stdout.once('data', line)));
    const client = new Client({ issuer, client_id, key: clientKey, redirect_uri, scope: SCOPE });
    await client.discover();
    await work({ client, seen: async (path = '/') => (await fetch(`${seen}${path}`)).json() });
  } finally {
    child.kill();
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function authorized(client, more, environment) {
  const pushed = await client.push(more);
  assert.equal(pushed.status, 201, JSON.stringify(pushed));
  return client.callback(() => browse(client.address(pushed), environment));
}

async function loggedIn(client, more) {
  const callback = await authorized(client, more);
  assert.ok(callback.code, JSON.stringify(callback));
  const tokens = await client.exchange(callback.code);
  assert.equal(tokens.status, 200, JSON.stringify(tokens));
  return { callback, tokens, claims: client.claims(tokens.id_token) };
}

/// Sends a browser off; it need not come to an end.
function browse(address, environment = {}) {
  const walker = [process.execPath, here('walker.mjs')];
  const [program, ...words] = browser ? [browser] : walker;
  const env = {
    ...process.env, WALKER_JAR: join(folder, 'jar'), WALKER_CERTIFICATE: here('../../testdata/openid/tls/person.both.pem'), ...environment,
  };
  const child = spawn(program, [...words, address], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return browser ? undefined : new Promise((ended) => child.on('exit', ended));
}

async function signedByProvider(client, token) {
  const { keys } = await (await fetch(client.metadata.jwks_uri)).json();
  assert.ok(keys.some((jwk) => holds(token, jwk)));
}

/// The end of the session takes its form in a browser, and no click.
async function leave(client, tokens, seen) {
  const query = new URLSearchParams({ id_token_hint: tokens.id_token, client_id: client.client_id });
  await browse(`${client.metadata.end_session_endpoint}?${query}`);
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await seen()).some(({ path }) => path === `${END_SESSION}/success`)) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.fail('the session was not ended');
}
