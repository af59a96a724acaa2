/** Somebody else who works at the same hub: what happens to the market while the console of the tour is away. */
import { randomUUID } from 'node:crypto';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/wire/sync.ts';

/** In wire units: kWh, currency per kWh, ISO 8601. */
export interface WireOffer {
  readonly member_id: string;
  readonly type: 'buy' | 'sell';
  readonly quantity_kwh: number;
  readonly price_per_kwh: number;
  readonly time_window_start: string;
  readonly time_window_end: string;
}

export interface OtherDesk {
  /** @returns the offer's id */
  place(offer: WireOffer): Promise<string>;
  /** Takes the whole of an offer. */
  take(offerId: string, offer: WireOffer, memberId: string): Promise<void>;
}

/** Signs in directly at the hub. Every method throws with the hub's answer when the hub does not do what it is asked for. */
export async function otherDeskAt(
  hub: string,
  signIn: { readonly email: string; readonly password: string },
  communityId: string,
): Promise<OtherDesk> {
  const { access_token: token } = (await post(hub, '/api/auth/sign-in', signIn)) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
  return {
    place: async (offer) => {
      const offerId = randomUUID();
      const command = {
        key: randomUUID(),
        community_id: communityId,
        made_at: new Date().toISOString(),
        kind: 'offer.place',
        data: { offer_id: offerId, ...offer },
      };
      const { results } = (await post(hub, '/api/commands', { commands: [command] }, headers)) as {
        results: { outcome: string }[];
      };
      if (results[0].outcome !== 'accepted') throw new Error(`The hub placed no offer: ${JSON.stringify(results)}`);
      return offerId;
    },
    take: async (offerId, { quantity_kwh, price_per_kwh }, memberId) => {
      const body = {
        community_id: communityId,
        offer_id: offerId,
        member_id: memberId,
        quantity_kwh,
        price_per_kwh,
      };
      await post(hub, '/api/trading/execute', body, headers);
    },
  };
}

async function post(hub: string, path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(new URL(path, hub), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}
