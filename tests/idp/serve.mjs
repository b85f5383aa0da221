// What both providers share: a configuration comes in, an address goes out, the process ends with its starter.
import http from 'node:http';
import https from 'node:https';

/// The configuration: the first argument, or the first line of stdin.
export async function configuration() {
  if (process.argv[2]) return JSON.parse(process.argv[2]);
  let text = '';
  for await (const part of process.stdin) {
    text += part;
    if (text.includes('\n')) break;
  }
  return JSON.parse(text);
}

/// A test that is killed leaves no providers behind: whoever loses its parent is given another.
export function endWithStarter() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(), 500).unref();
}

/// Listens on a free port (or `port`) of 127.0.0.1 and returns the server with its issuer.
export async function listen({ tls, host = '127.0.0.1', port = 0 }, more = {}) {
  const server = tls ? https.createServer({ key: tls.key, cert: tls.certificate, ...more }) : http.createServer(more);
  await new Promise((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return { server, issuer: `${tls ? 'https' : 'http'}://${host}:${server.address().port}` };
}

/// Says that all is ready.
export const announce = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

/// The whole body of a request.
export async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/// Answers with JSON.
export function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}
