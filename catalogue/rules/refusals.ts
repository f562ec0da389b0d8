import type { Message } from '../refusal.ts';

/** Why a whole file was not taken in. Nothing of it is counted; the file itself stays where it was. */
export const fileRefusals = {
  empty_file: {
    zh: '文件是空的。请确认导出成功后重新报送；当月无业务请报零申报。',
    en: 'The file is empty: export it again, or send a nil return if there was no business.',
  },
  not_text: {
    zh: '文件内容是{value}，不是表格。请从业务系统导出为XLSX或CSV后报送。',
    en: 'The content is {value}, not a table: export it as XLSX or CSV and deliver again.',
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
    zh: '看不出是哪一家企业的文件，内容中的已登记企业：{value}。请选定企业后重新报送，或在表头上方写明企业名称和统一社会信用代码。',
    en: 'It cannot be told whose file this is; registered tenants in the content: {value}. Choose the tenant and deliver again, or write its name and USCC above the header.',
  },
  no_messages: {
    zh: '文件中没有海关单一窗口报文（CEB…Message{value}）。请导出报文原文后报送。',
    en: 'The file holds no customs message (CEB…Message{value}): export the messages themselves and deliver them.',
  },
  too_large: {
    zh: '文件大小超过上限（{value}）。请拆分后报送。',
    en: 'The file is over the size limit ({value}): split it.',
  },
  packed_otherwise: {
    zh: '文件是{value}压缩包，无法读取。请解压后报送里面的文件，或改用ZIP压缩。',
    en: 'The file is packed as {value}, which is not read: deliver the files in it, or pack them as ZIP.',
  },
  xml_unknown: {
    zh: 'XML文件的根元素“{value}”不是单一窗口报文。请报送CEB报文，或导出为XLSX或CSV。',
    en: 'The XML begins with "{value}", which is no single-window message: deliver CEB messages, or export as XLSX or CSV.',
  },
  password_needed: {
    zh: '文件设有打开密码（{value}），无法读取。请去掉密码后重新保存并报送。',
    en: 'The file opens with a password only ({value}): save it without one and deliver again.',
  },
  archive_damaged: {
    zh: '压缩包或工作簿已损坏或不完整（{value}）。请重新导出或重新压缩后报送。',
    en: 'The archive or workbook is damaged or incomplete ({value}): export or pack it again.',
  },
  archive_empty: {
    zh: '压缩包里没有文件。请放入报送文件后重新压缩。',
    en: 'There is no file in the archive: put the files in and pack it again.',
  },
  archive_too_many: {
    zh: '压缩包里的文件超过{value}个。请分成几个压缩包报送。',
    en: 'The archive has more than {value} files: split it.',
  },
  archive_too_big: {
    zh: '解压后的内容超过上限（{value}）。请拆分后报送。',
    en: 'The content unpacks to more than the limit ({value}): split it.',
  },
  archive_bomb: {
    zh: '“{value}”解压后异常膨胀，疑似恶意压缩，未读取。请直接报送里面的文件。',
    en: '"{value}" unpacks to far more than its own size and was not read: deliver the files in it as they are.',
  },
  archive_name: {
    zh: '压缩包内的文件名“{value}”不安全（含上级目录、绝对路径或控制字符）。请重新压缩后报送。',
    en: 'The archive names a file "{value}", which is not safe (parent folder, absolute path, control characters): pack it again.',
  },
  archive_twice: {
    zh: '压缩包内有两个文件都叫“{value}”。请改名后重新压缩。',
    en: 'The archive has two files named "{value}": rename one and pack it again.',
  },
  archive_link: {
    zh: '压缩包内的“{value}”是快捷链接，不是文件。请放入文件本身后重新压缩。',
    en: '"{value}" in the archive is a link and no file: put in the file itself and pack it again.',
  },
  no_table: {
    zh: '文件中没有找到行模板的表格。请使用行模板，或从业务系统导出带表头的明细。',
    en: 'No table of a template was found in the file: use the line template, or export the details with their header.',
  },
  archive_mixed: {
    zh: '压缩包内既有表格又有海关报文（{value}）。请分开打包后报送。',
    en: 'The archive holds tables and customs messages together ({value}): pack them apart.',
  },
  archive_in_archive: {
    zh: '压缩包内还有压缩包“{value}”。请解压里层后重新压缩报送。',
    en: 'There is another archive "{value}" in the archive: unpack the inner one first.',
  },
  json_broken: {
    zh: 'JSON在{value}处不合语法或不完整。请重新导出。',
    en: 'The JSON is broken or cut off at {value}: export it again.',
  },
  json_nested: {
    zh: 'JSON在{value}处的值不是文字或数字，而是嵌套的对象或数组。每行应为一层的对象。',
    en: 'The JSON value at {value} is an object or an array: each row must be a flat object.',
  },
  json_key_twice: {
    zh: 'JSON在{value}处的键重复。请只保留一个。',
    en: 'A key of the JSON stands twice, at {value}: keep one.',
  },
  json_shape: {
    zh: 'JSON中没有找到数据行（{value}）。应为对象的数组，或{"data":[…]}，或每行一个对象。',
    en: 'No rows were found in the JSON ({value}): it must be an array of objects, {"data": […]}, or an object a line.',
  },
  too_many_rows: {
    zh: '行数超过上限{value}。请拆分后报送。',
    en: 'The file has more rows than {value}: split it.',
  },
  too_many_columns: {
    zh: '列数超过上限{value}。请删除多余的列后重新报送。',
    en: 'The file has more columns than {value}: remove those that are not needed.',
  },
  cell_too_long: {
    zh: '单元格{value}的内容超过长度上限。请检查后重新报送。',
    en: 'The content of cell {value} is over the length limit: check it and deliver again.',
  },
  header_unit: {
    zh: '表头“{value}”的单位不能直接使用。请改为元、千克，并把各行数值一并换算后重新报送。',
    en: 'The header "{value}" names a unit that is not taken: use yuan (or the stated currency) and kilograms, convert the values of every row, and deliver again.',
  },
  template_ambiguous: {
    zh: '表格同时符合多个模板（{value}），无法判断。请分开报送，或删除多余的列。',
    en: 'The table fits several templates ({value}): send them apart, or remove the surplus columns.',
  },
  hidden_only: {
    zh: '数据只在隐藏的工作表中（{value}）。请取消隐藏后重新报送。',
    en: 'Only hidden sheets hold data ({value}): unhide them and deliver again.',
  },
  workbook_damaged: {
    zh: '工作簿已损坏或不完整（{value}）。请在Excel或WPS中打开，另存为.xlsx后重新报送。',
    en: 'The workbook is damaged or incomplete ({value}): open it in Excel or WPS, save as .xlsx and deliver again.',
  },
  workbook_old: {
    zh: '无法读取这种旧格式的工作簿（{value}）。请在Excel或WPS中打开，另存为.xlsx后重新报送。',
    en: 'This old kind of workbook cannot be read ({value}): open it in Excel or WPS, save as .xlsx and deliver again.',
  },
  unsafe_content: {
    zh: '文件含不安全的内容（{value}），未读取。请从业务系统重新导出后报送。',
    en: 'The file holds unsafe content ({value}) and was not read: export it again from your system.',
  },
} as const satisfies Record<string, Message>;
export type FileRefusalId = keyof typeof fileRefusals;
