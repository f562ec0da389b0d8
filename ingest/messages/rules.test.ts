import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messageRules } from '../../catalogue/rules/message.ts';
import type { ExampleMessage, MessageExample } from '../../catalogue/rules/message-example.ts';
import * as plain from '../../fixtures/messages.ts';
import { summarisedDeclarations, summarisedLineQuery } from './assemble.ts';
import { inFolder, limits, membersOf, tell, tenant } from './messages.fixture.ts';
import { readMessages } from './read.ts';

type Fields = plain.MessageFields;
const makers: Readonly<Record<string, (head: Fields, items: readonly Fields[]) => plain.BusinessRecord>> = {
  CEB621: plain.importList,
  CEB603: plain.exportList,
  CEB622: (head) => plain.receipt(head),
  CEB604: (head) => plain.receipt({ returnStatus: '899', ...head }),
  CEB625: (head, items) => plain.returned(head, items),
  CEB816: (head, items) => plain.tax(head, items),
  CEB792: (head, items) =>
    plain.summary(
      head,
      items.map(({ invtNo }) => String(invtNo)),
    ),
  CEB411: (head) => ({ element: 'Payment', head }),
};

function write({ kind, head = {}, items = [{}], damage }: ExampleMessage): string {
  const maker = makers[kind];
  if (!maker) throw new Error(`no plain message ${kind}`);
  const text = plain.message(kind, [maker(head, items)]);
  if (damage === 'cut') return text.slice(0, 900);
  return damage === 'crossed' ? text.replace('</ceb:copNo>', '</ceb:preNo>') : text;
}

const textOf = (messages: readonly ExampleMessage[]) => messages.map(write).join('');

async function rulesThatFire({ file, before = [] }: MessageExample): Promise<string[]> {
  const told = await tell([...(before.length ? [textOf(before)] : []), textOf(file)]);
  return told.assembled.at(-1)?.findings.map(({ rule }) => rule) ?? [];
}

const { summary_declaration, ...ownRules } = messageRules;

describe.each(Object.entries(ownRules))('%s', (id, { examples, class: ruleClass, source }) => {
  test('has an example that fires and one that passes, and names its source', () => {
    expect(new Set(examples.map(({ fires }) => fires)).size).toBe(2);
    expect(source.length).toBeGreaterThan(5);
    expect(['must_fix', 'set_aside', 'notice']).toContain(ruleClass);
  });

  test.each(examples)('example %$', async (example) => {
    expect((await rulesThatFire(example)).includes(id)).toBe(example.fires);
  });
});

test.each(summary_declaration.examples)(
  'a declaration that sums up lists, example %$',
  async ({ file, before = [], fires }) => {
    const rows = await inFolder(async (folder, duck) => {
      const target = join(folder, 'lake', 'messages-1.parquet');
      await readMessages(duck, membersOf(textOf(before)), { limits, target });
      const declarations = await summarisedDeclarations(duck, [target], [tenant]);
      const lines = file.map(({ head }, at) => ({
        file_row: at,
        uscc: tenant,
        outcome: 'accepted',
        flow: 'export',
        ...head,
      }));
      const text = { uscc: 'VARCHAR', declaration_no: 'VARCHAR' };
      await duck.table(
        'judged.line',
        { file_row: 'BIGINT', outcome: 'VARCHAR', flow: 'VARCHAR', ...text },
        lines,
      );
      await duck.table(
        'raw.summary_declaration',
        text,
        declarations.map((declaration_no) => ({ uscc: tenant, declaration_no })),
      );
      return duck.rows(summarisedLineQuery());
    });
    expect(rows).toEqual(fires ? [{ file_row: '0', outcome: 'summary_declaration', findings: null }] : []);
  },
);
