import { expect, it } from 'vitest';
import { strengthOf } from '#renderer/components/passphrase/strength.ts';

it.each([
  ['', 'short'],
  ['Ab3$Ab3$', 'short'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['12345678901234567890', 'weak'],
  ['passwort123', 'weak'],
  ['sun roof battery', 'weak'],
  ['sun roof roof roof roof', 'weak'],
  ['sun roof battery meter', 'fair'],
  ['sun roof battery meter neighbour', 'good'],
  ['q8#Vt!zR4m@Wd1', 'good'],
])('%j is %s', (passphrase, strength) => {
  expect(strengthOf(passphrase)).toBe(strength);
});
