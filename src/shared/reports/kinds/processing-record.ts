import type { DataClass } from '../../privacy/data-classes.ts';
import type { ReportAbout } from '../about.ts';
import type { ReportBlock, ReportDocument, ReportSection, ReportTable } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import type { ReportWords } from '../words.ts';

/** What GDPR Art. 30(1) asks for, (a) to (g). */
export interface ProcessingFacts extends ReportFacts {
  readonly sections: {
    /** Null until somebody has entered it. */
    readonly controller: {
      readonly name: string;
      readonly address: string;
      readonly contact: string;
      readonly representative: string | null;
      readonly protectionOfficer: string | null;
      readonly changedAt: number;
    } | null;
    readonly purposes: { readonly consent: readonly string[] };
    readonly data: readonly ProcessedClass[];
    /** Host of the hub that the community comes from; null for one that is this desk's own. */
    readonly recipients: { readonly hub: string | null };
    /** Legal holds in force. */
    readonly erasure: { readonly holds: number };
    readonly security: { readonly smallestGroup: number };
  };
}

interface ProcessedClass {
  readonly [name: string]: string | ProcessedClass['clock'] | ProcessedClass['tables'];
  readonly name: DataClass;
  readonly legalBasis: string;
  /** Null: kept as long as what it belongs to. */
  readonly clock: { readonly length: number; readonly unit: 'months' | 'days' } | null;
  readonly tables: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly isPersonal: boolean;
  }[];
}

type Section = (id: keyof ProcessingFacts['sections'], ...blocks: readonly ReportBlock[]) => ReportSection;

/** The record of processing activities of a community. */
export function processingDocument(
  { sections }: ProcessingFacts,
  { community }: ReportAbout<'processing-record'>,
  words: ReportWords,
): ReportDocument {
  const { t } = words;
  const section: Section = (id, ...blocks) => ({ id, title: t(`report-processing-record:${id}.title`), blocks });
  return {
    language: words.language,
    title: t('report-processing-record:title'),
    subtitle: t('report-processing-record:subtitle', { community: community.name }),
    isLandscape: false,
    sections: [
      section('controller', ...controllerBlocks(sections.controller, words)),
      section('purposes', ...purposeBlocks(sections.purposes, words)),
      section(
        'data',
        { type: 'paragraph', text: t('report-processing-record:data.subjects') },
        { type: 'table', table: classTable(sections.data, words) },
        { type: 'table', table: columnTable(sections.data, words) },
        { type: 'paragraph', tone: 'note', text: t('report-processing-record:data.source') },
      ),
      section('recipients', ...recipientBlocks(sections.recipients, words)),
      section('erasure', ...erasureBlocks(sections.erasure, words)),
      section('security', {
        type: 'list',
        items: measures.map((measure) =>
          t(`report-processing-record:security.${measure}`, { group: sections.security.smallestGroup }),
        ),
      }),
    ],
  };
}

const measures = ['pseudonyms', 'encryption', 'access', 'groups', 'network', 'audit', 'backup'] as const;

function controllerBlocks(
  controller: ProcessingFacts['sections']['controller'],
  { t, format }: ReportWords,
): ReportBlock[] {
  if (controller === null) {
    return [{ type: 'paragraph', tone: 'finding', text: t('report-processing-record:controller.missing') }];
  }
  const none = t('report-processing-record:controller.none');
  const rows = [
    ['name', controller.name],
    ['address', controller.address],
    ['contact', controller.contact],
    ['representative', controller.representative ?? none],
    ['protectionOfficer', controller.protectionOfficer ?? none],
  ].map(([key, value]) => [t(`report-processing-record:controller.${key}`), value]);
  return [
    {
      type: 'table',
      table: {
        caption: t('report-processing-record:controller.caption', { date: format.date(controller.changedAt) }),
        columns: [
          { title: t('report-processing-record:controller.what'), align: 'start', width: 1 },
          { title: t('report-processing-record:controller.who'), align: 'start', width: 2.5 },
        ],
        rows,
      },
    },
  ];
}

function purposeBlocks({ consent }: ProcessingFacts['sections']['purposes'], { t }: ReportWords): ReportBlock[] {
  const purposes = ['trading', 'settlement', 'community', 'evidence', 'desk'] as const;
  return [
    {
      type: 'list',
      items: [
        ...purposes.map((purpose) => t(`report-processing-record:purposes.${purpose}`)),
        ...consent.map((purpose) => t(`report-processing-record:purposes.consent.${purpose}`)),
      ],
    },
  ];
}

/** What is kept, on which basis and how long. */
function classTable(classes: readonly ProcessedClass[], { t, format }: ReportWords): ReportTable {
  const column = (name: string): string => t(`report-processing-record:data.column.${name}`);
  return {
    caption: t('report-processing-record:data.classes'),
    columns: [
      { title: column('class'), align: 'start', width: 1.6 },
      { title: column('content'), align: 'start', width: 3 },
      { title: column('basis'), align: 'start', width: 2 },
      { title: column('kept'), align: 'start', width: 2 },
    ],
    rows: classes.map(({ name, legalBasis, clock }) => [
      t(`report-processing-record:data.class.${name}`),
      t(`report-processing-record:data.content.${name}`),
      t(`report-processing-record:data.basis.${legalBasis}`),
      clock === null
        ? t('report-processing-record:data.noClock')
        : t(`report-processing-record:data.${name === 'identity' ? 'afterLeaving' : clock.unit}`, {
            count: clock.length,
            number: format.number(clock.length),
          }),
    ]),
  };
}

/** The columns that tell something of a person, as the tables of the cache have them. */
function columnTable(classes: readonly ProcessedClass[], { t }: ReportWords): ReportTable {
  const column = (name: string): string => t(`report-processing-record:data.column.${name}`);
  return {
    caption: t('report-processing-record:data.personal'),
    columns: [
      { title: column('table'), align: 'start', width: 1.3 },
      { title: column('class'), align: 'start', width: 1.3 },
      { title: column('columns'), align: 'start', width: 4 },
    ],
    rows: classes.flatMap(({ name, tables }) =>
      tables
        .filter(({ isPersonal }) => isPersonal)
        .map(({ table, columns }) => [table, t(`report-processing-record:data.class.${name}`), columns.join(', ')]),
    ),
  };
}

function recipientBlocks({ hub }: ProcessingFacts['sections']['recipients'], { t }: ReportWords): ReportBlock[] {
  const items = [
    t('report-processing-record:recipients.desk'),
    hub === null
      ? t('report-processing-record:recipients.noHub')
      : t('report-processing-record:recipients.hub', { hub }),
    t('report-processing-record:recipients.paper'),
  ];
  const transfers = hub === null ? 'noTransfers' : 'hubTransfers';
  return [
    { type: 'list', items },
    { type: 'paragraph', text: t(`report-processing-record:recipients.${transfers}`) },
  ];
}

function erasureBlocks({ holds }: ProcessingFacts['sections']['erasure'], { t, format }: ReportWords): ReportBlock[] {
  return [
    { type: 'paragraph', text: t('report-processing-record:erasure.clocks') },
    {
      type: 'paragraph',
      text:
        holds === 0
          ? t('report-processing-record:erasure.noHolds')
          : t('report-processing-record:erasure.holds', { count: holds, number: format.number(holds) }),
    },
    { type: 'paragraph', text: t('report-processing-record:erasure.member') },
  ];
}
