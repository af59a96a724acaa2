import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kwhToWh, microToPrice, priceToMicro, TICK, whToKwh, type DecimalResult } from '#shared/domain/units.ts';
import { clearOrders, type OrderMechanism } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS, type OfferOrder, type Order } from '#shared/market/orders.ts';
import { gridlabCases, type GridlabOrder } from './gridlab-d-cases.ts';

interface WireOrder {
  readonly id: string;
  readonly member?: string;
  readonly price_per_kwh: number | null;
  readonly quantity_kwh: number;
}

interface Example {
  readonly id: string;
  readonly source: string;
  readonly mechanism: OrderMechanism;
  readonly offer_order?: OfferOrder;
  readonly input: {
    readonly bids: WireOrder[];
    readonly offers: WireOrder[];
    price_cap?: number;
    price_floor?: number;
  };
  readonly expected: Record<string, unknown>;
}

const file = path.resolve('../shared/data/matching-examples/cases.json');

function readExamples(): Example[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Example[];
  } catch (error) {
    throw new Error(`These tests need the matching examples at ${file}`, { cause: error });
  }
}

function value(result: DecimalResult): number {
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

function toOrder({ id, member, price_per_kwh, quantity_kwh }: WireOrder): Order {
  return {
    id,
    member: member ?? id,
    price: price_per_kwh === null ? null : value(priceToMicro(price_per_kwh)),
    wh: value(kwhToWh(quantity_kwh)),
  };
}

describe('the matching examples', () => {
  it('are all cleared as the other systems assert', () => {
    const examples = readExamples();
    expect(examples.length).toBeGreaterThan(0);
    for (const { id, mechanism, offer_order: offerOrder, input, expected } of examples) {
      const limits = {
        priceCap: value(priceToMicro(input.price_cap ?? 9999)),
        priceFloor: value(priceToMicro(input.price_floor ?? -9999)),
      };
      const parameters = offerOrder === undefined ? {} : { offerOrder };
      const [bids, offers] = [input.bids.map(toOrder), input.offers.map(toOrder)];
      const clearing = clearOrders(mechanism, bids, offers, limits, parameters);
      const found: Record<string, unknown> = {
        type: clearing.type,
        clearing_price: clearing.price === null ? null : microToPrice(clearing.price),
        clearing_quantity_kwh: whToKwh(clearing.quantityWh),
        marginal_quantity_kwh: whToKwh(clearing.marginalQuantityWh),
        trades: clearing.trades.map(({ bid, offer, wh, price }) => ({
          bid,
          offer,
          quantity_kwh: whToKwh(wh),
          price_per_kwh: microToPrice(price),
        })),
      };
      const asserted = Object.fromEntries(Object.keys(expected).map((field) => [field, found[field]]));
      expect({ id, ...asserted }).toStrictEqual({ id, ...expected });
    }
  });
});

describe("the cases of GridLAB-D's own market tests", () => {
  const toOrders = (side: string, orders: readonly GridlabOrder[]) =>
    orders.map(({ price, quantity }, index): Order => {
      const id = `${side}${index}`;
      return { id, member: id, price: price * 1_000_000, wh: quantity * 1000 };
    });

  it.each(gridlabCases)('$source', (example) => {
    const clearing = clearOrders(
      'uniform-price',
      toOrders('buyer', example.bids),
      toOrders('seller', example.offers),
      DEFAULT_LIMITS,
    );
    const off = Math.abs((clearing.price as number) - Math.round(example.price * 1_000_000));
    expect(off).toBeLessThanOrEqual(example.isWithinOneTick ? TICK : 0);
    expect(clearing.quantityWh).toBe(example.quantity * 1000);
    if (example.type !== null) expect(clearing.type).toBe(example.type);
    if (example.marginalQuantity !== null) expect(clearing.marginalQuantityWh).toBe(example.marginalQuantity * 1000);
  });
});
