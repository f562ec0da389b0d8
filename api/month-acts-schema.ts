import { monthStateIds } from '../catalogue/month-states.ts';
import { exampleHash, maybeInstant } from './months-schema.ts';
import { oneOf, record, Type } from './schema.ts';

const period = Type.String({ examples: ['2026-10'] });
const release = Type.String({ examples: ['2026-10.1'] });
const pages_refused = Type.Array(Type.String(), {
  description: '网页未能取得的数据 | What the pages could not get',
});

export const doneAnswer = record(
  { period, state: oneOf(monthStateIds, { description: '该月现处的一步 | How far the month is now' }) },
  { description: '已办 | Done', examples: [{ period: '2026-10', state: 'signed' }] },
);
export const submittedAnswer = record(
  {
    period,
    submission_id: Type.String({ examples: ['7'] }),
    subject_sha256: Type.String({ description: '签发标记 | What is to be signed' }),
    release_at: maybeInstant('发布时刻，null为手动 | The hour of publication; null: by hand'),
    observations: Type.Integer(),
    documents: Type.Integer(),
    pages_refused,
  },
  {
    description: '已送审 | Submitted',
    examples: [
      {
        period: '2026-10',
        submission_id: '7',
        subject_sha256: exampleHash,
        release_at: '2026-11-12T01:00:00.000Z',
        observations: 12480,
        documents: 112,
        pages_refused: [],
      },
    ],
  },
);
export const publishedAnswer = record(
  { period, release },
  { description: '已发布 | Published', examples: [{ period: '2026-10', release: '2026-10.1' }] },
);
export const rolledBackAnswer = record(
  { period, release, from: Type.String(), to: Type.String() },
  {
    description: '已回退 | Rolled back',
    examples: [{ period: '2026-10', release: '2026-10.3', from: '2026-10.2', to: '2026-10.1' }],
  },
);
export const simulatedAnswer = record(
  {
    period,
    release,
    submitted: Type.Boolean({
      description: '所示为送审的内容，否则为此刻起草的 | Whether what is submitted was shown',
    }),
    moved: Type.Integer({ description: '变动单元数 | Cells that move' }),
    pages_refused,
    mails: Type.Array(
      record({
        kind: oneOf(['announcement', 'correction', 'alert', 'reminder']),
        recipient: Type.String(),
        language: oneOf(['zh', 'en']),
        subject: Type.String(),
      }),
      { description: '届时寄出的邮件：订阅和提醒 | Mails that would go out: to subscribers, and alerts' },
    ),
    address: Type.String({ description: '模拟页面的地址 | Where the simulated pages are' }),
  },
  {
    description: '已模拟 | Simulated',
    examples: [
      {
        period: '2026-10',
        release: '2026-10.1',
        submitted: true,
        moved: 128,
        pages_refused: [],
        mails: [
          {
            ...{ kind: 'announcement' as const, recipient: 'tongji@example.gov.cn', language: 'zh' as const },
            subject: '2026年10月跨境电商产业园区统计月报（初步）',
          },
        ],
        address: '/simulated/2026-10/site/index.html',
      },
    ],
  },
);
