import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import {
  type Description,
  inLanguage,
  type Parameter,
  type Route,
  refusalsOf,
  routesOf,
} from './description.ts';
import { say } from './text.ts';

/** Every route in readable form, with a field that finds some. */
export function routesPanel(description: Description, language: Language): HTMLElement {
  const list = h('div', { class: 'api-routes' });
  const count = h('small', { role: 'status' });
  const show = (word: string) => {
    const routes = routesOf(description, word);
    const found = [...routes.values()].flat().length;
    count.textContent = say(found ? 'found' : 'notFound', language, { count: found });
    list.replaceChildren(...[...routes].map(([tag, members]) => group(tag, members, description, language)));
  };
  const input = h('input', {
    type: 'search',
    id: 'find-route',
    placeholder: say('findHint', language),
    oninput: () => show(input.value),
  });
  show('');
  return h(
    'section',
    { class: 'panel', id: 'routes' },
    h('h2', {}, say('routes', language)),
    h('p', { class: 'caption' }, ...withLink(say('routesLead', language, { link: '\0' }))),
    h('p', { class: 'api-find' }, h('label', {}, h('span', {}, say('find', language)), input), count),
    list,
  );
}

function withLink(sentence: string): Child[] {
  const [before = '', after = ''] = sentence.split('\0');
  return [before, h('a', { href: './openapi.json' }, 'openapi.json'), after];
}

function group(
  tag: string,
  routes: readonly Route[],
  { tags }: Description,
  language: Language,
): HTMLElement {
  const about = tags.find(({ name }) => name === tag)?.description ?? tag;
  return h(
    'section',
    {},
    h('h3', {}, inLanguage(about, language)),
    ...routes.map((route) => routeOf(route, language)),
  );
}

/** What it takes and answers is drawn when it is opened: there are many, and few are read. */
function routeOf(route: Route, language: Language): HTMLElement {
  const { method, path, operation } = route;
  const summary = h(
    'summary',
    {},
    h('span', { class: `method method-${method.toLowerCase()}` }, method),
    h('code', {}, path),
    h('span', {}, inLanguage(operation.summary, language)),
  );
  const details = h('details', { class: 'api-route', id: `route-${operation.operationId}` }, summary);
  details.addEventListener('toggle', () => details.append(...contentOf(route, language)), { once: true });
  return details;
}

function contentOf({ path, operation }: Route, language: Language): HTMLElement[] {
  const { description, parameters = [], responses } = operation;
  const answers = Object.entries(responses).map(([status, response]) => {
    const types = Object.keys(response.content ?? {}).map((type) => type.split(';')[0] as string);
    return h(
      'li',
      {},
      h('b', {}, status),
      ' ',
      inLanguage(response.description, language),
      Number(status) < 400 && h('small', {}, ` ${[...new Set(types)].join(', ')}`),
    );
  });
  return [
    ...(description ? [h('p', {}, inLanguage(description, language))] : []),
    parameters.length
      ? parameterTable(path, parameters, language)
      : h('p', {}, say('noParameters', language)),
    h('h4', {}, say('answers', language)),
    h('ul', {}, ...answers),
  ];
}

function parameterTable(path: string, parameters: readonly Parameter[], language: Language): HTMLElement {
  const rows = parameters.map(({ name, required, description = '', example, schema, in: place }) => {
    const marks = [required && say('required', language), place === 'path' && say('inPath', language)].filter(
      Boolean,
    );
    const values = schema?.enum;
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        h('code', {}, name),
        marks.length > 0 && h('small', {}, ` ${marks.join(' · ')}`),
      ),
      h(
        'td',
        { class: 'words' },
        inLanguage(description, language),
        values && h('small', {}, ` ${values.join(' · ')}`),
      ),
      h('td', {}, example === undefined ? '' : h('code', {}, String(example))),
    );
  });
  const head = (['parameter', 'meaning', 'example'] as const).map((key) =>
    h('th', { scope: 'col' }, say(key, language)),
  );
  return scrolling(`${say('parameter', language)} ${path}`, head, rows);
}

/** What one answer and one client may have, and what refusals mean. */
export function rulesPanel({ info, paths }: Description, language: Language): HTMLElement {
  const { cells, requests_per_minute: requests } = info['x-limits'];
  const number = new Intl.NumberFormat('en');
  const rules = [
    say('rule_cells', language, { cells: number.format(cells) }),
    say('rule_pages', language),
    requests === null
      ? say('rule_noRate', language)
      : say('rule_rate', language, { requests: number.format(requests) }),
    say('rule_etag', language),
    say('rule_asOf', language),
    say('rule_strict', language),
    say('rule_null', language),
  ];
  return h(
    'section',
    { class: 'panel', id: 'rules' },
    h('h2', {}, say('rules', language)),
    h('ul', { class: 'api-rules' }, ...rules.map((rule) => h('li', {}, rule))),
    h(
      'div',
      { class: 'api-refusals' },
      h('div', {}, h('h3', {}, '/api/v1'), refusalTable('/api/v1', paths['/api/v1/series']?.get, language)),
      h(
        'div',
        {},
        h('h3', {}, '/sdmx/2.1'),
        refusalTable('/sdmx/2.1', paths['/sdmx/2.1/data/{flow}']?.get, language),
        h('p', { class: 'caption' }, say('ofSdmx', language)),
      ),
    ),
  );
}

function refusalTable(
  of: string,
  operation: Parameters<typeof refusalsOf>[0],
  language: Language,
): HTMLElement {
  const refusals = refusalsOf(operation);
  const withCodes = refusals.some(({ code }) => code);
  const rows = refusals.map(({ status, code, meaning }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, status),
      withCodes && h('td', {}, h('code', {}, code)),
      h('td', { class: 'words' }, inLanguage(meaning, language)),
    ),
  );
  const keys = withCodes ? (['status', 'codeIn', 'meaning'] as const) : (['status', 'meaning'] as const);
  const head = keys.map((key) => h('th', { scope: 'col' }, say(key, language)));
  return scrolling(`${say('rules', language)} ${of}`, head, rows);
}

/** A table that scrolls by itself where it is too wide, by keyboard too. */
function scrolling(label: string, head: readonly HTMLElement[], rows: readonly HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
  );
}
