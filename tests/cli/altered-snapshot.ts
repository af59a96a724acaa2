import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';

interface WireTrade {
  id: string;
  settlement_status: string;
  total_amount: number;
}

/** Writes a snapshot with a micro-unit more in the amount of one settled trade, sealed again; answers that trade. */
export function alteredSnapshot(from: string, to: string): WireTrade {
  const lines = zstdDecompressSync(readFileSync(from)).toString('utf8').trimEnd().split('\n').slice(0, -1);
  const at = lines.findIndex((line) => line.startsWith('{"trade"') && line.includes('"settled"'));
  const { trade } = JSON.parse(lines[at]) as { trade: WireTrade };
  trade.total_amount = Math.round(trade.total_amount * 1e6 + 1) / 1e6;
  lines[at] = JSON.stringify({ trade });
  const counts: Record<string, number> = {};
  for (const line of lines.slice(1)) {
    const [name] = Object.keys(JSON.parse(line) as object);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const text = lines.map((line) => `${line}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  writeFileSync(to, `${text}${JSON.stringify({ end: { counts, sha256 } })}\n`);
  return trade;
}
