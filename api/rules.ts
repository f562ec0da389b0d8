import { type ReasonCode, reasonCodes, reasonUses } from '../catalogue/reason-codes.ts';
import { exampleText } from '../catalogue/rules/example-text.ts';
import type { Rule } from '../catalogue/rules/rule.ts';
import { rules } from '../catalogue/rules.ts';
import { listOf, maybeText, noParameters, oneOf, orRefused, record, Type } from './schema.ts';
import type { Server } from './server.ts';

export const ruleClasses = ['must_fix', 'confirm', 'notice', 'set_aside'] as const;
export const ruleClass = oneOf(ruleClasses, {
  description:
    'must_fix 必改 confirm 核实 notice 提示 set_aside 不计 | The row is rejected; the delivery waits for a confirmation; shown only; not counted',
});

const rule = record({
  id: Type.String(),
  class: ruleClass,
  zh: Type.String({ description: '中文提示，{column}和{value}处填列名和值 | The sentence in Chinese' }),
  en: Type.String({ description: '英文提示 | The sentence in English, with {column} and {value} filled in' }),
  source: maybeText({ description: '依据 | What the rule rests on' }),
  fires: maybeText({
    description: '会报的例子：与平常不同之处 | An example that fires: what differs from a plain case',
  }),
  passes: maybeText({ description: '不报的例子 | An example that passes' }),
});
const exampleRule = {
  id: 'hs_chapter',
  class: 'must_fix',
  zh: '商品编码“{value}”的章不存在，请核对。',
  en: 'HS code "{value}" has no such chapter: check it.',
  source: '进出口税则：97章及第98章，第77章空缺',
  fires: '商品编码=7700000000',
  passes: '商品编码=9803001000',
};

const reasonCode = record({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  uses: Type.Array(oneOf(reasonUses), {
    description:
      'confirm 确认 revoke 撤销确认 withdraw 撤回 reinstate 恢复 reopen 重新打开 return 退回 override 放行 roll_back 回退 | What it may be given for',
  }),
});

export function ruleRoutes(server: Server): void {
  server.get(
    '/rules',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'listRules',
        tags: ['catalogue'],
        summary: '审核规则 | Acceptance rules',
        querystring: noParameters,
        response: {
          200: listOf(
            rule,
            {},
            { description: '规则 | Rules', examples: [{ rows: [exampleRule], reason: null }] },
          ),
          ...orRefused(400),
        },
      },
    },
    async () => ({
      rows: Object.entries(rules as Readonly<Record<string, Rule>>).map(([id, one]) => ({
        id,
        class: one.class,
        zh: one.message.zh,
        en: one.message.en,
        source: one.source ?? null,
        fires: exampleText(one, true),
        passes: exampleText(one, false),
      })),
      reason: null,
    }),
  );
  server.get(
    '/reason-codes',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'listReasonCodes',
        tags: ['catalogue'],
        summary: '确认、撤回、恢复的理由代码 | Reason codes of confirmations, withdrawals and their undoing',
        querystring: noParameters,
        response: {
          200: listOf(
            reasonCode,
            {},
            {
              description: '理由代码 | Reason codes',
              examples: [
                {
                  rows: [
                    {
                      id: 'seasonal',
                      zh: '季节或促销所致',
                      en: 'Due to the season or a sale',
                      uses: ['confirm'],
                    },
                  ],
                  reason: null,
                },
              ],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async () => ({
      rows: Object.entries(reasonCodes as Readonly<Record<string, ReasonCode>>).map(
        ([id, { zh, en, uses }]) => ({ id, zh, en, uses: [...uses] }),
      ),
      reason: null,
    }),
  );
}
