import { describe, expect, it } from 'vitest';
import { readAddress } from '#renderer/pages/connection/hub-address.ts';

describe('the address of a hub', () => {
  it.each([
    ['https://hub.example.org', 'https://hub.example.org'],
    [' https://Hub.Example.org/ ', 'https://hub.example.org'],
    ['https://hub.example.org:8443', 'https://hub.example.org:8443'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
  ])('%s is taken as %s', (typed, address) => {
    expect(readAddress(typed)).toEqual({ address, problem: null });
  });

  it.each([
    ['hub.example.org', 'https://hub.example.org'],
    ['hub.example.org:8443', 'https://hub.example.org:8443'],
    ['localhost:8787', 'http://localhost:8787'],
    ['127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ])('%s needs no beginning: it becomes %s', (typed, address) => {
    expect(readAddress(typed)).toEqual({ address, problem: null });
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['https:', 'unreadable'],
    ['https://', 'unreadable'],
    ['my hub', 'unreadable'],
    ['ftp://hub.example.org', 'scheme'],
    ['mailto:ada@example.org', 'scheme'],
    ['http://hub.example.org', 'insecure'],
    ['http://192.168.1.20:8787', 'insecure'],
    ['http://127.0.0.1.example.org', 'insecure'],
    ['http://localhost.example.org', 'insecure'],
    ['https://ada:secret@hub.example.org', 'credentials'],
    ['https://hub.example.org/api', 'path'],
    ['https://hub.example.org?a=b', 'path'],
    ['https://hub.example.org#top', 'path'],
  ])('%j is refused as %s', (typed, problem) => {
    expect(readAddress(typed)).toEqual({ address: null, problem });
  });
});
