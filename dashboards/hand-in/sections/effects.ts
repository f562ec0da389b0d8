import type { Changes, Impact, RowChange } from '../../collection-answers.ts';
import { h } from '../../element.ts';
import type { Language } from '../../view.ts';
import { say } from '../text.ts';
import { columnName, number } from '../words.ts';

/** The reader's language; both pages show effects. */
interface Shown {
  readonly view: { readonly language: Language };
}

/** Rows added, removed and changed against the version before; nothing where there is none. */
export function changes(
  { previous, counts, rows, total }: Changes,
  { view: { language } }: Shown,
): HTMLElement | undefined {
  if (previous === null) return undefined;
  const { added, removed, changed, same } = counts;
  const said = {
    added: number(added),
    removed: number(removed),
    changed: number(changed),
    same: number(same),
  };
  return h(
    'section',
    { class: 'panel changes', 'aria-labelledby': 'changes' },
    h('h2', { id: 'changes' }, say('changes', language)),
    h('p', { class: 'caption' }, say('changesCount', language, said)),
    rows.length > 0 && changeTable(rows, language),
    total > rows.length &&
      h('p', { class: 'caption' }, say('moreChanges', language, { count: number(total - rows.length) })),
  );
}

function changeTable(rows: readonly RowChange[], language: Language): HTMLElement {
  const heads = (['kindOfChange', 'declaration', 'whatChanged'] as const).map((key) =>
    h('th', { scope: 'col' }, say(key, language)),
  );
  const line = (row: RowChange) =>
    h(
      'tr',
      {},
      h('td', {}, h('span', { class: `change change-${row.change}` }, say(`change_${row.change}`, language))),
      h('td', { class: 'code' }, `${row.declaration_no} · ${row.line_no}`),
      h('td', { class: 'sentence' }, row.columns.map((column) => becomes(column, language)).join('；')),
    );
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('changedRows', language) },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows.map(line))),
  );
}

function becomes({ column, from, to }: RowChange['columns'][number], language: Language): string {
  const nothing = say('empty', language);
  return say('becomes', language, {
    column: columnName(column, language),
    from: from ?? nothing,
    to: to ?? nothing,
  });
}

/** What accepting the delivery would move, the largest first, in the API's own sentences where it has them. */
export function impact(found: Impact, { view: { language } }: Shown): HTMLElement {
  const { moved, flips, releases, sentences, months } = found;
  const blocked = months.flatMap((month) => (month.blocked ? [month.blocked[language]] : []));
  return h(
    'section',
    { class: 'panel impact', 'aria-labelledby': 'impact' },
    h('h2', { id: 'impact' }, say('impact', language)),
    moved === 0
      ? sentences.length === 0 && h('p', { class: 'caption' }, say('impactNone', language))
      : h(
          'p',
          { class: 'caption' },
          say('impactMoved', language, { moved: number(moved) }),
          flips.length > 0 ? ` · ${say('impactFlips', language, { flips: number(flips.length) })}` : '',
        ),
    sentences.length > 0 &&
      h('ul', { class: 'sentences' }, ...sentences.map((sentence) => h('li', {}, sentence[language]))),
    ...blocked.map((sentence) => h('p', { class: 'wrong' }, sentence)),
    releases.length > 0 &&
      h('p', { class: 'caption' }, say('impactReleases', language, { releases: releases.join('、') })),
  );
}
