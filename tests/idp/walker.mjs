#!/usr/bin/env node
// A browser for tests that need none: follows redirects, keeps cookies, presses the buttons of forms.
//
//   walker.mjs ADDRESS
//
// WALKER_JAR     a file for the cookies, so that a later walk (the log-out) is the same browser's
// WALKER_PRESS   the id of the button to press where a page has more than one: "login" or "cancel"
// WALKER_LOG     a file that gets one line for each page: status, origin and path
// WALKER_CERTIFICATE  a PEM file with a key and a certificate, for pages that ask for one
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { bodyOf } from './serve.mjs';

const { WALKER_JAR, WALKER_PRESS = 'login', WALKER_LOG, WALKER_CERTIFICATE } = process.env;
const MOST_PAGES = 20;
const jar = WALKER_JAR && existsSync(WALKER_JAR) ? JSON.parse(readFileSync(WALKER_JAR)) : {};

let next = { address: new URL(process.argv[2]), method: 'GET' };
for (let pages = 0; next && pages < MOST_PAGES; pages += 1) next = await visit(next);
if (WALKER_JAR) writeFileSync(WALKER_JAR, JSON.stringify(jar));

async function visit({ address, method, body }) {
  const cookies = (jar[address.host] ??= {});
  const headers = {
    accept: 'text/html',
    cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; '),
    ...(body && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const answer = await asked(address, { method, headers }, body);
  for (const line of answer.headers['set-cookie'] ?? []) keep(cookies, line);
  if (WALKER_LOG) appendFileSync(WALKER_LOG, `${answer.statusCode} ${address.origin}${address.pathname}\n`);
  const { location } = answer.headers;
  const text = await bodyOf(answer);
  if (answer.statusCode >= 300 && answer.statusCode < 400 && location) return { address: new URL(location, address), method: 'GET' };
  return pressed(text, address);
}

function asked(address, options, body) {
  const identity = WALKER_CERTIFICATE ? readFileSync(WALKER_CERTIFICATE) : undefined;
  const client = address.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    client.request(address, { ...options, agent: false, cert: identity, key: identity }, resolve).on('error', reject).end(body);
  });
}

function keep(cookies, line) {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
  if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) delete cookies[name];
  else cookies[name] = value;
}

/// What happens when the form of a page is sent: its only one, or that with the button.
function pressed(html, address) {
  const forms = [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)];
  const form = forms.length > 1 ? forms.find(([, , inside]) => inside.includes(`id="${WALKER_PRESS}"`)) : forms[0];
  if (!form) return undefined;
  const [, head, inside] = form;
  const target = new URL(attribute(head, 'action') ?? '', address);
  const fields = new URLSearchParams();
  for (const [, input] of inside.matchAll(/<input([^>]*)>/g)) {
    if (attribute(input, 'name')) fields.set(attribute(input, 'name'), attribute(input, 'value') ?? '');
  }
  if (attribute(head, 'method')?.toLowerCase() === 'post') return { address: target, method: 'POST', body: fields.toString() };
  target.search = fields.toString();
  return { address: target, method: 'GET' };
}

function attribute(tag, name) {
  const found = new RegExp(`\\b${name}=(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  const text = found?.[1] ?? found?.[2];
  return text?.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
