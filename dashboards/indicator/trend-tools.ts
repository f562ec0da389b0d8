import { addMonths, type Period, periodsBetween } from '../../catalogue/period.ts';
import { fromFolder } from '../ask.ts';
import { h } from '../element.ts';
import { periodName } from '../figures.ts';
import { choice, switcher } from '../parts/toolbar.ts';
import { offeredTransforms } from './load.ts';
import { earlierOf, laterOf } from './months.ts';
import { sidesOf } from './queries.ts';
import type { Shown } from './shown.ts';
import { tell, tellOf } from './text.ts';

/** How the trend is shown: transform, side by side, months. */
export function trendTools(shown: Shown): HTMLElement {
  return h(
    'div',
    { class: 'indicator-tools' },
    transformSwitch(shown),
    sideSwitch(shown),
    ...monthTools(shown),
  );
}

function transformSwitch({ loaded, frame }: Shown): HTMLElement {
  const { language } = frame.view;
  return switcher({
    id: 'transform',
    label: tell('transform', language),
    options: offeredTransforms(loaded.entry).map((value) => ({
      value,
      label: tell(value as 'level', language),
    })),
    value: loaded.transform,
    address: (transform) => frame.address({ transform }),
    choose: (transform) => frame.navigate({ transform }),
  });
}

function sideSwitch({ loaded, question, frame }: Shown): HTMLElement | false {
  const { language } = frame.view;
  const sides = sidesOf(question.indicator);
  if (loaded.transform === 'seasonal' || sides.length === 0) return false;
  return switcher({
    id: 'by',
    label: tell('sideBySide', language),
    options: ['none', ...sides].map((value) => ({ value, label: tellOf('by', value, language) })),
    value: loaded.by ?? 'none',
    address: (by) => frame.address({ by: by === 'none' ? '' : by }),
    choose: (by) => frame.navigate({ by: by === 'none' ? '' : by }),
  });
}

/** Months by select, for those who do not drag; and the usual stretches. */
export function monthTools({ loaded, question, frame }: Shown): HTMLElement[] {
  // A copy carries the usual months only.
  if (fromFolder) return [];
  const { language } = frame.view;
  const released = loaded.releases.map(({ period }) => period).sort();
  const [first, latest] = [released[0], released.at(-1)] as [Period, Period];
  const options = periodsBetween(first, latest)
    .reverse()
    .map((value) => ({ value, label: periodName(value, language) }));
  const { from, to } = question;
  const stretches = [
    ...[12, 24].map((count) => ({ key: `months${count}` as 'months12', from: addMonths(latest, 1 - count) })),
    { key: 'monthsAll' as const, from: first },
  ].map((one) => ({ ...one, from: laterOf(one.from, first) }));
  const current = to === latest ? stretches.find((one) => one.from === from)?.key : undefined;
  const change = (key: string) => ({ from: stretches.find((one) => one.key === key)?.from ?? '', to: '' });
  return [
    choice({
      ...{ id: 'from', label: tell('from', language), options, value: from },
      choose: (value) => frame.navigate({ from: value, ...(value > to ? { to: value } : {}) }),
    }),
    choice({
      ...{ id: 'to', label: tell('to', language), options, value: to },
      choose: (value) => frame.navigate({ to: value, from: earlierOf(value as Period, from) }),
    }),
    switcher({
      id: 'stretch',
      label: tell('window', language),
      options: stretches.map(({ key }) => ({ value: key, label: tell(key, language) })),
      value: current ?? '',
      address: (key) => frame.address(change(key)),
      choose: (key) => frame.navigate(change(key)),
    }),
  ];
}

/** The month that a structure is of. */
export function monthChoice({ loaded, question, frame }: Shown): HTMLElement | false {
  if (fromFolder) return false;
  const { language } = frame.view;
  const months = [...new Set(loaded.releases.map(({ period }) => period))].sort().reverse();
  return choice({
    ...{ id: 'to', label: tell('month', language), value: question.to },
    options: months.map((value) => ({ value, label: periodName(value, language) })),
    choose: (to) => frame.navigate({ to, from: '' }),
  });
}
