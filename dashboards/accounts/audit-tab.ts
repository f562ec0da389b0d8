import type { Message } from '../../catalogue/refusal.ts';
import { h } from '../element.ts';
import { instant } from '../figures.ts';
import type { Language } from '../view.ts';
import { type AccountsFrame, type Entry, type Known, pageRows } from './shapes.ts';
import { say } from './text.ts';

/** Who did what, and who read what of single tenants; by page. */
export function auditTab({ entries }: Known, frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const rows = entries?.rows ?? [];
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'audit' },
    h('h2', { id: 'audit' }, say('audit', language)),
    h('p', { class: 'caption' }, say('auditLead', language)),
    kinds(frame),
    rows.length ? entryTable(rows, frame) : h('p', {}, say('nothing', language)),
    pager(entries?.total ?? 0, frame),
  );
}

function kinds({ view, navigate }: AccountsFrame): HTMLElement {
  const options = (['all', 'act', 'read'] as const).map((kind) => {
    const value = kind === 'all' ? '' : kind;
    return h('option', { value, selected: view.kind === value }, say(`kind_${kind}`, view.language));
  });
  const select = h(
    'select',
    { id: 'kind', onchange: () => navigate({ kind: select.value, offset: '0' }) },
    ...options,
  );
  const label = h('label', { class: 'choice' }, h('span', {}, say('kind', view.language)), select);
  return h('div', { class: 'filters' }, label);
}

function entryTable(rows: readonly Entry[], { view: { language } }: AccountsFrame): HTMLElement {
  const words = ['when', 'account', 'act', 'target', 'outcome'] as const;
  const heads = words.map((key) => h('th', { scope: 'col' }, say(key, language)));
  const lines = rows.map(({ at, account, act, act_name, target, outcome }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'instant' }, instant(at)),
      h('td', {}, account),
      h('td', { title: act }, act_name?.[language] ?? commandName(act, language)),
      h('td', { class: 'codes' }, target),
      h('td', {}, h('span', { class: outcome === 'done' ? 'chip' : 'chip chip-x' }, say(outcome, language))),
    ),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'audit' },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
  );
}

/** What is done at the command line and on schedule; the API names its own operations. */
const commands: Readonly<Record<string, Message>> = {
  registry: { zh: '载入登记文件', en: 'Load the registry' },
  collect: { zh: '采集', en: 'Collect' },
  deliver: { zh: '载入一份报送', en: 'Deliver a file' },
  confirm: { zh: '确认疑点', en: 'Confirm findings' },
  revoke: { zh: '撤销确认', en: 'Take a confirmation back' },
  withdraw: { zh: '撤回一份报送', en: 'Withdraw a delivery' },
  reinstate: { zh: '恢复已撤回的报送', en: 'Reinstate a delivery' },
  estimate: { zh: '估算', en: 'Estimate' },
  draft: { zh: '起草月度数据', en: 'Draw up a draft' },
  publish: { zh: '发布', en: 'Publish' },
  report: { zh: '生成月报', en: 'Write the report' },
  source: { zh: '设置数据来源', en: 'Set up a source' },
  account: { zh: '管理账户', en: 'Manage an account' },
  close: { zh: '截止采集', en: 'Close collection' },
  reopen: { zh: '重新开放', en: 'Reopen' },
  submit: { zh: '送审', en: 'Submit for review' },
  return: { zh: '退回修改', en: 'Return' },
  sign: { zh: '签发', en: 'Sign' },
  override: { zh: '越级放行', en: 'Override' },
  rollback: { zh: '回退发布', en: 'Roll back' },
  calendar: { zh: '调整日程', en: 'Change the calendar' },
  findings: { zh: '查看疑点', en: 'Read findings' },
  changes: { zh: '查看版本差异', en: 'Read changes' },
  impact: { zh: '查看影响', en: 'Read the effect' },
  trace: { zh: '追溯', en: 'Trace' },
  check: { zh: '查看检查', en: 'Read checks' },
};

function commandName(act: string, language: Language): string {
  return commands[act.split(' ')[0] ?? '']?.[language] ?? act;
}

function pager(total: number, { view, navigate }: AccountsFrame): HTMLElement | undefined {
  const at = Number(view.offset) || 0;
  if (total === 0) return undefined;
  const go = (id: 'newer' | 'older', offset: number, off: boolean) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet small',
        id,
        disabled: off,
        onclick: () => navigate({ offset: String(offset) }),
      },
      say(id, view.language),
    );
  const values = { from: String(at + 1), to: String(Math.min(at + pageRows, total)), total: String(total) };
  return h(
    'div',
    { class: 'pager' },
    go('newer', Math.max(0, at - pageRows), at === 0),
    go('older', at + pageRows, at + pageRows >= total),
    h('span', {}, say('place', view.language, values)),
  );
}
