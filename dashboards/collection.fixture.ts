import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type {
  Acted,
  Changes,
  DeliveryDetails,
  Finding,
  Findings,
  Impact,
  MonthQuality,
} from './collection-answers.ts';
import type { Cause, Source } from './quality/board.ts';

/** A server for tests of the collection's pages: it answers as the API does, and remembers what it was sent. */
export interface CollectionServer {
  readonly origin: string;
  readonly posts: { readonly path: string; readonly body: string }[];
  /** What the next hand-in meets. */
  outcome: 'works' | 'offline' | 'broken';
  close(): Promise<void>;
}

export const tenant = { uscc: '91330100MA27XL0K61', name_zh: '某某家居用品有限公司' };
const other = { uscc: '91330100MA2AXTYQ5N', name_zh: '某某贸易有限公司' };
export const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const contentSecurity =
  "default-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'";

export async function openCollection(site: string, publicDir: string): Promise<CollectionServer> {
  const state: State = { posts: [], outcome: 'works', confirmed: new Set(), withdrawn: false };
  const server = createServer((request, response) => void serve(request, response, state, [site, publicDir]));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    posts: state.posts,
    set outcome(outcome: CollectionServer['outcome']) {
      state.outcome = outcome;
    },
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

interface State {
  readonly posts: { path: string; body: string }[];
  outcome: CollectionServer['outcome'];
  readonly confirmed: Set<string>;
  withdrawn: boolean;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
  folders: readonly string[],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://site');
  if (!url.pathname.startsWith('/api/v1/')) return serveFile(url.pathname, response, folders);
  const path = url.pathname.slice('/api/v1/'.length);
  const body = await bodyOf(request);
  if (request.method === 'POST') {
    state.posts.push({ path, body });
    if (state.outcome === 'offline') return void request.socket.destroy();
    if (state.outcome === 'broken')
      return say(response, 500, {
        code: 'internal',
        message: '程序内部错误，已记入日志 | A fault of the program',
      });
  }
  const known = request.method === 'POST' ? postAnswer(path, body, state) : getAnswer(path, url, state);
  say(
    response,
    known ? (request.method === 'POST' && path === 'deliveries' ? 201 : 200) : 404,
    known ?? { message: path },
  );
}

function say(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function serveFile(pathname: string, response: ServerResponse, folders: readonly string[]) {
  for (const folder of folders) {
    const content = await readFile(join(folder, pathname)).catch(() => undefined);
    if (!content) continue;
    const headers = {
      'content-type': types[extname(pathname)] ?? '',
      'content-security-policy': contentSecurity,
    };
    return void response.writeHead(200, headers).end(content);
  }
  response.writeHead(404).end();
}

function postAnswer(path: string, body: string, state: State): object | undefined {
  if (path === 'deliveries') return deliveries[/filename="(\w+)\./.exec(body)?.[1] ?? ''];
  const [kind, id = '', verb] = path.split('/');
  const acted = (count: number): Acted => ({
    delivery_id: 'doubtful',
    state: 'needs_confirming',
    confirmed: count,
    open: openOf(state),
  });
  if (verb === 'withdraw' || verb === 'reinstate') {
    state.withdrawn = verb === 'withdraw';
    return acted(0);
  }
  const wanted = doubts.filter((doubt) =>
    kind === 'findings' ? doubt.id === id : !state.confirmed.has(doubt.id),
  );
  for (const doubt of wanted) state.confirmed.add(doubt.id);
  return acted(wanted.length);
}

const openOf = ({ confirmed }: State) => doubts.filter(({ id }) => !confirmed.has(id)).length;

function getAnswer(path: string, url: URL, state: State): object | undefined {
  if (path === 'me')
    return { signed_in: true, roles: ['officer'], capabilities: ['hand_in', 'detail', 'desk'] };
  const [kind, id = '', what] = path.split('/');
  if (path === 'tenants')
    return {
      rows: [
        { ...tenant, parks: ['P01'] },
        { ...other, parks: ['P02'] },
      ],
      reason: null,
    };
  if (kind === 'tenants') return { rows: months, reason: null };
  if (path === 'parks') return { rows: parks, reason: null };
  if (path === 'releases') return { rows: [{ period: '2026-10' }], reason: null };
  if (path === 'sources') return { rows: sources, reason: null };
  if (path === 'quality') return qualityOf(url.searchParams.get('period') ?? '');
  if (path === 'quality/causes') return { rows: causesNow(state), reason: null };
  if (path === 'deliveries')
    return { total: 2, rows: [standing('doubtful', state), deliveries.good], reason: null };
  if (kind !== 'deliveries') return undefined;
  if (what === 'findings') return findingsOf(id, url, state);
  if (what === 'changes') return changes;
  if (what === 'impact') return impact;
  return standing(id, state);
}

/** A delivery as it now stands: confirmed, withdrawn or as it came. */
function standing(id: string, state: State): DeliveryDetails | undefined {
  const delivery = deliveries[id];
  if (!delivery) return undefined;
  if (id === 'good' && state.withdrawn) return { ...delivery, state: 'withdrawn' };
  if (id !== 'doubtful') return delivery;
  const open = openOf(state);
  const finding_counts = {
    ...delivery.finding_counts,
    confirm_open: open,
    confirm_done: doubts.length - open,
  };
  return { ...delivery, finding_counts, state: open ? 'needs_confirming' : 'in_force' };
}

const step = (state: string) => ({
  at: '2026-11-08T01:30:00.000Z',
  state,
  actor: 'system',
  reason_code: null,
  note: null,
});

const base: DeliveryDetails = {
  id: 'good',
  sha256,
  file_name: 'good.csv',
  uscc: tenant.uscc,
  periods: ['2026-10'],
  state: 'in_force',
  format: 'csv',
  encoding: 'utf-8',
  template: 'line',
  part_count: 1,
  recognition: {
    tenant_from: 'sender',
    sample: [
      { header: '商品编码', column: 'hs_code', value: '6109100010' },
      { header: '总价', column: 'amount', value: '120.00' },
      { header: '放行/结关日期', column: 'released_on', value: '2026-10-15' },
    ],
    parts: [],
    skipped: [],
  },
  received_at: '2026-11-08T01:30:00.000Z',
  rows_read: 3,
  accepted: 2,
  rejected: 0,
  set_aside: 1,
  finding_counts: { must_fix: 0, confirm_open: 0, confirm_done: 0, notice: 0, set_aside: 1 },
  version: { number: 1, of: 1, previous: null, next: null },
  supersedes: null,
  ignored_columns: [],
  refusal: null,
  steps: ['received', 'recognised', 'read', 'judged', 'accepted', 'in_force'].map(step),
};

const deliveries: Readonly<Record<string, DeliveryDetails>> = {
  good: base,
  faulty: {
    ...base,
    id: 'faulty',
    file_name: 'faulty.csv',
    rows_read: 3,
    accepted: 1,
    rejected: 2,
    set_aside: 0,
    finding_counts: { ...base.finding_counts, must_fix: 2 },
  },
  doubtful: {
    ...base,
    id: 'doubtful',
    file_name: 'doubtful.csv',
    state: 'needs_confirming',
    version: { number: 2, of: 2, previous: 'good', next: null },
    finding_counts: { ...base.finding_counts, confirm_open: 2 },
    steps: ['received', 'needs_confirming'].map(step),
  },
  refused: {
    ...base,
    id: 'refused',
    file_name: 'refused.xlsx',
    state: 'refused',
    format: null,
    encoding: null,
    template: null,
    periods: [],
    recognition: null,
    rows_read: 0,
    accepted: 0,
    set_aside: 0,
    refusal: {
      id: 'workbook_damaged',
      zh: '工作簿已损坏或不完整（目录）。请在Excel或WPS中打开，另存为.xlsx后重新报送。',
      en: 'The workbook is damaged or incomplete (directory): open it in Excel or WPS, save as .xlsx and deliver again.',
    },
  },
  unclear: {
    ...base,
    id: 'unclear',
    file_name: 'unclear.csv',
    uscc: null,
    state: 'refused',
    periods: [],
    recognition: base.recognition && { ...base.recognition, tenant_from: null },
    rows_read: 0,
    accepted: 0,
    set_aside: 0,
    refusal: {
      id: 'tenant_unclear',
      zh: '看不出是哪一家企业的文件，内容中的已登记企业：–。请选定企业后重新报送。',
      en: 'It cannot be told whose file this is; registered tenants in the content: –. Choose the tenant and deliver again.',
    },
  },
};

const doubt = (id: string, row: number): Finding => ({
  id,
  rule: 'unit_value',
  class: 'confirm',
  part: null,
  row,
  period: '2026-10',
  column: 'amount',
  value: '999.00',
  state: 'open',
  confirmation: null,
  message: {
    zh: '单价与以往相差很大，请核对。',
    en: 'The unit value differs greatly from before: check it.',
  },
});
const doubts = [doubt('11', 2), doubt('12', 3)];

const wrong = (id: string, row: number): Finding => ({
  ...doubt(id, row),
  rule: 'hs_chapter',
  class: 'must_fix',
  column: 'hs_code',
  value: '7700',
  message: { zh: '商品编码“7700”的章不存在，请核对。', en: 'HS code "7700" has no such chapter: check it.' },
});

function findingsOf(id: string, url: URL, state: State): Findings {
  const found = id === 'faulty' ? [wrong('1', 3), wrong('2', 4)] : id === 'doubtful' ? doubts : [];
  const rows = found.map(
    (finding): Finding =>
      state.confirmed.has(finding.id)
        ? {
            ...finding,
            state: 'confirmed',
            confirmation: {
              reason: { zh: '一次性大额业务', en: 'A single large transaction' },
              note: null,
              by: '李敏',
              at: '2026-11-08T02:00:00.000Z',
            },
          }
        : finding,
  );
  const [first] = rows;
  const open = rows.filter((finding) => finding.class === 'confirm' && finding.state === 'open').length;
  const groups = first
    ? [
        {
          rule: first.rule,
          class: first.class,
          column: first.column,
          count: rows.length,
          open,
          message: first.message,
        },
      ]
    : [];
  const limit = Number(url.searchParams.get('limit'));
  return {
    total: rows.length,
    groups,
    rows: rows.slice(0, limit),
    reason: first ? null : '每一行都已接受 | Every row was accepted',
  };
}

const changes: Changes = {
  previous: 'good',
  counts: { added: 1, removed: 0, changed: 1, same: 1 },
  total: 2,
  rows: [
    {
      change: 'changed',
      mode: '9710',
      flow: 'export',
      period: '2026-10',
      declaration_no: '080120260000000001',
      line_no: 1,
      columns: [{ column: 'amount', from: '120', to: '999' }],
    },
    {
      change: 'added',
      mode: '9710',
      flow: 'export',
      period: '2026-10',
      declaration_no: '080120260000000002',
      line_no: 1,
      columns: [],
    },
  ],
  reason: null,
};

const impact: Impact = {
  action: 'accept',
  months: [{ period: '2026-10', release: '2026-10.1', moved: 42, blocked: null }],
  moved: 42,
  cells: [],
  flips: [],
  releases: ['2026-10.1'],
  sentences: [
    {
      zh: '9710 出口 2026-10 全市由4.812亿元变为4.771亿元（−0.85%）',
      en: '9710 export 2026-10, city: from CNY 481.20 million to 477.10 million (−0.85%)',
    },
  ],
};

const months = [
  { period: '2026-09', release: '2026-09.1', value: '1234567.89' },
  { period: '2026-08', release: '2026-08.1', value: '617283.95' },
];
const parks = ['P01', 'P02'].map((park_id, at) => ({
  park_id,
  name_zh: `${'一二'[at]}号园区`,
  name_en: `Park ${at + 1}`,
  type: 'industry_cluster',
  district: '',
  opened_on: '2020-01-01',
}));
const sources: readonly Source[] = [
  {
    source_id: 'S002',
    uscc: other.uscc,
    kind: 'http',
    due_day: 10,
    last_success: '2026-10-08T01:30:00.000Z',
    last_try: '2026-11-08T01:30:00.000Z',
    failures: 3,
    error: { zh: '没有连上，请核对地址', en: 'No connection: check the address' },
  },
  {
    source_id: 'S001',
    uscc: tenant.uscc,
    kind: 'inbox',
    due_day: 10,
    last_success: '2026-11-08T01:30:00.000Z',
    last_try: null,
    failures: 0,
    error: null,
  },
];

/** The second tenant was late in September and is missing in October. */
function qualityOf(period: string): MonthQuality {
  const isMissing = period === '2026-10';
  const report = { expected: true, sources: ['S001'], nil: false } as const;
  return {
    period,
    expected: 2,
    received: isMissing ? 1 : 2,
    late: 0,
    nil: 0,
    held: isMissing ? 1 : 0,
    coverage: { count: '0.500000', value: '0.914000' },
    deliveries: {
      in_force: 1,
      accepted: 0,
      needs_confirming: 1,
      needs_fixing: 0,
      withdrawn: 0,
      refused: 0,
      superseded: 0,
    },
    tenants: [
      {
        ...tenant,
        ...report,
        park: 'P01',
        state: isMissing ? 'held' : 'received',
        received_at: '2026-11-08T01:30:00.000Z',
        late: false,
        share_of_last_12_months: '0.914000',
      },
      {
        ...other,
        ...report,
        park: 'P02',
        state: isMissing ? 'not_received' : 'received',
        received_at: null,
        late: period === '2026-09',
        share_of_last_12_months: '0.086000',
      },
    ],
    reminders: isMissing
      ? [{ ...other, state: 'not_received', share: '0.086000', coverage_after: '1.000000' }]
      : [],
    reminder: isMissing
      ? {
          zh: '再收到这1户，覆盖率由91.4 %升至100.0 %',
          en: 'With this one, coverage goes from 91.4 % to 100.0 %',
        }
      : null,
  };
}

function causesNow(state: State): Cause[] {
  const open = openOf(state);
  const { message, rule, column } = doubts[0] as Finding;
  const deliveries = [{ delivery_id: 'doubtful', uscc: tenant.uscc, count: 2, open }];
  return [{ rule, class: 'confirm', column, count: 2, open, message, deliveries }];
}
