import type pg from 'pg';

/**
 * Beside the product's tables, some of the simulator's own: when a lease or a lab session was really written (their own columns hold the
 * beginning of their transaction, which may have waited for a lock since), and who was told to end what of a seat, of which the product keeps the last only.
 */
export async function installChronicle(database: pg.Client): Promise<void> {
  await database.query(`
    create schema simulator;
    create table simulator.chronicle (kind text not null, id uuid not null, written_at timestamptz not null default clock_timestamp());
    create function simulator.note() returns trigger language plpgsql security definer as $$
    begin
      insert into simulator.chronicle (kind, id) values (tg_table_name, new.id);
      return null;
    end $$;
    create trigger simulator_note after insert on leases for each row execute function simulator.note();
    create trigger simulator_note after insert on lab_sessions for each row execute function simulator.note();

    create table simulator.looks (
      seat_id uuid not null, epoch integer not null, worker_id uuid not null,
      ordered_at timestamptz not null default clock_timestamp(), over_at timestamptz not null, primary key (seat_id, epoch)
    );
    create function simulator.note_look() returns trigger language plpgsql security definer as $$
    begin
      if new.epoch <> old.epoch then
        insert into simulator.looks (seat_id, epoch, worker_id, over_at) values (new.seat_id, new.epoch, new.worker_id, new.deadline_at);
      elsif new.worker_id is null and old.worker_id is not null then
        update simulator.looks set over_at = least(over_at, clock_timestamp()) where seat_id = old.seat_id and epoch = old.epoch;
      end if;
      return null;
    end $$;
    create trigger simulator_note after update on seat_inventories for each row execute function simulator.note_look();

    create table simulator.ordered_ends (seat_id uuid not null, epoch integer not null, lab_ref text not null);
    create function simulator.note_end() returns trigger language plpgsql security definer as $$
    begin
      insert into simulator.ordered_ends (seat_id, epoch, lab_ref) values (new.seat_id, new.order_epoch, new.lab_ref);
      return null;
    end $$;
    create trigger simulator_note after update on lab_findings for each row
      when (new.state = 'ending' and old.order_epoch is distinct from new.order_epoch) execute function simulator.note_end();
  `);
}
