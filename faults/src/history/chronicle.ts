import type pg from 'pg';

/**
 * Beside the product's tables, one of the simulator's own: when a lease or a lab session was really written. Their own columns hold the
 * beginning of their transaction, which may have waited for a lock since.
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
  `);
}
