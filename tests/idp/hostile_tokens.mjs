// What is wrong with an ID token.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { helseid } from './helseid.mjs';
import { halfHash, publicHalf, signed } from './jwt.mjs';
import { PEOPLE } from './people.mjs';

const key = (name) => JSON.parse(readFileSync(new URL(`../../testdata/openid/${name}-rsa.jwk.json`, import.meta.url)));
const FIRST = key('provider');
const NEXT = key('provider-next');
const STRANGER = key('stranger');
const HEADER = { alg: 'RS256', kid: 'provider-1', typ: 'JWT' };

const identity = (name) => `helseid://claims/identity/${name}`;
const set = (more) => ({ claims: () => more });
const without = (...names) => ({ claims: () => Object.fromEntries(names.map((name) => [name, undefined])) });

/// How each mode differs from a good token: other `claims` (undefined takes one away), another `header`, another way
/// to `sign`, or another text altogether.
export const TOKENS = {
  'token-issuer-other': set({ iss: 'https://issuer.example' }),
  'token-issuer-missing': without('iss'),
  'subject-missing': without('sub'),
  'nonce-other': set({ nonce: 'not-the-one-that-was-sent' }),
  'nonce-missing': without('nonce'),

  'alg-none': { header: { alg: 'none' } },
  'alg-hs256-public-key': {
    header: { alg: 'HS256' },
    sign: (header, claims) => signed(header, claims, createPublicKey({ key: publicHalf(FIRST), format: 'jwk' }).export({ format: 'pem', type: 'spki' })),
  },
  'alg-hs256-client-id': { header: { alg: 'HS256' }, sign: (header, claims, { client }) => signed(header, claims, client.client_id) },
  'alg-ps256': { header: { alg: 'PS256' } }, // a good signature of an algorithm that was not agreed on
  'key-in-header': {
    header: { kid: undefined, jwk: publicHalf(STRANGER) },
    sign: (header, claims) => signed(header, claims, STRANGER),
  },
  'kid-rotated': { header: { kid: 'provider-2' }, sign: (header, claims) => signed(header, claims, NEXT) }, // found when asked again
  'kid-never-found': { header: { kid: 'provider-9' }, sign: (header, claims) => signed(header, claims, NEXT) },
  'kid-missing': { header: { kid: undefined } },
  'signature-wrong': { sign: (header, claims) => signed(header, claims, STRANGER) },
  'signature-cut': { text: (token) => token.slice(0, -40) },
  'signature-empty': { text: (token) => token.slice(0, token.lastIndexOf('.') + 1) },
  'claims-changed': {
    text: (token) => {
      const [header, claims, signature] = token.split('.');
      const better = JSON.parse(Buffer.from(claims, 'base64url'));
      better[identity('security_level')] = '4';
      better.name = 'Ola Demostad';
      return [header, Buffer.from(JSON.stringify(better)).toString('base64url'), signature].join('.');
    },
  },
  'token-garbage': { text: () => 'not.a-token' },
  'token-encrypted': { text: (token) => `${token}.AAAA.BBBB` },

  'level-3': set({ [identity('security_level')]: '3', [identity('assurance_level')]: 'substantial' }),
  'level-missing': without(identity('security_level'), identity('assurance_level')),
  'level-number': set({ [identity('security_level')]: 4 }),
  'level-words': set({ [identity('security_level')]: 'Level4' }),
  'idp-other': set({ idp: 'testidp-oidc' }),
  'idp-missing': without('idp'),
  'person-other': set(person('ola')),
  'person-none': without('name', 'given_name', 'middle_name', 'family_name', identity('pid')),
  'pid-missing': without(identity('pid')),
  'pid-invalid': set({ [identity('pid')]: '12838530094' }),
  'hpr-missing': without('helseid://claims/hpr/hpr_number'),

  'audience-other': set({ aud: 'another-client' }),
  'audience-missing': without('aud'),
  'audience-two': { claims: ({ client }) => ({ aud: [client.client_id, 'another-client'] }) },
  'audience-two-azp-other': { claims: ({ client }) => ({ aud: [client.client_id, 'another-client'], azp: 'another-client' }) },

  expired: { claims: ({ now }) => ({ iat: now - 900, nbf: now - 900, exp: now - 600 }) },
  'expiry-missing': without('exp'),
  'issued-in-future': { claims: ({ now }) => ({ iat: now + 900, nbf: now + 900, exp: now + 1200 }) },
  'auth-time-old': { claims: ({ now }) => ({ auth_time: now - 4 * 3600 }) }, // signed in before, somewhere else
  'auth-time-missing': without('auth_time'),
  'auth-time-future': { claims: ({ now }) => ({ auth_time: now + 900 }) },
  'at-hash-wrong': set({ at_hash: halfHash('another token') }),
  'at-hash-missing': without('at_hash'), // allowed
};

function person(id) {
  const { pid, hpr_number, ...names } = PEOPLE[id];
  return { ...names, [identity('pid')]: pid, 'helseid://claims/hpr/hpr_number': hpr_number };
}

/// The token of a mode, for whom pushed a request.
export function idToken(mode, { issuer, client, pushed, access_token, now }) {
  const wrong = TOKENS[mode] ?? {};
  const login = helseid.choose(pushed, {});
  const claims = {
    iss: issuer, nbf: now, iat: now, exp: now + 300, aud: client.client_id, amr: ['pwd'], nonce: pushed.nonce,
    at_hash: halfHash(access_token), sid: 'S1', sub: 'subject-1', auth_time: now,
    ...helseid.claims(PEOPLE[login.person], login, {}),
    ...wrong.claims?.({ client, now }),
  };
  const header = { ...HEADER, ...wrong.header };
  const token = (wrong.sign ?? ((head, body) => signed(head, body, FIRST)))(header, claims, { client });
  return wrong.text?.(token) ?? token;
}

/// The keys that are published when they are asked for the `time`th time.
export function keysAfter(mode, time) {
  const published = (jwk, kid) => ({ ...publicHalf(jwk), kid, alg: 'RS256', use: 'sig' });
  const first = published(FIRST, 'provider-1');
  return mode === 'kid-rotated' && time > 1 ? [first, published(NEXT, 'provider-2')] : [first];
}
