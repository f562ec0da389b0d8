import { type CustomsMode, customsModes, isPossibleCell, total } from '../../catalogue/mode.ts';
import { fromFolder } from '../ask.ts';
import { parkName } from '../charts/names.ts';
import { type Measure, measures } from '../charts/part.ts';
import { type Child, h } from '../element.ts';
import { periodName } from '../figures.ts';
import type { Frame as PageFrame } from '../page.ts';
import { empty } from '../parts/states.ts';
import { choice, parkChoice, periodChoice, switcher } from '../parts/toolbar.ts';
import type { Language } from '../view.ts';
import type { CellKey, Frame } from './load.ts';
import { word } from './text.ts';

/** What figures are of: park, mode and flow, as far as they are not the total. */
export function scopeOf({ park, parks, mode, flow, language }: Frame): string {
  const selected = parks.find(({ park_id }) => park_id === park);
  const place = selected ? parkName(selected, language) : word('wholeCity', language);
  return [place, mode === total ? '' : mode, flow === total ? '' : word(flow as 'import', language)]
    .filter(Boolean)
    .join(' · ');
}

/** Period, park, flow and mode; a copy offers what it carries. */
export function controls<Key extends string>(frame: Frame, page: PageFrame<Key | CellKey>): Child[] {
  const { periods, period, language, parks, park } = frame;
  const go = (change: object) => page.navigate(change as never);
  return [
    periodChoice(periods, period, language, (chosen) => go({ period: chosen })),
    !fromFolder && parkChoice(parks, park, language, (chosen) => go({ park: chosen })),
    flowSwitch(frame, page),
    modeChoice(frame, page),
  ];
}

function flowSwitch<Key extends string>(
  { flow, mode, language }: Frame,
  { address, navigate }: PageFrame<Key | CellKey>,
): HTMLElement {
  const change = (value: string) =>
    ({ flow: value, ...(isPossibleCell(mode, value) && !fromFolder ? {} : { mode: total }) }) as never;
  return switcher({
    id: 'flow',
    label: word('flow', language),
    options: ['both', 'export', 'import'].map((key) => ({
      value: key === 'both' ? total : key,
      label: word(key as 'both', language),
    })),
    value: flow,
    address: (value) => address(change(value)),
    choose: (value) => navigate(change(value)),
  });
}

function modeChoice<Key extends string>(
  { mode, flow, language }: Frame,
  { navigate }: PageFrame<Key | CellKey>,
): HTMLElement {
  const modes = (Object.keys(customsModes) as CustomsMode[]).map((value) => ({
    value,
    label: `${value} ${customsModes[value][language]}`,
  }));
  return choice({
    id: 'mode',
    label: word('mode', language),
    options: [{ value: total, label: word('allModes', language) }, ...modes],
    value: mode,
    choose: (value) =>
      navigate({
        mode: value,
        ...(isPossibleCell(value, flow) && !fromFolder ? {} : { flow: total }),
      } as never),
  });
}

/** What bars are as long as. */
export function measureSwitch<Key extends string>(
  id: string,
  offered: readonly Measure[],
  { measure, language }: Frame,
  { address, navigate }: PageFrame<Key | CellKey>,
): HTMLElement {
  return h(
    'div',
    { class: 'measure' },
    h('span', { class: 'caption' }, word('measure', language)),
    switcher({
      id: `${id}-measure`,
      label: word('measure', language),
      options: offered.map((value) => ({ value, label: measures[value][language] })),
      value: measure,
      address: (value) => address({ measure: value } as never),
      choose: (value) => navigate({ measure: value } as never, 'replace'),
    }),
  );
}

export function notices({ changed, period, language }: Frame): Child[] {
  const shown = periodName(period, language);
  return [
    changed.period && word('periodUnknown', language, { asked: changed.period, shown }),
    changed.park && word('parkUnknown', language, { asked: changed.park }),
    changed.cell && word(fromFolder ? 'copyCells' : 'cellUnknown', language),
    fromFolder && !changed.cell && word('copyCells', language),
  ];
}

export function nothing(language: Language): HTMLElement {
  return empty(word('nothingTitle', language), h('p', {}, word('nothing', language)));
}
