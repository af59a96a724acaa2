/** A chart as a picture file: the drawing with its title, subtitle and legend, at twice the resolution of the screen. */
import { CHART_FONT } from './chart-context.ts';
import { init } from './echarts.ts';
import { hatchingOf } from './hatching.ts';
import { dashes, fillOpacity, isFilled, type LegendItem } from './legend.tsx';
import type { Palette } from './palette.ts';
import type { BuildOption } from './use-echart.ts';

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly legend: readonly LegendItem[];
  readonly build: BuildOption;
  readonly palette: Palette;
  /** CSS pixels of the drawing itself. */
  readonly width: number;
  readonly height: number;
}

const SCALE = 2;
const MARGIN = 24;
const HEAD = 84;
const LINE = 18;

function drawLegend(pen: CanvasRenderingContext2D, items: readonly LegendItem[], ink: string): void {
  pen.font = `13px ${CHART_FONT}`;
  let x = MARGIN;
  for (const { label, colour, fill, mark } of items) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.setLineDash([...(dashes[mark] ?? [])]);
    if (isFilled(mark) || mark === 'held-back') {
      pen.globalAlpha = fillOpacity[mark] ?? 1;
      pen.fillStyle = fill ?? colour;
      if (isFilled(mark)) pen.fillRect(x, 69, 18, 10);
      pen.globalAlpha = 1;
      pen.strokeRect(x, 69, 18, 10);
      if (mark === 'hatched') pen.stroke(new Path2D(hatchingOf({ x, y: 69, width: 18, height: 10 })));
    } else if (mark === 'point') {
      pen.fillStyle = colour;
      pen.beginPath();
      pen.arc(x + 9, 74, 5, 0, 2 * Math.PI);
      pen.fill();
    } else {
      pen.beginPath();
      pen.moveTo(x, 74);
      pen.lineTo(x + 18, 74);
      pen.stroke();
    }
    pen.fillStyle = ink;
    pen.fillText(label, x + 24, 78);
    x += 24 + pen.measureText(label).width + 18;
  }
  pen.setLineDash([]);
}

/** A text in as many lines as a width needs. */
function linesOf(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/**
 * Draws the chart into a canvas of its own.
 * @returns the PNG file in base64
 * @throws Error when the canvas gives no drawing context
 */
export function pictureOf({ title, subtitle, legend, build, palette, width, height }: Picture): string {
  const size = { width, height };
  const stage = document.createElement('div');
  const chart = init(stage, null, { renderer: 'canvas', ...size });
  try {
    chart.setOption({ ...build(size), animation: false });
    const drawing = chart.renderToCanvas({ pixelRatio: SCALE, backgroundColor: palette.surface });
    const sheet = document.createElement('canvas');
    const pen = sheet.getContext('2d');
    if (pen === null) throw new Error('This window cannot draw pictures.');
    const subtitleFont = `13px ${CHART_FONT}`;
    pen.font = subtitleFont;
    const lines = linesOf(pen, subtitle, width);
    const lower = (lines.length - 1) * LINE;
    sheet.width = (width + 2 * MARGIN) * SCALE;
    sheet.height = (height + HEAD + lower + MARGIN) * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = palette.surface;
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.fillStyle = palette.text;
    pen.font = `600 18px ${CHART_FONT}`;
    pen.fillText(title, MARGIN, 32);
    pen.fillStyle = palette.quietText;
    pen.font = subtitleFont;
    for (const [index, line] of lines.entries()) pen.fillText(line, MARGIN, 53 + index * LINE);
    pen.translate(0, lower);
    drawLegend(pen, legend, palette.text);
    pen.drawImage(drawing, MARGIN, HEAD, width, height);
    return sheet.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  } finally {
    chart.dispose();
  }
}
