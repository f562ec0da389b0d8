import type { CustomsMode } from '../../catalogue/mode.ts';
import { type Decimal, toPoint } from '../../catalogue/number.ts';
import { units } from '../figures.ts';
import type { Language, Unit } from '../view.ts';

/** What every chart is told besides its rows. */
export interface ChartOptions {
  readonly width: number;
  readonly language: Language;
  readonly unit: Unit;
  /** The browser's document, or linkedom's where there is no browser. */
  readonly document: Document;
  /** Adds what answers to the pointer; needs a browser. */
  readonly interactive?: boolean;
}

/**
 * Colours are variables of the page's style (style/tokens.css) with a value for where there is none (the monthly report).
 * The modes' five differ by more than 20 ΔE pairwise for every kind of colour sight, and carry text on white.
 */
export const modeColours = {
  '9610': 'var(--mode-9610, #008577)',
  '1210': 'var(--mode-1210, #c2410c)',
  '1239': 'var(--mode-1239, #111827)',
  '9710': 'var(--mode-9710, #0f4c9c)',
  '9810': 'var(--mode-9810, #7c2d12)',
} as const satisfies Record<CustomsMode, string>;

/** For lines and areas that are no modes, in this order; never for text. A ninth series is one too many for one drawing. */
export const seriesColours = [
  'var(--series-1, #0f4c9c)',
  'var(--series-2, #ae8013)',
  'var(--series-3, #409671)',
  'var(--series-4, #ab3a2b)',
  'var(--series-5, #b851ec)',
  'var(--series-6, #650b59)',
  'var(--series-7, #8b91b1)',
  'var(--series-8, #432d2d)',
] as const;

export const colours = {
  accent: 'var(--accent, #0f4c9c)',
  quiet: 'var(--accent-quiet, #a9c1e0)',
  track: 'var(--track, #edf0f4)',
  line: 'var(--line, #dbe1e8)',
  muted: 'var(--muted, #555f6d)',
  ink: 'var(--ink, #17202c)',
  surface: 'var(--surface, #ffffff)',
  warn: 'var(--warn, #9a3412)',
  hold: 'var(--hold, #7a4a00)',
} as const;

export const chartStyle = {
  color: colours.ink,
  fontFamily: 'inherit',
  fontSize: '12px',
  overflow: 'visible',
} as const;

/** A value on the drawing scale, NaN where there is none: Plot leaves a gap there. */
export function point(value: Decimal | null | undefined, unit: Unit): number {
  return value == null ? Number.NaN : toPoint(value) / units[unit].scale;
}

/** Round numbers from 0 to at least `max`, four to six of them. */
export function roundTicks(max: number): number[] {
  const power = 10 ** Math.floor(Math.log10(max || 1));
  const step =
    [0.2, 0.25, 0.5, 1, 2].map((part) => part * power).find((part) => max / part <= 5) ?? power * 2;
  const steps = Math.max(1, Math.ceil(max / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Moves positions apart until `gap` lies between neighbours, keeping their order, within `low` and `high` while they fit. */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const placed: number[] = [];
  let floor = low;
  for (const index of order) {
    placed[index] = Math.max(positions[index] ?? 0, floor);
    floor = (placed[index] ?? 0) + gap;
  }
  let ceiling = high;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, ceiling);
    ceiling = (placed[index] ?? 0) - gap;
  }
  return placed;
}

/** About how wide a text is drawn, in pixels: Chinese characters are as wide as high. */
export function textWidth(label: string, fontSize: number): number {
  const ems = [...label].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.56), 0);
  return ems * fontSize;
}
