import type { Message } from './refusal.ts';

interface ChecklistEntry extends Message {
  /** `blocking`: no signature past it, unless two people let it pass with a reason. */
  readonly severity: 'blocking' | 'warning';
  /** The page where it is dealt with. */
  readonly page: 'quality' | 'month' | 'index' | 'indicator' | 'calendar' | 'hand-in';
}

/** What must be in order before a month is signed, in the order in which it is dealt with. */
export const checklist = {
  not_closed: { zh: '收集已截止', en: 'Collection is closed', severity: 'blocking', page: 'month' },
  outstanding: {
    zh: '应报企业均已报送',
    en: 'All tenants due have reported',
    severity: 'warning',
    page: 'quality',
  },
  low_coverage: {
    zh: '按额覆盖率不低于80%',
    en: 'Coverage by value is 80% or more',
    severity: 'blocking',
    page: 'quality',
  },
  open_confirmations: {
    zh: '没有待核实的报送',
    en: 'No delivery waits for confirmation',
    severity: 'blocking',
    page: 'quality',
  },
  late_news: {
    zh: '起草后没有新的报送',
    en: 'Nothing arrived since it was drawn up',
    severity: 'warning',
    page: 'month',
  },
  failed_checks: { zh: '检查没有错误', en: 'No check found an error', severity: 'blocking', page: 'quality' },
  warnings: { zh: '检查提示已看过', en: 'Warnings of the checks', severity: 'warning', page: 'quality' },
  unexplained: {
    zh: '每处修订都有原因',
    en: 'Every revision has a cause',
    severity: 'blocking',
    page: 'month',
  },
  notes_missing: {
    zh: '大的变动都有说明',
    en: 'Large moves are explained by notes',
    severity: 'warning',
    page: 'indicator',
  },
  rates: {
    zh: '当月汇率已录入',
    en: 'Exchange rates of the month are there',
    severity: 'blocking',
    page: 'month',
  },
  classification: {
    zh: '代码表、方法与上月相同',
    en: 'Code lists and methods are those of the month before',
    severity: 'warning',
    page: 'month',
  },
  not_submitted: {
    zh: '网页和月报已试制',
    en: 'Pages and reports were made in rehearsal',
    severity: 'blocking',
    page: 'month',
  },
  pages_refused: {
    zh: '网页数据齐全',
    en: 'The pages got all their data',
    severity: 'blocking',
    page: 'month',
  },
} as const satisfies Record<string, ChecklistEntry>;
export type ChecklistId = keyof typeof checklist;
export const checklistIds = Object.keys(checklist) as ChecklistId[];
