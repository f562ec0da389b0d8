import { checklist } from '../catalogue/checklist.ts';
import { addMonths, firstDay, localInstant } from '../catalogue/period.ts';
import { samePerson } from '../catalogue/person.ts';
import type { Message } from '../catalogue/refusal.ts';
import { blockingItems } from '../warehouse/checklist.ts';
import { type ActiveSubmission, activeSubmission, closing } from '../warehouse/month-events.ts';
import type { Reader } from './access/reader.ts';
import type { Review } from './desk.ts';
import { type DeskAct, deskActs } from './months-schema.ts';
import { writerOf } from './writes.ts';

interface Standing {
  readonly review: Review;
  readonly active: ActiveSubmission | null;
  readonly reader: Reader;
  readonly releases: number;
  readonly now: Date;
}

const nothingSubmitted = { zh: '没有送审中的内容', en: 'Nothing is under review' };
const underReview = { zh: '已送审，请先退回', en: 'It was submitted: return it first' };

/** Why an act is not this reader's to do now; null when it is. The acts themselves refuse by the same rules. */
const obstacles: Readonly<Record<DeskAct, (standing: Standing) => Message | null>> = {
  close: ({ review }) =>
    closing(review.events) ? { zh: '收集已截止', en: 'Collection is closed already' } : null,
  reopen: ({ review, active }) =>
    active ? underReview : closing(review.events) ? null : { zh: '仍在收集', en: 'It is being collected' },
  submit: ({ review, active, now }) => {
    if (active) return underReview;
    const over = localInstant(firstDay(addMonths(review.period, 1)), 0);
    return now >= over ? null : { zh: '该月尚未结束', en: 'The month is not over' };
  },
  return: ({ active }) => (active ? null : nothingSubmitted),
  sign: ({ review, active, reader }) => {
    if (!active) return nothingSubmitted;
    if (active.signed)
      return { zh: `已由${active.signed.acted_by}签发`, en: `Signed already by ${active.signed.acted_by}` };
    if (reader.account && samePerson(active.submitted.acted_by, writerOf(reader, undefined)))
      return { zh: '送审人不能自己签发，请由另一人签发', en: 'You submitted it: somebody else must sign' };
    const [first, ...rest] = blockingItems(review.items);
    if (!first) return null;
    const more = rest.length;
    return {
      zh: `清单有阻断项：${checklist[first.id].zh}${more ? `等${more + 1}项` : ''}`,
      en: `The checklist blocks it: ${checklist[first.id].en}${more ? ` and ${more} more` : ''}`,
    };
  },
  publish: ({ review, active, now }) => {
    if (!active?.signed) return { zh: '尚未签发', en: 'It is not signed' };
    const at = review.submission?.release_at;
    return at && at > now
      ? { zh: '发布时刻未到，到时自动发布', en: 'Its hour has not come: it is published then' }
      : null;
  },
  rollback: ({ active, releases }) => {
    if (active) return underReview;
    return releases > 1 ? null : { zh: '没有更早的发布', en: 'There is no earlier release' };
  },
  simulate: () => null,
};

export function permits(review: Review, about: Pick<Standing, 'reader' | 'releases' | 'now'>) {
  const standing = { review, active: activeSubmission(review.events), ...about };
  return deskActs.map((act) => {
    const why = obstacles[act](standing);
    return { act, allowed: why === null, why };
  });
}
