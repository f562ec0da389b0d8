import type { Message } from '../refusal.ts';

/** Why a whole file was not taken in. Nothing of it is counted; the file itself stays where it was. */
export const fileRefusals = {
  empty_file: {
    zh: '文件是空的。请确认导出成功后重新报送；当月无业务请报零申报。',
    en: 'The file is empty: export it again, or send a nil return if there was no business.',
  },
  not_text: {
    zh: '文件内容是{value}，不是CSV文本。请另存为CSV后报送。',
    en: 'The content is {value}, not CSV text: save it as CSV and deliver again.',
  },
  encoding_mixed: {
    zh: '文件既不是UTF-8也不是GB18030编码，或混用了两种编码（第{value}行）。请用一种编码重新导出。',
    en: 'The file is neither UTF-8 nor GB18030, or mixes both (in line {value}): export it again in one encoding.',
  },
  line_too_long: {
    zh: '第{value}行超过长度上限。请检查换行和引号是否缺失。',
    en: 'Line {value} is over the length limit: check for missing line breaks and quotes.',
  },
  quote_open: {
    zh: '第{value}行的引号没有结束。请检查双引号。',
    en: 'A quote opened in row {value} is never closed: check the double quotes.',
  },
  header_missing_column: {
    zh: '表头缺少必需的列：{value}。请使用行模板的列名。',
    en: 'The header lacks required columns: {value}. Use the names of the line template.',
  },
  header_duplicate_column: {
    zh: '表头中有重复的列：{value}。请只保留一列。',
    en: 'The header names a column twice: {value}. Keep one.',
  },
  personal_data: {
    zh: '文件含个人信息列：{value}。请删除这些列后重新报送；文件未保存。',
    en: 'The file has columns of personal data: {value}. Remove them and deliver again; the file was not kept.',
  },
  no_rows: {
    zh: '文件只有表头，没有数据行。当月无业务请报零申报。',
    en: 'The file has a header but no rows: send a nil return if there was no business.',
  },
  file_changing: {
    zh: '文件在读取时仍在变化。请写完后重新报送。',
    en: 'The file was still being written while it was read: deliver it again when it is complete.',
  },
  file_unreadable: {
    zh: '文件无法读取（{value}）。请检查文件后重新报送。',
    en: 'The file cannot be read ({value}): check it and deliver again.',
  },
  tenant_unclear: {
    zh: '文件内容没有说明或说明了不止一家企业（{value}）。请选定企业后重新报送。',
    en: 'The content names no registered tenant, or several ({value}): choose the tenant and deliver again.',
  },
  too_large: {
    zh: '文件大小超过上限（{value}）。请拆分后报送。',
    en: 'The file is over the size limit ({value}): split it.',
  },
} as const satisfies Record<string, Message>;
export type FileRefusalId = keyof typeof fileRefusals;
