-- Declarations that sum lists up, with how many of these lists are known here and how many of them count: while a list counts,
-- its declaration must not count too.
select
  document.entry_id as declaration_no,
  cast(count(distinct record.item_invt_no) as bigint) as lists,
  cast(count(distinct version.list_key) as bigint) as known,
  cast(count(distinct counted.list_key) as bigint) as counted
from judged.message_document as document
join raw.message_record as record on record.file = document.file and record.node = document.node
left join judged.message_version as version on version.flow = 'export' and version.list_key = record.item_invt_no
left join judged.message_counted as counted on counted.flow = 'export' and counted.list_key = record.item_invt_no
where document.role = 'summary' and document.entry_id is not null and record.item_invt_no is not null
group by document.entry_id
order by declaration_no
