import { movedText, type Part, points } from '../charts/part.ts';
import { type Child, h } from '../element.ts';
import { exact, noValue, percent } from '../figures.ts';
import { absent, growthRate, statusChip } from '../parts/numbers.ts';
import { placeLink } from '../parts/toolbar.ts';
import type { RankedRow, WholeRow } from '../standing-answers.ts';
import type { Frame } from './load.ts';
import { movedWord, word } from './text.ts';

interface StandingTable {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly what: string;
  readonly parts: readonly Part[];
  readonly extra?: { readonly name: string; readonly of: (part: Part) => string };
  readonly whole?: WholeRow | undefined;
  /** Where a name leads. */
  readonly address: (key: string) => string;
  readonly choose: (key: string) => void;
  readonly withCoverage?: boolean;
}

/** The table of everything that is compared: ranks and how they moved, value, share, growth, contribution, status. */
export function standingTable(table: StandingTable, frame: Frame): HTMLElement {
  const { id, title, caption, parts, whole } = table;
  const { language } = frame;
  return h(
    'section',
    { class: 'panel standing-all', id },
    h('h2', { id: `${id}-title` }, title),
    h('p', { class: 'caption' }, caption, ' ', word('growthHelp', language)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': `${id}-title` },
      h(
        'table',
        {},
        h('caption', { class: 'unseen' }, caption),
        head(table, frame),
        h(
          'tbody',
          {},
          ...parts.map((part) => line(part, table, frame)),
          whole && wholeLine(whole, table, frame),
        ),
      ),
    ),
  );
}

function head({ what, extra, withCoverage }: StandingTable, { language }: Frame): HTMLElement {
  const figure = (key: Parameters<typeof word>[0]) =>
    h('th', { scope: 'col', class: 'figure' }, word(key, language));
  const text = (name: string) => h('th', { scope: 'col' }, name);
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      figure('rank'),
      text(what),
      extra && text(extra.name),
      h('th', { scope: 'col', class: 'figure' }, word('valueExact', language)),
      figure('share'),
      figure('growth'),
      figure('contribution'),
      figure('movedMonth'),
      figure('movedYear'),
      withCoverage && figure('coverage'),
      text(word('status', language)),
    ),
  );
}

function line(part: Part, table: StandingTable, frame: Frame): HTMLElement {
  const { row, key, label, full = label } = part;
  const { language } = frame;
  const { rank, moved_month, moved_year } = (row ?? {}) as Partial<RankedRow>;
  const link = placeLink({ id: `${table.id}-${key}` }, table.address(key), () => table.choose(key), full);
  return h(
    'tr',
    {},
    cell(rank == null ? noValue : String(rank)),
    h('th', { scope: 'row' }, link),
    table.extra && h('td', {}, table.extra.of(part)),
    cell(row?.value == null ? absent(row, language) : exact(row.value)),
    cell(ratioOf(row?.share, row?.share_reason, percent, language)),
    cell(growthRate(row && { value: row.growth, reason: row.growth_reason }, language)),
    cell(ratioOf(row?.contribution, row?.contribution_reason, points, language)),
    moved(moved_month, language),
    moved(moved_year, language),
    table.withCoverage && cell(percent(row?.coverage ?? null)),
    h('td', {}, row && statusChip(row.status, language)),
  );
}

function wholeLine(whole: WholeRow, { extra, withCoverage }: StandingTable, frame: Frame): HTMLElement {
  const { language } = frame;
  return h(
    'tr',
    { class: 'whole' },
    h('td', {}),
    h('th', { scope: 'row' }, word('total', language)),
    extra && h('td', {}),
    cell(exact(whole.value)),
    h('td', {}),
    cell(growthRate({ value: whole.growth, reason: whole.growth_reason }, language)),
    h('td', {}),
    h('td', {}),
    h('td', {}),
    withCoverage && cell(percent(whole.coverage)),
    h('td', {}, statusChip(whole.status, language)),
  );
}

function cell(...content: readonly Child[]): HTMLElement {
  return h('td', { class: 'figure' }, ...content);
}

function ratioOf(
  ratio: string | null | undefined,
  reason: RankedRow['share_reason'] | undefined,
  write: (ratio: string) => string,
  language: Frame['language'],
): Child {
  return ratio == null ? absent({ reason: reason ?? null }, language) : write(ratio);
}

/** Ranks risen or fallen: a mark for the eye, words for who listens. */
function moved(ranks: number | null | undefined, language: Frame['language']): HTMLElement {
  const way = ranks == null || ranks === 0 ? 'level' : ranks > 0 ? 'up' : 'down';
  return h(
    'td',
    { class: `figure moved ${way}` },
    h('span', { 'aria-hidden': 'true' }, movedText(ranks)),
    h('span', { class: 'unseen' }, movedWord(ranks, language)),
  );
}
