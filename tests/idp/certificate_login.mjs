// A page that asks for a certificate before it says anything, as a log-in with a smart card does. Who came is told to
// the provider by a ticket that works once.
import { randomUUID } from 'node:crypto';
import { listen } from './serve.mjs';

export class CertificateLogin {
  #tickets = new Map();

  /// `tls`: key and certificate of the page, `authority` those whose certificates it takes.
  static async start({ tls, back }) {
    const login = new CertificateLogin();
    const demand = { requestCert: true, rejectUnauthorized: true, ca: tls.authority };
    const { server, issuer } = await listen({ tls, host: 'localhost' }, demand);
    login.address = issuer;
    login.visitors = 0;
    server.on('request', (request, response) => {
      const uid = new URL(request.url, issuer).searchParams.get('for');
      if (!uid) return response.writeHead(404).end();
      login.visitors += 1;
      const ticket = randomUUID();
      login.#tickets.set(ticket, request.socket.getPeerCertificate().subject.CN);
      response.writeHead(303, { location: `${back}/interaction/${uid}/certified?ticket=${ticket}` }).end();
    });
    return login;
  }

  addressFor = (uid) => `${this.address}/login?for=${uid}`;

  /// The common name on the certificate of whoever has the ticket.
  collect(ticket) {
    const name = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return name;
  }
}
