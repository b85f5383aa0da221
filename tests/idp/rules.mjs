// What HelseID demands beyond the standards. oidc-provider calls this for every request of a client that has shown a
// good signature, before it remembers the assertion's jti.
import { errors } from 'oidc-provider';

const LIFETIME = 10;
const TOLERANCE = 5;

export function rules(flavour, behaviour) {
  return async function judge(ctx, claims, header, client) {
    const now = Date.now() / 1000 + (behaviour.clock ?? 0);
    const { params, issuer } = ctx.oidc;
    const demand = (good, description) => {
      if (!good) throw new errors.InvalidClient(description);
    };
    if (flavour.idps) {
      demand(header.typ === 'client-authentication+jwt', 'the client assertion has the wrong typ');
      demand(claims.aud === issuer, 'the audience of the client assertion is not the issuer');
      demand(claims.sub === client.clientId, 'the client assertion is of another subject');
      demand(typeof claims.iat === 'number', 'the client assertion has no iat');
      demand(claims.exp - claims.iat <= LIFETIME, 'the client assertion lives too long');
      demand(claims.exp - now <= LIFETIME + TOLERANCE, 'the client assertion ends too far ahead');
    }
    demand(claims.exp > now - TOLERANCE, 'the client assertion has expired');
    demand((claims.nbf ?? claims.iat) <= now + TOLERANCE, 'the client assertion is not valid yet');

    // Ports of loopback addresses count: what is not registered letter by letter is refused.
    if (params.redirect_uri !== undefined && !client.redirectUris.includes(params.redirect_uri)) {
      throw new errors.InvalidRequest('Invalid redirect_uri');
    }
    if (params.grant_type === 'client_credentials') demandScopesOfApis(params, flavour);
  };
}

/// A client without a person gets no scopes about persons.
function demandScopesOfApis(params, flavour) {
  const known = Object.values(flavour.resources).flatMap(({ scope }) => scope.split(' '));
  for (const scope of (params.scope ?? '').split(' ').filter(Boolean)) {
    if (!known.includes(scope)) throw new errors.InvalidScope('invalid_scope', scope);
  }
}
