import { indicatorIds } from '../catalogue/indicators.ts';
import { customsModes, flows, total } from '../catalogue/mode.ts';
import {
  type Note,
  notesAbout,
  noteVersions,
  reviseNote,
  unknownNote,
  writeNote,
} from '../warehouse/notes.ts';
import { listParks } from '../warehouse/registry.ts';
import { auditAlong } from './access/audit-hook.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { impossibleCode, wrongForm } from './refusals.ts';
import { instant, listOf, maybeText, noParameters, orRefused, record, type Static, Type } from './schema.ts';
import type { Context, Request, Server } from './server.ts';
import { writer, writerOf, written } from './writes.ts';

const tags = ['notes'];

const scope = {
  indicator: maybeText({
    description: '指标，null为全部 | Indicator; null = all',
    examples: ['trade_value'],
  }),
  park: maybeText({
    description: '园区，_T为全市，null为全部 | Park, _T the city; null = all',
    examples: ['P01'],
  }),
  mode: maybeText({ description: '监管方式，null为全部 | Customs mode; null = all', examples: ['9710'] }),
  flow: maybeText({ description: '进出口，null为全部 | Flow; null = all', examples: ['export'] }),
};
const from = Type.String({ description: '起始月（含） | First month', examples: ['2026-10'] });
const to = Type.String({ description: '截止月（含） | Last month', examples: ['2026-10'] });
const zh = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: '说明，至多1000字 | The text in Chinese',
  examples: ['两户企业由9610转为9710申报。'],
});
const en = maybeText({ maxLength: 2000, description: '英文，可无 | In English; may be missing' });

const note = record({
  id: Type.String({ examples: ['7'] }),
  version: Type.Integer({ examples: [1] }),
  ...scope,
  from,
  to,
  zh: Type.String(),
  en: maybeText(),
  withdrawn: Type.Boolean({ description: '是否已撤回 | Whether it was taken back' }),
  written_by: Type.String({ examples: ['李敏'] }),
  written_at: instant('写于 | When it was written'),
});
const example = {
  id: '7',
  version: 1,
  indicator: 'trade_value',
  park: 'P01',
  mode: '9710',
  flow: 'export',
  from: '2026-10',
  to: '2026-10',
  zh: '两户企业由9610转为9710申报。',
  en: 'Two tenants moved from 9610 to 9710.',
  withdrawn: false,
  written_by: '李敏',
  written_at: '2026-11-10T02:00:00.000Z',
};
const answer = { ...note, examples: [example] };

/** A note as it is told, also beside a series. */
export function noteRow({ note_id, from_period, to_period, written_at, ...rest }: Note) {
  return { id: note_id, from: from_period, to: to_period, ...rest, written_at: written_at.toISOString() };
}
export { note as noteSchema };

const idParameter = record({
  id: Type.String({ pattern: '^\\d{1,18}$', description: '说明 | Note', examples: ['7'] }),
});
const code = (description: string, of: string) =>
  Type.Optional(Type.String({ maxLength: 40, description, examples: [of] }));

const listSchema = {
  operationId: 'listNotes',
  tags,
  summary: '有关的说明 | Notes on what is looked at',
  description:
    '按所看的指标、园区、方式、进出口和月份，给出当时有效的说明；针对全部的也在内。 | Notes in force on an indicator, park, mode, flow and months, those on all of them included.',
  querystring: record({
    indicator: code('指标 | Indicator', 'trade_value'),
    park: code('园区 | Park', 'P01'),
    mode: code('监管方式 | Customs mode', '9710'),
    flow: code('进出口 | Flow', 'export'),
    from: code('起始月 | First month', '2026-01'),
    to: code('截止月 | Last month', '2026-10'),
    asOf: code('版本时刻 | The vintage', '2026-11-12'),
  }),
  response: {
    200: listOf(note, {}, { description: '说明 | Notes', examples: [{ rows: [example], reason: null }] }),
    ...orRefused(400),
  },
};

export function noteRoutes(server: Server, { database }: Context): void {
  server.get('/notes', { config: { access: 'published' }, schema: listSchema }, async ({ query }) => {
    const { indicator, park, mode, flow, asOf } = query;
    await refuseUnknownCodes(database, { indicator, park, mode, flow });
    const filter = {
      indicator,
      parks: park === undefined ? undefined : [park],
      modes: mode === undefined ? undefined : [mode],
      flows: flow === undefined ? undefined : [flow],
      from: query.from === undefined ? undefined : periodOrRefuse('from', query.from),
      to: query.to === undefined ? undefined : periodOrRefuse('to', query.to),
    };
    const rows = await notesAbout(
      database,
      filter,
      asOf === undefined ? null : instantOrRefuse('asOf', asOf),
    );
    return {
      rows: rows.map(noteRow),
      reason: rows.length ? null : '没有有关的说明 | There is no note on it',
    };
  });
  server.get(
    '/notes/:id',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'getNote',
        tags,
        summary: '一条说明的各版 | Every version of a note',
        params: idParameter,
        querystring: noParameters,
        response: {
          200: listOf(
            note,
            {},
            { description: '各版 | Versions', examples: [{ rows: [example], reason: null }] },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id } }) => {
      const rows = await noteVersions(database, id);
      if (rows.length === 0) throw unknownNote(id);
      return { rows: rows.map(noteRow), reason: null };
    },
  );
}

const newNote = record(
  {
    indicator: Type.Optional(scope.indicator),
    park: Type.Optional(scope.park),
    mode: Type.Optional(scope.mode),
    flow: Type.Optional(scope.flow),
    from,
    to,
    zh,
    en: Type.Optional(en),
    by: writer,
  },
  { description: '针对什么，说明什么 | What it is about, and what it says' },
);
const newText = record({ zh, en: Type.Optional(en), by: writer }, { description: '改写 | The new text' });
const taken = record({ by: writer }, { description: '何人撤回 | Who takes it back' });

/** Writing notes: a new one, a new version, taking one back. Nothing is ever changed in place. */
export function noteActRoutes(server: Server, { database, now }: Context): void {
  const act = (operationId: string, summary: string, body: object) => ({
    config: { access: 'statistics' as const },
    schema: {
      operationId,
      tags,
      summary,
      body,
      response: { 200: answer, ...orRefused(400, 403, 404, 409, 415) },
    },
  });
  const noteAct = (request: Request, by: string | undefined) => {
    const at = now();
    return { by: writerOf(request.reader, by), at, along: auditAlong(request, at) };
  };
  const done = (one: Note) => {
    server.answers.forget();
    return noteRow(one);
  };
  server.post('/notes', act('writeNote', '写一条说明 | Write a note', newNote), async (request) => {
    const { body } = request;
    const asked = body as Static<typeof newNote>;
    const { indicator = null, park = null, mode = null, flow = null } = asked;
    await refuseUnknownCodes(database, { indicator, park, mode, flow });
    const [first, last] = [periodOrRefuse('from', asked.from), periodOrRefuse('to', asked.to)];
    if (first > last)
      throw wrongForm('period_invalid', 'from', first, {
        zh: `起始月不能晚于to（${last}）`,
        en: `the first month cannot be after \`to\` (${last})`,
      });
    const about = { indicator, park, mode, flow, from_period: first, to_period: last };
    return done(await writeNote(database, about, textOf(asked), noteAct(request as Request, asked.by)));
  });
  server.post(
    '/notes/:id',
    {
      config: { access: 'statistics' },
      schema: {
        ...act('reviseNote', '改写一条说明：成为新的一版 | A new version of a note', newText).schema,
        params: idParameter,
      },
    },
    async (request) => {
      const { params, body } = request;
      const asked = body as Static<typeof newText>;
      const { id } = params as { id: string };
      return done(await reviseNote(database, id, textOf(asked), noteAct(request as Request, asked.by)));
    },
  );
  server.post(
    '/notes/:id/withdraw',
    {
      config: { access: 'statistics' },
      schema: {
        ...act('withdrawNote', '撤回一条说明 | Take a note back', taken).schema,
        params: idParameter,
      },
    },
    async (request) => {
      const { params, body } = request;
      const { by } = body as Static<typeof taken>;
      const { id } = params as { id: string };
      return done(await reviseNote(database, id, 'withdrawn', noteAct(request as Request, by)));
    },
  );
}

function textOf({ zh, en }: { readonly zh: string; readonly en?: string | null }) {
  const text = written(zh);
  if (text === '') throw wrongForm('usage', 'zh', zh, { zh: '说明的文字', en: 'the text of the note' });
  return { zh: text, en: en ? written(en) || null : null };
}

interface Codes {
  readonly indicator?: string | null | undefined;
  readonly park?: string | null | undefined;
  readonly mode?: string | null | undefined;
  readonly flow?: string | null | undefined;
}

async function refuseUnknownCodes(database: Context['database'], codes: Codes): Promise<void> {
  const parks = (await listParks(database)).map(({ park_id }) => park_id);
  const known = {
    indicator: indicatorIds,
    park: [total, ...parks],
    mode: [total, ...Object.keys(customsModes)],
    flow: [total, ...Object.keys(flows)],
  };
  for (const name of ['indicator', 'park', 'mode', 'flow'] as const) {
    const given = codes[name];
    const allowed: readonly string[] = known[name];
    if (given != null && !allowed.includes(given)) throw impossibleCode(name, given, allowed);
  }
}
