import { instant, oneOf, Type } from './schema.ts';

export const releaseProperties = {
  id: Type.String({ examples: ['2026-10.1'] }),
  period: Type.String({ examples: ['2026-10'] }),
  number: Type.Integer({ description: '该月第几次发布 | Which release of its month', examples: [1] }),
  published_at: instant('发布时刻 | When it was published'),
  status: oneOf(['p', 'r', 'f'], { description: 'p 初步 r 修订 f 最终 | preliminary, revised, final' }),
  fingerprint: Type.String({ description: '观测值的SHA-256 | SHA-256 of its observations' }),
  inputs: Type.String({ description: '所据数据的指纹 | Fingerprint of what it was made from' }),
  observations: Type.Integer({ description: '观测值个数 | Number of observations' }),
  current: Type.Boolean({ description: '是否该月现行发布 | Whether readers get it for its month' }),
  has_report: Type.Boolean({ description: '月报是否已生成 | Whether its report is written' }),
};
export const exampleRelease = {
  id: '2026-10.1',
  period: '2026-10',
  number: 1,
  published_at: '2026-11-12T02:00:00.000Z',
  status: 'p',
  fingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  inputs: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  observations: 12480,
  current: true,
  has_report: true,
};
