// A hub that only reads out: `node serve-pages.ts FOLDER`, as a child process that tells its port to its parent. FOLDER holds `tokens`,
// the answer to a refresh, and the pages of a feed by cursor.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const [, , folder] = process.argv;
const bodies = new Map<string, Buffer>();

function bodyOf(name: string): Buffer {
  let body = bodies.get(name);
  if (body === undefined) bodies.set(name, (body = readFileSync(path.join(folder, name))));
  return body;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://localhost');
  const body = bodyOf(url.pathname === '/api/sync' ? (url.searchParams.get('cursor') ?? '0') : 'tokens');
  request.resume();
  response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
    .end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
// Also when the parent is gone without a word.
process.once('disconnect', () => process.exit());
