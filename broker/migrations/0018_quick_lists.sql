-- Members are searched inside their names and addresses, and by a prefix of what a provider calls them.
create index users_by_words on users using gin (name gin_trgm_ops, email gin_trgm_ops);
create index identities_by_name on identities (lower(subject_name) text_pattern_ops) where issuer <> 'credential';
create index identities_by_subject on identities (subject) where issuer <> 'credential';

-- Short transfers fill the gaps that longer ones left in older blocks, so a summary of blocks has nearly all of them in any period.
drop index transfers_by_time;
create index transfers_by_time on transfers (created_at);

-- How many members have read each announcement: counted when it is read, for the list would count all marks of thirty at once.
-- Beside the announcements, so that whoever reads one waits for nobody who edits or tells it. Always in the order of the ids.
create table announcement_readers (
  announcement_id uuid primary key references announcements (id) on delete cascade,
  readers integer not null check (readers >= 0)
);
insert into announcement_readers (announcement_id, readers)
  select announcement_id, count(*) from announcement_marks group by 1;

create function count_announcement_readers() returns trigger language plpgsql as $$
begin
  insert into announcement_readers as r (announcement_id, readers)
    select m.announcement_id, count(*) from new_marks m group by 1 order by 1
    on conflict (announcement_id) do update set readers = r.readers + excluded.readers;
  return null;
end $$;
create trigger announcement_marks_count after insert on announcement_marks
  referencing new table as new_marks for each statement execute function count_announcement_readers();

create function forget_announcement_readers() returns trigger language plpgsql as $$
begin
  perform 1 from announcement_readers r
    where r.announcement_id in (select m.announcement_id from old_marks m) order by r.announcement_id for no key update;
  update announcement_readers r set readers = r.readers - forgotten.marks
    from (select m.announcement_id, count(*) as marks from old_marks m group by 1) forgotten
    where r.announcement_id = forgotten.announcement_id;
  return null;
end $$;
create trigger announcement_marks_forget after delete on announcement_marks
  referencing old table as old_marks for each statement execute function forget_announcement_readers();
