-- A cell as it is compared: full-width forms and odd blanks made plain, marks without width and outer blanks dropped.
-- bytes.ts looks for the same characters: a file that has none of them is not made plain.
create macro plain(x) as
  -- Looking is cheaper: translating sets out all characters anew for every cell, and most cells have nothing to trim.
  case when strlen(x) = length(x)
      or not regexp_matches(x, '[０-９Ａ-Ｚａ-ｚ－．，／：（）＋\x{A0}\x{2002}\x{2003}\x{2009}\x{202F}\x{3000}\x{200B}\x{2060}\x{FEFF}]')
    then case when x >= '!' and x[-1] > ' ' then x else nullif(trim(x, ' ' || chr(9)), '') end
  else nullif(trim(translate(x,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ－．，／：（）＋'
      || chr(160) || chr(8194) || chr(8195) || chr(8201) || chr(8239) || chr(12288) || chr(8203) || chr(8288) || chr(65279),
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.,/:()+      '), ' ' || chr(9)), '') end;

-- A mark that stands for an empty cell. Not IN: of more than a few constants DuckDB makes a join, and rows lose their order.
-- Numbers and most codes begin otherwise, and are asked no further.
create macro given(x) as case when strlen(x) <= 6 and (x < '0' or x >= 'N') and list_contains(['-', '--', '—', '——', '/', '无', '空', 'N/A', 'NULL'], x) then null else x end;

-- At most 13 digits before and 5 after the point, exact; thousands separated by commas or not; anything else is null.
-- 0,125 is no thousands: it is a decimal comma, and stays null.
create macro number(x) as
  case when regexp_full_match(x, '-?[0-9]{1,13}(\.[0-9]{1,5}0*)?') then try_cast(x as decimal(18, 5))
       when regexp_full_match(x, '-?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,5}0*)?') then try_cast(replace(x, ',', '') as decimal(18, 5)) end;

-- The same where the cells are known to be regular.
create macro number_of(regular, x) as case when regular then try_cast(x as decimal(18, 5)) else number(x) end;

-- All cells with a form, in the order of judge_line.sql and each behind its mark: an identifier, a line number, an HS code,
-- eleven plain numbers or none. A cell that holds a mark itself makes one too many. An anchored search takes half the time of
-- regexp_full_match, which looks for the borders of what it found.
create macro is_regular(cells) as
  regexp_matches(cells, '^[0-9A-Z]{18}\x1f[0-9]{1,4}\x1f[0-9]{4}([0-9]{2}){0,3}(\x1f([0-9]{1,13}(\.[0-9]{1,5})?)?){11}$');

-- Dates as people write them; a day before 2000 or after 2099 is no date of this system. 3/5/24 is ambiguous and stays
-- null. A cast alone would take 2026-10-31junk, 2026-10-31 25:00 and years before Christ; a list of forms alone 2026111.
create macro day(x) as
  case when x glob '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]' then try_cast(x as date)
    when x >= '2000' and x < '2100' and regexp_full_match(x, '[0-9]{8}([0-9]{6})?|[0-9]{4}[^0-9].*') then try_strptime(x, [
      '%Y/%m/%d', '%Y%m%d', '%Y年%m月%d日', '%Y-%m-%d', '%Y.%m.%d', '%Y%m%d%H%M%S', '%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M:%S',
      '%Y-%m-%d %H:%M', '%Y/%m/%d %H:%M', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S.%f'])::date end;

-- A day with its time, as `day` reads both; null where there is no time.
create macro instant(x) as try_strptime(x, ['%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y/%m/%d %H:%M',
  '%Y%m%d%H%M%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S.%f']);

-- Whole minutes from one time to a later one.
create macro minutes_between(a, b) as
  case when instant(b) >= instant(a) then cast(date_sub('minute', instant(a), instant(b)) as integer) end;

-- Phone and identity numbers, also in groups, made unreadable. No other run of 11 digits is worth keeping in a text.
create macro masked(x) as
  regexp_replace(x, '[0-9]{11,}[Xx]?|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{6}[ -](19|20)[0-9]{6}[ -][0-9]{3}[0-9Xx]', '******', 'g');

-- A text without the marks that stand between findings and their parts.
create macro unmarked(x) as translate(x, chr(30) || chr(31), '  ');

-- A cell of a nil return among others in one text.
create macro nil_text(x) as unmarked(masked(x));

-- A cell as a finding may tell it: neither persons' numbers nor e-mail addresses nor houses.
create macro told(x) as
  regexp_replace(x, '[0-9]{11,}[Xx]?|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{6}[ -](19|20)[0-9]{6}[ -][0-9]{3}[0-9Xx]|[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+\.[0-9A-Za-z.-]+|\p{Han}(路|街|道|巷|弄|村|里)[0-9]{1,5}(号|弄|栋|幢|室)', '******', 'g');

-- A free text as it may be kept. Eleven characters are the least that such a number takes, and counting them is cheaper.
create macro kept_text(x) as
  case when contains(x, '@') then told(x)
    when length(x) < 11 then x when regexp_matches(x, '[0-9][0-9 -]{10}') then masked(x) else x end;

-- A cell of a column that is not ours in which a person's number, e-mail address or house stands; persons.ts has the same.
create macro holds_person(x) as strlen(x) >= 6 and regexp_matches(plain(x),
  '[0-9]{11}|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{6}[ -](19|20)[0-9]{6}[ -][0-9]{3}[0-9Xx]|[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+\.[0-9A-Za-z.-]+|\p{Han}(路|街|道|巷|弄|村|里)[0-9]{1,5}(号|弄|栋|幢|室)');

-- One finding: rule, column, value, masked and then cut at 80 characters. 14 digits are a time stamp or a number that is too
-- long, never a phone or identity number.
create macro finding(rule, col, val) as
  rule || chr(30) || col || chr(30) ||
  left(case when regexp_full_match(val, '[0-9]{14}(\.[0-9]*)?') then val else told(unmarked(coalesce(val, ''))) end, 80);

-- False for a text that stands where an identifier should, but has words in it, or a person's mobile or identity number.
create macro may_be_identifier(x) as
  regexp_full_match(x, '[ -~]*') and not regexp_matches(x,
    '@|(^|[^0-9])(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|[0-9]{6}(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9Xx])($|[^0-9])');

-- An identifier's finding keeps its digits: they are what the sender must look for.
create macro finding_as_is(rule, col, val) as
  rule || chr(30) || col || chr(30) || left(case when may_be_identifier(val) then val else told(unmarked(val)) end, 80);

-- Somebody's identity number (GB 11643), or what stands in the place of one; catalogue/identity.ts says the same.
create macro is_identity_number(x) as
  x = repeat('*', 18) or regexp_full_match(x,
    '(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}(19[2-9][0-9]|20[01][0-9])(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]')
  and upper(x[18]) = substr('10X98765432', (7 * (ascii(x[1]) - 48) + 9 * (ascii(x[2]) - 48) + 10 * (ascii(x[3]) - 48) + 5 * (ascii(x[4]) - 48) + 8 * (ascii(x[5]) - 48) + 4 * (ascii(x[6]) - 48) + 2 * (ascii(x[7]) - 48) + 1 * (ascii(x[8]) - 48) + 6 * (ascii(x[9]) - 48) + 3 * (ascii(x[10]) - 48) + 7 * (ascii(x[11]) - 48) + 9 * (ascii(x[12]) - 48) + 10 * (ascii(x[13]) - 48) + 5 * (ascii(x[14]) - 48) + 8 * (ascii(x[15]) - 48) + 4 * (ascii(x[16]) - 48) + 2 * (ascii(x[17]) - 48)) % 11 + 1, 1);

create macro is_totals(x) as
  -- Declaration numbers begin with a digit or an early letter, and are asked no further.
  x >= 'S' and (strlen(x) <> length(x) or starts_with(upper(x), 'TOTAL') or starts_with(upper(x), 'SUBTOTAL'))
  and regexp_matches(x, '^(合计|小计|总计|累计|其中|本页合计|(?i:total|subtotal))');
