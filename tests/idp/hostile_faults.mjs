// What goes wrong on the wire, whatever was going to be said. Each is given the request and the response; `good` says
// what a good provider would.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answer } from './serve.mjs';

const later = (ms) => new Promise((done) => setTimeout(done, ms));
const json = { 'content-type': 'application/json' };

function* megabytes(count) {
  yield '{"filler":"';
  for (let sent = 0; sent < count; sent += 1) yield 'a'.repeat(1 << 20);
  yield '"}';
}

export const FAULTS = {
  /// Answers late; a minute unless the argument says how many milliseconds.
  slow: async ({ good, argument }) => {
    await later(Number(argument ?? 60_000));
    return good();
  },

  /// Begins to answer and never ends: a byte at a time.
  drip: async ({ response }) => {
    response.writeHead(200, json);
    while (!response.destroyed) {
      response.write(' ');
      await later(100);
    }
  },

  /// Hangs up without a word.
  reset: ({ request }) => request.socket.resetAndDestroy(),

  /// Promises more than comes.
  truncated: ({ response }) => {
    response.writeHead(200, { ...json, 'content-length': 4000 });
    response.write('{"issuer":"http', () => response.destroy());
  },

  garbage: ({ response }) => response.writeHead(200, json).end(Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x80, 0x22])),
  empty: ({ response }) => response.writeHead(200, json).end(),

  /// Valid JSON of another shape: `array`, `null`, `number`, `text`.
  shape: ({ response, argument }) => answer(response, 200, { array: [], null: null, number: 4, text: 'hei' }[argument]),

  /// A hundred megabytes of JSON.
  huge: ({ response }) => {
    response.writeHead(200, json);
    return pipeline(Readable.from(megabytes(100)), response).catch(() => {}); // they may hang up
  },

  /// Nested without an end in sight.
  deep: ({ response }) => response.writeHead(200, json).end('['.repeat(200_000)),

  /// A megabyte of header, past what Node would write by itself.
  'huge-headers': ({ request }) =>
    request.socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-much: ${'a'.repeat(1 << 20)}\r\ncontent-length: 2\r\n\r\n{}`),

  /// An error of the server, with a page: `status:503@token`.
  status: ({ response, argument }) =>
    response.writeHead(Number(argument), { 'content-type': 'text/html', ...(argument === '503' && { 'retry-after': '120' }) })
      .end('<html><h1>Service Unavailable</h1></html>'),

  /// An error in OAuth's words: `error:invalid_client@token`.
  error: ({ response, argument }) => answer(response, 400, { error: argument }),

  /// An error in HelseID's: `hid:1004@par`.
  hid: ({ response, argument }) =>
    answer(response, 400, { error: 'invalid_request', error_description: `HID-${argument}: Noe er galt med organisasjonsnummeret` }),

  /// What a hotel, or a proxy that wants a password, says to everything.
  portal: ({ response }) => response.writeHead(200, { 'content-type': 'text/html' })
    .end('<!doctype html><title>Velkommen til gjestenettet</title><form action="/login"><input name="user"></form>'),

  /// Sends on to a log-in page of somebody else.
  redirect: ({ response, issuer }) => response.writeHead(302, { location: `${issuer}/gjestenett` }).end(),
  'redirect-loop': ({ request, response }) => response.writeHead(302, { location: request.url }).end(),

  /// Says of itself that a proxy wants a password.
  proxy: ({ response }) => response.writeHead(407, { 'proxy-authenticate': 'Negotiate' }).end(),
};
