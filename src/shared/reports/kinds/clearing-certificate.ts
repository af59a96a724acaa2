import { listText } from '../../format/locale-facts.ts';
import { type CurveStep, priceWindow, stepCurve } from '../../market/curves.ts';
import type { ClearingType } from '../../market/clearing.ts';
import type { OrderMechanism } from '../../market/mechanisms.ts';
import type { OfferOrder } from '../../market/orders.ts';
import type { ReportAbout } from '../about.ts';
import type { ReportChart } from '../chart.ts';
import type { ReportBlock, ReportDocument, ReportFigure, ReportTable } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import type { ReportWords } from '../words.ts';

/** An order of the book, in the order of its priority. Prices in micro-currency per kWh, null is a market order; energy in Wh. */
export interface CertifiedOrder {
  readonly [name: string]: string | number | boolean | null;
  readonly member: string;
  readonly price: number | null;
  readonly wh: number;
  readonly tradedWh: number;
  readonly isMarginal: boolean;
}

/** What the certificate gives (DOMAIN.md section 3). */
export interface CertificateFacts extends ReportFacts {
  readonly sections: {
    readonly clearing: {
      readonly id: string;
      readonly slot: number;
      readonly slotEnd: number;
      readonly clearedAt: number;
      readonly mechanism: OrderMechanism;
      readonly offerOrder: OfferOrder | null;
      readonly priceFloor: number;
      readonly priceCap: number;
      readonly type: ClearingType;
      readonly price: number | null;
      readonly interval: readonly [number, number] | null;
      readonly quantityWh: number;
      readonly marginalQuantityWh: number;
      readonly marginalTotalWh: number;
      readonly trades: number;
      /** Of the trades. */
      readonly lowestPrice: number | null;
      readonly highestPrice: number | null;
      readonly amount: number;
      /** Of trade-reduction. */
      readonly sellPrice: number | null;
      readonly operatorSurplus: number | null;
    };
    readonly proof: {
      /** Of the certificate, 64 hex digits. */
      readonly fingerprint: string;
      readonly isVerified: boolean;
      readonly differences: readonly { readonly record: string; readonly field: string }[];
    };
    readonly orders: { readonly bids: readonly CertifiedOrder[]; readonly offers: readonly CertifiedOrder[] };
  };
}

type Clearing = CertificateFacts['sections']['clearing'];
type Orders = CertificateFacts['sections']['orders'];

/** Orders of each side that the one page has room for. */
const SHOWN_ORDERS = 5;

/** The certificate of one clearing on one page, with both step curves. */
export function certificateDocument(
  { sections: { clearing, proof, orders } }: CertificateFacts,
  { community }: ReportAbout<'clearing-certificate'>,
  words: ReportWords,
): ReportDocument {
  const { t, format } = words;
  const slot = `${format.dateTime(clearing.slot)}–${format.time(clearing.slotEnd)}`;
  return {
    language: words.language,
    title: t('report-clearing-certificate:title'),
    subtitle: `${community.name}, ${slot}`,
    isLandscape: false,
    sections: [
      {
        id: 'clearing',
        title: t('report-clearing-certificate:clearing'),
        blocks: [
          ...verdictBlocks(proof, words),
          { type: 'paragraph', text: outcomeText(clearing, orders, words) },
          { type: 'figures', figures: figuresOf(clearing, words) },
          { type: 'paragraph', text: termsText(clearing, orders, words) },
        ],
      },
      {
        id: 'orders',
        title: t('report-clearing-certificate:orders'),
        blocks: [
          {
            type: 'chart',
            title: t('report-clearing-certificate:curves'),
            description: t('report-clearing-certificate:curvesDescription', {
              demand: format.energy(sumOf(orders.bids, 'wh')).text,
              supply: format.energy(sumOf(orders.offers, 'wh')).text,
              traded: format.energy(clearing.quantityWh).text,
            }),
            chart: curvesOf(clearing, orders, words),
          },
          { type: 'table', table: ordersTable(orders, words) },
        ],
      },
      {
        id: 'proof',
        title: t('report-clearing-certificate:proof'),
        isPart: true,
        blocks: [
          {
            type: 'paragraph',
            tone: 'note',
            text: t('report-clearing-certificate:fingerprint', { fingerprint: proof.fingerprint }),
          },
          {
            type: 'paragraph',
            tone: 'note',
            text: t('report-clearing-certificate:replay', { id: clearing.id }),
          },
        ],
      },
    ],
  };
}

function verdictBlocks(
  { isVerified, differences }: CertificateFacts['sections']['proof'],
  { t, format }: ReportWords,
): ReportBlock[] {
  if (isVerified) return [{ type: 'paragraph', tone: 'good', text: t('report-clearing-certificate:verified') }];
  const fields = listText([...new Set(differences.map(({ record, field }) => `${record}.${field}`))], format.locale);
  const text = t('report-clearing-certificate:different', {
    count: differences.length,
    number: format.number(differences.length),
    fields,
  });
  return [{ type: 'paragraph', tone: 'finding', text }];
}

function outcomeText({ type, price, priceCap }: Clearing, { bids, offers }: Orders, { t }: ReportWords): string {
  return t(`marketplace:clearing.outcomes.cleared.${outcome()}`);

  function outcome(): string {
    if (type === 'FAILURE') return price === priceCap ? 'MUST_RUN_DEMAND' : 'MUST_RUN_SUPPLY';
    if (type !== 'NULL') return type;
    if (offers.length === 0) return 'NO_SUPPLY';
    return bids.length === 0 ? 'NO_DEMAND' : 'NOTHING_CROSSES';
  }
}

function figuresOf(clearing: Clearing, { t, format }: ReportWords): ReportFigure[] {
  const label = (key: string): string => t(`report-clearing-certificate:figures.${key}`);
  const { price, interval, marginalQuantityWh, marginalTotalWh, lowestPrice, highestPrice } = clearing;
  const ofTrades =
    lowestPrice === null || highestPrice === null
      ? format.notAvailable
      : t('report-clearing-certificate:range', {
          from: format.price(lowestPrice).value,
          to: format.price(highestPrice).text,
        });
  return [
    {
      label: label('price'),
      value: price === null ? label('noPrice') : format.price(price).text,
      detail: price === null ? ofTrades : t(`report-clearing-certificate:types.${clearing.type}`),
    },
    {
      label: label('quantity'),
      value: format.energy(clearing.quantityWh).text,
      detail: t('report-clearing-certificate:trades', {
        count: clearing.trades,
        number: format.number(clearing.trades),
        amount: format.money(clearing.amount, undefined, { decimals: 4 }).text,
      }),
    },
    {
      label: label('interval'),
      value:
        interval === null
          ? format.notAvailable
          : `${format.price(interval[0]).value}–${format.price(interval[1]).value}`,
      detail: t('report-clearing-certificate:intervalDetail', { unit: format.price(0).unit }),
    },
    {
      label: label('fraction'),
      value: marginalTotalWh === 0 ? format.notAvailable : format.percent(marginalQuantityWh / marginalTotalWh, 2),
      detail:
        marginalTotalWh === 0
          ? label('noRationing')
          : t('report-clearing-certificate:rationing', {
              served: format.energy(marginalQuantityWh).text,
              wanted: format.energy(marginalTotalWh).text,
            }),
    },
  ];
}

/** By which rule and within which limits, what was marginal, and when. */
function termsText(clearing: Clearing, { bids, offers }: Orders, { t, format }: ReportWords): string {
  const { mechanism, offerOrder, priceFloor, priceCap, clearedAt, operatorSurplus, sellPrice } = clearing;
  const marginal = [...bids, ...offers].find(({ isMarginal }) => isMarginal);
  const name = t(`marketplace:mechanisms.${mechanism}`);
  const rule = offerOrder === null ? mechanism : t(`marketplace:offerOrders.${offerOrder}`);
  return [
    t('report-clearing-certificate:terms', {
      name,
      rule,
      floor: format.price(priceFloor).value,
      cap: format.price(priceCap).text,
      time: format.dateTime(clearedAt),
    }),
    ...(marginal === undefined || marginal.price === null
      ? []
      : [
          t('report-clearing-certificate:marginal', {
            member: marginal.member,
            price: format.price(marginal.price).text,
          }),
        ]),
    ...(operatorSurplus === null || sellPrice === null
      ? []
      : [
          t('report-clearing-certificate:surplus', {
            price: format.price(sellPrice).text,
            surplus: format.money(operatorSurplus, undefined, { decimals: 4 }).text,
          }),
        ]),
  ].join(' ');
}

/** Both sides as steps. A limit far beyond the others is drawn at the edge, so that the crossing can be seen. */
function curvesOf(clearing: Clearing, { bids, offers }: Orders, { t, format }: ReportWords): ReportChart {
  const { priceFloor, priceCap, price, interval, lowestPrice, highestPrice, quantityWh } = clearing;
  const limits = { priceFloor, priceCap };
  const demand = stepCurve('buy', bids, limits);
  const supply = stepCurve('sell', offers, limits);
  const window = priceWindow(
    [...demand, ...supply].map((step) => step.price),
    [],
  );
  const paid = [price, ...(interval ?? []), lowestPrice, highestPrice].filter((one) => one !== null);
  const [lowest, highest] = [Math.min(window.lowest, ...paid), Math.max(window.highest, ...paid)];
  const corners = (curve: readonly CurveStep[]) =>
    curve.flatMap(({ price: level, fromWh, toWh }) => {
      const shown = Math.min(Math.max(level, lowest), highest) / 1_000_000;
      return [fromWh, toWh].map((wh) => ({ quantity: wh / 1000, price: shown }));
    });
  return {
    kind: 'curves',
    quantityUnit: 'kWh',
    priceUnit: format.price(0).unit,
    demand: { name: t('report-clearing-certificate:demand'), points: corners(demand) },
    supply: { name: t('report-clearing-certificate:supply'), points: corners(supply) },
    clearing: price === null || quantityWh === 0 ? null : { quantity: quantityWh / 1000, price: price / 1_000_000 },
  };
}

function ordersTable({ bids, offers }: Orders, { t, format }: ReportWords): ReportTable {
  const cells = (order: CertifiedOrder | undefined): string[] =>
    order === undefined
      ? ['', '', '', '']
      : [
          order.isMarginal ? t('report-clearing-certificate:marginalMember', { member: order.member }) : order.member,
          order.price === null ? t('report-clearing-certificate:marketOrder') : format.price(order.price).value,
          format.number(order.wh / 1000, 3),
          format.number(order.tradedWh / 1000, 3),
        ];
  const count = Math.min(SHOWN_ORDERS, Math.max(bids.length, offers.length));
  const more = Math.max(0, bids.length - SHOWN_ORDERS) + Math.max(0, offers.length - SHOWN_ORDERS);
  const limit = t('report-clearing-certificate:column.limit', { unit: format.price(0).unit });
  const traded = t('report-clearing-certificate:column.traded');
  const side = (title: string) =>
    [
      { title, align: 'start', width: 1.5 },
      { title: limit, align: 'end' },
      { title: 'kWh', align: 'end' },
      { title: traded, align: 'end' },
    ] as const;
  return {
    caption:
      more === 0
        ? t('report-clearing-certificate:allOrders')
        : t('report-clearing-certificate:firstOrders', { count: more, number: format.number(more) }),
    columns: [
      ...side(t('report-clearing-certificate:column.buyer')),
      ...side(t('report-clearing-certificate:column.seller')),
    ],
    rows: Array.from({ length: count }, (_, at) => [...cells(bids[at]), ...cells(offers[at])]),
  };
}

function sumOf(orders: readonly CertifiedOrder[], field: 'wh' | 'tradedWh'): number {
  return orders.reduce((sum, order) => sum + order[field], 0);
}
