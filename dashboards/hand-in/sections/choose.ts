import { apiRoot } from '../../ask.ts';
import { h } from '../../element.ts';
import type { Acts, Session } from '../session.ts';
import { say } from '../text.ts';
import { monthName } from '../words.ts';

/** Whose file, for which month, and the place to drop it. */
export function chooser(session: Session, acts: Acts): HTMLElement {
  const { language } = session.view;
  return h(
    'section',
    { class: 'panel chooser', 'aria-labelledby': 'page-title' },
    h('h2', { id: 'page-title' }, say('theFile', language)),
    h('div', { class: 'fields' }, tenantField(session, acts), monthField(session, acts)),
    dropPlace(session, acts),
    h('p', { class: 'privacy' }, say('privacy', language)),
  );
}

function tenantField({ view, tenants }: Session, acts: Acts): HTMLElement {
  const { language } = view;
  const options = tenants.map(({ uscc, name_zh }) => h('option', { value: `${name_zh} ${uscc}` }));
  const known = tenants.find(({ uscc }) => uscc === view.tenant);
  const hint = h('small', { id: 'tenant-hint' }, say('tenantFromContent', language));
  const input: HTMLInputElement = h('input', {
    id: 'tenant',
    type: 'text',
    list: 'tenants',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: say('tenantHint', language),
    'aria-describedby': 'tenant-hint',
    value: known ? `${known.name_zh} ${known.uscc}` : (view.tenant ?? ''),
    onchange: () => {
      const typed = input.value.trim();
      const found = tenants.find(
        ({ uscc, name_zh }) => typed === name_zh || typed.toUpperCase().endsWith(uscc),
      );
      if (typed === '' || found) return acts.choose({ tenant: found?.uscc });
      input.setAttribute('aria-invalid', 'true');
      hint.textContent = say('tenantUnknown', language);
      hint.className = 'wrong';
    },
  });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: 'tenant' }, say('tenant', language)),
    input,
    hint,
    h('datalist', { id: 'tenants' }, ...options),
  );
}

function monthField({ view, periods }: Session, acts: Acts): HTMLElement {
  const { language, period } = view;
  const months = period && !periods.includes(period) ? [period, ...periods] : periods;
  const select: HTMLSelectElement = h(
    'select',
    { id: 'period', onchange: () => acts.choose({ period: (select.value || undefined) as typeof period }) },
    h('option', { value: '' }, say('monthFromContent', language)),
    ...months.map((month) =>
      h('option', { value: month, selected: month === period }, monthName(month, language)),
    ),
  );
  return h('div', { class: 'field' }, h('label', { for: 'period' }, say('month', language)), select);
}

function dropPlace({ view }: Session, acts: Acts): HTMLElement {
  const { language } = view;
  const input: HTMLInputElement = h('input', {
    id: 'file',
    type: 'file',
    class: 'unseen',
    'aria-describedby': 'formats',
    onchange: () => {
      const [file] = input.files ?? [];
      input.value = '';
      if (file) acts.take(file);
    },
  });
  const place = h(
    'div',
    { class: 'drop', id: 'drop' },
    icon(),
    h('p', { class: 'drop-title' }, say('dropTitle', language)),
    h('p', { class: 'or' }, say('dropOr', language)),
    input,
    h('label', { for: 'file', class: 'button' }, say('choose', language)),
    h('p', { id: 'formats', class: 'formats' }, say('formats', language)),
  );
  const over = (event: Event) => {
    event.preventDefault();
    place.classList.add('over');
  };
  place.addEventListener('dragenter', over);
  place.addEventListener('dragover', over);
  place.addEventListener('dragleave', () => place.classList.remove('over'));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    place.classList.remove('over');
    const [file] = event.dataTransfer?.files ?? [];
    if (file) acts.take(file);
  });
  return place;
}

function icon(): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of ['M24 32V10M15 19l9-9 9 9', 'M8 30v8a2 2 0 0 0 2 2h28a2 2 0 0 0 2-2v-8']) {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** What to expect, and templates for who has nothing to export. */
export function guide({ view: { language } }: Session): HTMLElement {
  const steps = ([1, 2, 3, 4] as const).map((step) =>
    h('li', {}, h('b', {}, say(`how${step}`, language)), h('span', {}, say(`how${step}Detail`, language))),
  );
  const templates = (['line', 'b2b_export', 'event'] as const).map((id) =>
    h(
      'li',
      {},
      h(
        'a',
        { href: `${apiRoot}templates/${id}.xlsx`, download: '' },
        `${say(`template_${id}`, language)} .xlsx`,
      ),
    ),
  );
  return h(
    'section',
    { class: 'panel guide' },
    h('h2', {}, say('howTo', language)),
    h('ol', { class: 'how' }, ...steps),
    h('h3', {}, say('templates', language)),
    h('ul', { class: 'templates' }, ...templates),
  );
}
