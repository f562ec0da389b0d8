import { cell, code, equal, isNull, not, number, or, text } from '../expression.ts';

/** What several rules speak of. */
export const isImport = equal(code('flow'), text('import'));
export const isExport = equal(code('flow'), text('export'));
/** Goods on their way into a bonded area: bulk, of no consumer yet. */
export const isFirstLine = equal(code('bonded_line'), text('1'));
/** All others; a line that says nothing of it is one. */
export const isSecondLine = or(isNull(cell('bonded_line')), not(isFirstLine));
export const inYuan = equal(code('currency'), text('CNY'));
/** 财关税〔2018〕49号; the same figure bounds the simplified B2B list. */
export const limit = number('5000');
