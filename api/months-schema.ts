import { checklistIds } from '../catalogue/checklist.ts';
import { monthActs, monthStateIds } from '../catalogue/month-states.ts';
import { statuses } from '../catalogue/status.ts';
import { maybe, message } from './delivery-schema.ts';
import { cellCodes, instant, maybeText, oneOf, record, type Static, Type } from './schema.ts';

export const monthPath = record({
  period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }),
});
const period = Type.String({ examples: ['2026-10'] });
export const maybeInstant = (description: string) =>
  Type.Unsafe<string | null>({ ...instant(description), type: ['string', 'null'] });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const hash = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description });
export const exampleHash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const submissionFields = {
  submission_id: Type.String({ examples: ['7'] }),
  submitted_by: Type.String({ description: '送审人 | Who submitted it', examples: ['李敏 (limin)'] }),
  submitted_at: instant('送审时刻 | When it was submitted'),
  release_at: maybeInstant(
    '发布时刻，null为签发后手动发布 | The hour of publication; null: by hand, once signed',
  ),
  subject_sha256: hash('签发标记：所签内容的SHA-256 | What a signature covers, as one SHA-256'),
};
const exampleSubmission = {
  submission_id: '7',
  submitted_by: '李敏 (limin)',
  submitted_at: '2026-11-11T02:00:00.000Z',
  release_at: '2026-11-12T01:00:00.000Z',
  subject_sha256: exampleHash,
};
const state = {
  state: oneOf(monthStateIds, { description: '该月走到哪一步 | How far the month has come' }),
  state_name: message,
};
const release = record({
  id: Type.String({ examples: ['2026-10.1'] }),
  status: oneOf(Object.keys(statuses) as (keyof typeof statuses)[]),
  published_at: instant('发布时刻 | When it was published'),
});

export const monthRow = record({
  period,
  ...state,
  closes_at: instant('收集截止：最后一个园区的截止日24时 | When collection closes'),
  planned_at: instant('计划发布时刻 | When it is planned to be published'),
  moved: Type.Boolean({ description: '截止日或发布时刻改过 | Whether a day or the hour was moved' }),
  release: maybe(release, '现行发布 | The current release'),
  submission: maybe(
    record({
      ...submissionFields,
      signed_by: maybeText(),
      signed_at: maybeInstant('签发时刻 | When signed'),
    }),
    '送审中或已签发的内容 | What is under review or signed',
  ),
});
const exampleState = {
  state: 'embargoed' as const,
  state_name: { zh: '待发布', en: 'Embargoed' },
};
export const exampleMonth = {
  period: '2026-10',
  ...exampleState,
  closes_at: '2026-11-10T16:00:00.000Z',
  planned_at: '2026-11-12T01:00:00.000Z',
  moved: false,
  release: null,
  submission: {
    ...exampleSubmission,
    signed_by: '王芳 (wangfang)',
    signed_at: '2026-11-11T03:00:00.000Z',
  },
};

const override = record({
  proposed_by: Type.String(),
  agreed_by: maybeText(),
  reason_code: Type.String(),
  reason: message,
  note: maybeText(),
});
const item = record({
  id: oneOf(checklistIds),
  zh: Type.String({ description: '应有的状态 | What should hold' }),
  en: Type.String(),
  severity: oneOf(['blocking', 'warning']),
  state: oneOf(['in_order', 'open', 'proposed', 'overridden'], {
    description: 'proposed 已提请放行 overridden 两人放行 | An override was asked for, was agreed to',
  }),
  count: count('处数 | How many'),
  text: maybe(message, '现有的情况 | What there is; null when in order'),
  page: Type.String({ description: '在哪页办理 | The page where it is dealt with', examples: ['quality'] }),
  override: maybe(override, '放行 | Who lets it pass, and why'),
});

const named = { park: Type.String({ examples: ['_T'] }), id: Type.String() };
const part = record(named);
const changes = record({
  moved: count('变动单元总数 | Cells that moved, in all'),
  cells: Type.Array(record({ ...cellCodes, indicator: Type.String(), from: maybeText(), to: maybeText() })),
  sentences: Type.Array(
    record({ ...named, from: maybe(message, '原句 | As it was'), to: maybe(message, '新句 | As it is') }),
  ),
  charts: Type.Array(part),
  tables: Type.Array(part),
});

const event = record({
  id: Type.String({ examples: ['3'] }),
  kind: oneOf(Object.keys(monthActs) as (keyof typeof monthActs)[]),
  name: message,
  by: Type.String({ examples: ['王芳 (wangfang)'] }),
  at: instant('何时 | When'),
  item: maybeText({ description: '放行的清单项 | The item of the checklist' }),
  reason: maybe(message, '理由 | The reason'),
  note: maybeText(),
  release: maybeText(),
  submission: maybeText(),
  subject_sha256: maybeText(),
});

export const deskActs = [
  'close',
  'reopen',
  'submit',
  'return',
  'sign',
  'publish',
  'rollback',
  'simulate',
] as const;
export type DeskAct = (typeof deskActs)[number];
const may = record({
  act: oneOf(deskActs),
  allowed: Type.Boolean(),
  why: maybe(message, '不可办理的原因 | Why not'),
});

const document = record({
  park: Type.String({ examples: ['_T'] }),
  language: Type.String({ examples: ['zh'] }),
  format: Type.String({ examples: ['docx'] }),
  sha256: hash('文件的SHA-256 | SHA-256 of the file'),
});

export const reviewAnswer = record(
  {
    period,
    ...state,
    now: instant('回答的时刻 | When this was answered'),
    closed: maybe(record({ by: Type.String(), at: instant('截止于 | When') }), '收集截止 | Closing'),
    closes_at: instant('日程上的收集截止 | When collection closes by the calendar'),
    planned_at: instant('日程上的发布时刻 | When it is planned to be published'),
    items: Type.Array(item),
    blocking: count('阻断签发的项数 | Items that no signature may pass'),
    submission: maybe(
      record({
        ...submissionFields,
        base_release: maybeText({ description: '所修订的发布 | The release that it revises' }),
        observations: count('观测值数 | Observations'),
        signed_by: maybeText(),
        signed_at: maybeInstant('签发时刻 | When signed'),
        documents: Type.Array(document),
      }),
      '送审中或已签发的内容 | What is under review or signed',
    ),
    changes: maybe(
      changes,
      '与上次送审相比；首次送审为null | Against the submission before; null for the first',
    ),
    events: Type.Array(event),
    releases: Type.Array(release, { description: '该月的发布，新的在前 | Its releases, newest first' }),
    acts: Type.Array(may, { description: '此人此刻可办理什么 | What this reader may do now' }),
  },
  {
    description: '该月的复核台 | The month on the reviewer’s desk',
    examples: [
      {
        period: '2026-10',
        state: 'in_review',
        state_name: { zh: '待复核', en: 'In review' },
        now: '2026-11-11T03:00:00.000Z',
        closed: { by: '李敏 (limin)', at: '2026-11-10T22:00:00.000Z' },
        closes_at: '2026-11-10T16:00:00.000Z',
        planned_at: '2026-11-12T01:00:00.000Z',
        items: [
          {
            id: 'low_coverage',
            zh: '按额覆盖率不低于80%',
            en: 'Coverage by value is 80% or more',
            severity: 'blocking',
            state: 'in_order',
            count: 0,
            text: null,
            page: 'quality',
            override: null,
          },
        ],
        blocking: 0,
        submission: {
          ...exampleSubmission,
          base_release: null,
          observations: 12480,
          signed_by: null,
          signed_at: null,
          documents: [{ park: '_T', language: 'zh', format: 'docx', sha256: exampleHash }],
        },
        changes: null,
        events: [
          {
            id: '3',
            kind: 'submitted',
            name: { zh: '送审', en: 'Submitted for review' },
            by: '李敏 (limin)',
            at: '2026-11-11T02:00:00.000Z',
            item: null,
            reason: null,
            note: null,
            release: null,
            submission: '7',
            subject_sha256: exampleHash,
          },
        ],
        releases: [],
        acts: [{ act: 'sign', allowed: true, why: null }],
      },
    ],
  },
);
export type ReviewAnswer = Static<typeof reviewAnswer>;
