import type { monthRow, ReviewAnswer } from '../../api/months-schema.ts';
import type { Static } from '../../api/schema.ts';
import { total } from '../../catalogue/mode.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Me } from '../account.ts';
import type { Park } from '../answers.ts';
import { parkName } from '../charts/names.ts';
import type { Frame } from '../page.ts';
import type { Language } from '../view.ts';
import { say } from './text.ts';

export const own = { tab: 'documents', doc: 'zh' } as const;
export type Key = keyof typeof own;
export const tabNames = ['documents', 'changes', 'wording'] as const;
export type TabName = (typeof tabNames)[number];

export type Review = ReviewAnswer;
export type MonthRow = Static<typeof monthRow>;
export type Submitted = NonNullable<Review['submission']>;

export interface Wording {
  readonly release_before: string | null;
  readonly rows: readonly {
    readonly id: string;
    readonly before: Message | null;
    readonly now: Message | null;
    readonly changed: boolean;
  }[];
}

export interface Known {
  readonly me: Me | undefined;
  readonly months: readonly MonthRow[];
  readonly parks: readonly Park[];
  readonly review: Review;
  readonly wording: Wording | undefined;
}
export type MonthFrame = Frame<Key>;

/** Reports are of the city and of the parks of the month: another park's code in the address shows the city. */
export function parkOf({ park }: { readonly park: string }, { submission }: Review): string {
  return submission?.documents.some((one) => one.park === park) ? park : total;
}

export function placeName(park: string, { parks }: Pick<Known, 'parks'>, language: Language): string {
  if (park === total) return say('city', language);
  const found = parks.find(({ park_id }) => park_id === park);
  return found ? parkName(found, language) : park;
}
