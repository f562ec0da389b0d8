import { type ReasonCodeId, type ReasonUse, reasonCodesFor } from '../catalogue/reason-codes.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Act } from '../warehouse/confirmations.ts';
import { auditAlong } from './access/audit-hook.ts';
import { isLocal, type Reader } from './access/reader.ts';
import { missingParameter } from './refusals.ts';
import { maybeText, oneOf, record, type Static, Type } from './schema.ts';
import type { Context, Request, Server } from './server.ts';

/**
 * Nothing is done for a page of another site, nor through a form that a browser sends without asking: a body is JSON or
 * multipart, and an Origin, where there is one, is this server.
 */
export function refuseForeign(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (!isSameOrigin(request)) throw foreign();
  if (!isExpectedType(request)) throw wrongType();
}

/** Nothing is written when writing is closed; without an account, only at this machine or where all may. */
export function guardWrites(scope: Server, { writes }: Context): void {
  scope.addHook('onRequest', (request, _reply, done) => {
    if (request.method === 'GET' || request.method === 'HEAD') return done();
    const known = request.reader.account !== null;
    if (writes === 'closed' || (writes === 'local' && !known && !isLocal(request))) throw closed();
    done();
  });
}

function isSameOrigin({ headers }: Request): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function isExpectedType({ headers }: Request): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' || type === 'multipart/form-data';
}

function closed(): Refusal {
  return new Refusal('forbidden', {
    zh: '本服务不接受写入（PARKSTAT_WRITES=closed）；请在服务器上用命令行操作',
    en: 'This server takes no writes (PARKSTAT_WRITES=closed): use the command line on its machine',
  });
}

function foreign(): Refusal {
  return new Refusal('forbidden', {
    zh: '请求来自其他网站，已拒绝；请在本系统的页面中操作',
    en: 'The request comes from another site and was refused: use the pages of this server',
  });
}

function wrongType(): Refusal {
  return new Refusal('unsupported_type', {
    zh: '内容类型应为application/json或multipart/form-data',
    en: 'The content type must be application/json or multipart/form-data',
  });
}

/** Who does it, where nobody has signed in; else the account is who did it. */
export const writer = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 60,
    pattern: '[\\p{L}\\p{N}]',
    description:
      '何人，至多60字；已登录的以账户为准 | Who does it, at most 60 characters; of who has signed in, the account counts',
    examples: ['李敏'],
  }),
);

/** The name that stands beside an act: the account's, or what somebody at this machine says. */
export function writerOf({ account }: Reader, by: string | undefined): string {
  if (account) return `${account.display_name} (${account.name})`;
  const said = by === undefined ? '' : written(by);
  if (said) return said;
  throw missingParameter('by', { zh: '何人，至多60字', en: 'Who does it, at most 60 characters' });
}

/** The body of an act: why, by whom, and what else there is to say. */
export function actBody<const Extra extends Record<string, ReturnType<typeof Type.Optional>>>(
  use: ReasonUse,
  extra: Extra,
) {
  return record(
    {
      reason_code: oneOf(reasonCodesFor(use), {
        description: '理由代码，见/reason-codes | Reason code, see /reason-codes',
        examples: [reasonCodesFor(use)[0]],
      }),
      note: Type.Optional(
        maybeText({ maxLength: 500, description: '说明，至多500字 | A note of at most 500 characters' }),
      ),
      by: writer,
      ...extra,
    },
    { description: '理由与何人 | Why and by whom' },
  );
}
type ActBody = Static<ReturnType<typeof actBody<Record<never, never>>>>;

/** Who does what, when and why; a reason that names nothing needs a note. */
export function actOf(
  { reason_code, note, by }: Pick<ActBody, 'reason_code' | 'by'> & { note?: string | null },
  request: Request,
  at: Date,
): Act {
  const said = note ? written(note) || null : null;
  if (reason_code === 'other' && said === null)
    throw new Refusal(
      'usage',
      { zh: '理由为“其他”时须在note中写明', en: 'With the reason "other" the note must say what it is' },
      { parameter: 'note' },
    );
  const who = writerOf(request.reader, by);
  return {
    reason_code: reason_code as ReasonCodeId,
    note: said,
    by: who,
    at,
    along: auditAlong(request, at),
  };
}

/** A text as PostgreSQL can take it and people can read it: without control characters and what turns the direction of writing. */
export function written(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
}
