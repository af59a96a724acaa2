import canonicalize from 'canonicalize';
import { z } from 'zod';
import { sha256 } from '#engine/market/sha256.ts';
import type { ComparedField } from '#shared/market/verdict.ts';
import type { CertificateNames } from '#shared/market/certificate.ts';
import { type Difference, hex, replayClearing, type StoredClearing } from '#shared/market/replay.ts';
import {
  type CertificateDocument,
  certificateFields,
  certificateOf,
  type Numbering,
  repeatedId,
} from '#shared/wire/certificate.ts';
import { firstProblem } from '#shared/wire/wire-record.ts';
import { UsageError } from './command.ts';
import { parseJson, readTextFile } from './json-file.ts';

export interface CheckedCertificate {
  readonly clearingId: string;
  readonly slot: number;
  /** SHA-256 of the file's canonical form, in hexadecimal. */
  readonly fingerprint: string;
  readonly differences: readonly Difference[];
}

/**
 * Computes the clearing of a saved certificate again and compares everything that it says.
 * @param expected the fingerprint that it must have, e.g. the printed one; null when there is none to compare with
 * @throws UsageError naming file and field
 */
export async function checkCertificateFile(file: string, expected: string | null): Promise<CheckedCertificate> {
  const { document, fingerprint } = parseCertificate(file, await readTextFile(file));
  const { names, numbering } = numbers(document.community_id);
  const stored = storedOf(document, certificateOf(document, fingerprint, numbering));
  const found = replayClearing(stored, { ...names, label: () => '' }, sha256);
  const differences = found.filter(({ field }) => !impliedOfTrades.includes(field));
  const isTold = differences.some((difference) => difference.expected === expected);
  if (expected !== null && expected !== fingerprint && !isTold) {
    differences.unshift({ record: 'certificate', id: null, field: 'fingerprint', stored: fingerprint, expected });
  }
  return { clearingId: document.id, slot: document.slot, fingerprint, differences };
}

function parseCertificate(file: string, text: string): { document: CertificateDocument; fingerprint: string } {
  const json = parseJson(text, file);
  const result = z.safeDecode(certificateFields, json as z.input<typeof certificateFields>);
  if (!result.success) {
    const { field, problem } = firstProblem(result.error, json);
    throw new UsageError(`${file}: ${field === '' ? 'is no certificate' : `${field} ${problem}`}`);
  }
  const twice = repeatedId(result.data);
  if (twice) throw new UsageError(`${file}: ${twice.field} ${twice.id} comes twice`);
  return { document: result.data, fingerprint: hex(sha256(canonicalize(json)!)) };
}

/** Numbers for members and rules in the order they come. */
function numbers(communityId: string): { names: CertificateNames; numbering: Numbering } {
  const members: string[] = [];
  const rules: string[] = [];
  const number = (list: string[], id: string): number => {
    const known = list.indexOf(id);
    return known >= 0 ? known : list.push(id) - 1;
  };
  return {
    names: { communityId, member: (at) => members[at], rule: (at) => rules[at] },
    numbering: { member: (id) => number(members, id), rule: (id) => (id === null ? -1 : number(rules, id)) },
  };
}

/** What a certificate does not say of its trades, because it follows from the orders and the price. */
const impliedOfTrades: readonly ComparedField[] = ['buyer_id', 'seller_id', 'total_amount'];

/** The certificate's own words in the place of what a cache stores. */
function storedOf(document: CertificateDocument, certificate: StoredClearing['certificate']): StoredClearing {
  return {
    certificate,
    slotEnd: document.slot,
    outcome: {
      type: document.type,
      price: document.clearing_price,
      intervalLow: document.interval?.[0] ?? null,
      intervalHigh: document.interval?.[1] ?? null,
      quantityWh: document.clearing_quantity_kwh,
      marginalQuantityWh: document.marginal_quantity_kwh,
      marginalTotalWh: document.marginal_total_kwh,
      p2pPrice: undefined,
    },
    orders: null,
    trades: document.trades.map((trade) => ({
      id: trade.id,
      clearingId: document.id,
      buyer: -1,
      seller: -1,
      buyOfferId: trade.bid,
      sellOfferId: trade.offer,
      slot: document.slot,
      executedAt: document.cleared_at,
      quantityWh: trade.quantity_kwh,
      price: trade.price_per_kwh,
      amount: 0,
    })),
  };
}
