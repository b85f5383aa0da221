// Signed tokens by hand, on node:crypto alone: what signs here shares no code with oidc-provider or with eid-ready, and
// can sign what neither of them would.
import { createHash, createHmac, createPrivateKey, createPublicKey, randomUUID, sign, verify, constants } from 'node:crypto';

export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const now = () => Math.floor(Date.now() / 1000);

/// A signed token; `alg` "none" leaves the signature out, HS256 takes `key` as the bytes of a secret.
export function signed(header, claims, key) {
  const text = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${text}.${base64url(signature(header.alg, text, key))}`;
}

function signature(alg, text, key) {
  if (alg === 'none') return '';
  if (alg === 'HS256') return createHmac('sha256', key).update(text).digest();
  return sign(`sha${alg.slice(2)}`, Buffer.from(text), { key: createPrivateKey({ key, format: 'jwk' }), ...form(alg) });
}

function form(alg) {
  if (alg.startsWith('PS')) return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return alg.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' } : {};
}

/// Header and claims, unverified.
export function opened(token) {
  const [header, claims] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  return { header, claims };
}

/// Whether a public key made the signature of a token.
export function holds(token, jwk) {
  const [header, claims, made] = token.split('.');
  const { alg } = opened(token).header;
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), ...form(alg) };
  return verify(`sha${alg.slice(2)}`, Buffer.from(`${header}.${claims}`), key, Buffer.from(made, 'base64url'));
}

/// The public half of a private key.
export function publicHalf({ kty, crv, x, y, n, e }) {
  return Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
}

/// RFC 7638: members in alphabetical order.
export function thumbprint(jwk) {
  const members = publicHalf(jwk);
  const ordered = Object.fromEntries(Object.keys(members).sort().map((name) => [name, members[name]]));
  return base64url(createHash('sha256').update(JSON.stringify(ordered)).digest());
}

/// at_hash of a token under a SHA-256 algorithm.
export const halfHash = (text) => base64url(createHash('sha256').update(text).digest().subarray(0, 16));
export const sha256 = (text) => base64url(createHash('sha256').update(text).digest());

/// The algorithm that a key is mostly used with.
export const usualAlgorithm = (jwk) => ({ 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' })[jwk.crv] ?? 'RS256';

/// A proof of possession for one request.
export function dpop(key, htm, htu, more = {}) {
  const alg = usualAlgorithm(key);
  return signed({ typ: 'dpop+jwt', alg, jwk: publicHalf(key) }, { jti: randomUUID(), htm, htu, iat: now(), ...more }, key);
}
