import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** Every sentence of the data-quality board that is not vocabulary of the catalogue. */
const text = {
  title: { zh: '数据质量', en: 'Data quality' },
  lead: { zh: '谁没报、哪里错、卡在哪一步', en: 'Who is missing, what is wrong, where it is stuck' },
  month: { zh: '统计期', en: 'Month' },
  park: { zh: '园区', en: 'Park' },
  allParks: { zh: '全部园区', en: 'All parks' },
  loading: { zh: '正在读取数据', en: 'Reading data' },
  failed: { zh: '暂时无法读取数据', en: 'The data cannot be read at the moment' },
  retry: { zh: '重试', en: 'Try again' },
  nobody: { zh: '该月没有应报企业。', en: 'No tenant is due for the month.' },
  nothingTitle: { zh: '还没有登记企业', en: 'No tenant is registered yet' },

  expected: { zh: '应报企业', en: 'Due' },
  received: { zh: '已报', en: 'Received' },
  held: { zh: '待核实', en: 'Waiting' },
  missing: { zh: '未报', en: 'Missing' },
  late: { zh: '其中迟报', en: 'of them late' },
  nil: { zh: '其中零申报', en: 'of them nil' },
  byValue: { zh: '覆盖率（按金额）', en: 'Coverage by value' },
  byCount: { zh: '覆盖率（按户数）', en: 'Coverage by tenants' },

  matrix: { zh: '各企业走到哪一步', en: 'How far each tenant has come' },
  matrixLead: {
    zh: '按近12个月金额占比从大到小；格中为数量，收到下为距今天数。',
    en: 'By share in the value of the last 12 months; cells are counts, with days since arrival.',
  },
  tenant: { zh: '企业', en: 'Tenant' },
  share: { zh: '占比', en: 'Share' },
  punctuality: { zh: '近12月', en: '12 months' },
  furtherCauses: { zh: '其余{count}种原因', en: '{count} more causes' },
  step_received: { zh: '收到', en: 'Received' },
  step_recognised: { zh: '识别', en: 'Recognised' },
  step_read: { zh: '解析', en: 'Read' },
  step_must_fix: { zh: '必改', en: 'Must fix' },
  step_open: { zh: '待核', en: 'To confirm' },
  step_confirmed: { zh: '确认', en: 'Confirmed' },
  step_in_force: { zh: '生效', en: 'In force' },
  step_replaced: { zh: '已取代/撤回', en: 'Replaced' },
  days: { zh: '{days}天', en: '{days} d' },
  today: { zh: '今天', en: 'today' },
  notYet: { zh: '未报', en: 'missing' },
  refusedShort: { zh: '退回', en: 'refused' },
  nilShort: { zh: '零申报', en: 'nil' },
  lateShort: { zh: '迟报', en: 'late' },
  showAll: { zh: '显示全部{count}户', en: 'Show all {count}' },
  showProblems: { zh: '只看有问题的', en: 'Only those with problems' },
  noProblems: { zh: '没有需要处理的企业。', en: 'Nobody needs attention.' },
  openTenant: { zh: '查看{tenant}的报送', en: 'Deliveries of {tenant}' },

  punct_received: { zh: '按时', en: 'on time' },
  punct_late: { zh: '迟报', en: 'late' },
  punct_nil: { zh: '零申报', en: 'nil' },
  punct_missing: { zh: '未报', en: 'missing' },
  punct_held: { zh: '待核实', en: 'waiting' },
  punct_none: { zh: '不应报', en: 'not due' },
  punctualityOf: {
    zh: '近12个月：按时{onTime}，迟报{late}，未报{missing}',
    en: '12 months: {onTime} on time, {late} late, {missing} missing',
  },

  causes: { zh: '疑点按原因', en: 'Findings by cause' },
  noCauses: { zh: '该月没有疑点。', en: 'Nothing was found in the month.' },
  causeCount: { zh: '{count}条 · {tenants}户', en: '{count} findings · {tenants} tenants' },
  causeOpen: { zh: '待确认{open}', en: '{open} open' },
  confirmBulk: {
    zh: '成批确认：{deliveries}份报送，共{open}条',
    en: 'Confirm in bulk: {deliveries} deliveries, {open} findings',
  },
  confirmDo: { zh: '确认{open}条', en: 'Confirm {open}' },
  confirmPicked: { zh: '勾选要确认的企业', en: 'Tick the tenants to confirm' },
  confirmed: { zh: '已确认{count}条。', en: '{count} confirmed.' },
  nonePicked: { zh: '请至少勾选一家企业。', en: 'Tick at least one tenant.' },
  findings: { zh: '条', en: 'findings' },

  reminders: { zh: '催报', en: 'Reminders' },
  noReminders: { zh: '应报企业已全部报送。', en: 'Every tenant due has reported.' },
  copy: { zh: '复制名单', en: 'Copy the list' },
  copied: { zh: '已复制{count}户', en: '{count} copied' },
  coverageAfter: { zh: '报齐后覆盖率', en: 'Coverage then' },
  state: { zh: '状态', en: 'State' },
  report_received: { zh: '已报', en: 'Received' },
  report_held: { zh: '待核实', en: 'Waiting' },
  report_needs_fixing: { zh: '待改正', en: 'To be corrected' },
  report_refused: { zh: '退回', en: 'Refused' },
  report_withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  report_not_received: { zh: '未收到', en: 'Not received' },

  sources: { zh: '报送源', en: 'Sources' },
  sourcesLead: { zh: '失败的在前', en: 'Those that fail first' },
  noSources: { zh: '没有登记报送源。', en: 'No source is registered.' },
  sourcesWell: { zh: '{count}个报送源，没有失败。', en: '{count} sources, none failing.' },
  sourcesFailing: { zh: '{count}个报送源，{failing}个失败', en: '{count} sources, {failing} failing' },
  lastSuccess: { zh: '最近成功', en: 'Last success' },
  failures: { zh: '连续失败', en: 'Failures' },
  never: { zh: '从未', en: 'never' },
  showSources: { zh: '全部报送源', en: 'All sources' },
  kind_inbox: { zh: '收件目录', en: 'inbox' },
  kind_http: { zh: 'HTTP接口', en: 'HTTP' },
  kind_sftp: { zh: 'SFTP', en: 'SFTP' },
  kind_database: { zh: '数据库', en: 'database' },
  kind_postgres: { zh: '数据库', en: 'database' },
  kind_upload: { zh: '网页报送', en: 'upload' },

  drawer: { zh: '{tenant}的报送', en: 'Deliveries of {tenant}' },
  close: { zh: '关闭', en: 'Close' },
  noDelivery: { zh: '该月没有收到任何文件。', en: 'No file has come for the month.' },
  openDelivery: { zh: '打开报送页', en: 'Open the hand-in page' },
  rowsLine: {
    zh: '读入{read} = 接受{accepted} + 驳回{rejected} + 不计{aside}',
    en: '{read} read = {accepted} accepted + {rejected} rejected + {aside} set aside',
  },
} as const satisfies Record<string, Message>;
export type TextKey = keyof typeof text;

export function say(key: TextKey, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}

export function wordFor(group: 'report' | 'kind', name: string, language: Language): string {
  const key = `${group}_${name}`;
  return key in text ? say(key as TextKey, language) : name;
}
