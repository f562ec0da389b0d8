import { monthInWords } from './amount-words.ts';
import { flows } from './mode.ts';
import type { Period } from './period.ts';
import type { Message } from './refusal.ts';

/** A tenant's own state in a month, and nothing of anybody else. */
export interface ReminderFacts {
  readonly name: string;
  readonly period: Period;
  readonly state: 'not_received' | 'needs_fixing' | 'refused' | 'withdrawn';
  /** Day by whose end it is due. */
  readonly dueDay: string;
  readonly isLate: boolean;
  /** What it has reported in the twelve months before, in code order. */
  readonly usual: readonly { readonly mode: string; readonly flow: string }[];
  /** Earlier months of which nothing has come. */
  readonly earlier: readonly Period[];
}

export interface ReminderText {
  readonly subject: Message;
  readonly paragraphs: readonly Message[];
}

/** What a reminder says: what is missing, by when, and how to hand it in. */
export function reminderText(facts: ReminderFacts): ReminderText {
  const { name, period, state, dueDay, isLate } = facts;
  const [month, due] = [monthInWords(period), dayInWords(dueDay)];
  const late = isLate
    ? { zh: `报送截止日为${due.zh}，现已逾期。`, en: `It was due on ${due.en}.` }
    : { zh: `报送截止日为${due.zh}。`, en: `It is due on ${due.en}.` };
  const said = states[state](month);
  return {
    subject: {
      zh: `请报送${month.zh}跨境电商数据（截止${due.zh}）`,
      en: `Please report your cross-border e-commerce data of ${month.en} (due ${due.en})`,
    },
    paragraphs: [
      { zh: `${name}：`, en: `To ${name}:` },
      { zh: `${said.zh}${late.zh}`, en: `${said.en} ${late.en}` },
      ...usualWords(facts),
      ...earlierWords(facts),
      {
        zh: '报送方式：登录后在“报送”页上传文件（Excel、CSV或海关报文均可，模板可在该页下载），或按原有渠道报送。已报送的，请忽略本函。',
        en: 'How: sign in and upload the file on the page "Hand in" (Excel, CSV or customs messages; a template can be downloaded there), or by the way you use now. If you have reported meanwhile, no answer is needed.',
      },
    ],
  };
}

const states: Readonly<Record<ReminderFacts['state'], (month: Message) => Message>> = {
  not_received: ({ zh, en }) => ({
    zh: `尚未收到贵单位${zh}的数据。`,
    en: `Your data of ${en} have not been received.`,
  }),
  needs_fixing: ({ zh, en }) => ({
    zh: `贵单位${zh}的文件已收到，其中有必须修改之处，请修改后重新报送，方能计入。`,
    en: `Your file of ${en} was received, but some of it must be put right before it counts: please hand it in again.`,
  }),
  refused: ({ zh, en }) => ({
    zh: `贵单位${zh}的文件未能读取，已退回，请重新报送。`,
    en: `Your file of ${en} could not be read and was refused: please hand it in again.`,
  }),
  withdrawn: ({ zh, en }) => ({
    zh: `贵单位${zh}的报送已撤回，目前没有有效数据，请重新报送。`,
    en: `Your report of ${en} was withdrawn and nothing has taken its place: please hand it in again.`,
  }),
};

function usualWords({ usual }: ReminderFacts): Message[] {
  const called = usual.map(({ mode, flow }) => {
    const { zh, en } = flows[flow as keyof typeof flows];
    return { zh: `${mode}${zh}`, en: `${mode} ${en.toLowerCase()}` };
  });
  const zh = called.length ? `贵单位近一年报送的有：${called.map((one) => one.zh).join('、')}。` : '';
  const en = called.length ? `In the last year you reported ${called.map((one) => one.en).join(', ')}. ` : '';
  return [
    {
      zh: `${zh}本月没有业务的，请报送零申报。`,
      en: `${en}If there was no business, please send a nil return.`,
    },
  ];
}

function earlierWords({ earlier }: ReminderFacts): Message[] {
  if (earlier.length === 0) return [];
  const months = earlier.map(monthInWords);
  return [
    {
      zh: `另有以下月份尚未报送，请一并补报：${months.map(({ zh }) => zh).join('、')}。`,
      en: `Nothing has come of these months either, please report them too: ${months.map(({ en }) => en).join(', ')}.`,
    },
  ];
}

/** 2026年11月10日, 10 Nov 2026. */
function dayInWords(day: string): Message {
  const date = Number(day.slice(8));
  const { zh, en } = monthInWords(day.slice(0, 7) as Period);
  return { zh: `${zh}${date}日`, en: `${date} ${en}` };
}
