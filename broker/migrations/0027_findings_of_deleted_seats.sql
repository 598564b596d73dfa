-- A seat that never carried a machine may be deleted; what an admin's look found there goes with it, and with its lab.
alter table lab_findings
  drop constraint lab_findings_lab_id_fkey,
  drop constraint lab_findings_seat_id_fkey,
  add constraint lab_findings_lab_id_fkey foreign key (lab_id) references labs (id) on delete cascade,
  add constraint lab_findings_seat_id_fkey foreign key (seat_id) references seats (id) on delete cascade;
