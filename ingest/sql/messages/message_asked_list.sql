-- The lists that returns are about and no message tells of: they may have come by table.
select distinct document.list_key
from judged.message_document as document
where document.role = 'return' and document.declaration_no is not null
  and document.list_key not in (select version.list_key from judged.message_version as version where version.flow = 'import')
