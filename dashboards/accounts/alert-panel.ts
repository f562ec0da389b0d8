import {
  type AlertComparison,
  alertComparisonIds,
  alertComparisons,
  alertFlows,
  alertModes,
  directionsOf,
} from '../../catalogue/alerts.ts';
import { customsModes, flows } from '../../catalogue/mode.ts';
import { divide, multiply } from '../../catalogue/number.ts';
import { h } from '../element.ts';
import { askingForm, field } from '../parts/field.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import { addressField, chooser, end, endButton, languageChooser, parkChooser } from './delivery-fields.ts';
import { sayDelivery } from './delivery-text.ts';
import type { AccountsFrame, Delivery, Replayed, Rule } from './shapes.ts';

/** One's rules, and the form that sets one after trying it on the past. */
export function alertPanels(delivery: Delivery, frame: AccountsFrame): [HTMLElement, HTMLElement] {
  const { language } = frame.view;
  const { rows } = delivery.alerts;
  const told = h('div', { id: 'replay', role: 'status' });
  const rules = h(
    'section',
    { class: 'panel', 'aria-labelledby': 'alerts' },
    h('h2', { id: 'alerts' }, sayDelivery('alerts', language)),
    h('p', { class: 'caption' }, sayDelivery('alertsLead', language)),
    rows.length ? ruleTable(rows, frame) : h('p', {}, sayDelivery('noAlerts', language)),
    told,
  );
  return [rules, newRulePanel(delivery, frame, told)];
}

function ruleTable(rows: readonly Rule[], frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const heads = (['rule', 'address', 'fired', 'actions'] as const).map((key) =>
    h('th', { scope: 'col' }, sayDelivery(key, language)),
  );
  const lines = rows.map((row) => {
    const what = row.text[language];
    const stop = () => void end(`me/alerts/${row.id}/end`, sayDelivery('stopped', language), frame);
    const label = sayDelivery('stopOf', language, { what });
    return h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'rule' }, what),
      h('td', { class: 'codes' }, row.address),
      h('td', {}, row.fired.join(' ') || '–'),
      h('td', {}, endButton(`stop-${row.id}`, sayDelivery('stop', language), label, stop)),
    );
  });
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'alerts' },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
  );
}

const percent: readonly AlertComparison[] = ['mom', 'yoy', 'coverage'];

function newRulePanel(delivery: Delivery, frame: AccountsFrame, told: HTMLElement): HTMLElement {
  const { language } = frame.view;
  const fields = ruleFields(delivery, language);
  const address = addressField('alert', language);
  const written = languageChooser('alert', language);
  const replay = async () => {
    const asked = fields.asked();
    if (!asked) return tell(h('p', { class: 'wrong' }, sayDelivery('number', language)));
    const { answer, failure } = await request<Replayed>(`alerts/replay?${new URLSearchParams(asked)}`);
    tell(answer ? replayTold(answer, language) : h('p', { class: 'wrong' }, failure?.message[language]));
  };
  const tell = (what: HTMLElement) => told.replaceChildren(what);
  const send = async () => {
    const asked = fields.asked();
    if (!asked) return sayDelivery('number', language);
    const body = { address: address.input.value.trim(), language: written.value(), ...asked };
    const { failure } = await request('me/alerts', body);
    if (failure) return failure.message[language];
    frame.announce(sayDelivery('alertSet', language));
    frame.reload();
    return undefined;
  };
  const label = sayDelivery('newAlert', language);
  const tried = h(
    'button',
    { type: 'button', id: 'try-alert', class: 'quiet', onclick: () => void replay() },
    sayDelivery('replay', language),
  );
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'alert-head' },
    h('h2', { id: 'alert-head' }, label),
    askingForm(
      { id: 'alert', submit: sayDelivery('setAlert', language), label, send, more: [tried] },
      ...fields.elements,
      address.element,
      written.element,
    ),
  );
}

function ruleFields(delivery: Delivery, language: Language) {
  const relabel = () => {
    const unit = unitOf(delivery, indicator.value(), comparison.value() as AlertComparison, language);
    labelOf(threshold.element, sayDelivery('threshold', language, { unit }));
    const own = unitOf(delivery, indicator.value(), 'level', language);
    labelOf(base.element, sayDelivery('base', language, { unit: own }));
  };
  const say = (key: Parameters<typeof sayDelivery>[0]) => sayDelivery(key, language);
  const names = delivery.indicators.map((one) => [one.id, one[language]] as const);
  const indicator = chooser('alert-indicator', say('indicator'), names, { onchange: relabel });
  const park = parkChooser('alert', delivery, language);
  const coded = (codes: readonly string[], name: (code: string) => string) =>
    codes.map((code) => [code, code === '_T' ? say('all') : name(code)] as const);
  const mode = chooser(
    'alert-mode',
    say('mode'),
    coded(alertModes, (code) => `${code} ${customsModes[code as keyof typeof customsModes][language]}`),
  );
  const flow = chooser(
    'alert-flow',
    say('flow'),
    coded(alertFlows, (code) => flows[code as keyof typeof flows][language]),
  );
  const compared = alertComparisonIds.map((id) => [id, alertComparisons[id][language]] as const);
  const comparison = chooser('alert-comparison', say('comparison'), compared, {
    selected: 'yoy',
    onchange: relabel,
  });
  const direction = chooser('alert-direction', say('direction'), directionsOf(language));
  const threshold = field({ id: 'alert-threshold', label: '', value: '20', maxlength: 20 });
  const base = field({ id: 'alert-base', label: '', required: false, maxlength: 20 });
  const months = ['0', '1', '2', '3', '6', '12', '24', '36'].map((one) => [one, one] as const);
  const holdOff = chooser('alert-hold-off', say('holdOff'), months, { selected: '3' });
  relabel();
  const asked = (): Record<string, string> | undefined => {
    const look = comparison.value() as AlertComparison;
    const limit = inUnit(threshold.input.value, isWan(delivery, indicator.value()), look);
    const least = base.input.value.trim()
      ? inUnit(base.input.value, isWan(delivery, indicator.value()), 'level')
      : '';
    if (limit === undefined || least === undefined) return undefined;
    return {
      ...{ indicator: indicator.value(), park: park.value(), mode: mode.value(), flow: flow.value() },
      ...{ comparison: look, direction: direction.value(), threshold: limit, hold_off: holdOff.value() },
      ...(least ? { minimum_base: least } : {}),
    };
  };
  const elements = [indicator, park, mode, flow, comparison, direction, threshold, base, holdOff].map(
    ({ element }) => element,
  );
  return { elements, asked };
}

function labelOf(element: HTMLElement, said: string): void {
  const label = element.querySelector('label');
  if (label) label.textContent = said;
}

/** Yuan are typed in 万元, as people say them. */
function isWan({ indicators }: Delivery, indicator: string): boolean {
  return indicators.find(({ id }) => id === indicator)?.unit_zh === '元';
}

function unitOf(delivery: Delivery, indicator: string, look: AlertComparison, language: Language): string {
  if (percent.includes(look)) return '%';
  if (look === 'rank') return sayDelivery('place', language);
  if (isWan(delivery, indicator)) return sayDelivery('wan', language);
  const found = delivery.indicators.find(({ id }) => id === indicator);
  return (language === 'zh' ? found?.unit_zh : found?.unit_en) ?? '';
}

/** A typed number in the unit of the API; undefined: it is none. */
function inUnit(typed: string, wan: boolean, look: AlertComparison): string | undefined {
  const number = typed.trim().replace('−', '-').replaceAll(',', '');
  if (!/^-?\d{1,11}(\.\d{1,4})?$/.test(number)) return undefined;
  if (percent.includes(look)) return divide(number, '100', 6);
  return look === 'level' && wan ? multiply(number, '10000') : number;
}

function replayTold({ text, rows, releases, fired, silent }: Replayed, language: Language): HTMLElement {
  const values = { releases: String(releases), fired: String(fired), silent: String(silent) };
  return h(
    'div',
    { class: 'replayed' },
    h('h3', {}, text[language]),
    h('p', {}, sayDelivery('replayed', language, values)),
    h(
      'ul',
      {},
      ...rows.map(({ sentence, outcome, release }) =>
        h(
          'li',
          { class: outcome },
          sentence[language],
          ' ',
          h('small', {}, release),
          ' ',
          outcome === 'silent' && h('span', { class: 'chip chip-x' }, sayDelivery('silent', language)),
        ),
      ),
    ),
  );
}
