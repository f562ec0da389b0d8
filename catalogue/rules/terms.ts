import { code, equal, number, text } from '../expression.ts';

/** What several rules speak of. */
export const isImport = equal(code('flow'), text('import'));
export const isExport = equal(code('flow'), text('export'));
export const inYuan = equal(code('currency'), text('CNY'));
/** 财关税〔2018〕49号; the same figure bounds the simplified B2B list. */
export const limit = number('5000');
