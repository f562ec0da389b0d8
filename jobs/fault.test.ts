import { expect, it } from 'vitest';
import { faultLines } from './fault.ts';

it('says what failed and where, without cells', () => {
  const err = {
    type: 'Error',
    message: "Conversion Error: Could not convert string '赵示例' to INT32, phone 13800001234",
    stack:
      "Error: Conversion Error: Could not convert string '赵示例'\n13800001234\n    at judge (accept.ts:1:2)",
  };
  const entry = JSON.stringify({ level: 50, time: Date.UTC(2026, 10, 8), url: '/api/v1/deliveries', err });
  expect(faultLines(entry)).toBe(
    [
      "2026-11-08T00:00:00.000Z 程序错误 fault: /api/v1/deliveries Error Conversion Error: Could not convert string '…' to INT32, phone ******",
      '    at judge (accept.ts:1:2)',
    ].join('\n'),
  );
});
