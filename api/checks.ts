import { publicResult, rowInWords } from '../catalogue/check-words.ts';
import { type CheckResult, checks, isCheckId } from '../catalogue/checks.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { checksOfRelease, currentChecks, type StoredChecks } from '../warehouse/check-results.ts';
import type { Database } from '../warehouse/database.ts';
import { tenantsTold } from '../warehouse/scope.ts';
import { message } from './delivery-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import { wrongForm } from './refusals.ts';
import {
  instant,
  listOf,
  maybeDecimal,
  maybeText,
  oneOf,
  orRefused,
  periodParameter,
  record,
  Type,
} from './schema.ts';
import type { Context, Server } from './server.ts';

const found = record({
  id: Type.String({ examples: ['tenant_silent'] }),
  kind: oneOf(['blocking', 'warning'], {
    description: 'blocking 阻断发布 warning 警告 | Refuses the month, or is only listed',
  }),
  about: oneOf(['tenant', 'cell', 'registry'], { description: '所针对的对象 | What its rows are about' }),
  title: message,
  remedy: message,
  source: Type.String({ description: '依据 | Where it comes from' }),
  effect_cny: maybeDecimal(
    '1200000.00',
    '所影响的人民币值；可能泄露单个企业数据的为null | How much of the total hangs on it; null where it could be a single tenant’s',
  ),
  found: Type.Integer({ description: '处数 | How many', examples: [3] }),
  rows: Type.Array(
    record({
      says: message,
      cells: Type.Record(Type.String(), maybeText(), {
        description: '各列，单个企业的金额除外 | Its columns, without values of a single tenant',
      }),
    }),
    { description: '影响大的在前，至多100处 | The largest effect first, at most a hundred' },
  ),
});
const schema = {
  operationId: 'listChecks',
  tags: ['quality'],
  summary: '某月检查发现的问题，影响大的在前 | What the checks found in a month, the largest effect first',
  description:
    '有草稿时为草稿的，否则为现行发布的。 | Of the draft where there is one, else of the current release.',
  querystring: record({
    period: periodParameter('统计期 | Month'),
    release: Type.Optional(
      Type.String({ description: '该月的某次发布 | A release of the month', examples: ['2026-10.1'] }),
    ),
  }),
  response: {
    200: listOf(
      found,
      {
        period: Type.String({ examples: ['2026-10'] }),
        release: maybeText({
          description: '发布；草稿为null | The release; null: the draft',
          examples: ['2026-10.1'],
        }),
        at: Type.Unsafe<string | null>({
          ...instant('何时 | When it was drawn up or published'),
          type: ['string', 'null'],
        }),
        passed: Type.Array(Type.String(), {
          description: '没有发现问题的检查 | Checks that found nothing',
          examples: [['lines_lost', 'code_lost']],
        }),
      },
      {
        description: '检查结果 | What was found',
        examples: [
          {
            period: '2026-10',
            release: '2026-10.1',
            at: '2026-11-12T02:00:00.000Z',
            passed: ['lines_lost', 'code_lost'],
            rows: [
              {
                id: 'tenant_silent',
                kind: 'warning',
                about: 'tenant',
                title: { zh: '企业突然没有数据', en: 'A tenant has fallen silent' },
                remedy: { zh: '请向企业核实', en: 'ask the tenant' },
                source: '报送完整性审核',
                effect_cny: null,
                found: 1,
                rows: [
                  {
                    says: {
                      zh: '企业 91330100MA27XL0K61，月数 6',
                      en: 'tenant 91330100MA27XL0K61, months 6',
                    },
                    cells: { uscc: '91330100MA27XL0K61', months: '6' },
                  },
                ],
              },
            ],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400, 404),
  },
};

export function checkRoutes(server: Server, { database }: Context): void {
  server.get('/checks', { config: { access: 'detail' }, schema }, async ({ query, reader }) => {
    const period = periodOrRefuse('period', query.period);
    const stored =
      query.release === undefined
        ? await currentChecks(database, period)
        : await ofRelease(database, period, query.release);
    const told = await tenantsTold(database, reader.scope, period);
    const results = (stored?.checks ?? [])
      .filter(({ id }) => isCheckId(id))
      .map((result) => within(result, told));
    const rows = results.filter((one) => one.found > 0).map(toldResult);
    return {
      period,
      release: stored?.release ?? null,
      at: stored?.at.toISOString() ?? null,
      passed: results.filter((one) => one.found === 0).map(({ id }) => id),
      rows,
      reason: rows.length ? null : whyNone(stored, period),
    };
  });
}

/** What a check found at the tenants told of; null: at all. What is about cells is for who sees all. */
function within(result: CheckResult, told: ReadonlySet<string> | null): CheckResult {
  if (told === null) return result;
  const rows = result.rows
    .filter(({ uscc }) => typeof uscc === 'string' && told.has(uscc))
    .filter(({ other_uscc }) => other_uscc == null || told.has(String(other_uscc)));
  return { ...result, rows, found: rows.length, effect_cny: '0' };
}

function whyNone(stored: StoredChecks | undefined, period: string): string {
  if (!stored)
    return `${period}还没有草稿或发布，请先运行parkstat draft --period ${period} | ${period} has neither draft nor release: draw it up, parkstat draft --period ${period}`;
  if (!stored.checks)
    return '该发布由早期版本生成，没有保存检查结果 | The release was made by an earlier version, which kept no results';
  return '没有发现问题 | Nothing was found';
}

function toldResult(result: CheckResult) {
  const { id, kind, found, effect_cny, rows } = publicResult(result);
  const { zh, en, remedy, about, source } = checks[id];
  const cells = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, value === null ? null : String(value)]),
    ),
  );
  return {
    id,
    kind,
    about,
    title: { zh, en },
    remedy,
    source,
    effect_cny,
    found,
    rows: cells.map((row) => ({ says: rowInWords(row), cells: row })),
  };
}

async function ofRelease(database: Database, period: string, id: string): Promise<StoredChecks> {
  if (!/^\d{4}-\d\d\.\d+$/.test(id))
    throw wrongForm('usage', 'release', id, { zh: '发布号，如2026-10.1', en: 'a release like 2026-10.1' });
  const stored = await checksOfRelease(database, id);
  if (stored?.period === period) return stored;
  throw new Refusal(
    'not_found',
    {
      zh: `${period}没有发布${id}，见/api/v1/releases`,
      en: `${period} has no release ${id}, see /api/v1/releases`,
    },
    { parameter: 'release', value: id },
  );
}

/** A manifest without what its checks tell of single tenants. */
export function publicManifest(manifest: object): object {
  if (!('checks' in manifest) || !Array.isArray(manifest.checks)) return manifest;
  const results = (manifest.checks as CheckResult[]).filter(({ id }) => isCheckId(id));
  return { ...manifest, checks: results.map(publicResult) };
}
