import { Failure } from '#shared/contract/errors.ts';

/**
 * The origin of a hub's address, e.g. `https://hub.example.org`: `https:` anywhere, `http:` on this machine alone, because a password
 * would cross the network readable.
 * @throws Failure INPUT_INVALID
 */
export function parseAddress(text: string): string {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:$/.test(url.protocol)) throw refused('This is no address of a hub.');
  if (url.username !== '' || url.password !== '') throw refused('The address holds a name or a password.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw refused('The address goes on after the name of the hub.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refused('An http address of another machine would send the password readable through the network.');
  }
  return url.origin;
}

/** `hostname` as URL writes it: IPv4 in its four numbers, IPv6 in its shortest form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function refused(problem: string): Failure {
  return new Failure('INPUT_INVALID', `${problem} Nothing was sent.`, {
    remedy: 'Write it as https://hub.example.org, with a port if it needs one.',
    details: { field: 'address' },
  });
}
