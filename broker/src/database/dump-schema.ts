import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from './db.ts';

const schemaFile = path.resolve(import.meta.dirname, '../../schema.sql');

/** The schema as sorted text, read from Postgres' catalogue: the same for the same schema, however it was made. */
export async function describeSchema(db: Db): Promise<string> {
  const rows = await readRows(db, z.object({ line: z.string() }), everything);
  const head =
    '-- What the migrations make, read from the catalogue. Written by `npm run coinslot -- db dump-schema`; a test compares it.';
  return `${head}\n${rows.map(({ line }) => line).join('\n')}\n`;
}

export async function writeSchemaFile(db: Db): Promise<string> {
  await writeFile(schemaFile, await describeSchema(db));
  return schemaFile;
}

export async function readSchemaFile(): Promise<string> {
  return await readFile(schemaFile, 'utf8');
}

const everything = sql`
  with ours as (
    select c.oid, c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  ), lines as (
    select 1 as part, relname as owner, 0 as place, '' as name, E'\ntable ' || relname as line from ours
    union all
    select 1, o.relname, a.attnum, a.attname,
      '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity <> '' then ' generated always as identity' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    from ours o
    join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = o.oid and d.adnum = a.attnum
    union all
    select 1, o.relname, 2000, k.conname, '  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
    from ours o join pg_constraint k on k.conrelid = o.oid and k.contype <> 'n'
    union all
    select 1, o.relname, 3000, i.relname, '  ' || pg_get_indexdef(i.oid)
    from ours o join pg_index x on x.indrelid = o.oid join pg_class i on i.oid = x.indexrelid
    where not exists (select 1 from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u'))
    union all
    select 1, o.relname, 4000, t.tgname, '  ' || pg_get_triggerdef(t.oid)
    from ours o join pg_trigger t on t.tgrelid = o.oid and not t.tgisinternal
    union all
    select 1, o.relname, 5000, 'owner',
      '  the owner may ' || string_agg(lower(p.privilege_type), ', ' order by p.privilege_type)
    from ours o join pg_class c on c.oid = o.oid
    cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) p
    where p.grantee = c.relowner
    group by o.relname
    union all
    select 2, f.proname, 0, f.proname, E'\n' || pg_get_functiondef(f.oid)
    from pg_proc f where f.pronamespace = 'public'::regnamespace and f.prokind = 'f'
      -- An extension's are not ours.
      and not exists (select 1 from pg_depend d where d.objid = f.oid and d.deptype = 'e')
  )
  select rtrim(line) as line from lines
  order by part, owner collate "C", place, name collate "C"`;
