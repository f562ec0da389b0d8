import type { calendarAnswer } from '../../api/calendar-schema.ts';
import type { Static } from '../../api/schema.ts';
import type { Me } from '../account.ts';
import type { Park } from '../answers.ts';
import type { Frame } from '../page.ts';

export const own = { year: '' } as const;
export type Key = keyof typeof own;

export type Calendar = Static<typeof calendarAnswer>;
export type Row = Calendar['rows'][number];
export type Move = Row['moves'][number];

export interface Known {
  readonly me: Me | undefined;
  readonly parks: readonly Park[];
  readonly year: number;
  readonly calendar: Calendar;
}
export type CalendarFrame = Frame<Key>;

/** The last day on time of most parks, and the parks whose day is another. */
export function dueDays({ due }: Row): { common: string | undefined; others: Row['due'] } {
  const counted = Map.groupBy(due, ({ day }) => day);
  const [first] = [...counted].sort(
    ([one, few], [other, more]) => more.length - few.length || other.localeCompare(one),
  );
  const common = first?.[0];
  return { common, others: due.filter(({ day }) => day !== common) };
}

/** The Beijing day of an instant. */
export function dayOf(at: string): string {
  return beijing.format(new Date(at));
}
const beijing = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** Weekends and public holidays, without the weekend days that make up for them. */
export function isFree(day: string, days: Calendar['days']): boolean {
  const found = days.find((one) => one.day === day);
  return found ? found.kind === 'holiday' : [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
