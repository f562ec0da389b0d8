import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import { parkName } from '../charts/names.ts';
import { h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { askBefore, textArea, whoField } from '../parts/ask-before.ts';
import { request } from '../request.ts';
import { type CalendarFrame, dueDays, isFree, type Known, type Row } from './shapes.ts';
import { say } from './text.ts';

/** Asks which day moves to when, and why. */
export function askMove(row: Row, known: Known, frame: CalendarFrame): void {
  const { language } = frame.view;
  const id = 'ask-move';
  const fields = moveFields(id, row, known, frame);
  const who = whoField(id, known.me, language);
  askBefore({
    id,
    title: say('moveOf', language, { period: periodName(row.period as Period, language) }),
    happens: [say('happens1', language), say('happens2', language)],
    fields: [...fields.elements, who.element],
    submit: say('move', language),
    language,
    send: async () => {
      const { failure } = await request('calendar', { period: row.period, ...fields.body(), ...who.body() });
      if (failure) return failure.message[language];
      frame.announce(say('moved', language));
      frame.reload();
      return undefined;
    },
  });
}

function moveFields(id: string, row: Row, { parks, calendar }: Known, { view: { language } }: CalendarFrame) {
  const kinds = (['release', 'due'] as const).map((value) => h('option', { value }, say(value, language)));
  const kind = h('select', { id: `${id}-kind` }, ...kinds);
  const places = parks.map((park) => h('option', { value: park.park_id }, parkName(park, language)));
  const park = h(
    'select',
    { id: `${id}-park` },
    h('option', { value: total }, say('allParks', language)),
    ...places,
  );
  const day = h('input', { id: `${id}-day`, type: 'date', required: true });
  const time = h('input', {
    id: `${id}-time`,
    type: 'time',
    required: true,
    value: instant(row.release_at).slice(11),
  });
  const reason = textArea({ id: `${id}-reason`, label: say('reason', language), required: true });
  const free = h('small', { class: 'wrong', role: 'status' });
  const labelled = (input: HTMLElement, key: 'what' | 'park' | 'day' | 'time') =>
    h('div', { class: 'field' }, h('label', { for: input.id }, say(key, language)), input);
  const [parkField, timeField] = [labelled(park, 'park'), labelled(time, 'time')];
  const follow = () => {
    const isRelease = kind.value === 'release';
    parkField.hidden = isRelease;
    timeField.hidden = !isRelease;
    time.required = isRelease;
    const now = isRelease ? instant(row.release_at).slice(0, 10) : dueDays(row).common;
    if (now) day.value = now;
    warn();
  };
  const warn = () => {
    const isOff = day.value !== '' && isFree(day.value, calendar.days);
    free.textContent = isOff ? say('notWorking', language, { day: day.value }) : '';
  };
  kind.addEventListener('change', follow);
  day.addEventListener('change', warn);
  follow();
  const dayField = labelled(day, 'day');
  dayField.append(free);
  return {
    elements: [labelled(kind, 'what'), parkField, dayField, timeField, reason.element],
    body: () => ({
      kind: kind.value,
      day: day.value,
      reason: reason.input.value.trim(),
      ...(kind.value === 'release' ? { time: time.value } : park.value === total ? {} : { park: park.value }),
    }),
  };
}
