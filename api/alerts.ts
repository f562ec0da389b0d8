import { firingInWords, ruleInWords } from '../catalogue/alerts.ts';
import { type AlertRule, addAlertRule, endAlertRule, listAlertRules } from '../warehouse/alert-rules.ts';
import { type ReplayedMonth, replayAlert } from '../warehouse/alerts.ts';
import { parkNames } from '../warehouse/announcements.ts';
import { auditName } from './access/reader.ts';
import {
  type AskedCondition,
  alertOrRefuse,
  conditionFields,
  exampleReplayed,
  firedMonths,
  replayedRow,
  ruleText,
  shownCondition,
} from './alert-schema.ts';
import { instant, listOf, noParameters, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';
import { addressField, checkPlace, emptyBody, ended, entryId, languageField } from './subscriptions.ts';

const own = { access: 'own_account' as const };
const tags = ['delivery'];

const row = record({
  id: Type.String({ examples: ['3'] }),
  address: addressField,
  language: languageField,
  ...shownCondition,
  text: ruleText,
  fired: firedMonths,
  created_at: instant('设置于 | Since when'),
});
const example = {
  ...{ id: '3', address: 'tongji@example.gov.cn', language: 'zh' as const },
  ...{ indicator: 'trade_value' as const, park: 'P01', mode: '_T', flow: '_T', comparison: 'yoy' as const },
  ...{ direction: 'below' as const, threshold: '-0.2', minimum_base: '1000000', hold_off: '3' },
  text: {
    zh: '甲园进出口额同比低于-20.0%，基数不低于100万元，触发后静默3个月',
    en: 'Trade value, Park A: year on year below -20.0%, base at least CNY 1.00 million, silent for 3 months afterwards',
  },
  fired: ['2026-10'],
  created_at: '2026-08-12T02:00:00.000Z',
};
const newRule = record(
  { address: addressField, language: languageField, ...conditionFields },
  { description: '寄给谁、何时提醒 | To whom, and when' },
);

/** Releases that a replay looks back on: five years with their corrections. */
const mostReleases = 120;

/** One's own alert rules. */
export function alertRoutes(server: Server, context: Context): void {
  const { database, now } = context;
  server.get(
    '/me/alerts',
    {
      config: own,
      schema: {
        operationId: 'listAlerts',
        tags,
        summary: '自己的提醒规则 | One’s own alert rules',
        querystring: noParameters,
        response: {
          200: listOf(
            row,
            {},
            { description: '有效的规则 | Those in use', examples: [{ rows: [example], reason: null }] },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ reader }, reply) => {
      reply.header('cache-control', 'no-store');
      const parks = await parkNames(database);
      const rows = (await listAlertRules(database, auditName(reader))).map((rule) => shown(rule, parks));
      return { rows, reason: rows.length ? null : '没有提醒规则 | None' };
    },
  );
  server.post(
    '/me/alerts',
    {
      config: own,
      schema: {
        operationId: 'addAlert',
        tags,
        summary: '设置一条提醒规则 | Set an alert rule',
        body: newRule,
        response: { 200: { ...row, examples: [example] }, ...orRefused(400, 413, 415) },
      },
    },
    async (request) => {
      const asked = request.body as AskedCondition & { address: string; language: 'zh' | 'en' };
      await checkPlace(context, asked);
      const { address, language } = asked;
      const rule = { owner: auditName(request.reader), address, language, created_at: now() };
      const kept = await addAlertRule(database, { ...rule, ...alertOrRefuse(asked) });
      request.about = kept.rule_id;
      return shown(kept, await parkNames(database));
    },
  );
  server.post(
    '/me/alerts/:id/end',
    {
      config: own,
      schema: {
        operationId: 'endAlert',
        tags,
        summary: '停止一条提醒规则 | End an alert rule',
        params: entryId,
        body: emptyBody,
        response: ended('已停止 | Ended'),
      },
    },
    async ({ params, reader }) => {
      const { id } = params as { id: string };
      await endAlertRule(database, auditName(reader), id, now());
      return { ended: id };
    },
  );
}

type Parks = Awaited<ReturnType<typeof parkNames>>;
const nameOf = (parks: Parks, park: string) => parks.get(park) ?? { zh: park, en: park };

function shown(rule: AlertRule, parks: Parks) {
  const { rule_id, address, language, cell, condition, fired, created_at } = rule;
  const { comparison, direction, threshold, minimumBase, holdOff } = condition;
  return {
    ...{ id: rule_id, address, language, ...cell, comparison, direction, threshold },
    ...{ minimum_base: minimumBase, hold_off: String(holdOff) },
    text: ruleInWords(cell, nameOf(parks, cell.park), condition),
    fired: [...fired],
    created_at: created_at.toISOString(),
  };
}

const replay = {
  operationId: 'replayAlert',
  tags,
  summary: '回放：该规则在历史上会触发几次 | Replay: how often such a rule would have fired',
  description:
    '按发布的先后逐次判断，每次只用当时已发布的数，并计入静默期。 | Release by release in the order of publication, each with what was known then, the silence after a firing applied.',
  querystring: record(conditionFields),
  response: {
    200: listOf(
      replayedRow,
      {
        text: ruleText,
        releases: Type.Integer({ description: '所看的发布次数 | Releases looked at', examples: [26] }),
        fired: Type.Integer({ description: '触发次数 | Firings', examples: [1] }),
        silent: Type.Integer({ description: '静默期内未提醒的次数 | Held back', examples: [0] }),
      },
      {
        description: '超过阈值的各次发布，新的在前 | Releases beyond the threshold, the newest first',
        examples: [
          { text: example.text, releases: 26, fired: 1, silent: 0, rows: [exampleReplayed], reason: null },
        ],
      },
    ),
    ...orRefused(400),
  },
};

/** What a rule would have said, before anybody sets it. */
export function alertReplayRoutes(server: Server, context: Context): void {
  server.get('/alerts/replay', { config: { access: 'published' }, schema: replay }, async (request) => {
    const asked = request.query as AskedCondition;
    const { cell, condition } = alertOrRefuse(asked);
    await checkPlace(context, { address: 'nobody@example.cn', park: asked.park });
    const name = nameOf(await parkNames(context.database), cell.park);
    const months = await replayAlert(context.database, { cell, condition, releases: mostReleases });
    const beyond = months.filter(({ outcome }) => outcome !== 'not_met').toReversed();
    const rows = beyond.map(({ period, release, published_at, value, base, outcome }) => ({
      ...{ period, release, published_at: published_at.toISOString(), value, base },
      outcome: outcome as 'fires' | 'silent',
      sentence: firingInWords(cell, name, condition, { period, value: value ?? '0', base }),
    }));
    const count = (outcome: ReplayedMonth['outcome']) =>
      months.filter((one) => one.outcome === outcome).length;
    return {
      text: ruleInWords(cell, name, condition),
      ...{ releases: months.length, fired: count('fires'), silent: count('silent'), rows },
      reason: rows.length ? null : '历史上不会触发 | It would never have fired',
    };
  });
}
