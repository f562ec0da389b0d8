-- Values of the key indicators by park, mode and flow: this month (place 0), and the months before as they are released now.
select indicator, park, mode, flow, place, value
from history.observation
join catalogue.month using (period)
where place < 0
union all
select indicator, park, mode, flow, 0 as place, value
from publication.observation
where partner = '_T' and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T' and kind = '_T'
