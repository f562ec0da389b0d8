-- Lines of declarations that only sum lists up (`raw.summary_declaration`): the lists count already. Returns only rows whose
-- outcome changes.
select line.file_row, 'summary_declaration' as outcome, null as findings
from judged.line as line
join raw.summary_declaration as summed on summed.uscc = line.uscc and summed.declaration_no = line.declaration_no
where line.outcome = 'accepted' and line.flow = 'export'
