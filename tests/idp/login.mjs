// The page between "who are you" and the code. It asks nobody anything unless the behaviour says so:
//   at-once      logs in and goes on
//   ask          a page with two buttons, one of which gives up
//   certificate  sends the browser to certificate_login.mjs, and believes what that says
//   silent       a page that leads nowhere
import { createHash } from 'node:crypto';
import { PEOPLE, byCommonName } from './people.mjs';

export class Logins {
  #accounts = new Map();

  constructor(provider, flavour, behaviour, certificateLogin) {
    Object.assign(this, { provider, flavour, behaviour, certificateLogin });
  }

  /// The account of a subject, for oidc-provider's `findAccount`.
  account = async (_ctx, sub) => {
    const login = this.#accounts.get(sub);
    return login && { accountId: sub, claims: async () => ({ sub, ...this.flavour.claims(PEOPLE[login.person], login, this.behaviour) }) };
  };

  /// Koa middleware for /interaction/UID and what is below it.
  page = async (ctx, next) => {
    const [, uid, step] = /^\/interaction\/([\w-]+)(?:\/(\w+))?$/.exec(ctx.path) ?? [];
    if (!uid) return next();
    const { params, prompt } = await this.provider.interactionDetails(ctx.req, ctx.res);
    if (prompt.name !== 'login') return this.#goOn(ctx, { consent: {} });
    const way = step ?? this.behaviour.login ?? 'at-once';
    switch (way) {
      case 'at-once':
      case 'login':
        return this.#logIn(ctx, params);
      case 'ask':
        return void (ctx.body = twoButtons(uid));
      case 'cancel':
        return this.#goOn(ctx, { error: 'access_denied', error_description: this.behaviour.cancel_text ?? 'User aborted' });
      case 'certificate':
        return ctx.redirect(this.certificateLogin.addressFor(uid));
      case 'certified': {
        const person = byCommonName(this.certificateLogin.collect(ctx.query.ticket) ?? '');
        return person
          ? this.#logIn(ctx, params, person)
          : this.#goOn(ctx, { error: 'access_denied', error_description: 'nobody we know' });
      }
      default:
        return void (ctx.body = page('<p>Vent …</p>'));
    }
  };

  #logIn(ctx, params, person) {
    const login = { ...this.flavour.choose(params, this.behaviour), ...(person && { person }) };
    const { error } = this.behaviour;
    if (error) return this.#goOn(ctx, error);
    const accountId = createHash('sha256').update(JSON.stringify(login)).digest('hex').slice(0, 24);
    this.#accounts.set(accountId, login);
    const ts = Math.floor(Date.now() / 1000) - (this.behaviour.login_age ?? 0);
    return this.#goOn(ctx, { login: { accountId, acr: login.acr, amr: login.amr, ts } });
  }

  async #goOn(ctx, result) {
    ctx.redirect(await this.provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
  }
}

const twoButtons = (uid) => page(`
  <form method="post" action="/interaction/${uid}/login"><button id="login">Logg inn</button></form>
  <form method="post" action="/interaction/${uid}/cancel"><button id="cancel">Avbryt</button></form>`);

const page = (body) => `<!doctype html><html lang="nb"><meta charset="utf-8"><title>Innlogging</title>${body}</html>`;
