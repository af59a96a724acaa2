/** The organiser and the documents of the invented community. */
import type { DocumentKind, Organiser } from '../contract/documents.ts';

export const demoOrganiser: Organiser = {
  name: 'Energiegemeinschaft Sonnenhang eG (invented)',
  address: 'Am Sonnenhang 1, 79104 Freiburg im Breisgau, Germany',
  contact: 'office@sonnenhang.example, +49 761 0000000',
  representative: 'The board of the cooperative',
  protectionOfficer: 'External data protection officer, privacy@sonnenhang.example',
};

export interface DemoDocument {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly text: string;
  /** Days after the community was founded. */
  readonly fromDay: number;
}

/** The day from which on the consent text asks for advice too. */
export const ADVICE_FROM_DAY = 420;

const statutes = (notice: string): string => `STATUTES OF THE SONNENHANG ENERGY COMMUNITY

1 Purpose
The community lets its members produce, share and trade renewable electricity in the postcode zone. It works for the benefit of its members and of the neighbourhood, not for profit.

2 Members
Everybody who uses electricity at an address in the zone may join: households, small firms and public bodies. Joining is open and voluntary. A member keeps the rights of a customer, among them the free choice of a supplier.

3 Leaving
A member may leave ${notice}. What was traded until then is settled.

4 The members' meeting
The members' meeting is held once a year. Each member has one vote, whatever it produces or trades. The meeting hears the report on the year and decides on these statutes.

5 The board
The board runs the community, appoints whoever uses the console, and answers for the protection of the members' data.

6 Trading
Members trade by offers and rules at prices between the floor and the cap that the meeting sets. The rules of clearing are published. Nobody has to trade.`;

const consents = (advice: string): string => `CONSENTS

You take part in the community by a contract. What follows is voluntary: you can say no to any of it and trade as before. You can withdraw a consent at any time, to the office, as easily as you gave it. What was done until then stays lawful.

Leaderboards
My pseudonym ("House" with a letter and a number) may appear on the community's leaderboards and among the latest achievements.

Map
My home may be counted in a cell of the community's map, together with at least four others. The map never shows an address.${advice}`;

export const demoDocuments: readonly DemoDocument[] = [
  {
    kind: 'statutes',
    title: 'Statutes',
    fromDay: 0,
    text: statutes('at the end of a quarter, with three months of notice'),
  },
  {
    kind: 'statutes',
    title: 'Statutes',
    fromDay: 390,
    text: statutes('at the end of a month, with one month of notice'),
  },
  {
    kind: 'privacy-notice',
    title: 'Privacy notice for members',
    fromDay: 0,
    text: `PRIVACY NOTICE FOR MEMBERS

Who is responsible
Energiegemeinschaft Sonnenhang eG. Our data protection officer is reached at privacy@sonnenhang.example.

What we use your data for
To clear and settle what you trade: your meter readings, offers, rules and trades. The basis is the contract with you (GDPR Art. 6(1)(b)). To keep the books that tax law asks for (Art. 6(1)(c)). For leaderboards, the map and advice only with your consent (Art. 6(1)(a)).

Who sees them
Those who run the community see your pseudonym. Your name can be looked up by an administrator with a reason, and each time is recorded. Your meter operator and the hub process data for us.

How long we keep them
Meter readings and offers for 24 months, trades for 10 years, who you are until 30 days after you have left.

Your rights
You can ask what we hold about you and get a copy, have errors corrected, have data erased where no law keeps them, take them elsewhere, object, and complain to the supervisory authority.`,
  },
  { kind: 'consent-text', title: 'Consents of members', fromDay: 0, text: consents('') },
  {
    kind: 'consent-text',
    title: 'Consents of members',
    fromDay: ADVICE_FROM_DAY,
    text: consents(`

Advice
The community may look at my trades, rules and habits, and tell me when I paid more than the grid and what would have helped.`),
  },
];
