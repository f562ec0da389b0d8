import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';
import { stateText } from './state-text.ts';

/** Every sentence of the hand-in page that is not vocabulary of the catalogue. */
const text = {
  ...stateText,
  title: { zh: '报送数据', en: 'Hand in data' },
  lead: { zh: '交一次文件，当场知道哪一格要改', en: 'Hand in once, and see at once which cell to correct' },
  theFile: { zh: '这次报送的文件', en: 'The file to hand in' },
  tenant: { zh: '企业', en: 'Tenant' },
  tenantHint: { zh: '名称或18位代码', en: 'Name or USCC' },
  tenantFromContent: {
    zh: '可留空：文件内容写明企业时自动识别。',
    en: 'May be left empty: recognised where the content names the tenant.',
  },
  tenantUnknown: {
    zh: '没有这家企业，请从列表中选择。',
    en: 'There is no such tenant: choose from the list.',
  },
  month: { zh: '统计期', en: 'Month' },
  monthFromContent: { zh: '由内容识别', en: 'From the content' },

  dropTitle: { zh: '把文件拖到这里', en: 'Drop the file here' },
  dropOr: { zh: '或', en: 'or' },
  choose: { zh: '选择文件', en: 'Choose a file' },
  formats: {
    zh: 'CSV、TSV、XLSX、XLS、单一窗口报文（XML）、JSON、ZIP；任何编码，表头上下可有说明。',
    en: 'CSV, TSV, XLSX, XLS, single-window messages (XML), JSON, ZIP; any encoding, with notes around the table.',
  },
  privacy: {
    zh: 'CSV先在本机检查：含姓名、电话、证件号等列的文件不会离开您的电脑。',
    en: 'CSV is checked on this machine first: a file with names, telephone or identity numbers does not leave it.',
  },
  templates: { zh: '空白模板', en: 'Empty templates' },
  template_line: { zh: '申报行', en: 'Declaration lines' },
  template_b2b_export: { zh: 'B2B出口报关单', en: 'B2B export declarations' },
  template_event: { zh: '退货撤单', en: 'Returns and cancellations' },
  template_own: { zh: '企业自有格式', en: "The tenant's own columns" },
  howTo: { zh: '怎么报', en: 'How it goes' },
  how1: { zh: '交文件', en: 'Hand in the file' },
  how1Detail: {
    zh: '系统里导出的原样即可，不必改格式。',
    en: 'As your system exports it; no need to reshape it.',
  },
  how2: { zh: '看结果', en: 'Read the result' },
  how2Detail: {
    zh: '按原因列出要改的行；可下载标好的原表。',
    en: 'Rows to correct, by cause; your own sheet comes back marked.',
  },
  how3: { zh: '改或确认', en: 'Correct or confirm' },
  how3Detail: {
    zh: '要改的改后重交；数据属实的，选理由确认。',
    en: 'Correct and hand in again; where the data are right, confirm with a reason.',
  },
  how4: { zh: '留回执', en: 'Keep the receipt' },
  how4Detail: { zh: '编号、校验值、时间和行数，可打印。', en: 'Number, checksum, time and rows, to print.' },

  step_check: { zh: '本机检查', en: 'Check here' },
  step_send: { zh: '发送', en: 'Send' },
  step_judge: { zh: '审核', en: 'Judge' },
  step_settle: { zh: '改正或确认', en: 'Settle' },
  step_receipt: { zh: '回执', en: 'Receipt' },
  stepDone: { zh: '已完成', en: 'done' },
  stepNow: { zh: '进行中', en: 'now' },
  stepHeld: { zh: '需要处理', en: 'needs you' },
  steps: { zh: '进度', en: 'Progress' },

  checkingTitle: { zh: '正在本机检查', en: 'Checking on this machine' },
  checkingLead: { zh: '文件还没有离开您的电脑。', en: 'The file has not left your machine.' },
  sendingTitle: { zh: '正在发送', en: 'Sending' },
  judgingTitle: { zh: '正在审核', en: 'Judging' },
  judgingLead: {
    zh: '已收到全部内容，正在逐行审核。',
    en: 'Everything has arrived; each row is being judged.',
  },
  readingTitle: { zh: '正在读取报送', en: 'Reading the delivery' },
  cancel: { zh: '取消', en: 'Cancel' },

  stoppedTitle: { zh: '文件没有发送', en: 'The file was not sent' },
  stoppedLead: {
    zh: '内容没有离开您的电脑。',
    en: 'Nothing of it has left your machine.',
  },
  chooseOther: { zh: '改好后重新选择', en: 'Choose the corrected file' },
  foundHere: { zh: '本机检查发现{count}处必改', en: 'The check here found {count} to correct' },
  foundHereLead: {
    zh: '文件还没有发送。建议先改正；也可以照此发送，必改的{rows}行不计入。',
    en: 'The file has not been sent. Better correct it first; sent as it is, the {rows} rows to correct do not count.',
  },
  sendAnyway: { zh: '照此发送', en: 'Send as it is' },
  readHere: { zh: '{rows}行 · {encoding} · {template}', en: '{rows} rows · {encoding} · {template}' },

  failed_offline: { zh: '没有连上服务', en: 'The service did not answer' },
  failedLead_offline: {
    zh: '文件仍在您的电脑里，没有丢失。请检查网络，然后重试。',
    en: 'The file is still on your machine, nothing is lost. Check the network, then try again.',
  },
  failed_broken: { zh: '服务出了问题', en: 'The service has a fault' },
  failedLead_broken: {
    zh: '请稍后重试；若仍不成功，请把下面一行告诉管理员。重复发送不会重复计数。',
    en: 'Try again later; if it fails again, pass the line below on. Sending twice never counts twice.',
  },
  failed_refused: { zh: '没有收下', en: 'Not taken in' },
  failedLead_refused: { zh: '请按下面的提示处理后重试。', en: 'Do as it says below, then try again.' },
  retry: { zh: '重试', en: 'Try again' },
  again: {
    zh: '这份文件以前报送过，内容完全相同，没有重复计数。',
    en: 'This very file had been handed in before: nothing was counted twice.',
  },

  recognised: { zh: '识别结果', en: 'What was recognised' },
  format: { zh: '格式', en: 'Format' },
  encoding: { zh: '编码', en: 'Encoding' },
  template: { zh: '模板', en: 'Template' },
  months: { zh: '月份', en: 'Months' },
  noMonths: { zh: '没有可用的月份', en: 'none' },
  fromSender: { zh: '由您选择', en: 'as you chose' },
  fromContent: { zh: '由内容识别', en: 'from the content' },
  sample: { zh: '三个样例单元格', en: 'Three cells as they were read' },
  sampleHead: { zh: '表头', en: 'Header' },
  sampleColumn: { zh: '读作', en: 'Read as' },
  sampleValue: { zh: '值', en: 'Value' },
  ignored: { zh: '未读取的列：{columns}', en: 'Columns not read: {columns}' },
  skipped: { zh: '未读入：{parts}', en: 'Not read: {parts}' },

  counts: { zh: '行数', en: 'Rows' },
  rows_read: { zh: '读入', en: 'read' },
  accepted: { zh: '接受', en: 'accepted' },
  rejected: { zh: '驳回', en: 'rejected' },
  set_aside: { zh: '不计', en: 'set aside' },
  equation: {
    zh: '读入{read}行，其中接受{accepted}行、驳回{rejected}行、不计{aside}行',
    en: '{read} rows read: {accepted} accepted, {rejected} rejected, {aside} set aside',
  },

  findings: { zh: '审核发现', en: 'Findings' },
  noFindings: { zh: '没有发现问题。', en: 'Nothing was found.' },
  class_must_fix: { zh: '必改', en: 'Must fix' },
  class_confirm: { zh: '核实', en: 'Confirm' },
  class_notice: { zh: '提示', en: 'Notice' },
  class_set_aside: { zh: '不计', en: 'Set aside' },
  sameCause: { zh: '同一原因{count}行', en: '{count} with this cause' },
  oneRow: { zh: '1处', en: '1 place' },
  openOf: { zh: '待确认{open}', en: '{open} open' },
  allConfirmed: { zh: '已全部确认', en: 'All confirmed' },
  row: { zh: '行', en: 'Row' },
  wholeFile: { zh: '全文件', en: 'File' },
  part: { zh: '工作表', en: 'Sheet' },
  column: { zh: '列', en: 'Column' },
  value: { zh: '值', en: 'Value' },
  faulty: { zh: '（有问题的单元格）', en: ' (the cell in question)' },
  more: { zh: '再显示{count}行', en: 'Show {count} more' },
  moreInSheet: {
    zh: '另有{count}行见标注后的原表。',
    en: '{count} more are in the marked sheet.',
  },
  loadingRows: { zh: '正在读取各行', en: 'Reading the rows' },
  rowsOf: { zh: '{message} 的各行', en: 'Rows of: {message}' },
  sheetUnseen: {
    zh: '整行内容见标注后的原表。',
    en: 'The whole rows are in the marked sheet.',
  },
  annotated: { zh: '下载标注后的原表', en: 'Download the marked sheet' },

  confirmTitle: { zh: '数据属实？确认这{open}处', en: 'Are the data right? Confirm these {open}' },
  reason: { zh: '理由', en: 'Reason' },
  reasonChoose: { zh: '请选择', en: 'Choose' },
  note: { zh: '说明', en: 'Note' },
  noteNeeded: { zh: '说明（理由为“其他”时必填）', en: 'Note (needed with "other")' },
  by: { zh: '您的姓名', en: 'Your name' },
  confirmAll: { zh: '确认{open}处', en: 'Confirm {open}' },
  confirmOne: { zh: '确认此处', en: 'Confirm' },
  confirmedBy: { zh: '{by}于{at}确认：{reason}', en: 'Confirmed by {by}, {at}: {reason}' },
  needReason: { zh: '请先选择理由并填写姓名。', en: 'Choose a reason and give your name first.' },
  needNote: { zh: '理由为“其他”时请写明。', en: 'Say what it is when the reason is "other".' },
  confirmed: { zh: '已确认{count}处，还有{open}处待确认。', en: '{count} confirmed, {open} still open.' },

  changes: { zh: '与上一版相比', en: 'Against the version before' },
  changesCount: {
    zh: '新增{added}行，删除{removed}行，修改{changed}行，{same}行未变',
    en: '{added} rows added, {removed} removed, {changed} changed, {same} unchanged',
  },
  change_added: { zh: '新增', en: 'Added' },
  change_removed: { zh: '删除', en: 'Removed' },
  change_changed: { zh: '修改', en: 'Changed' },
  changedRows: { zh: '变化的行', en: 'Rows that differ' },
  moreChanges: { zh: '另有{count}行变化未列出', en: '{count} more rows differ' },
  kindOfChange: { zh: '类型', en: 'Kind' },
  declaration: { zh: '单号 · 序号', en: 'Number · line' },
  whatChanged: { zh: '变化', en: 'Change' },
  becomes: { zh: '{column}：{from} → {to}', en: '{column}: {from} → {to}' },
  empty: { zh: '空', en: 'empty' },

  impact: { zh: '对统计数值的影响', en: 'Effect on the figures' },
  impactNone: { zh: '不改变已发布的数值。', en: 'No published figure moves.' },
  impactMoved: { zh: '{moved}个统计数值会变动', en: '{moved} figures move' },
  impactFlips: { zh: '其中{flips}个增速由增转降或由降转增', en: '{flips} growth rates change sign' },
  impactReleases: { zh: '涉及发布：{releases}', en: 'Releases touched: {releases}' },

  lastMonths: { zh: '最近各月进出口额', en: 'Trade value of recent months' },
  lastMonthsOf: { zh: '{tenant}，已发布数值，万元', en: '{tenant}, as published, CNY 10,000' },
  noLastMonths: { zh: '还没有已发布的月份。', en: 'No month has been published yet.' },

  receipt: { zh: '报送回执', en: 'Receipt' },
  receiptId: { zh: '报送编号', en: 'Delivery' },
  receiptFile: { zh: '文件', en: 'File' },
  receiptTime: { zh: '收到时间', en: 'Received' },
  receiptState: { zh: '状态', en: 'State' },
  receiptVersion: { zh: '版本', en: 'Version' },
  versionOf: { zh: '第{number}版，共{of}版', en: '{number} of {of}' },
  print: { zh: '打印回执', en: 'Print the receipt' },
  beijing: { zh: '{at}（北京时间）', en: '{at} (Beijing time)' },

  history: { zh: '报送历史', en: 'History' },
  historyOf: { zh: '{tenant}，最近的在前', en: '{tenant}, the latest first' },
  noHistory: { zh: '还没有报送过。', en: 'Nothing has been handed in yet.' },
  historyChoose: {
    zh: '选择企业后显示其报送历史和上月数据。',
    en: 'Choose a tenant to see its history and last months.',
  },
  thisOne: { zh: '正在查看', en: 'shown' },
  withdraw: { zh: '撤回这份报送', en: 'Withdraw this delivery' },
  withdrawLead: {
    zh: '撤回后上一版重新生效；随时可以恢复。',
    en: 'The version before is in force again; it can be undone at any time.',
  },
  reinstate: { zh: '恢复这份报送', en: 'Reinstate this delivery' },
  reinstateLead: { zh: '恢复后本版重新计入。', en: 'This version counts again.' },
  doWithdraw: { zh: '撤回', en: 'Withdraw' },
  doReinstate: { zh: '恢复', en: 'Reinstate' },
  again_file: { zh: '报送另一份文件', en: 'Hand in another file' },
  corrected: { zh: '报送改正后的文件', en: 'Hand in the corrected file' },
} as const satisfies Record<string, Message>;
export type TextKey = keyof typeof text;

export function say(key: TextKey, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}

/** The word for a state, a step or a class that the API names; what it does not know stands as it is. */
export function wordFor(
  group: 'state' | 'step' | 'class' | 'template',
  name: string,
  language: Language,
): string {
  const key = `${group}_${name}`;
  return key in text ? say(key as TextKey, language) : name;
}
