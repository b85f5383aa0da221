#!/usr/bin/env node
// The headless Chromium of one test: a folder of its own holds profile, certificates and policies.
//
//   chromium.mjs ADDRESS
//
// CHROMIUM_FOLDER  the folder. `home/.pki/nssdb` in it are the certificates; `etc` in it, where there is one, stands in
//                  for /etc/chromium in a mount namespace (root), so that no other Chromium sees its policies.
//
// The first call starts it and a later one opens a tab in it: a headless Chromium hands nothing over to another by
// itself. `pid` in the folder is the process group to kill; left alone it ends after two minutes.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

const folder = process.env.CHROMIUM_FOLDER;
const at = (...names) => join(folder, ...names);
const address = process.argv[2];

const DEVTOOLS = at('profile', 'DevToolsActivePort'); // Chromium writes its port here
const FLAGS = [
  '--headless', '--no-first-run', '--no-default-browser-check', '--disable-gpu', '--disable-extensions', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--disable-default-apps', '--disable-dev-shm-usage',
  '--password-store=basic', '--remote-debugging-port=0', `--user-data-dir=${at('profile')}`,
  ...(process.getuid() === 0 ? ['--no-sandbox'] : []), // the sandbox refuses root
];
const WITH_POLICIES = 'mount --bind "$0/etc" /etc/chromium && exec "$@"';

if (existsSync(DEVTOOLS)) openTab();
else start();

function start() {
  const chromium = ['timeout', '--kill-after=1', '120', 'chromium', ...FLAGS, address];
  const [program, ...words] = existsSync(at('etc'))
    ? ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', WITH_POLICIES, folder, ...chromium]
    : chromium;
  const log = openSync(at('log'), 'a');
  const env = { ...process.env, HOME: at('home') };
  const child = spawn(program, words, { detached: true, stdio: ['ignore', log, log], env });
  writeFileSync(at('pid'), String(child.pid));
  child.unref();
  closeSync(log);
}

function openTab() {
  const [port] = readFileSync(DEVTOOLS, 'utf8').split('\n');
  http.request({ host: '127.0.0.1', port, method: 'PUT', path: `/json/new?${encodeURIComponent(address)}` }, (answer) => answer.resume()).end();
}
