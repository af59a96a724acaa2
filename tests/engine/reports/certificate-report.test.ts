import { afterEach, describe, expect, it } from 'vitest';
import { clearingCertificate } from '#engine/reports/kinds/clearing-certificate.ts';
import { reportWords } from '#engine/reports/report-words.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { OrderOf, ReportCommunity } from '#shared/reports/about.ts';
import type { CertificateFacts } from '#shared/reports/kinds/clearing-certificate.ts';
import { engineWithCommunity } from '../fixtures/community.ts';
import { readReport, textsOf } from './read-report.ts';

const { context, communityId } = engineWithCommunity({ members: 24, days: 2 });
const { read, write } = context.cache;

/** The clearing of the largest quantity in which an order was rationed. */
const chosen = read.get<{ id: Uint8Array; slot: number; quantity_wh: number; price: number }>(
  `SELECT id, slot, quantity_wh, price FROM clearing WHERE marginal_quantity_wh < marginal_total_wh
   ORDER BY quantity_wh DESC LIMIT 1`,
)!;
const order: OrderOf<'clearing-certificate'> = {
  kind: 'clearing-certificate',
  communityId,
  slot: chosen.slot,
  clearingId: uuidText(chosen.id),
};
const community: ReportCommunity = {
  id: communityId,
  name: 'Sonnenhang',
  district: '',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  mechanism: 'uniform-price',
  slotMinutes: 15,
  isDemo: true,
  hasSimulatedTrades: false,
};
const turn = { report: () => undefined, signal: new AbortController().signal };
const factsOf = (): Promise<CertificateFacts> => clearingCertificate.facts(context, order, turn);

const setQuantity = (wh: number): number =>
  write.run('UPDATE clearing SET quantity_wh = ? WHERE id = ? AND slot = ?', [wh, chosen.id, chosen.slot]);
afterEach(() => setQuantity(chosen.quantity_wh));

describe('the clearing certificate', () => {
  it('says what cleared, and that computing it again gives the same', async () => {
    const { sections } = await factsOf();
    expect(sections.clearing).toMatchObject({ quantityWh: chosen.quantity_wh, price: chosen.price });
    expect(sections.proof).toMatchObject({ isVerified: true, differences: [] });
    expect(sections.proof.fingerprint).toBe(
      (
        await context.market.query('market.certificate', {
          communityId,
          slot: chosen.slot,
          clearingId: uuidText(chosen.id),
        })
      ).fingerprint,
    );
  });

  it('has every order by its priority, and as much bought as sold', async () => {
    const { bids, offers } = (await factsOf()).sections.orders;
    const sum = (orders: typeof bids): number => orders.reduce((all, { tradedWh }) => all + tradedWh, 0);
    expect(sum(bids)).toBe(chosen.quantity_wh);
    expect(sum(offers)).toBe(chosen.quantity_wh);
    const limits = bids.map(({ price }) => price ?? Infinity);
    expect(limits).toEqual(limits.toSorted((a, b) => b - a));
    expect([...bids, ...offers].filter(({ isMarginal }) => isMarginal)).toHaveLength(1);
  });

  it('prints a few orders of each side and says how many more there are', async () => {
    const report = await readReport(context, order);
    const { bids, offers } = (report.facts as CertificateFacts).sections.orders;
    const left = Math.max(0, bids.length - 5) + Math.max(0, offers.length - 5);
    expect(left).toBeGreaterThan(0);
    expect(textsOf(report.document('en')).join('\n')).toMatch(new RegExp(`\\b${left} more stands? in the certificate`));
  });

  it('draws both sides around the price, a careless limit at the edge', async () => {
    const { sections, ...facts } = await factsOf();
    const careless = { ...sections.orders.bids[0], price: sections.clearing.priceCap };
    const bids = [careless, ...sections.orders.bids];
    const about = { community, order, dataTo: null };
    const document = clearingCertificate.document(
      { ...facts, sections: { ...sections, orders: { ...sections.orders, bids } } },
      about,
      reportWords('en', community),
    );
    const chart = document.sections.flatMap(({ blocks }) => blocks).find(({ type }) => type === 'chart');
    if (chart?.type !== 'chart' || chart.chart.kind !== 'curves') throw new Error('There is no chart of curves.');
    const { demand, supply, clearing } = chart.chart;
    const prices = (curve: typeof demand): number[] => curve.points.map(({ price }) => price);
    expect(Math.max(...prices(demand))).toBeLessThan(sections.clearing.priceCap / 1_000_000);
    expect(Math.min(...prices(supply))).toBeLessThan(clearing!.price);
    expect(new Set(prices(supply)).size).toBeGreaterThan(1);
  });

  it('names what is stored otherwise than the certificate gives', async () => {
    setQuantity(chosen.quantity_wh + 1);
    const report = await readReport(context, order);
    expect((report.facts as CertificateFacts).sections.proof).toMatchObject({
      isVerified: false,
      differences: [{ record: 'clearing', field: 'clearing_quantity_kwh' }],
    });
    expect(textsOf(report.document('de')).join('\n')).toContain('weicht das Clearing in 1 Wert vom Gespeicherten ab');
  });

  it('cannot be made of a clearing that is not there', async () => {
    const unknown = { ...order, clearingId: '00000000-0000-4000-8000-000000000000' };
    await expect(readReport(context, unknown)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
