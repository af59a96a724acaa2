import { expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { certificateOutput } from '#engine/market/certificate.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { clearingRows } from '#engine/market/stored-clearings.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import { type Certificate, certificateText, clearAgain } from '#shared/market/certificate.ts';
import { hex } from '#shared/market/replay.ts';
import { names, sealed } from '../../shared/market/sealed.ts';
import { COMMUNITY, memberId, SLOT, START } from '../fixtures/pages.ts';
import { type Pulling, pulling } from '../fixtures/pulling.ts';
import { iso, wireCommunity, wireMember } from '../fixtures/wire-records.ts';

const certificate: Certificate = sealed([{ member: 0, price: 300_000, wh: 600 }], [{ member: 1, wh: 800 }]);

/** The feed's record of a clearing that was sealed while its two members had these names. */
function clearingOf(pseudonyms: readonly string[]): object {
  const outcome = clearAgain(certificate);
  const text = certificateText(certificate, outcome, { ...names, member: (member) => pseudonyms[member] });
  return {
    id: certificate.clearingId,
    community_id: COMMUNITY,
    slot: iso(START),
    type: outcome.type,
    clearing_price: null,
    clearing_quantity_kwh: 0,
    interval: null,
    marginal_quantity_kwh: 0,
    marginal_total_kwh: 0,
    fingerprint: hex(sha256(text)),
    certificate: JSON.parse(text) as object,
  };
}

/** What of the certificate itself does not hold; the rest of the clearing is not there. */
function certificateDifferences({ cache }: Pulling): unknown[] {
  const community = requireCommunity(cache.read, COMMUNITY);
  const all = [...verifyClearings(cache.read, community, { from: START, to: START + SLOT })];
  expect(all).toHaveLength(1);
  return all[0].differences.filter(({ record }) => record === 'certificate');
}

it('L16: former names of a member whose pseudonym the hub changes stand in the certificates of before, which stay verified', async () => {
  const desk = await pulling();
  desk.feed.put('community', wireCommunity());
  for (const of of [0, 1]) desk.feed.put('member', wireMember(of, { anonymized_id: `House A${of}` }));
  desk.feed.put('clearing', clearingOf(['House A0', 'House A1']));
  await desk.pull();
  for (const [of, name] of [
    [0, 'House B7'],
    [0, 'House B8'],
    [1, 'House B9'],
  ] as const) {
    desk.feed.put('member', wireMember(of, { anonymized_id: name }));
    await desk.pull();
    expect(certificateDifferences(desk)).toEqual([]);
  }
  const community = requireCommunity(desk.cache.read, COMMUNITY);
  const [row] = clearingRows(desk.cache.read, community, { from: START, to: START + SLOT });
  expect(certificateOutput(desk.cache.read, community, row).text).toContain('"member":"House A0"');
});

it('L16: former names let a fresh fetch go through, whether the member had another name or none', async () => {
  const desk = await pulling();
  desk.feed.put('community', wireCommunity());
  desk.feed.put('member', wireMember(0, { former_anonymized_ids: ['House Z1', 'House Z2'] }));
  desk.feed.put('member', wireMember(1, { former_anonymized_ids: [memberId(1)] }));
  desk.feed.put('clearing', clearingOf(['House Z1', memberId(1)]));
  await desk.pull();
  expect(certificateDifferences(desk)).toEqual([]);
});

it('L16: former names do not make a certificate right that was sealed under the name of somebody else', async () => {
  const desk = await pulling();
  desk.feed.put('community', wireCommunity());
  for (const of of [0, 1]) desk.feed.put('member', wireMember(of, { former_anonymized_ids: [`House Z${of}`] }));
  desk.feed.put('clearing', { ...clearingOf(['House Z0', 'House Z1']), fingerprint: 'ab'.repeat(32) });
  await desk.pull();
  expect(certificateDifferences(desk)).toMatchObject([{ field: 'fingerprint' }]);
});
