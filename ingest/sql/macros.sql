-- A cell as it is compared: full-width forms and odd blanks made plain, outer blanks dropped (defect: full-width digits, NBSP).
create macro plain(x) as
  case when strlen(x) = length(x) then nullif(trim(x), '')
  else nullif(trim(translate(x,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ－．，／：（）＋　 ﻿​',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.,/:()+   ')), '') end;

-- A mark that stands for an empty cell.
create macro given(x) as
  case when strlen(x) > 6 then x when x in ('-', '--', '—', '——', '/', '无', '空', 'N/A', 'NULL') then null else x end;

-- At most 13 digits before and 5 after the point, exact; thousands separated by commas or not; anything else is null.
create macro number(x) as
  case when regexp_full_match(x, '-?[0-9]{1,13}(\.[0-9]{1,5}0*)?') then try_cast(x as decimal(18, 5))
       when regexp_full_match(x, '-?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]{1,5}0*)?') then try_cast(replace(x, ',', '') as decimal(18, 5)) end;

-- Dates as people write them; a day before 2000 or after 2099 is no date of this system. 3/5/24 is ambiguous and stays null.
create macro day(x) as
  case when x between '2000' and '2099~' then
    coalesce(try_cast(x as date), try_strptime(x, ['%Y%m%d', '%Y年%m月%d日', '%Y.%m.%d', '%Y/%m/%d %H:%M', '%Y%m%d%H%M%S'])::date) end;

-- One finding: rule, column, value. Values are cut at 80 characters and never hold a phone or identity number.
create macro finding(rule, col, val) as
  rule || chr(30) || col || chr(30) ||
  regexp_replace(regexp_replace(left(coalesce(val, ''), 80), '[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]', '******', 'g'), '(^|\D)1[3-9]\d{9}(\D|$)', '\1******\2', 'g');

-- An identifier's finding keeps its digits: they are what the sender must look for.
create macro finding_as_is(rule, col, val) as rule || chr(30) || col || chr(30) || left(coalesce(val, ''), 80);

-- 8.01202E+16: what a spreadsheet makes of a long number. The digits are gone.
create macro is_damaged(x) as (contains(x, 'E+') or contains(x, 'e+')) and regexp_full_match(x, '[0-9.]+[eE]\+[0-9]+');

create macro is_totals(x) as
  case when x >= '0' and x < ':' then false
  else regexp_matches(x, '^(合计|小计|总计|累计|其中|本页合计|(?i:total|subtotal))') end;
