import type { Decimal } from '../../catalogue/number.ts';
import { ledgerChart } from '../charts/ledger.ts';
import {
  exactOr,
  type Measure,
  movedText,
  type Part,
  partFigures,
  partSentence,
  points,
  rateOrReason,
  reasonWord,
  wayOf,
} from '../charts/part.ts';
import type { Table } from '../charts/table.ts';
import { type Child, h } from '../element.ts';
import { exact, noValue, percent, periodName, unitName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import { amountOf, growthRate, statusChip } from '../parts/numbers.ts';
import type { RankedRow, WholeRow } from '../standing-answers.ts';
import { scopeOf } from './controls.ts';
import type { Frame } from './load.ts';
import { type StandingWord, word } from './text.ts';

interface Ledger {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
  readonly sentence?: string;
  /** What the first column of the table is called. */
  readonly what: string;
  readonly path: string;
  readonly measure?: Measure;
  readonly columns?: readonly Measure[];
  readonly ranked?: boolean;
  readonly highlight?: string | undefined;
  readonly total?: WholeRow | undefined;
  readonly choose?: (key: string) => void;
  readonly tools?: readonly Child[];
  readonly foot?: readonly Child[];
  readonly className?: string;
}

/** Parts as bars, with their table: names, ranks, values, shares, growth and contributions. */
export function ledgerCard(ledger: Ledger, frame: Frame): HTMLElement {
  const { id, title, parts, path, choose, tools, foot, className } = ledger;
  const { language, unit } = frame;
  const measure = ledger.measure ?? frame.measure;
  const sentence = ledger.sentence ?? standingSentence(parts, frame);
  return chartCard({
    id,
    title,
    sentence,
    draw: (width) =>
      ledgerChart(parts, sentence, {
        width,
        language,
        unit,
        document,
        measure,
        ranked: ledger.ranked ?? false,
        highlight: ledger.highlight,
        ...(ledger.columns ? { columns: ledger.columns } : {}),
      }),
    table: ledgerTable(ledger, frame),
    language,
    path,
    hasPoints: true,
    ...(choose ? { choose: (said: string) => chosen(said, parts, frame, choose) } : {}),
    ...(tools ? { tools } : {}),
    ...(foot ? { foot } : {}),
    ...(className ? { className } : {}),
  });
}

/** The part whose sentence was chosen: a drawing knows its points by what they say. */
export function chosen(
  said: string,
  parts: readonly Part[],
  shown: Pick<Frame, 'unit' | 'language'>,
  choose: (key: string) => void,
): void {
  const part = parts.find((one) => partSentence(one, shown) === said);
  if (part) choose(part.key);
}

export function ledgerTable({ parts, what, ranked, total }: Ledger, { language }: Frame): Table {
  const names: StandingWord[] = ['value', 'share', 'growth', 'contribution', 'status'];
  const ranks: StandingWord[] = ['rank', 'movedMonth', 'movedYear'];
  return {
    columns: [what, ...(ranked ? ranks : []), ...names].map((key, at) =>
      at === 0 ? key : word(key as StandingWord, language),
    ),
    rows: [
      ...parts.map((part) => [
        part.label,
        ...(ranked ? rankCells(part) : []),
        ...figureCells(part, language),
      ]),
      ...(total ? [totalCells(total, ranked ?? false, language)] : []),
    ],
  };
}

function rankCells({ row }: Part): string[] {
  const { rank, moved_month, moved_year } = (row ?? {}) as Partial<RankedRow>;
  return [rank == null ? noValue : String(rank), movedText(moved_month), movedText(moved_year)];
}

function figureCells({ row }: Part, language: Frame['language']): string[] {
  if (!row) return [noValue, noValue, noValue, noValue, noValue];
  const ratio = (value: Decimal | null, write: (value: Decimal) => string, reason: typeof row.reason) =>
    value === null ? `${noValue} ${reasonWord(reason, language)}` : write(value);
  return [
    exactOr(row, language),
    ratio(row.share, percent, row.share_reason),
    rateOrReason(row.growth, row.growth_reason, language),
    ratio(row.contribution, points, row.contribution_reason),
    row.status,
  ];
}

function totalCells(total: WholeRow, ranked: boolean, language: Frame['language']): string[] {
  const blank = ranked ? ['', '', ''] : [];
  const growth = rateOrReason(total.growth, total.growth_reason, language);
  return [word('total', language), ...blank, exact(total.value), '', growth, '', total.status];
}

/** Who is first, and how many grew, from the rows as the API gave them. */
export function standingSentence(parts: readonly Part[], frame: Frame): string {
  const { language, unit } = frame;
  const period = periodName(frame.period, language);
  const scope = scopeOf(frame);
  const named = parts.filter(({ isHead, key, row }) => !isHead && !key.startsWith('_') && row?.value != null);
  const ranked = named.toSorted((a, b) => rankOf(a) - rankOf(b));
  const [first] = ranked;
  if (!first) return word('noStanding', language, { period, scope });
  const grew = (way: 1 | -1) => named.filter((part) => wayOf(part) === way).length;
  const few = named.length <= 3;
  return word(few ? 'standingFew' : 'standing', language, {
    period,
    scope,
    unit: unitName(unit, language),
    first: partFigures(first, { unit, language }),
    three: ranked
      .slice(0, 3)
      .map(({ label }) => label)
      .join(word('sep', language)),
    count: named.length,
    up: grew(1),
    down: grew(-1),
  });
}

function rankOf({ row }: Part): number {
  return (row as Partial<RankedRow> | undefined)?.rank ?? Number.MAX_SAFE_INTEGER;
}

/** Figures at the head of a page. */
export function tiles(...all: readonly (HTMLElement | false)[]): HTMLElement {
  return h('div', { class: 'standing-tiles' }, ...all);
}

export function tile(id: string, name: string, figure: Child, ...below: readonly Child[]): HTMLElement {
  return h(
    'article',
    { class: 'standing-tile', id: `tile-${id}` },
    h('h2', {}, name),
    h('p', { class: 'standing-figure' }, figure),
    ...below.map((one) => one && h('p', { class: 'standing-below' }, one)),
  );
}

/** The whole of the parts with its growth and status. */
export function totalTile(total: WholeRow | undefined, frame: Frame): HTMLElement {
  const { language, unit, flow } = frame;
  const name = word(
    flow === 'import' ? 'value_import' : flow === 'export' ? 'value_export' : 'value',
    language,
  );
  return tile(
    'total',
    `${name} · ${scopeOf(frame)}`,
    amountOf(total, { language, unit }, { withUnit: true, focusable: true }),
    h(
      'span',
      {},
      word('growth', language),
      ' ',
      growthRate({ value: total?.growth ?? null, reason: total?.growth_reason ?? null }, language),
      ' ',
      total && statusChip(total.status, language),
    ),
  );
}
