import { isArranged } from '../../catalogue/calendar.ts';
import { localDay } from '../../catalogue/period.ts';
import type { Passage, Section, TimePiece } from '../content.ts';
import type { Schedule } from '../schedule.ts';
import { called, instant, month, plain, words } from '../wording.ts';

/** When the next month is due and when it is published. */
export function scheduleSection({ period, due, release }: Schedule): Section {
  const of = month(period);
  const [by, at] = [dayOf(due), instant(release)];
  const told: Passage = {
    zh: words`${of}数据请于${by}前（含当日）报送；${of}月报计划于${at}（北京时间）发布。如有调整，另行通知。`,
    en: words`Data of ${of} are due by the end of ${by}; the report of ${of} is planned for ${at} (Beijing time). Changes will be announced.`,
  };
  const open = [due, release].some((day) => !isArranged(localDay(day)));
  return {
    id: 'schedule',
    heading: { zh: '下月日程', en: 'Next month' },
    paragraphs: [called('days', told), ...(open ? [called('holidays', notArranged)] : [])],
    blocks: [],
  };
}

const notArranged = plain({
  zh: '该年度节假日安排尚未公布，上述日期可能顺延。',
  en: "That year's public holidays are not announced yet, and these days may move.",
});

/** The day of an instant in Beijing time: 2026年12月10日. */
function dayOf(at: Date): TimePiece {
  const { zh, en } = instant(at);
  return { time: localDay(at), zh: zh.split(' ')[0] ?? zh, en: en.split(',')[0] ?? en };
}
