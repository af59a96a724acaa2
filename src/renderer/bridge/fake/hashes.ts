import { chance } from './curves.ts';

/** 64 hex digits that depend on `seed` only: they look like a SHA-256 and are none. */
export function fakeHash(seed: number): string {
  return Array.from({ length: 64 }, (_, digit) => Math.floor(chance(seed * 64 + digit) * 16).toString(16)).join('');
}
