import { ActionIcon, Menu, Skeleton, Tooltip } from '@mantine/core';
import { IconChartLine, IconDownload, IconPhoto, IconTable, IconTableExport } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMarks } from '../app/marks.ts';
import type { BridgeError } from '../bridge/client.ts';
import type { EmptyStateProps } from '../components/empty-state.tsx';
import { PageState } from '../components/page-state.tsx';
import { Panel } from '../components/panel.tsx';
import { ChartCanvas, type ChartCanvasProps } from './chart-canvas.tsx';
import type { ChartTable } from './chart-data.ts';
import { ChartTableView } from './chart-table.tsx';
import classes from './chart.module.css';
import { Legend, type LegendItem } from './legend.tsx';
import type { Palette } from './palette.ts';
import { pictureOf } from './picture.ts';
import type { Size } from './use-echart.ts';
import { useSave } from './use-save.ts';
import { useSaveTable } from './use-save-table.ts';

/** A chart that has its data. */
export interface Drawing extends Pick<ChartCanvasProps, 'build' | 'description' | 'onRange' | 'connect'> {
  readonly legend: readonly LegendItem[];
  readonly table: ChartTable;
  /** Instead of the usual legend, where one is needed that a list of marks cannot be. */
  readonly legendNode?: ReactNode;
  /** Of an exported picture's drawing; wide by default. */
  readonly pictureSize?: Size;
}

export interface ChartPanelProps<T> {
  readonly title: string;
  readonly subtitle: string;
  readonly query: UseQueryResult<T, BridgeError>;
  /** Null until there is an answer. */
  readonly drawing: Drawing | null;
  readonly palette: Palette;
  /** Of the drawing in CSS pixels; skeleton, table and states take the same room. */
  readonly height: number;
  /** How the chart can be used; beside the subtitle, and not in a picture of it. */
  readonly hint?: string;
  /** Of an exported file, without its ending. */
  readonly fileName: string;
  /** Whose numbers and of which days, for an exported picture. */
  readonly source: string;
  readonly empty?: EmptyStateProps;
  readonly isEmpty?: (data: T) => boolean;
  /** Controls before those of every chart. */
  readonly actions?: ReactNode;
  readonly className?: string;
}

const LEGEND_HEIGHT = 28;
const PICTURE: Size = { width: 1080, height: 380 };

/** A titled chart with legend, table twin and export; loading, empty and failed it keeps its size. */
export function ChartPanel<T>(props: ChartPanelProps<T>): ReactNode {
  const { title, subtitle, hint, query, height, empty, isEmpty, className } = props;
  const [asTable, setAsTable] = useState(false);
  const drawing = useSettled(props.drawing, query.isPlaceholderData);
  const isShown = drawing !== null && !(query.data !== undefined && isEmpty?.(query.data) === true);
  return (
    <Panel
      title={title}
      subtitle={hint === undefined ? subtitle : `${subtitle} · ${hint}`}
      className={className}
      actions={
        <>
          {isShown && props.actions}
          {isShown && <TableToggle asTable={asTable} onChange={setAsTable} />}
          {isShown && <ExportMenu {...props} drawing={drawing} />}
        </>
      }
    >
      <div className={classes.body} style={{ minHeight: height + LEGEND_HEIGHT }}>
        <PageState
          query={query}
          skeleton={<Skeleton height={height + LEGEND_HEIGHT} />}
          empty={empty}
          isEmpty={isEmpty}
        >
          {() => (drawing === null ? null : <Content {...props} drawing={drawing} asTable={asTable} />)}
        </PageState>
      </div>
    </Panel>
  );
}

/** The last value from before `isOutdated`: an old answer is not drawn on the axis of a new question. */
function useSettled<V>(value: V, isOutdated: boolean): V {
  const [settled, setSettled] = useState(value);
  if (isOutdated) return settled;
  if (settled !== value) setSettled(value);
  return value;
}

function Content<T>({ title, height, drawing, asTable }: ChartPanelProps<T> & { drawing: Drawing; asTable: boolean }) {
  if (asTable) return <ChartTableView table={drawing.table} caption={title} height={height + LEGEND_HEIGHT} />;
  return (
    <>
      <div className={classes.legend}>{drawing.legendNode ?? <Legend items={drawing.legend} />}</div>
      <ChartCanvas
        build={drawing.build}
        height={height}
        name={title}
        description={drawing.description}
        onRange={drawing.onRange}
        connect={drawing.connect}
      />
    </>
  );
}

function TableToggle({ asTable, onChange }: { asTable: boolean; onChange: (asTable: boolean) => void }): ReactNode {
  const { t } = useTranslation('charts');
  const label = asTable ? t('showAsChart') : t('showAsTable');
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => onChange(!asTable)}>
        {asTable ? <IconChartLine size={18} stroke={1.75} /> : <IconTable size={18} stroke={1.75} />}
      </ActionIcon>
    </Tooltip>
  );
}

function ExportMenu<T>(props: ChartPanelProps<T> & { drawing: Drawing }): ReactNode {
  const { title, subtitle, source, drawing, palette, fileName } = props;
  const { t } = useTranslation('charts');
  const save = useSave();
  const saveTable = useSaveTable();
  const marks = useMarks();
  const { legend, build, pictureSize = PICTURE } = drawing;
  const picture = () =>
    pictureOf({ title, subtitle: [...marks, source, subtitle].join(' · '), legend, build, palette, ...pictureSize });
  return (
    <Menu position="bottom-end">
      <Tooltip label={t('export.label')}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('export.label')}>
            <IconDownload size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPhoto size={16} />} onClick={() => void save(fileName, 'png', picture)}>
          {t('export.png')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTableExport size={16} />}
          onClick={() => void saveTable(fileName, () => drawing.table)}
        >
          {t('export.csv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
