/** Why a text is no address of a hub. `unreadable` may only mean that it is not complete yet. */
export type AddressProblem = 'missing' | 'unreadable' | 'scheme' | 'insecure' | 'credentials' | 'path';

export type ReadAddress =
  | { readonly address: string; readonly problem: null }
  | { readonly address: null; readonly problem: AddressProblem };

const SCHEME = /^[a-z][a-z\d+.-]*:(?!\d)/i;

/** Nothing leaves this computer on the way to these. */
function isThisComputer(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * The address of a hub as a person types it, e.g. `https://hub.example.org`. Without `https://` it is added (for this computer `http://`);
 * `http:` to another computer is a problem, because the password would be readable on the way.
 */
export function readAddress(text: string): ReadAddress {
  const typed = text.trim();
  if (typed === '') return wrong('missing');
  const url = URL.parse(SCHEME.test(typed) ? typed : `https://${typed}`);
  if (url === null) return wrong(SCHEME.test(typed) && !/^https?:/i.test(typed) ? 'scheme' : 'unreadable');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return wrong('scheme');
  if (url.username !== '' || url.password !== '') return wrong('credentials');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return wrong('path');
  const isHere = isThisComputer(url.hostname);
  if (url.protocol === 'http:' && !isHere) return wrong('insecure');
  const address = isHere && !SCHEME.test(typed) ? `http://${url.host}` : url.origin;
  return { address, problem: null };
}

function wrong(problem: AddressProblem): ReadAddress {
  return { address: null, problem };
}
