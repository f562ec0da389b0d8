import { h } from '../element.ts';
import { instant, percent, periodName } from '../figures.ts';
import { number } from '../hand-in/words.ts';
import type { Language } from '../view.ts';
import type { Board, Source } from './board.ts';
import { say, wordFor } from './text.ts';

/** Who has not reported, the heaviest first, and what it would bring. */
export function reminders(board: Board, shown: ReadonlySet<string>, language: Language): HTMLElement {
  const { quality } = board;
  const due = quality.reminders.filter(({ uscc }) => shown.has(uscc));
  const copied = h('span', { class: 'copied', role: 'status' });
  const line = ({ uscc, name_zh, state, share, coverage_after }: (typeof due)[number]) =>
    h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row', lang: 'zh-CN', title: uscc },
        name_zh,
        h('small', { lang: language === 'zh' ? 'zh-CN' : 'en' }, wordFor('report', state, language)),
      ),
      h('td', { class: 'figure' }, percent(share)),
      h('td', { class: 'figure' }, percent(coverage_after)),
    );
  const heads = (['tenant', 'share', 'coverageAfter'] as const).map((key, at) =>
    h('th', { scope: 'col', class: at > 0 && 'figure' }, say(key, language)),
  );
  const copyList = async () => {
    await copy(reminderText(board, due, language));
    copied.textContent = say('copied', language, { count: number(due.length) });
  };
  return h(
    'section',
    { class: 'panel reminders', 'aria-labelledby': 'reminders' },
    h('h2', { id: 'reminders' }, say('reminders', language)),
    due.length === 0 && h('p', { class: 'caption' }, say('noReminders', language)),
    due.length > 0 && quality.reminder !== null && h('p', { class: 'reminder' }, quality.reminder[language]),
    due.length > 0 &&
      h(
        'div',
        {
          class: 'scroll',
          tabindex: '0',
          role: 'region',
          'aria-label': `${say('reminders', language)} · ${say('tenant', language)}`,
        },
        h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...due.map(line))),
      ),
    due.length > 0 &&
      h(
        'p',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', id: 'copy', class: 'quiet', onclick: () => void copyList() },
          say('copy', language),
        ),
        copied,
      ),
  );
}

/** Lines that fit a message or a sheet: name, code, state, share. */
function reminderText({ period }: Board, due: Board['quality']['reminders'], language: Language): string {
  const lines = due.map(({ uscc, name_zh, state, share }) =>
    [name_zh, uscc, wordFor('report', state, language), percent(share)].join('\t'),
  );
  return [`${periodName(period, language)} ${say('reminders', language)}`, ...lines].join('\n');
}

/** The clipboard is there only on https and on this machine; elsewhere a selection is copied the old way. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = h('textarea', { class: 'unseen' });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** When each source last worked; those that fail stand open. */
export function sources({ sources: all, quality }: Board, language: Language): HTMLElement {
  const failing = all.filter(({ failures }) => failures > 0);
  const name = (uscc: string) => quality.tenants.find((tenant) => tenant.uscc === uscc)?.name_zh ?? uscc;
  const item = ({ source_id, uscc, kind, last_success, failures, error }: Source) =>
    h(
      'li',
      { class: failures > 0 && 'failing' },
      h('b', {}, source_id),
      h('span', { lang: 'zh-CN', class: 'tenant' }, name(uscc)),
      h(
        'small',
        {},
        [
          wordFor('kind', kind, language),
          `${say('lastSuccess', language)} ${last_success ? instant(last_success) : say('never', language)}`,
          failures > 0 ? `${say('failures', language)} ${failures}` : '',
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      error && h('p', { class: 'wrong' }, error[language]),
    );
  const summary =
    all.length === 0
      ? say('noSources', language)
      : failing.length
        ? say('sourcesFailing', language, { count: number(all.length), failing: number(failing.length) })
        : say('sourcesWell', language, { count: number(all.length) });
  const rest = all.filter(({ failures }) => failures === 0);
  return h(
    'section',
    { class: 'panel sources', 'aria-labelledby': 'sources' },
    h('h2', { id: 'sources' }, say('sources', language)),
    h('p', { class: 'caption' }, summary),
    failing.length > 0 && h('ul', {}, ...failing.map(item)),
    rest.length > 0 &&
      h(
        'details',
        { id: 'all-sources' },
        h('summary', { id: 'all-sources-summary' }, say('showSources', language)),
        h('ul', { class: 'scroll', tabindex: '0' }, ...rest.map(item)),
      ),
  );
}
