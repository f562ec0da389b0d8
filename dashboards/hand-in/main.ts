import { addMonths, localDay, type Period, periodOf } from '../../catalogue/period.ts';
import { whoAmI } from '../account.ts';
import type {
  Acted,
  Changes,
  DeliveryDetails,
  DeliveryList,
  Findings,
  Impact,
  Tenant,
  TenantMonth,
} from '../collection-answers.ts';
import { followKeys } from '../keys.ts';
import { type Outcome, request, send, servedAt } from '../request.ts';
import type { Check } from './check.ts';
import { check } from './checker.ts';
import { draw } from './page.ts';
import type { Acts, ConfirmWhat, Judged, Session, Stage, Why } from './session.ts';
import { say } from './text.ts';
import { readView, viewAddress } from './view.ts';
import { number } from './words.ts';

let session: Session = {
  view: readView(location.search),
  tenants: [],
  periods: [],
  stage: { kind: 'idle' },
  standing: null,
};
/** A later file or delivery overtakes what is still under way. */
let turn = 0;
let abort: () => void = () => undefined;

let isDrawing = false;

/** A field that goes while it is typed in says so in the middle of drawing: the page is then drawn once more. */
function update(change: Partial<Session>): void {
  session = { ...session, ...change };
  if (isDrawing) return;
  isDrawing = true;
  try {
    for (let drawn: Session | undefined; drawn !== session; draw(drawn, acts)) drawn = session;
  } finally {
    isDrawing = false;
  }
}

const show = (stage: Stage) => update({ stage });

/** Where the server has not told the time, no day counts as still to come; the server itself will know. */
const farAway = new Date('9999-12-30T00:00:00Z');

async function take(file: File): Promise<void> {
  const own = ++turn;
  const isMine = () => own === turn;
  show({ kind: 'checking', file, share: 0 });
  const progress = (share: number) => {
    if (isMine()) show({ kind: 'checking', file, share });
  };
  const receivedOn = localDay(servedAt ?? farAway);
  const found = await check(file, { receivedOn, declaredPeriod: session.view.period ?? null }, progress);
  if (!isMine()) return;
  if (found.kind === 'refused') return show({ kind: 'stopped', file, message: found.message });
  if (found.kind === 'unread') return sendFile(file, null);
  const isFaulty = found.check.findings.some((finding) => finding.class === 'must_fix');
  if (isFaulty) return show({ kind: 'checked', file, check: found.check });
  return sendFile(file, found.check);
}

async function sendFile(file: File, known: Check | null): Promise<void> {
  const own = ++turn;
  const { tenant, period } = session.view;
  const form = new FormData();
  if (tenant) form.set('tenant', tenant);
  if (period) form.set('period', period);
  form.set('file', file);
  const progress = (share: number) => {
    if (own === turn) show({ kind: 'sending', file, check: known, share });
  };
  progress(0);
  const sending = send<DeliveryDetails>('deliveries', form, progress);
  abort = sending.abort;
  const { answer, failure, ...rest } = await sending.outcome;
  if (own !== turn) return;
  if (failure) return show({ kind: 'failed', file, check: known, failure });
  const source = known && { file, check: known };
  const again = 'status' in rest && rest.status === 200;
  await showDelivery(answer.id, { again, source, said: null });
}

/** Shows a delivery as the server has it now, and takes its address. */
async function showDelivery(id: string, keep: Pick<Judged, 'again' | 'source' | 'said'>): Promise<void> {
  const own = ++turn;
  const [delivery, findings] = await Promise.all([
    request<DeliveryDetails>(`deliveries/${id}`),
    request<Findings>(`deliveries/${id}/findings?limit=1`),
  ]);
  if (own !== turn) return;
  const failure = delivery.failure ?? findings.failure;
  if (failure || !delivery.answer || !findings.answer) {
    if (failure) show({ kind: 'unreadable', id, failure });
    return;
  }
  const view = { ...session.view, delivery: id, tenant: delivery.answer.uscc ?? session.view.tenant };
  if (session.view.delivery !== id) history.pushState(null, '', viewAddress(view));
  const stage = {
    kind: 'judged',
    delivery: delivery.answer,
    findings: findings.answer,
    ...keep,
    changes: null,
    impact: null,
  } as const;
  update({ view, stage });
  await Promise.all([effects(delivery.answer, own), loadStanding(view.tenant)]);
}

/** What differs from the version before, and what accepting changes: both take the server a while. */
async function effects(delivery: DeliveryDetails, own: number): Promise<void> {
  if (delivery.refusal) return;
  const put = (change: Partial<Pick<Judged, 'changes' | 'impact'>>) => {
    if (own === turn && session.stage.kind === 'judged') show({ ...session.stage, ...change });
  };
  const answerOf = <T>({ answer }: Outcome<T>) => answer ?? null;
  // What moves is drawn up for the statistics officer; nobody else is told.
  const me = await whoAmI();
  const moves = delivery.state === 'needs_confirming' || delivery.state === 'in_force';
  const wantsImpact = moves && (me === undefined || me.capabilities.includes('desk'));
  await Promise.all([
    delivery.version.previous !== null &&
      request<Changes>(`deliveries/${delivery.id}/changes?limit=50`).then((changes) =>
        put({ changes: answerOf(changes) }),
      ),
    wantsImpact &&
      request<Impact>(`deliveries/${delivery.id}/impact?limit=10`).then((impact) =>
        put({ impact: answerOf(impact) }),
      ),
  ]);
}

async function loadStanding(uscc: string | undefined): Promise<void> {
  if (!uscc) return update({ standing: null });
  const [list, months] = await Promise.all([
    request<DeliveryList>(`deliveries?uscc=${encodeURIComponent(uscc)}&limit=20`),
    request<{ rows: TenantMonth[] }>(`tenants/${encodeURIComponent(uscc)}/months?last=4`),
  ]);
  update({ standing: { uscc, history: list.answer ?? null, months: months.answer?.rows ?? [] } });
}

async function confirm(what: ConfirmWhat, why: Why): Promise<string | null> {
  const { stage, view } = session;
  if (stage.kind !== 'judged') return null;
  const path =
    'finding' in what ? `findings/${what.finding}/confirm` : `deliveries/${stage.delivery.id}/confirm`;
  const scope =
    'finding' in what ? {} : { rule: what.rule, ...(what.column === null ? {} : { column: what.column }) };
  const { answer, failure } = await request<Acted>(path, { ...scope, ...said(why) });
  if (failure) return failure.message[view.language];
  const told = say('confirmed', view.language, {
    count: number(answer.confirmed),
    open: number(answer.open),
  });
  await showDelivery(stage.delivery.id, { again: stage.again, source: stage.source, said: told });
  return null;
}

async function move(verb: 'withdraw' | 'reinstate', why: Why): Promise<string | null> {
  const { stage, view } = session;
  if (stage.kind !== 'judged') return null;
  const { failure } = await request<Acted>(`deliveries/${stage.delivery.id}/${verb}`, said(why));
  if (failure) return failure.message[view.language];
  await showDelivery(stage.delivery.id, { again: stage.again, source: stage.source, said: null });
  return null;
}

const said = ({ reason_code, note, by }: Why) => ({ reason_code, by, ...(note ? { note } : {}) });

function retry(): void {
  const { stage } = session;
  if (stage.kind === 'failed') void sendFile(stage.file, stage.check);
  if (stage.kind === 'unreadable') open(stage.id);
}

/** Back to the empty form; the tenant stays. */
function reset(): void {
  turn += 1;
  const view = { ...session.view, delivery: undefined };
  history.pushState(null, '', viewAddress(view));
  update({ view, stage: { kind: 'idle' } });
  document.querySelector<HTMLElement>('#file')?.focus();
}

const acts: Acts = {
  take: (file) => void take(file),
  send: (file, known) => void sendFile(file, known),
  reset,
  cancel: () => {
    turn += 1;
    abort();
    show({ kind: 'idle' });
  },
  retry,
  choose: (change) => {
    const view = { ...session.view, ...change };
    history.replaceState(null, '', viewAddress(view));
    update({ view });
    if ('tenant' in change) void loadStanding(view.tenant);
  },
  look: (change) => {
    const view = { ...session.view, ...change };
    history.pushState(null, '', viewAddress(view));
    update({ view });
  },
  confirm,
  move,
};

function open(id: string): void {
  show({ kind: 'reading', id });
  void showDelivery(id, { again: false, source: null, said: null });
}

/** The last fourteen months, by the server's clock. */
function recentMonths(): Period[] {
  if (!servedAt) return [];
  const now = periodOf(servedAt);
  return Array.from({ length: 14 }, (_, back) => addMonths(now, -back));
}

async function start(): Promise<void> {
  const { answer } = await request<{ rows: Tenant[] }>('tenants');
  update({ tenants: answer?.rows ?? [], periods: recentMonths() });
}

function follow(): void {
  turn += 1;
  const view = readView(location.search);
  update({ view, stage: { kind: 'idle' } });
  if (view.delivery) open(view.delivery);
  else void loadStanding(view.tenant);
}

followKeys();
addEventListener('popstate', follow);
follow();
void start();
