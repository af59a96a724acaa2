import type { ClearingType } from '#shared/market/clearing.ts';

export interface GridlabCase {
  readonly source: string;
  readonly bids: readonly GridlabOrder[];
  readonly offers: readonly GridlabOrder[];
  readonly quantity: number;
  readonly price: number;
  /** Set where GridLAB-D itself gives a price that is one tick off, and its test allows for it. */
  readonly isWithinOneTick: boolean;
  readonly type: ClearingType | null;
  readonly marginalQuantity: number | null;
}

export interface GridlabOrder {
  readonly quantity: number;
  readonly price: number;
}

/**
 * Orders and asserted results of GridLAB-D's own market tests (facts and figures only), under the file's name in
 * `market/autotest` of gridlab-d/gridlab-d. A line is `bids | offers | cleared [type marginal-quantity]`, an order
 * `quantity@price`, several at once `quantity@first..last:step`. The cap is 9999. Buyers with a negative quantity are sellers
 * there and the reverse; here they stand on the side where they trade.
 * With `~` must-run demand meets exactly the supply that it needs: the tests say one tick above the last offer, GridLAB-D
 * gives the last offer, and the tests pass because they allow for one tick.
 */
const table = `
test_market_auction_clearing_3.glm
  6@40 8@40 | 7@30 9@30 | 14@30
  5@50 5@40 | 6@30 6@30 | 10@30
  4@40 3@40 | 2@30 4@30 | 6@40
  3@45 3@40 | 2.5@30 2.5@30 | 5@40
  5.5@40 5.5@40 | 4@30 4.5@30 | 8.5@40
  4@40 4@40 | 5@30 6@30 | 8@30
  4@40 4@40 | 5@40 4@40 | 8@40
  4@40 4@40 | 6@35 6@40 | 8@40
  4@40 4@40 | 3@40 4@40 | 7@40
  4@50 4@40 | 5@45 5@40 | 5@40
  4@40 4@40 | 3@40 3@40 | 6@40
  4@40 4@40 | 5@40 5@40 | 8@40

test_market_auction_clearing_6_morebuyers.glm
  6@40 8@40 | 14@30 | 14@35
  5@50 5@40 | 12@30 | 10@30
  5@40 3@40 | 4@30 | 4@40
  3@45 3@40 | 5@30 | 5@40
  5.5@40 5.5@40 | 8@30 | 8@40
  4@40 4@40 | 10@30 | 8@30
  4@40 4@40 | 10@40 | 8@40
  4@40 4@40 | 12@35 | 8@35
  4@40 4@40 | 6@40 | 6@40
  4@50 4@40 | 10@45 | 4@45
  4@40 4@40 | 6@40 | 6@40
  4@40 4@40 | 10@40 | 8@40

test_market_auction_clearing_6_moresellers.glm
  1@40 | 4@10 4@20 4@40 | 1@10
  4@40 | 2@30 2@40 2@60 | 4@40
  3@40 | 2@30 2@20 2@40 | 3@30
  10@40 | 15@40 15@30 15@50 | 10@30
  3@40 | 3@90 3@80 3@100 | 0@60

test_markets_auction.glm
  1@10 1@30 1@50 | 1.5@5 1.5@20 1.5@40 | 2@20
  5@10 5@30 5@50 | 7.5@5 7.5@40 7.5@60 | 7.5@30
  2@10 2@30 2@50 | 2@5 2@20 2@40 | 4@25
  10@10 10@30 10@50 | 15@10 15@30 15@50 | 20@30
  3@10 3@30 3@50 | 4.5@60 3@80 3@100 | 0@55

test_markets_auction_cases_4_and_5.glm
  1@25 1@20 | 1@10 1@30 | 1@20.0001 MARGINAL_PRICE 0
  1@30 1@10 | 1@15 1@20 | 1@19.9999 MARGINAL_PRICE 0

test_markets_auction_negative_buyer_and_seller_price.glm
  5@-40 5@20 5@-30 | 5@-50 5@30 5@-35 | 10@-32.5 MARGINAL_PRICE 0

test_markets_auction_negative_buyer_price.glm
  5@-66 5@63 5@78 | 5@132 5@110 5@127 | 0@94 NULL 0

test_markets_auction_negative_seller_price.glm
  5@63 5@78 5@50 | 5@110 5@-120 5@127 | 5@63.0001 MARGINAL_PRICE 0

test_markets_auction_negative_buyer_quantity.glm
  10@45 10@15 | 5@38 5@10 5@75 5@35 | 10@37.9999 MARGINAL_PRICE 0

test_markets_auction_negative_seller_quantity.glm
  5@40 5@60 5@90 5@65 | 10@45 10@75 | 10@60.0001 MARGINAL_PRICE 0

test_markets_auction_null_market.glm
  5@32 5@54 5@47 | 5@83 5@70 5@97 | 0@62 NULL 0

test_markets_auction_no_sellers.glm
  5@31 5@63 5@47 |  | 0@63.0001 NULL 0

test_markets_auction_unresponsive_buyer_failure.glm
  50@9999 5@32 5@47 | 5@83 5@97 5@70 | 15@9999 FAILURE 0

test_markets_auction_large_unbalanced_failure.glm
  175@9999 1@99..1 | 1@1..150 | 150@9999 FAILURE 0

test_markets_auction_large_unbalanced_marginal_price.glm
  1@200..2:2 | 1@1..150 | 67@67.5 MARGINAL_PRICE 0

test_opt_markets_auction_large_balanced_marginal_price.glm
  1@200..2:2 | 1@1..100 | 67@67.5 MARGINAL_PRICE 0

test_markets_auction_repeated_bids.glm
  5@30 5@30 5@40 | 10@20 5@10 5@50 | 15@25 MARGINAL_PRICE 0
  5@20 5@20 5@30 | 10@20 5@10 5@40 | 15@20 EXACT 0
  5@30 5@30 5@20 | 5@40 5@10 5@50 | 5@30 MARGINAL_BUYER 5
  5@30 5@30 5@50 | 3@20 5@10 5@40 | 8@30 MARGINAL_BUYER 3
  5@30 5@30 5@50 | 7@20 5@10 5@40 | 12@30 MARGINAL_BUYER 7
  5@40 5@40 5@20 | 7@10 5@30 5@50 | 10@30 MARGINAL_SELLER 3
  10@30 5@40 5@5 | 5@10 5@20 5@20 | 15@25 MARGINAL_PRICE 0
  10@20 5@30 5@5 | 5@10 5@20 5@20 | 15@20 EXACT 0
  5@40 5@50 5@20 | 5@10 5@30 5@30 | 10@30 MARGINAL_SELLER 5
  3@40 5@50 5@20 | 5@10 5@30 5@30 | 8@30 MARGINAL_SELLER 3
  7@40 5@50 5@20 | 5@10 5@30 5@30 | 12@30 MARGINAL_SELLER 7
  3@50 5@30 5@20 | 5@10 5@40 5@40 | 5@30 MARGINAL_BUYER 2

test_markets_auction_negative_price_bids.glm
  5@26 5@22 5@12 | 8@-5 5@27 5@31 | 8@22 MARGINAL_BUYER 3
  5@5 5@-5 5@-17 | 8@-20 5@3 5@9 | 8@-5 MARGINAL_BUYER 3
  8@45 5@32 5@29 | 5@-27 5@36 5@47 | 8@36 MARGINAL_SELLER 3
  8@3 5@-17 5@-32 | 5@-30 5@-12 5@7 | 8@-12 MARGINAL_SELLER 3
  5@36 5@24 5@8 | 5@-5 5@14 5@43 | 10@19 MARGINAL_PRICE 0
  5@8 5@3 5@-15 | 5@-13 5@-7 5@14 | 10@-2 MARGINAL_PRICE 0
  5@27 5@21 5@3 | 5@-37 5@14 5@16 | 10@15.9999 MARGINAL_PRICE 0
  5@4 5@-3 5@-22 | 5@-24 5@-17 5@-14 | 10@-14.0001 MARGINAL_PRICE 0
  5@19 5@11 5@3 | 5@-17 5@23 5@27 | 5@11.0001 MARGINAL_PRICE 0
  5@-11 5@-16 5@-27 | 5@-30 5@-8 5@-3 | 5@-15.9999 MARGINAL_PRICE 0
  5@27 5@13 5@2 | 5@-3 5@13 5@30 | 10@13 EXACT 0
  5@17 5@11 5@-7 | 5@-3 5@11 5@23 | 10@11 EXACT 0
  50@9999 5@20 5@11 | 5@-30 5@17 5@28 | 15@9999 FAILURE 0
  50@9999 5@27 5@-13 | 5@11 5@20 5@29 | 15@9999 FAILURE 0
  50@9999 5@75 5@-3 | 5@-40 5@-30 5@-20 | 15@9999 FAILURE 0
  5@27 5@13 5@-5 | 5@35 5@48 5@53 | 0@31 NULL 0
  5@-7 5@-13 5@-24 | 5@-3 5@14 5@27 | 0@-5 NULL 0
  5@17 5@10 5@3 | 8@-32 5@10 5@15 | 10@10 MARGINAL_SELLER 2
  5@48 5@32 5@-12 | 8@17 5@32 5@67 | 10@32 MARGINAL_SELLER 2
  5@32 5@-20 5@-26 | 8@-30 5@-20 5@-18 | 10@-20 MARGINAL_SELLER 2
  8@45 5@27 5@16 | 5@-32 5@27 5@49 | 10@27 MARGINAL_BUYER 2
  8@-20 5@-41 5@-63 | 5@-57 5@-41 5@-11 | 10@-41 MARGINAL_BUYER 2
  5@27 8@17 5@-12 | 5@3 5@17 5@24 | 10@17 MARGINAL_BUYER 5
  3@9999 5@42 5@13 | 5@-10 5@23 5@78 | 8@23 MARGINAL_SELLER 3
  7@9999 2@23 5@-17 | 5@3 5@18 5@26 | 9@18 MARGINAL_SELLER 4
  8@9999 5@-13 5@-48 | 5@-73 5@-35 5@7 | 10@-13 MARGINAL_BUYER 2
  15@9999 5@12 5@6 | 5@-3 5@13 5@18 | 15@~18.0001 MARGINAL_PRICE 0
  15@9999 5@32 5@-13 | 5@7 5@13 5@27 | 15@32.0001 MARGINAL_PRICE 0
  15@9999 5@-3 5@-32 | 5@-45 5@-27 5@-18 | 15@-2.9999 MARGINAL_PRICE 0

test_markets_auction_negative_quantity_bids.glm
  10@15 5@2 | 5@22 5@3 5@16 8@7 | 10@7 MARGINAL_SELLER 5
  5@22 5@15 5@2 5@5 | 5@3 8@7 | 10@7 MARGINAL_SELLER 5
  5@22 5@3 5@10 | 5@15 5@2 8@7 | 10@7 MARGINAL_SELLER 5
  10@22 5@10 | 5@15 5@3 8@7 5@16 | 13@10 MARGINAL_BUYER 3
  5@22 5@10 8@15 5@2 | 10@3 5@16 | 10@15 MARGINAL_BUYER 5
  8@15 5@3 5@16 | 5@22 5@2 5@10 | 10@15 MARGINAL_BUYER 5
  10@10 5@2 | 5@22 5@3 5@7 5@15 | 10@8.5 MARGINAL_PRICE 0
  5@22 5@10 5@2 5@3 | 10@7 5@15 | 10@8.5 MARGINAL_PRICE 0
  5@2 5@10 5@15 | 5@22 5@7 5@3 | 10@8.5 MARGINAL_PRICE 0
  10@22 5@2 | 5@10 5@3 5@7 5@15 | 10@9.9999 MARGINAL_PRICE 0
  5@22 5@15 5@2 5@3 | 10@7 5@10 | 10@9.9999 MARGINAL_PRICE 0
  5@22 5@15 5@3 | 5@2 5@10 5@7 | 10@9.9999 MARGINAL_PRICE 0
  10@15 5@10 | 5@2 5@3 5@16 5@22 | 10@10.0001 MARGINAL_PRICE 0
  5@22 5@15 5@2 5@12 | 10@5 5@16 | 10@12.0001 MARGINAL_PRICE 0
  5@2 5@12 10@16 | 5@22 5@5 5@3 | 10@12.0001 MARGINAL_PRICE 0
  10@7 5@2 | 5@7 5@16 5@12 5@5 | 10@7 EXACT 0
  5@22 5@2 5@7 5@16 | 5@16 5@10 | 10@16 EXACT 0
  5@7 5@17 5@22 | 5@10 5@17 5@19 | 10@17 EXACT 0
  25@9999 5@7 | 5@3 5@2 5@10 5@16 | 20@9999 FAILURE 0
  5@22 5@7 5@2 5@3 10@9999 | 5@10 | 5@9999 FAILURE 0
  5@2 5@10 20@9999 | 5@22 5@7 5@3 | 15@9999 FAILURE 0
  5@10 5@3 | 5@15 5@16 5@18 5@22 | 0@12.5 NULL 0
  5@15 5@10 5@3 5@16 | 5@18 5@22 | 0@17 NULL 0
  5@3 5@7 5@2 | 5@15 5@22 5@16 | 0@11 NULL 0
  10@10 5@3 | 5@22 5@5 8@10 5@15 | 10@10 MARGINAL_SELLER 5
  5@22 5@10 5@3 5@2 | 13@10 5@16 | 10@10 MARGINAL_SELLER 10
  5@3 5@20 5@15 | 5@18 5@7 8@15 | 10@15 MARGINAL_SELLER 5
  13@12 5@3 | 5@12 5@7 5@16 5@22 | 10@12 MARGINAL_BUYER 10
  5@16 8@12 5@3 5@7 | 10@12 5@22 | 10@12 MARGINAL_BUYER 5
  5@22 5@7 8@15 | 5@16 5@3 5@15 | 10@15 MARGINAL_BUYER 5
  5@9999 8@7 | 5@10 5@3 5@7 5@15 | 10@7 MARGINAL_BUYER 5
  5@9999 5@20 5@7 5@15 | 5@3 5@16 | 10@18 MARGINAL_PRICE 0
  5@5 5@9999 5@10 | 5@7 5@15 5@3 | 10@8.5 MARGINAL_PRICE 0
  20@9999 5@7 | 5@15 5@3 5@10 5@22 | 20@~22.0001 MARGINAL_PRICE 0
  10@9999 5@7 5@3 5@10 | 5@15 5@22 | 10@~22.0001 MARGINAL_PRICE 0
  5@3 15@9999 5@7 | 5@22 5@15 5@10 | 15@~22.0001 MARGINAL_PRICE 0
`;

export const gridlabCases: readonly GridlabCase[] = parseTable();

function parseTable(): GridlabCase[] {
  const cases: GridlabCase[] = [];
  let file = '';
  for (const line of table.split('\n').filter((text) => text !== '')) {
    if (!line.startsWith(' ')) {
      file = line;
      continue;
    }
    const [bids, offers, result] = line.split('|').map((part) => part.trim());
    const [cleared, type, marginalQuantity] = result.split(' ');
    const [quantity, price] = cleared.split('@');
    cases.push({
      source: `${file} "${line.trim()}"`,
      bids: parseOrders(bids),
      offers: parseOrders(offers),
      quantity: Number(quantity),
      price: Number(price.replace('~', '')),
      isWithinOneTick: price.startsWith('~'),
      type: type === undefined ? null : (type as ClearingType),
      marginalQuantity: marginalQuantity === undefined ? null : Number(marginalQuantity),
    });
  }
  return cases;
}

function parseOrders(text: string): GridlabOrder[] {
  if (text === '') return [];
  return text.split(' ').flatMap((order) => {
    const [quantity, prices] = order.split('@');
    const [range, step = '1'] = prices.split(':');
    const [first, last = first] = range.split('..').map(Number);
    const count = Math.abs(last - first) / Number(step) + 1;
    return Array.from({ length: count }, (_, index) => ({
      quantity: Number(quantity),
      price: first + Math.sign(last - first) * Number(step) * index,
    }));
  });
}
