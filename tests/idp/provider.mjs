// A real, certified OpenID provider (npm oidc-provider) dressed as HelseID or as ID-porten. README.md says what its
// configuration can hold.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Provider, errors, interactionPolicy } from 'oidc-provider';
import { CertificateLogin } from './certificate_login.mjs';
import { helseid } from './helseid.mjs';
import { idporten } from './idporten.mjs';
import { Logins } from './login.mjs';
import { rules } from './rules.mjs';
import { Seen } from './seen.mjs';
import { SelfService } from './self_service.mjs';
import { announce, answer, bodyOf, configuration, endWithStarter, listen } from './serve.mjs';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];
const KEY = JSON.parse(readFileSync(new URL('../../testdata/openid/provider-rsa.jwk.json', import.meta.url)));

const config = await configuration();
const behaviour = config.behaviour ?? {};
const flavour = { helseid, idporten }[config.flavour ?? 'helseid'];
const { server, issuer } = await listen(config);
const certificateLogin = config.certificate_login && await CertificateLogin.start({ tls: config.certificate_login, back: issuer });

const provider = new Provider(issuer, dressed());
const logins = new Logins(provider, flavour, behaviour, certificateLogin);
const selfService = new SelfService(provider, issuer, behaviour);
const seen = new Seen();

provider.use(takeDown);
provider.use(logins.page);
provider.use(retouch);
const dance = provider.callback();
server.on('request', atTheDoor);
endWithStarter();
announce({ issuer, port: server.address().port, seen: await seen.serve(), certificate_login: certificateLogin?.address });

/// oidc-provider's configuration.
function dressed() {
  const policy = interactionPolicy.base();
  policy.get('consent').checks.clear(); // HelseID asks nobody for consent
  return {
    routes: flavour.routes,
    clients: config.clients.map(registration),
    jwks: { keys: [{ ...KEY, kid: 'provider-1', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    findAccount: (ctx, sub) => logins.account(ctx, sub),
    interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: everythingAsked,
    claims: flavour.scopes,
    scopes: Object.keys(flavour.scopes),
    acrValues: flavour.acrValues,
    conformIdTokenClaims: false, // claims of scopes stand in the ID token
    extraParams: ['test_pid', 'test_security_level', 'test_hpr_number', 'on_behalf_of'],
    pkce: { methods: ['S256'], required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ALGORITHMS, dPoPSigningAlgValues: ALGORITHMS, requestObjectSigningAlgValues: ALGORITHMS },
    clockTolerance: 5 + Math.abs(behaviour.clock ?? 0), // how far a clock is off is for rules.mjs to judge
    assertJwtClientAuthClaimsAndHeader: rules(flavour, behaviour),
    ttl: {
      AccessToken: 600, ClientCredentials: 600, AuthorizationCode: 60, IdToken: 300, RefreshToken: 3600,
      Session: 3600, Interaction: 600, Grant: 3600,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      requestObjects: { request: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => behaviour.dpop_nonce ?? Boolean(flavour.idps) },
      resourceIndicators: { enabled: true, defaultResource, getResourceServerInfo, useGrantedResource: () => true },
      rpInitiatedLogout: { enabled: true, logoutSource: leaveAtOnce, postLogoutSuccessSource: (ctx) => { ctx.body = 'Logget ut'; } },
    },
  };
}

function registration(client) {
  return {
    application_type: 'native',
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: flavour.grantTypes,
    response_types: ['code'],
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: Boolean(flavour.idps),
    require_auth_time: true,
    id_token_signed_response_alg: 'RS256',
    ...client,
  };
}

/// A grant of all that was asked: approval happened in the self-service portal, long ago.
async function everythingAsked(ctx) {
  const { client, session, params } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  for (const resource of [params.resource ?? []].flat()) {
    if (flavour.resources[resource]) grant.addResourceScope(resource, flavour.resources[resource].scope);
  }
  await grant.save();
  return grant;
}

/// Without a `resource`, the scopes say which API a client without a person is for.
function defaultResource(ctx, _client, oneOf) {
  if (oneOf) return oneOf;
  if (ctx.oidc.params.grant_type !== 'client_credentials') return undefined;
  const scopes = (ctx.oidc.params.scope ?? '').split(' ');
  return Object.keys(flavour.resources).find((name) => flavour.resources[name].scope.split(' ').some((one) => scopes.includes(one)));
}

function getResourceServerInfo(_ctx, resource) {
  const api = flavour.resources[resource];
  if (!api) throw new errors.InvalidTarget();
  return { scope: api.scope, audience: resource, accessTokenFormat: api.format, accessTokenTTL: 600, jwt: { sign: { alg: 'RS256' } } };
}

/// Leaving asks no questions either.
function leaveAtOnce(ctx, form) {
  const yes = form.replace('</form>', '<input type="hidden" name="logout" value="yes"/></form>');
  ctx.body = `<!doctype html><title>Logger ut</title><body onload="document.forms[0].submit()">${yes}</body>`;
}

/// Before oidc-provider gets to see a request.
async function atTheDoor(request, response) {
  const { pathname: path, searchParams } = new URL(request.url, issuer);
  if (behaviour.clock) response.setHeader('date', new Date(Date.now() + behaviour.clock * 1000).toUTCString());
  const endpoint = Object.keys(flavour.routes).find((name) => flavour.routes[name] === path);
  const refusal = behaviour.refuse?.[endpoint];
  if (refusal && (refusal.times === undefined || refusal.times-- > 0)) {
    const fields = { ...Object.fromEntries(searchParams), ...Object.fromEntries(new URLSearchParams(await bodyOf(request))) };
    seen.note({ method: request.method, path, headers: request.headers, fields, status: refusal.status ?? 400 });
    const { status = 400, headers, times, ...body } = refusal;
    return answer(response, status, body, headers);
  }
  if (path === '/connect/availableidps' && flavour.idps) {
    seen.note({ method: request.method, path, status: 200 });
    return answer(response, 200, flavour.idps(behaviour));
  }
  if (selfService.serves(path)) {
    response.on('finish', () => seen.note({ method: request.method, path, headers: request.headers, status: response.statusCode }));
    return selfService.handle(request, response, path);
  }
  return dance(request, response);
}

/// Koa middleware: what was asked and how it ended.
async function takeDown(ctx, next) {
  try {
    await next();
  } finally {
    const path = ctx.path.replace(/^(\/interaction|\/connect\/authorize|\/authorize)\/[\w-]+/, '$1/UID');
    seen.note({ method: ctx.method, path, headers: ctx.headers, fields: { ...ctx.query, ...ctx.oidc?.body }, status: ctx.status });
    seen.hide(ctx.body);
    if (ctx.response.get('location')) seen.hide(Object.fromEntries(new URL(ctx.response.get('location'), issuer).searchParams));
  }
}

/// Koa middleware: what HelseID's answers have and oidc-provider's have not.
async function retouch(ctx, next) {
  await next();
  if (ctx.oidc?.route === 'discovery') ctx.body = { ...flavour.metadata(issuer), ...behaviour.metadata };
  if (ctx.oidc?.route === 'token' && ctx.body?.access_token && behaviour.rejected_scope) {
    const granted = (ctx.body.scope ?? '').split(' ').filter((scope) => !behaviour.rejected_scope.includes(scope));
    ctx.body = { ...ctx.body, scope: granted.join(' '), rejected_scope: behaviour.rejected_scope.join(' ') };
  }
}
