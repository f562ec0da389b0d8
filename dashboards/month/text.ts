import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** What the page of a month's way to publication says. */
const text = {
  title: { zh: '月度发布', en: 'Monthly release' },
  lead: {
    zh: '从截止收集到两人签发、到点发布：清单、送审内容、变动、经过。',
    en: 'From closing to a signature of two and the hour of publication: checklist, what is submitted, what changed, what was done.',
  },
  month: { zh: '统计期', en: 'Month' },
  monthOption: { zh: '{period} · {state}', en: '{period} · {state}' },
  park: { zh: '月报', en: 'Report' },
  city: { zh: '全市', en: 'Whole city' },
  steps: { zh: '该月走到哪一步', en: 'How far the month has come' },
  closes: { zh: '截止 {at}', en: 'by {at}' },
  planned: { zh: '计划 {at}', en: 'planned {at}' },
  toCalendar: { zh: '日程与改期', en: 'Calendar and moves' },

  acts: { zh: '现在可以办理', en: 'What can be done now' },
  notNow: { zh: '现在不能', en: 'Not now' },
  act_close: { zh: '截止收集', en: 'Close collection' },
  act_reopen: { zh: '重新收集', en: 'Collect again' },
  act_submit: { zh: '起草并送审', en: 'Draw up and submit' },
  act_return: { zh: '退回', en: 'Return' },
  act_sign: { zh: '签发', en: 'Sign' },
  act_publish: { zh: '发布', en: 'Publish' },
  act_rollback: { zh: '回退', en: 'Roll back' },
  act_simulate: { zh: '模拟发布', en: 'Simulate' },
  actHint_close: { zh: '结束收数，进入起草', en: 'Ends collection' },
  actHint_reopen: { zh: '再收迟报', en: 'Takes late reports in' },
  actHint_submit: { zh: '冻结数字与月报，交人复核', en: 'Freezes numbers and reports for review' },
  actHint_return: { zh: '交回送审人，签发失效', en: 'Back to who submitted it' },
  actHint_sign: { zh: '对所见内容负责', en: 'Puts your name to what you saw' },
  actHint_publish: { zh: '立即对外发布', en: 'To readers at once' },
  actHint_rollback: { zh: '恢复以前的数字', en: 'Earlier numbers stand again' },
  actHint_simulate: { zh: '看读者届时所见', en: 'See what readers will' },
  done: { zh: '{period}：已{act}', en: '{period}: {act} is done' },
  underWay: {
    zh: '正在办理，起草和试制月报至多约一分钟，请勿关闭…',
    en: 'Under way: drawing up and writing reports take up to a minute…',
  },

  happens_close: {
    zh: '该月收集截止；之后收到的报送照常入库，并在清单中提示。',
    en: 'Collection ends; what arrives later is kept and shown in the checklist.',
  },
  happens_reopen: {
    zh: '该月重新收集，理由记入经过。',
    en: 'The month is collected again; the reason is kept.',
  },
  happens_submit1: {
    zh: '按现有报送起草，试写全市和各园区中英文月报，试制网页。',
    en: 'The month is drawn up from the deliveries in force; all reports and pages are made in rehearsal.',
  },
  happens_submit2: {
    zh: '结果冻结为一份送审内容，须由另一人签发；您不能自己签发。',
    en: 'The outcome is frozen; somebody else must sign it, not you.',
  },
  happens_submit3: {
    zh: '签发后按日程于{at}发布；时刻已过的由人手动发布。',
    en: 'Once signed it is published at {at} by the calendar; by hand when that has passed.',
  },
  happens_return: {
    zh: '送审内容交回{by}，已有的签发失效；数字不变。',
    en: 'It goes back to {by}; a signature on it is void. No number changes.',
  },
  happens_sign1: {
    zh: '签发标记{hash}所指的数字、月报、说明和发布时刻，一字不差。',
    en: 'You sign exactly the numbers, reports, notes and hour behind the hash {hash}.',
  },
  happens_sign2: { zh: '到{at}自动发布。', en: 'It is published by itself at {at}.' },
  happens_signByHand: { zh: '签发后由人手动发布。', en: 'It is then published by hand.' },
  happens_sign3: {
    zh: '其间内容有任何变动，签发即告失效。',
    en: 'If anything of it changes before, the signature is void.',
  },
  happens_publish: {
    zh: '数字、网页、月报和邮件一并对外发布，不可撤销；有误时可回退或更正。',
    en: 'Numbers, pages, reports and mails go out together. It cannot be undone, but rolled back or corrected.',
  },
  happens_rollback: {
    zh: '所选发布的数字成为新的发布，月报和网页随之更换；原发布仍存档可查。',
    en: 'The numbers of the chosen release become a new release with reports and pages; the old one stays on file.',
  },
  happens_simulate: {
    zh: '试发布一次并取回，不改变任何数据；做好的网页和月报只供统计人员查看。',
    en: 'It is published in rehearsal and taken back: nothing changes. Pages and reports are for officers only.',
  },
  seen: { zh: '我已查看清单、变动和月报', en: 'I have seen the checklist, the changes and the reports' },
  seenFirst: { zh: '请先勾选', en: 'Tick it first' },
  note: { zh: '说明（理由为“其他”时必填）', en: 'Note (needed with “other”)' },
  notePublic: { zh: '对外说明（随发布公布，可不填）', en: 'Note to readers (optional)' },
  noteInternal: { zh: '内部说明（可不填）', en: 'Internal note (optional)' },
  noteRollback: { zh: '对外说明', en: 'Note to readers' },
  leaveOutHeld: { zh: '不计待核实的报送', en: 'Leave out deliveries that wait for confirmation' },
  byHand: { zh: '签发后手动发布，不按日程', en: 'Publish by hand once signed, not by the calendar' },
  rollbackTo: { zh: '恢复哪次发布的数字', en: 'Whose numbers stand again' },
  simulated: { zh: '已模拟{release}：变动{moved}个单元。', en: 'Simulated {release}: {moved} cells move.' },
  simulatedDraft: {
    zh: '所示为按现有报送起草的内容，尚未送审。',
    en: 'Shown is what would be drawn up now; nothing is submitted.',
  },
  simulatedOpen: { zh: '打开模拟网页', en: 'Open the simulated pages' },
  simulatedReport: { zh: '打开模拟月报', en: 'Open the simulated report' },
  refusedPages: { zh: '网页有{count}处数据未能取得', en: 'The pages lack {count} answers' },

  checklist: { zh: '发布清单', en: 'Release checklist' },
  checklistAll: { zh: '各项均已就绪', en: 'Everything is in order' },
  checklistLead: {
    zh: '阻断{blocking}项，提示{warnings}项，就绪{fine}项',
    en: '{blocking} blocking, {warnings} to look at, {fine} in order',
  },
  item: { zh: '清单项', en: 'Item' },
  stateOfItem: { zh: '状态', en: 'State' },
  is_in_order: { zh: '就绪', en: 'In order' },
  is_blocking: { zh: '阻断', en: 'Blocks' },
  is_warning: { zh: '提示', en: 'Look' },
  is_proposed: { zh: '待同意', en: 'Asked' },
  is_overridden: { zh: '放行', en: 'Let pass' },
  fineItems: { zh: '已就绪的{count}项', en: '{count} in order' },
  dealWith: { zh: '去办理', en: 'Deal with it' },
  override: { zh: '提请放行', en: 'Ask to let pass' },
  agree: { zh: '同意放行', en: 'Agree' },
  overrideOf: { zh: '放行“{item}”', en: 'Let “{item}” pass' },
  happens_override1: {
    zh: '该项不再阻断签发，但须另一人同意；理由和两人姓名留在经过中。',
    en: 'The item no longer blocks once somebody else agrees; the reason and both names stay on record.',
  },
  happens_override2: {
    zh: '只对现在送审的内容有效，重新送审须重新提请。',
    en: 'It holds for what is submitted now only.',
  },
  happens_agree: {
    zh: '{by}提请放行，理由：{reason}。同意后该项不再阻断签发。',
    en: '{by} asked to let it pass: {reason}. Once you agree, it blocks no longer.',
  },
  askedBy: { zh: '{by}提请：{reason}', en: '{by} asked: {reason}' },
  passedBy: { zh: '{by}、{agreed}放行：{reason}', en: 'Let pass by {by} and {agreed}: {reason}' },

  submission: { zh: '送审内容', en: 'What is submitted' },
  noSubmission: { zh: '还没有送审', en: 'Nothing is submitted' },
  noSubmissionLead: {
    zh: '“起草并送审”之后，这里列出冻结的月报、与上次的差别和签发标记。',
    en: 'After “Draw up and submit” the frozen reports, what changed and the hash to be signed stand here.',
  },
  submittedBy: { zh: '送审', en: 'Submitted' },
  signedBy: { zh: '签发', en: 'Signed' },
  notSigned: { zh: '待另一人签发', en: 'By somebody else, to come' },
  hour: { zh: '发布', en: 'Publication' },
  byHandShort: { zh: '签发后手动', en: 'By hand, once signed' },
  base: { zh: '修订', en: 'Revises' },
  firstRelease: { zh: '首次发布', en: 'First release' },
  observations: { zh: '观测值', en: 'Observations' },
  subject: { zh: '签发标记', en: 'Hash' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  copySubject: { zh: '复制签发标记全文', en: 'Copy the whole hash' },

  parts: { zh: '送审内容的各部分', en: 'Parts of what is submitted' },
  tab_documents: { zh: '月报文件', en: 'Reports' },
  tab_changes: { zh: '与上次送审相比', en: 'Since the last submission' },
  tab_wording: { zh: '与上月文字对照', en: 'Beside last month' },
  docLanguage: { zh: '月报语言', en: 'Language of the report' },
  files: { zh: '下载', en: 'Download' },
  openHtml: { zh: '在新窗口打开', en: 'Open in a window' },
  frameTitle: { zh: '送审的月报：{place}', en: 'The submitted report: {place}' },

  firstSubmission: {
    zh: '这是该月第一次送审，没有可比的上次。',
    en: 'The first submission of the month: there is none to compare with.',
  },
  nothingChanged: { zh: '与上次送审完全相同。', en: 'Nothing differs from the last submission.' },
  cells: { zh: '变动的单元', en: 'Cells that moved' },
  cellsLead: { zh: '共{moved}个，影响大的在前', en: '{moved} in all, the largest first' },
  cellsFirst: { zh: '共{moved}个，列出影响最大的{count}个', en: '{moved} in all; the {count} largest' },
  indicator: { zh: '指标', en: 'Indicator' },
  cell: { zh: '单元', en: 'Cell' },
  from: { zh: '原', en: 'Was' },
  to: { zh: '现', en: 'Is' },
  sentences: { zh: '变动的句子', en: 'Sentences that changed' },
  drawings: { zh: '变动的图表', en: 'Charts and tables that changed' },
  chart: { zh: '图', en: 'Chart' },
  table: { zh: '表', en: 'Table' },
  added: { zh: '新增', en: 'New' },
  removed: { zh: '删去', en: 'Gone' },

  wordingLead: {
    zh: '左为上月月报（{release}），右为送审的本月；着色为本月改写或新增之处。',
    en: 'Left: the report of last month ({release}). Right: this month as submitted; new words are marked.',
  },
  wordingNone: { zh: '上月没有月报，只列本月。', en: 'Last month has no report: this month alone.' },
  lastMonth: { zh: '上月', en: 'Last month' },
  thisMonth: { zh: '本月', en: 'This month' },

  events: { zh: '经过', en: 'What was done' },
  noEvents: { zh: '还没有人办理', en: 'Nobody has acted yet' },
} as const satisfies Record<string, Message>;
export type TextKey = keyof typeof text;

export function say(key: TextKey, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}
