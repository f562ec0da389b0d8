import type { List } from '../answers.ts';
import { ask, fromFolder } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { failedPanel } from '../parts/states.ts';
import type { Language } from '../view.ts';
import type { IndicatorEntry, Method } from './answers.ts';
import type { Loaded } from './load.ts';
import { methodOf } from './queries.ts';
import { tell, tellOf } from './text.ts';
import type { Frame } from './view.ts';

/** What an indicator means, how it is made, by which rules and on what ground. */
export function methodTab(loaded: Loaded, frame: Frame): HTMLElement {
  const { language } = frame.view;
  const { entry } = loaded;
  const path = methodOf(entry.id);
  const method = loaded.answers.of<Method>(path);
  const problem = loaded.answers.problem(path);
  if (!method)
    return problem
      ? failedPanel(tell('tab_method', language), problem, language, frame.reload)
      : h('section', { class: 'panel' }, tell('copyLeavesOut', language));
  return h(
    'div',
    { class: 'indicator-tab' },
    h(
      'div',
      { class: 'columns even' },
      h('div', { class: 'stacked' }, definitionPanel(entry, language), formulaPanel(entry, method, language)),
      h('div', { class: 'stacked' }, additivityPanel(entry, language), relatedPanel(method, frame)),
    ),
    versionsPanel(entry, language),
    sourcesPanel(method, language),
    rulesPanel(method, language),
  );
}

function definitionPanel({ definition, since }: IndicatorEntry, language: Language): HTMLElement {
  return h(
    'section',
    { class: 'panel', id: 'definition' },
    h('h2', {}, tell('definition', language)),
    h('p', { class: 'caption' }, tell('sinceHead', language, { since })),
    h('p', {}, definition[language]),
  );
}

interface CatalogueChanges
  extends List<{
    readonly version: string;
    readonly released_on: string;
    readonly of: string;
    readonly id: string;
    readonly zh: string;
    readonly en: string;
  }> {
  readonly version: string;
}

/** Since when what is meant, from the catalogue's own log of changes; a copy does not carry it. */
function versionsPanel({ id }: IndicatorEntry, language: Language): Child {
  if (fromFolder) return undefined;
  const panel = h('section', { class: 'panel', id: 'versions' }, h('h2', {}, tell('versions', language)));
  void ask<CatalogueChanges>('catalogue/changes')
    .then(({ version, rows }) => {
      const own = rows.filter((one) => one.of === 'indicator' && one.id === id);
      panel.append(
        h('p', { class: 'caption' }, tell('versionsSaid', language, { version })),
        own.length
          ? h(
              'ul',
              { class: 'definition-versions' },
              ...own.map((one) =>
                h('li', {}, h('b', {}, one.released_on), ` ${one.version} ${one[language]}`),
              ),
            )
          : h('p', {}, tell('versionsNone', language)),
      );
    })
    .catch(() => panel.remove());
  return panel;
}

function formulaPanel({ made }: IndicatorEntry, { formula, sql }: Method, language: Language): HTMLElement {
  const models = sql.map(({ name, sql: text }, at) =>
    h(
      'details',
      { id: `sql-${at}`, open: at === 0 },
      h('summary', {}, tell('formulaSql', language, { name })),
      h(
        'pre',
        { class: 'sql', tabindex: '0', role: 'region', 'aria-label': tell('formulaSql', language, { name }) },
        text,
      ),
    ),
  );
  const none = tell(made === 'vintage' ? 'madeWhenRead' : 'sqlElsewhere', language);
  return h(
    'section',
    { class: 'panel', id: 'formula' },
    h('h2', {}, tell('formula', language)),
    h('p', { class: 'formula' }, formula[language]),
    ...(models.length ? models : [h('p', { class: 'caption' }, none)]),
  );
}

function additivityPanel({ additivity, breakdowns }: IndicatorEntry, language: Language): HTMLElement {
  const rows = [...breakdowns, 'time' as const].map((dimension) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, tellOf('dim', dimension, language)),
      h('td', {}, tellOf('add', additivity[dimension], language)),
    ),
  );
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, tell('additivity', language)),
    h('p', { class: 'caption' }, tell('additivitySaid', language)),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, tell('dimension', language)),
          h('th', { scope: 'col' }, tell('how', language)),
        ),
      ),
      h('tbody', {}, ...rows),
    ),
  );
}

function relatedPanel({ related }: Method, { view, address }: Frame): HTMLElement {
  const { language } = view;
  const links = related.map((one) =>
    h(
      'li',
      {},
      h('a', { href: address({ indicator: one.id, transform: 'level', point: '' }) }, one[language]),
    ),
  );
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, tell('related', language)),
    h('ul', { class: 'related' }, ...links),
  );
}

function sourcesPanel({ announcements }: Method, language: Language): HTMLElement {
  const title = tell('sources', language);
  const rows = announcements.map(({ mode, zh, basis, valid_from }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, mode),
      h('td', { lang: 'zh-CN' }, zh),
      h('td', {}, announcementName(basis, language)),
      h('td', {}, valid_from),
    ),
  );
  const heads = (['mode', 'definition', 'announcement', 'validFrom'] as const).map((key) =>
    h('th', { scope: 'col' }, tell(key, language)),
  );
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, title),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows)),
    ),
  );
}

/** `GACC 2014-12` is 海关总署公告2014年第12号. */
function announcementName(basis: string, language: Language): string {
  const found = /^GACC (\d{4})-(\d+)$/.exec(basis);
  if (!found || language === 'en') return basis;
  return `海关总署公告${found[1]}年第${found[2]}号`;
}

function rulesPanel({ rules }: Method, language: Language): HTMLElement {
  if (rules.length === 0) return h('span', { hidden: true });
  const title = tell('rules', language, { count: rules.length });
  const rows = rules.map((rule) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('code', {}, rule.id)),
      h('td', {}, tellOf('class', rule.class, language)),
      h('td', { class: 'wrap' }, rule[language].replaceAll(/\{(column|value)\}/g, '…')),
      h('td', { class: 'wrap', lang: 'zh-CN' }, rule.source),
    ),
  );
  const heads = (['rule', 'class', 'message', 'source'] as const).map((key) =>
    h('th', { scope: 'col' }, tell(key, language)),
  );
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, title),
    h('p', { class: 'caption' }, tell('rulesSaid', language)),
    h(
      'div',
      { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': title },
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows)),
    ),
  );
}
