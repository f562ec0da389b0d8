import { total } from '../../catalogue/mode.ts';
import { statuses } from '../../catalogue/status.ts';
import { apiRoot, fromFolder } from '../ask.ts';
import { parkName } from '../charts/parks.ts';
import { type Child, h } from '../element.ts';
import { instant, percent, periodName } from '../figures.ts';
import type { Loaded } from '../load.ts';
import { pageLinks } from '../masthead.ts';
import { say } from '../text.ts';
import { type Language, type View, viewAddress } from '../view.ts';

export type Navigate = (change: Partial<View>) => void;

/** Name, what is shown, and of which release it is. Without `loaded` only the name and the language switch. */
export function header(view: View, loaded: Loaded | undefined, navigate: Navigate): HTMLElement {
  const { language } = view;
  return h(
    'header',
    {},
    h('a', { class: 'skip', href: '#main' }, say('skip', language)),
    h(
      'div',
      { class: 'brand' },
      h('img', { src: './favicon.svg', alt: '', width: 36, height: 36 }),
      h('div', {}, h('h1', {}, say('product', language)), h('p', {}, say('city', language))),
      pageLinks('overview', language),
    ),
    h(
      'form',
      { 'aria-label': say('view', language) },
      ...(loaded ? controls(view, loaded, navigate) : []),
      languageSwitch(view, navigate),
    ),
    loaded && releaseLine(loaded),
    ...(loaded ? notices(view, loaded) : []),
  );
}

function controls(view: View, loaded: Loaded, navigate: Navigate): HTMLElement[] {
  const { language, period, park, periods, parks, selectable } = loaded;
  const periodOptions = periods.map((value) =>
    h('option', { value, selected: value === period }, periodName(value, language)),
  );
  const parkOptions = parks
    .filter(({ park_id }) => selectable.has(park_id))
    .map((one) =>
      h('option', { value: one.park_id, selected: one.park_id === park }, parkName(one, language)),
    );
  const city = h('option', { value: total, selected: park === total }, say('wholeCity', language));
  return [
    choice('period', say('period', language), periodOptions, (chosen) => navigate({ period: chosen })),
    choice('park', say('park', language), [city, ...parkOptions], (chosen) => navigate({ park: chosen })),
    unitSwitch(view, navigate),
  ];
}

function choice(
  id: string,
  label: string,
  options: HTMLElement[],
  choose: (value: string) => void,
): HTMLElement {
  const select = h('select', { id, onchange: () => choose(select.value) }, ...options);
  return h('label', {}, h('span', {}, label), select);
}

function unitSwitch(view: View, navigate: Navigate): HTMLElement {
  const { language } = view;
  const links = (['yi', 'wan'] as const).map((unit) =>
    link(
      {
        id: `unit-${unit}`,
        'aria-current': view.unit === unit && 'true',
        title: say(`unit_${unit}`, language),
      },
      view,
      { unit },
      navigate,
      say(`unitButton_${unit}`, language),
    ),
  );
  return h('span', { class: 'switch', role: 'group', 'aria-label': say('unit', language) }, ...links);
}

function languageSwitch(view: View, navigate: Navigate): HTMLElement {
  const other: Language = view.language === 'zh' ? 'en' : 'zh';
  const lang = other === 'zh' ? 'zh-CN' : 'en';
  return link(
    { id: 'language', class: 'language', lang, hreflang: lang },
    view,
    { language: other },
    navigate,
    other === 'zh' ? '中文' : 'English',
  );
}

/** A real link, so that it can be copied or opened in a new window; a plain click changes the view in place. */
function link(
  attributes: Readonly<Record<string, string | false>>,
  view: View,
  change: Partial<View>,
  navigate: Navigate,
  label: string,
): HTMLElement {
  const onclick = (event: Event) => {
    const { metaKey, ctrlKey, shiftKey } = event as MouseEvent;
    if (metaKey || ctrlKey || shiftKey) return;
    event.preventDefault();
    navigate(change);
  };
  return h('a', { ...attributes, href: viewAddress({ ...view, ...change }), onclick }, label);
}

export function statusChip(status: keyof typeof statuses, language: Language): HTMLElement {
  return h('span', { class: `chip chip-${status}` }, statuses[status][language]);
}

function releaseLine({ release, rows, period, language }: Loaded): HTMLElement {
  const coverage = rows.parkValues?.find((row) => row.park === total)?.coverage ?? null;
  const parts: Child[] = [
    h('strong', {}, release.id),
    statusChip(release.status, language),
    h(
      'span',
      {},
      say('published', language, { at: '' }).trim(),
      ' ',
      h(
        'time',
        { datetime: release.published_at, title: say('beijingTime', language) },
        instant(release.published_at),
      ),
    ),
    coverage !== null && h('span', {}, say('coverage', language, { rate: percent(coverage) })),
    !fromFolder &&
      release.has_report &&
      h('a', { href: `${apiRoot}reports/${period}.html?lang=${language}` }, say('report', language)),
  ];
  return h('p', { class: 'release' }, ...parts);
}

function notices(view: View, loaded: Loaded): HTMLElement[] {
  const { language, period, park } = loaded;
  const said = [
    view.period &&
      view.period !== period &&
      say('periodUnknown', language, { asked: view.period, shown: periodName(period, language) }),
    view.park !== park && say('parkUnknown', language, { asked: view.park }),
    fromFolder && say('folderNotice', language),
  ];
  return said
    .filter((sentence) => sentence !== false && sentence !== undefined && sentence !== '')
    .map((sentence) => h('p', { class: 'notice', role: 'note' }, sentence));
}
